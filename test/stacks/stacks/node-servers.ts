/** Servers of Node.js that have a setting of their own: Socket.IO, Vite's development server, Nitro and workerd. */
import { join } from 'node:path'
import { CACHE } from '../../frameworks/support/cache.ts'
import { run } from '../../frameworks/support/run.ts'
import { withoutAll } from '../support/apply.ts'
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

const NODE = process.execPath
const inPackages = (...path: string[]): string => join(CACHE, 'stacks-node', 'node_modules', ...path)

const POLL = { path: '/socket.io/?EIO=4&transport=polling' }
const NO_TRANSPORT = { path: '/socket.io/?EIO=4&transport=none' }
const POLL_HEADER = { ...POLL, headers: { 'X-Request-Id': '1' } }

const socketApp = (options: string): Files => ({
  'server.mjs': `import { createServer } from 'node:http'
import { Server } from 'socket.io'

const httpServer = createServer((_request, response) => response.end('{"ok":true}'))
const io = new Server(httpServer, {
  ${options}
})
httpServer.listen(Number(process.env.PORT), '127.0.0.1')
`,
})

/** Socket.IO knows no PUT: a header of its own makes the preflight. Its errors come with the headers of its setting. */
export const socketio: Stack = {
  name: 'socketio',
  framework: 'socketio',
  install: nodePackages,
  start: () => ({ command: NODE, parameters: ['server.mjs'] }),
  apply: ({ 'server.mjs': source = '' }, { code }) => {
    const bare = withoutAll(source, [/^const io = new Server\(/m, /^import \{ Server \}/m])
    const [imports = '', made = ''] = code.split('\n\n')
    return {
      'server.mjs': `${imports}\n${bare.replace(/^httpServer\.listen/m, () => `${made}\nhttpServer.listen`)}`,
    }
  },
  cases: [
    { id: '1', situation: 0, files: socketApp(''), request: POLL },
    { id: '2', situation: 1, files: socketApp(''), request: POLL_HEADER },
    {
      id: '3',
      situation: 2,
      files: socketApp("cors: { origin: '*' },"),
      request: { ...POLL, credentials: 'include', cookie: true },
    },
    {
      id: '4',
      situation: 3,
      files: socketApp(`cors: {\n    origin: ['${OTHER}'],\n  },`),
      request: POLL_HEADER,
      keeps: OTHER,
      still: [POLL],
    },
    {
      ...OVER_PUT,
      files: socketApp(
        `cors: {\n    origin: ['<page>', '${OTHER}'],\n    methods: ['GET'],\n    allowedHeaders: ['Authorization'],\n  },`,
      ),
      request: POLL_HEADER,
      keeps: OTHER,
      still: [{ ...POLL, headers: { Authorization: 'Bearer x' } }],
    },
    {
      id: '5',
      situation: 4,
      files: socketApp(''),
      request: NO_TRANSPORT,
      result: '400',
    },
    {
      id: '5-over',
      situation: 4,
      over: true,
      files: socketApp(`cors: { origin: ['${OTHER}'] },`),
      request: NO_TRANSPORT,
      result: '400',
      keeps: OTHER,
      still: [POLL],
    },
  ],
}

const viteApp = (server: string): Files => ({
  'vite.config.ts': `import { defineConfig } from 'vite'

export default defineConfig({
  server: {
    ${server}
  },
})
`,
  'public/api/items': '{"ok":true}',
  'index.html': '<title>app</title>',
})

export const vite: Stack = {
  name: 'vite',
  framework: 'vite',
  install: nodePackages,
  start: (port) => ({
    command: NODE,
    parameters: [
      inPackages('vite', 'bin', 'vite.js'),
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--strictPort',
    ],
  }),
  apply: (files, { code }) => ({ ...files, 'vite.config.ts': code }),
  // its own rule lets in pages of localhost, which the pages of this test are
  cases: [
    { id: '1', situation: 0, files: viteApp('cors: false,'), request: GET },
    {
      id: '2',
      situation: 1,
      files: viteApp('cors: false,'),
      request: { ...GET, headers: { 'X-Request-Id': '1' } },
    },
    { id: '3', situation: 2, files: viteApp("cors: { origin: '*' },"), request: COOKIES },
    { id: '4', situation: 3, files: viteApp(`cors: { origin: ['${OTHER}'] },`), request: GET, keeps: OTHER },
    {
      ...OVER_PUT,
      files: viteApp(
        `cors: {\n      origin: ['<page>', '${OTHER}'],\n      methods: ['GET'],\n      allowedHeaders: ['Authorization'],\n    },`,
      ),
      request: { ...GET, headers: { 'X-Request-Id': '1' } },
      keeps: OTHER,
    },
    // a file outside of what it may serve
    {
      id: '5',
      situation: 4,
      files: viteApp('cors: false,'),
      request: { path: '/@fs/etc/hostname' },
      result: '403',
    },
    {
      id: '5-over',
      situation: 4,
      over: true,
      files: viteApp(
        "cors: false,\n    headers: { 'Access-Control-Allow-Origin': 'https://other.example' },",
      ),
      request: GET,
    },
  ],
}

const HANDLER = 'export default defineEventHandler(() => ({ ok: true }))\n'

const nitroApp = (more: Files = {}, rules = ''): Files => ({
  'nitro.config.ts': `export default defineNitroConfig({
  compatibilityDate: '2025-01-01',
  srcDir: 'server',
  ${rules}
})
`,
  'package.json': '{"type":"module"}',
  'tsconfig.json': '{}',
  'server/routes/api/items.get.ts': HANDLER,
  'server/routes/api/items.post.ts': HANDLER,
  'server/routes/api/items.put.ts': HANDLER,
  'server/routes/api/items.delete.ts': HANDLER,
  'server/routes/api/boom.get.ts': "export default defineEventHandler(() => { throw new Error('boom') })\n",
  ...more,
})

const rules = (headers: string): string => `routeRules: { '/api/**': { ${headers} } },`

const NITRO_LOGIN: Files = {
  'server/middleware/login.ts': `export default defineEventHandler((event) => {
  if (!getHeader(event, 'authorization')) throw createError({ statusCode: 401 })
})
`,
}

export const nitro: Stack = {
  name: 'nitro',
  framework: 'nuxt',
  install: nodePackages,
  build: async (folder) => {
    await run(NODE, [inPackages('nitropack', 'dist', 'cli', 'index.mjs'), 'build'], { cwd: folder })
  },
  start: (port) => ({
    command: NODE,
    parameters: ['.output/server/index.mjs'],
    env: { HOST: '127.0.0.1', NITRO_PORT: String(port) },
  }),
  apply: (files, { code }) => ({
    ...files,
    'nitro.config.ts': (files['nitro.config.ts'] ?? '').replace(/^ {2}routeRules.*$/m, ''),
    'server/middleware/0.cors.ts': code,
  }),
  cases: [
    { id: '1', situation: 0, files: nitroApp(), request: GET },
    { id: '2', situation: 1, files: nitroApp(), request: PUT },
    { id: '3', situation: 2, files: nitroApp({}, rules('cors: true')), request: COOKIES },
    {
      id: '4',
      situation: 3,
      files: nitroApp({}, rules(`headers: { 'access-control-allow-origin': '${OTHER}' }`)),
      request: PUT,
      keeps: OTHER,
    },
    { id: '5', situation: 4, files: nitroApp(), request: BOOM, result: '500' },
    {
      id: '5-login',
      situation: 4,
      files: nitroApp(NITRO_LOGIN),
      request: LOGIN,
    },
    {
      ...OVER_PUT,
      files: nitroApp(
        {},
        rules(
          "headers: { 'access-control-allow-origin': '<page>', 'access-control-allow-methods': 'GET', 'access-control-allow-headers': 'Authorization' }",
        ),
      ),
      still: [],
    },
    {
      ...OVER_LOGIN,
      files: nitroApp(NITRO_LOGIN, rules("headers: { 'access-control-allow-origin': '<page>' }")),
    },
  ],
}

const workerApp = (headers = '', login = false): Files => ({
  'worker.js': `async function handle(request) {
  const { pathname } = new URL(request.url)
  if (pathname === '/api/boom') throw new Error('boom')
  ${login ? "if (!request.headers.has('Authorization')) return new Response('login', { status: 401 })" : ''}
  if (request.method === 'OPTIONS') return new Response(null, { status: 405 })
  return Response.json({ ok: true }, { headers: { ${headers} } })
}

export default { fetch: handle }
`,
  'run.mjs': `import { Miniflare } from 'miniflare'
const server = new Miniflare({
  modules: true,
  scriptPath: 'worker.js',
  host: '127.0.0.1',
  port: Number(process.env.PORT),
  compatibilityDate: '2025-01-01',
})
await server.ready
`,
})

/** workerd, through Miniflare: what the worker does today is called handle, as the code says. */
export const workers: Stack = {
  name: 'workers',
  framework: 'cloudflare-workers',
  install: nodePackages,
  start: () => ({ command: NODE, parameters: ['run.mjs'] }),
  apply: (files, { code }) => ({
    ...files,
    'worker.js': `${(files['worker.js'] ?? '')
      .replace('export default { fetch: handle }\n', '')
      .replace(/headers: \{ [^}]*\}/, 'headers: {}')}\n${code}\n`,
  }),
  cases: [
    { id: '1', situation: 0, files: workerApp(), request: GET },
    { id: '2', situation: 1, files: workerApp(), request: PUT },
    { id: '3', situation: 2, files: workerApp("'Access-Control-Allow-Origin': '*'"), request: COOKIES },
    {
      id: '3-post',
      situation: 2,
      files: workerApp("'Access-Control-Allow-Origin': '*'"),
      request: POST_COOKIES,
    },
    {
      id: '4',
      situation: 3,
      files: workerApp(`'Access-Control-Allow-Origin': '${OTHER}'`),
      request: GET,
      keeps: OTHER,
    },
    { id: '5', situation: 4, files: workerApp(), request: BOOM, result: '500' },
    { id: '5-login', situation: 4, files: workerApp('', true), request: LOGIN },
    {
      ...OVER_PUT,
      files: workerApp("'Access-Control-Allow-Origin': '<page>', 'Access-Control-Allow-Methods': 'GET'"),
      still: [],
    },
    { ...OVER_LOGIN, files: workerApp("'Access-Control-Allow-Origin': '<page>'", true) },
  ],
}
