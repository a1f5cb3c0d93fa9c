/** Koa 3 with @koa/cors. */
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

const IMPORT = "import cors from '@koa/cors'"

const app = (setup = '', imports = ''): Files => ({
  'server.mjs': `import Router from '@koa/router'
import Koa from 'koa'
${imports}

const app = new Koa()
${setup}
const router = new Router()
const ok = (ctx) => {
  ctx.body = { ok: true }
}
router.get('/api/items', ok)
router.post('/api/items', ok)
router.put('/api/items', ok)
router.delete('/api/items', ok)
router.get('/api/boom', () => {
  throw new Error('boom')
})
app.use(router.routes()).use(router.allowedMethods())
app.silent = true
app.listen(Number(process.env.PORT), '127.0.0.1')
`,
})

const LOGIN_CHECK = `app.use((ctx, next) => {
  if (ctx.get('Authorization') === '') ctx.throw(401, 'login')
  return next()
})`

export const koa: Stack = {
  name: 'koa',
  framework: 'koa',
  install: nodePackages,
  start: () => ({ command: process.execPath, parameters: ['server.mjs'] }),
  apply: ({ 'server.mjs': source = '' }, { code }) => ({
    'server.mjs': behindApp(
      withoutAll(source, [/^app\.use\(\s*cors\(/m, /^import cors /m]),
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
      files: app('app.use(\n  cors({\n    keepHeadersOnError: true,\n  }),\n)', IMPORT),
      request: POST_COOKIES,
    },
    {
      id: '4',
      situation: 3,
      files: app(`app.use(cors({ origin: '${OTHER}' }))`, IMPORT),
      request: PUT,
      keeps: OTHER,
    },
    { id: '4-slash', situation: 3, files: app("app.use(cors({ origin: '<page>/' }))", IMPORT), request: GET },
    { id: '5', situation: 4, files: app(), request: BOOM, result: '500' },
    { id: '5-login', situation: 4, files: app(LOGIN_CHECK), request: LOGIN },
    {
      ...OVER_PUT,
      files: app(
        `app.use(\n  cors({\n    origin: (ctx) => (['<page>', '${OTHER}'].includes(ctx.get('Origin')) ? ctx.get('Origin') : ''),\n    allowMethods: ['GET'],\n    allowHeaders: ['Authorization'],\n  }),\n)`,
        IMPORT,
      ),
      keeps: OTHER,
    },
    { ...OVER_LOGIN, files: app(`${LOGIN_CHECK}\napp.use(cors({ origin: '<page>' }))`, IMPORT) },
  ],
}
