/** Fastify 5 with @fastify/cors. */
import { behindApp, withoutAll } from '../support/apply.ts'
import { nodePackages } from '../support/install.ts'
import {
  BOOM,
  COOKIES,
  type Files,
  GET,
  LOGIN,
  OTHER,
  OVER_LOGIN,
  OVER_PUT,
  POST_COOKIES,
  PUT,
  type Stack,
} from '../support/stack.ts'

const IMPORT = "import cors from '@fastify/cors'"

const app = (setup = '', imports = ''): Files => ({
  'server.mjs': `import Fastify from 'fastify'
${imports}

const app = Fastify()
${setup}
const ok = async () => ({ ok: true })
app.get('/api/items', ok)
app.post('/api/items', ok)
app.put('/api/items', ok)
app.delete('/api/items', ok)
app.get('/api/boom', async () => {
  throw new Error('boom')
})
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
`,
})

const LOGIN_CHECK = `app.addHook('onRequest', async (request, reply) => {
  if (request.headers.authorization === undefined) return reply.code(401).send({ error: 'login' })
})`

export const fastify: Stack = {
  name: 'fastify',
  framework: 'fastify',
  install: nodePackages,
  start: () => ({ command: process.execPath, parameters: ['server.mjs'] }),
  apply: ({ 'server.mjs': source = '' }, { code }) => ({
    'server.mjs': behindApp(
      withoutAll(source, [/^await app\.register\(\s*cors\b/m, /^import cors /m]),
      /^const app = .*$/m,
      code,
    ),
  }),
  cases: [
    { id: '1', situation: 0, files: app(), request: GET },
    { id: '2', situation: 1, files: app(), request: PUT },
    {
      id: '3',
      situation: 2,
      files: app("await app.register(cors, { origin: '*' })", IMPORT),
      request: COOKIES,
    },
    {
      id: '3-post',
      situation: 2,
      files: app("await app.register(cors, {\n  origin: '*',\n  credentials: true,\n})", IMPORT),
      request: POST_COOKIES,
    },
    {
      id: '4',
      situation: 3,
      files: app(`await app.register(cors, { origin: ['${OTHER}'] })`, IMPORT),
      request: PUT,
      keeps: OTHER,
    },
    { id: '5', situation: 4, files: app(), request: BOOM, result: '500' },
    { id: '5-login', situation: 4, files: app(LOGIN_CHECK), request: LOGIN },
    {
      ...OVER_PUT,
      files: app(
        `await app.register(cors, {\n  origin: ['<page>', '${OTHER}'],\n  methods: ['GET'],\n  allowedHeaders: ['Authorization'],\n})`,
        IMPORT,
      ),
      keeps: OTHER,
    },
    { ...OVER_LOGIN, files: app(`${LOGIN_CHECK}\nawait app.register(cors, { origin: '<page>' })`, IMPORT) },
  ],
}
