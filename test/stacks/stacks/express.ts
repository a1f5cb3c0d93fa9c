/** Express 5 with its cors package. */
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

const IMPORT = "import cors from 'cors'"

const app = (setup = '', imports = ''): Files => ({
  'server.mjs': `import express from 'express'
${imports}

const app = express()
${setup}
const ok = (_request, response) => response.json({ ok: true })
app.get('/api/items', ok)
app.post('/api/items', ok)
app.put('/api/items', ok)
app.delete('/api/items', ok)
app.get('/api/boom', () => {
  throw new Error('boom')
})
app.listen(Number(process.env.PORT), '127.0.0.1')
`,
})

const LOGIN_CHECK = `app.use((request, response, next) => {
  if (request.get('Authorization')) next()
  else response.status(401).json({ error: 'login' })
})`

export const express: Stack = {
  name: 'express',
  framework: 'express',
  install: nodePackages,
  start: () => ({ command: process.execPath, parameters: ['server.mjs'], env: { NODE_ENV: 'production' } }),
  apply: ({ 'server.mjs': source = '' }, { code }) => ({
    'server.mjs': behindApp(
      withoutAll(source, [/^app\.use\(\s*cors\(/m, /^import cors /m, /^app\.use\(byHand/m]),
      /^const app = .*$/m,
      code,
    ),
  }),
  cases: [
    { id: '1', situation: 0, files: app(), request: GET },
    { id: '2', situation: 1, files: app(), request: PUT },
    { id: '3', situation: 2, files: app('app.use(cors())', IMPORT), request: COOKIES },
    {
      id: '3-post',
      situation: 2,
      files: app('app.use(\n  cors({\n    credentials: true,\n  }),\n)', IMPORT),
      request: POST_COOKIES,
    },
    {
      id: '3-by-hand',
      situation: 2,
      files: app(
        "app.use(byHand)\nfunction byHand(_request, response, next) {\n  response.set('Access-Control-Allow-Origin', '*')\n  next()\n}",
      ),
      request: COOKIES,
    },
    {
      id: '4',
      situation: 3,
      files: app(`app.use(cors({ origin: ['${OTHER}'] }))`, IMPORT),
      request: PUT,
      keeps: OTHER,
    },
    { id: '4-slash', situation: 3, files: app("app.use(cors({ origin: '<page>/' }))", IMPORT), request: GET },
    { id: '5', situation: 4, files: app(), request: BOOM, result: '500' },
    { id: '5-login', situation: 4, files: app(LOGIN_CHECK), request: LOGIN },
    {
      ...OVER_PUT,
      files: app(
        `app.use(\n  cors({\n    origin: ['<page>', '${OTHER}'],\n    methods: ['GET'], // read only :)\n    allowedHeaders: ['Authorization'],\n  }),\n)`,
        IMPORT,
      ),
      keeps: OTHER,
    },
    { ...OVER_LOGIN, files: app(`${LOGIN_CHECK}\napp.use(cors({ origin: '<page>' }))`, IMPORT) },
  ],
}
