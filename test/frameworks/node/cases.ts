/** Express, Fastify and Hono: broken servers, one row each. */
import type { FrameworkCase } from '../support/case.ts'
import { type PageRequest, sendingJson } from '../support/request.ts'

export type Stack = 'express' | 'fastify' | 'hono'

export interface NodeCase extends FrameworkCase {
  stack: Stack
  /** server.mjs, broken; it listens on process.env.PORT. */
  source: string
}

interface Row extends Omit<NodeCase, 'expect' | 'source' | 'stack'> {
  /** What stands before the routes. */
  setup?: string
  /** In place of the usual routes. */
  routes?: string
  corsError: string
  cause: string
  owner?: NodeCase['expect']['owner']
}

interface Shape {
  head: string
  routes: string
  listen: string
}

const SHAPES: Readonly<Record<Stack, Shape>> = {
  express: {
    head: "import express from 'express'\n\nconst app = express()",
    routes: `for (const method of ['get', 'post', 'put']) {
  app[method]('/api/items', (req, res) => res.json({ ok: true }))
}`,
    listen: "app.listen(process.env.PORT, '127.0.0.1')",
  },
  fastify: {
    head: "import Fastify from 'fastify'\n\nconst app = Fastify()",
    routes: `for (const method of ['GET', 'POST', 'PUT']) {
  app.route({ method, url: '/api/items', handler: () => ({ ok: true }) })
}`,
    listen: "await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })",
  },
  hono: {
    head: "import { serve } from '@hono/node-server'\nimport { Hono } from 'hono'\n\nconst app = new Hono()",
    routes: "app.on(['GET', 'POST', 'PUT'], '/api/items', (c) => c.json({ ok: true }))",
    listen: "serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' })",
  },
}

const casesOf =
  (stack: Stack) =>
  ({ setup = '', routes, corsError, cause, owner = 'back-end', ...rest }: Row): NodeCase => {
    const shape = SHAPES[stack]
    return {
      ...rest,
      stack,
      source: `${[shape.head, setup, routes ?? shape.routes, shape.listen].filter(Boolean).join('\n\n')}\n`,
      expect: { corsError, framework: stack, cause, owner },
    }
  }

const PATH = '/api/items'
const GET: PageRequest = { path: PATH }
const PUT: PageRequest = { path: PATH, method: 'PUT' }
const POST: PageRequest = { path: PATH, ...sendingJson }
const AUTHORIZED: PageRequest = { path: PATH, headers: { Authorization: 'Bearer token' } }
/** Not served: the answer shows whose 404 it is. */
const UNKNOWN: PageRequest = { path: '/api/unknown' }

const EXPRESS: NodeCase[] = (
  [
    {
      id: 'E01',
      what: 'no cors(), GET',
      request: GET,
      corsError: 'MissingAllowOriginHeader',
      cause: 'cors-not-set-up',
    },
    {
      id: 'E02',
      what: 'no cors(), POST of JSON: Express answers OPTIONS itself',
      request: POST,
      corsError: 'PreflightMissingAllowOriginHeader',
      cause: 'express-no-cors',
    },
    {
      id: 'E03',
      what: 'the origin with another port',
      setup: "import cors from 'cors'\n\napp.use(cors({ origin: 'http://localhost:1' }))",
      request: GET,
      corsError: 'AllowOriginMismatch',
      cause: 'origin-port',
    },
    {
      id: 'E04',
      what: 'the origin with a slash at its end, PUT',
      setup: "import cors from 'cors'\n\napp.use(cors({ origin: '<page>/' }))",
      request: PUT,
      corsError: 'PreflightAllowOriginMismatch',
      cause: 'origin-trailing-slash',
    },
    {
      id: 'E05',
      what: 'a list without the origin',
      setup: "import cors from 'cors'\n\napp.use(cors({ origin: ['http://localhost:1'] }))",
      request: GET,
      corsError: 'MissingAllowOriginHeader',
      cause: 'origin-not-listed',
    },
    {
      id: 'E06',
      what: 'cors() without options, and a request with credentials',
      setup: "import cors from 'cors'\n\napp.use(cors())",
      request: { ...GET, credentials: 'include' },
      corsError: 'WildcardOriginNotAllowed',
      cause: 'star-with-credentials',
    },
    {
      id: 'E07',
      what: 'methods without PUT',
      setup: "import cors from 'cors'\n\napp.use(cors({ origin: '<page>', methods: ['GET'] }))",
      request: PUT,
      corsError: 'MethodDisallowedByPreflightResponse',
      cause: 'method-not-listed',
    },
    {
      id: 'E08',
      what: 'a login check before cors()',
      setup: `import cors from 'cors'

app.use((req, res, next) => (req.headers.authorization ? next() : res.status(401).json({ error: 'login' })))
app.use(cors({ origin: '<page>' }))`,
      request: AUTHORIZED,
      corsError: 'PreflightMissingAllowOriginHeader',
      cause: 'auth-at-preflight',
    },
  ] satisfies Row[]
).map(casesOf('express'))

const FASTIFY: NodeCase[] = (
  [
    {
      id: 'Y01',
      what: 'no @fastify/cors, GET',
      before: [UNKNOWN],
      request: GET,
      corsError: 'MissingAllowOriginHeader',
      cause: 'cors-not-set-up',
    },
    {
      id: 'Y02',
      what: 'no @fastify/cors, PUT: OPTIONS is not found',
      request: PUT,
      corsError: 'PreflightMissingAllowOriginHeader',
      cause: 'options-not-handled',
    },
    {
      id: 'Y03',
      what: 'the default methods, and PUT',
      setup: "import cors from '@fastify/cors'\n\nawait app.register(cors, { origin: ['<page>'] })",
      request: PUT,
      corsError: 'MethodDisallowedByPreflightResponse',
      cause: 'method-not-listed',
    },
    {
      id: 'Y04',
      what: 'allowedHeaders without Authorization',
      setup:
        "import cors from '@fastify/cors'\n\nawait app.register(cors, { origin: ['<page>'], allowedHeaders: ['Content-Type'] })",
      request: AUTHORIZED,
      corsError: 'HeaderDisallowedByPreflightResponse',
      cause: 'header-not-listed',
    },
    {
      id: 'Y05',
      what: 'credentials, and no credentials: true',
      setup: "import cors from '@fastify/cors'\n\nawait app.register(cors, { origin: ['<page>'] })",
      before: [UNKNOWN],
      request: { ...GET, credentials: 'include', cookie: true },
      corsError: 'InvalidAllowCredentials',
      cause: 'credentials-not-allowed',
    },
  ] satisfies Row[]
).map(casesOf('fastify'))

const HONO: NodeCase[] = (
  [
    {
      id: 'H01',
      what: 'no cors(), GET',
      before: [UNKNOWN],
      request: GET,
      corsError: 'MissingAllowOriginHeader',
      cause: 'cors-not-set-up',
    },
    {
      id: 'H02',
      what: 'no cors(), PUT: OPTIONS is not found',
      request: PUT,
      corsError: 'PreflightMissingAllowOriginHeader',
      cause: 'options-not-handled',
    },
    {
      id: 'H03',
      what: 'the origin with another port, PUT',
      setup: "import { cors } from 'hono/cors'\n\napp.use('*', cors({ origin: 'http://localhost:1' }))",
      request: PUT,
      corsError: 'PreflightMissingAllowOriginHeader',
      cause: 'origin-not-listed',
    },
    {
      id: 'H04',
      what: 'allowMethods without PUT',
      setup:
        "import { cors } from 'hono/cors'\n\napp.use('*', cors({ origin: '<page>', allowMethods: ['GET'] }))",
      before: [UNKNOWN],
      request: PUT,
      corsError: 'MethodDisallowedByPreflightResponse',
      cause: 'method-not-listed',
    },
  ] satisfies Row[]
).map(casesOf('hono'))

export const NODE_CASES: readonly NodeCase[] = [...EXPRESS, ...FASTIFY, ...HONO]
