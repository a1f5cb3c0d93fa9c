/** Servers of Node.js around Express' `cors`: Apollo Server, tRPC's standalone server and webpack-dev-server. */
import { withoutAll } from '../support/apply.ts'
import { nodePackages } from '../support/install.ts'
import {
  COOKIES,
  type Files,
  GET,
  ITEMS,
  OTHER,
  OVER_LOGIN,
  OVER_PUT,
  POST_COOKIES,
  type Stack,
} from '../support/stack.ts'

const NODE = process.execPath
const CORS = "import cors from 'cors'"
const READERS = `cors({
  origin: ['<page>', '${OTHER}'],
  methods: ['GET', 'POST'],
  allowedHeaders: ['Content-Type', 'Authorization'],
})`

const query = (text: string, headers: Record<string, string> = {}) => ({
  path: ITEMS,
  method: 'POST',
  headers: { 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify({ query: text }),
})
const QUERY = query('{ ok }')
const QUERY_HEADER = query('{ ok }', { 'X-Request-Id': '1' })

const APOLLO = `import { ApolloServer } from '@apollo/server'
`
const SERVER = `
const server = new ApolloServer({
  typeDefs: 'type Query { ok: Boolean }',
  resolvers: { Query: { ok: () => true } },
})
`
const APOLLO_LOGIN = `app.use((request, response, next) => {
  if (request.get('Authorization')) next()
  else response.status(401).json({ error: 'login' })
})
`

/** In Express, with what stands before Apollo in its path. */
const apolloApp = (before = '', login = ''): Files => ({
  'server.mjs': `${APOLLO}import express from 'express'
import { expressMiddleware } from '@as-integrations/express5'
${before === '' ? '' : CORS}
${SERVER}
await server.start()
const app = express()
${login}app.use('${ITEMS}', ${before}express.json(), expressMiddleware(server))
app.listen(Number(process.env.PORT), '127.0.0.1')
`,
})

const STANDALONE: Files = {
  'server.mjs': `${APOLLO}import { startStandaloneServer } from '@apollo/server/standalone'
${SERVER}
await startStandaloneServer(server, { listen: { port: Number(process.env.PORT), host: '127.0.0.1' } })
`,
}

/** Apollo knows no PUT: its queries are POST with JSON. */
export const apollo: Stack = {
  name: 'apollo',
  framework: 'apollo',
  alsoNamed: ['express'],
  install: nodePackages,
  start: () => ({ command: NODE, parameters: ['server.mjs'], env: { NODE_ENV: 'production' } }),
  // the printed lines are the whole server but for its schema; a login check of its own goes behind cors()
  apply: ({ 'server.mjs': source = '' }, { code }) => {
    const imports = code.split('\n').filter((line) => line.startsWith('import '))
    const rest = code.split('\n').filter((line) => !line.startsWith('import '))
    const login = source.includes(APOLLO_LOGIN) ? APOLLO_LOGIN : ''
    const served = rest
      .join('\n')
      .replace('app.listen(4000)', "app.listen(Number(process.env.PORT), '127.0.0.1')")
      .replace(/^app\.use\(.*express\.json\(\)/m, (line) => login + line)
    return { 'server.mjs': `${APOLLO}${imports.join('\n')}\n${SERVER}\n${served}\n` }
  },
  cases: [
    { id: '1', situation: 0, files: apolloApp(), request: QUERY },
    { id: '2', situation: 1, files: apolloApp(), request: QUERY_HEADER },
    { id: '3', situation: 2, files: STANDALONE, request: { ...QUERY, credentials: 'include', cookie: true } },
    {
      id: '3-cors',
      situation: 2,
      files: apolloApp('cors(), '),
      request: { ...QUERY, credentials: 'include', cookie: true },
    },
    {
      id: '4',
      situation: 3,
      files: apolloApp(`cors({ origin: ['${OTHER}'] }), `),
      request: QUERY,
      keeps: OTHER,
      still: [QUERY],
    },
    { id: '5', situation: 4, files: apolloApp(), request: query('{ nope }'), result: '400' },
    {
      id: '5-login',
      situation: 4,
      files: apolloApp('', APOLLO_LOGIN),
      request: query('{ ok }', { Authorization: 'Bearer x' }),
    },
    {
      ...OVER_PUT,
      files: apolloApp(`${READERS}, `),
      request: QUERY_HEADER,
      keeps: OTHER,
      still: [QUERY, query('{ ok }', { Authorization: 'Bearer x' })],
    },
    {
      ...OVER_LOGIN,
      files: apolloApp("cors({ origin: '<page>' }), ", APOLLO_LOGIN),
      request: query('{ ok }', { Authorization: 'Bearer x' }),
    },
  ],
}

const trpcApp = (options = '', imports = ''): Files => ({
  'server.mjs': `import { initTRPC, TRPCError } from '@trpc/server'
import { createHTTPServer } from '@trpc/server/adapters/standalone'
${imports}

const { procedure, router } = initTRPC.create()
const appRouter = router({
  items: procedure.query(() => true),
  change: procedure.mutation(() => true),
  private: procedure.query(() => {
    throw new TRPCError({ code: 'UNAUTHORIZED' })
  }),
})

const server = createHTTPServer({
  ${options}
  basePath: '/api/',
  router: appRouter,
})
server.listen(Number(process.env.PORT), '127.0.0.1')
`,
})

/** A mutation is a POST. */
const CHANGE = {
  path: '/api/change',
  method: 'POST',
  headers: { 'Content-Type': 'application/json', 'X-Request-Id': '1' },
  body: '{}',
}
const PRIVATE = { path: '/api/private' }

export const trpc: Stack = {
  name: 'trpc',
  framework: 'trpc',
  install: nodePackages,
  start: () => ({ command: NODE, parameters: ['server.mjs'] }),
  apply: ({ 'server.mjs': source = '' }, { code }) => {
    const bare = withoutAll(source, [
      /^import cors /m,
      /^import \{ createHTTPServer \}/m,
      /^const server = createHTTPServer\(/m,
    ])
    const [imports = '', made = ''] = code.split('\n\n')
    const placed = made.replace('  router: appRouter,', "  basePath: '/api/',\n  router: appRouter,")
    return {
      'server.mjs': `${imports}\n${bare.replace(/^server\.listen/m, () => `${placed}\nserver.listen`)}`,
    }
  },
  cases: [
    { id: '1', situation: 0, files: trpcApp(), request: GET },
    { id: '2', situation: 1, files: trpcApp(), request: CHANGE },
    { id: '3', situation: 2, files: trpcApp('middleware: cors(),', CORS), request: COOKIES },
    {
      id: '3-post',
      situation: 2,
      files: trpcApp('middleware: cors(),', CORS),
      request: { ...POST_COOKIES, path: '/api/change', body: '{}' },
    },
    {
      id: '4',
      situation: 3,
      files: trpcApp(`middleware: cors({ origin: ['${OTHER}'] }),`, CORS),
      request: CHANGE,
      keeps: OTHER,
    },
    { id: '5', situation: 4, files: trpcApp(), request: PRIVATE, result: '401' },
    {
      ...OVER_PUT,
      files: trpcApp(`middleware: ${READERS},`, CORS),
      request: CHANGE,
      keeps: OTHER,
    },
    {
      id: '5-over',
      situation: 4,
      over: true,
      files: trpcApp(
        `responseMeta: ({ errors }) =>
    errors.length > 0 ? {} : { headers: new Headers({ 'Access-Control-Allow-Origin': '<page>' }) },`,
      ),
      request: PRIVATE,
      result: '401',
    },
  ],
}

const webpackApp = (devServer = ''): Files => ({
  'webpack.config.js': `export default {
  devServer: {
    ${devServer}
  },
}
`,
  'src/index.js': 'console.log(1)\n',
  'public/api/items': '{"ok":true}',
  'package.json': '{"type":"module"}',
  'run.mjs': `import webpack from 'webpack'
import WebpackDevServer from 'webpack-dev-server'
import config from './webpack.config.js'

const compiler = webpack({ mode: 'development', ...config })
const server = new WebpackDevServer(
  { ...config.devServer, host: '127.0.0.1', port: Number(process.env.PORT), open: false },
  compiler,
)
await server.start()
`,
})

const byHand = (origin: string): string => `headers: { 'Access-Control-Allow-Origin': '${origin}' },`
const HEADER = { ...GET, headers: { 'X-Request-Id': '1' } }
const PROXY_DOWN = "proxy: [{ context: '/api/down', target: 'http://127.0.0.1:1' }],"
const DOWN = { path: '/api/down' }

/** It serves files, which take no PUT: a header of its own makes the preflight. */
export const webpack: Stack = {
  name: 'webpack',
  framework: 'webpack',
  install: nodePackages,
  start: () => ({ command: NODE, parameters: ['run.mjs'] }),
  apply: (files, { code }) => {
    const proxy = files['webpack.config.js']?.includes(PROXY_DOWN) ? `\n    ${PROXY_DOWN}` : ''
    return { ...files, 'webpack.config.js': code.replace('  devServer: {', (line) => line + proxy) }
  },
  cases: [
    { id: '1', situation: 0, files: webpackApp(), request: GET },
    { id: '2', situation: 1, files: webpackApp(), request: HEADER },
    { id: '3', situation: 2, files: webpackApp(byHand('*')), request: COOKIES },
    { id: '4', situation: 3, files: webpackApp(byHand(OTHER)), request: GET, keeps: OTHER },
    { id: '5', situation: 4, files: webpackApp(PROXY_DOWN), request: DOWN, result: '50[0-9]' },
    { ...OVER_PUT, still: [], files: webpackApp(byHand('<page>')), request: HEADER },
    {
      id: '5-over',
      situation: 4,
      over: true,
      files: webpackApp(`${PROXY_DOWN}\n    ${byHand(OTHER)}`),
      request: DOWN,
      result: '50[0-9]',
      keeps: OTHER,
    },
  ],
}
