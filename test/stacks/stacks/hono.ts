/** Hono 4 on Node.js with its own cors. */
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

const IMPORT = "import { cors } from 'hono/cors'"

const app = (setup = '', imports = ''): Files => ({
  'server.mjs': `import { serve } from '@hono/node-server'
import { Hono } from 'hono'
${imports}

const app = new Hono()
${setup}
const ok = (c) => c.json({ ok: true })
app.get('/api/items', ok)
app.post('/api/items', ok)
app.put('/api/items', ok)
app.delete('/api/items', ok)
app.get('/api/boom', () => {
  throw new Error('boom')
})
serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' })
`,
})

const LOGIN_CHECK = `app.use(async (c, next) => {
  if (c.req.header('Authorization') === undefined) return c.json({ error: 'login' }, 401)
  await next()
})`

export const hono: Stack = {
  name: 'hono',
  framework: 'hono',
  install: nodePackages,
  start: () => ({ command: process.execPath, parameters: ['server.mjs'] }),
  apply: ({ 'server.mjs': source = '' }, { code }) => ({
    'server.mjs': behindApp(
      withoutAll(source, [/^app\.use\(\s*('[^']*',\s*)?cors\(/m, /^import \{ cors \}/m]),
      /^const app = .*$/m,
      code,
    ),
  }),
  cases: [
    { id: '1', situation: 0, files: app(), request: GET },
    { id: '2', situation: 1, files: app(), request: PUT },
    { id: '3', situation: 2, files: app("app.use('/api/*', cors())", IMPORT), request: COOKIES },
    {
      id: '3-post',
      situation: 2,
      files: app(
        "app.use(\n  '/api/*',\n  cors({\n    origin: '*',\n    credentials: true,\n  }),\n)",
        IMPORT,
      ),
      request: POST_COOKIES,
    },
    {
      id: '4',
      situation: 3,
      files: app(`app.use(cors({ origin: ['${OTHER}'] }))`, IMPORT),
      request: PUT,
      keeps: OTHER,
    },
    { id: '5', situation: 4, files: app(), request: BOOM, result: '500' },
    { id: '5-login', situation: 4, files: app(LOGIN_CHECK), request: LOGIN },
    {
      ...OVER_PUT,
      files: app(
        `app.use(\n  '/api/*',\n  cors({\n    origin: ['<page>', '${OTHER}'],\n    allowMethods: ['GET'],\n    allowHeaders: ['Authorization'],\n  }),\n)`,
        IMPORT,
      ),
      keeps: OTHER,
    },
    { ...OVER_LOGIN, files: app(`${LOGIN_CHECK}\napp.use(cors({ origin: '<page>' }))`, IMPORT) },
  ],
}
