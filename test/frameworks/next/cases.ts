/** Next.js: broken apps, one row each. Cases of one setup run as one app, each under a path of its own. */
import type { FrameworkCase } from '../support/case.ts'
import { type PageRequest, sendingJson } from '../support/request.ts'
import type { Files } from './app.ts'
import { CONFIGURED_CASES } from './configured-cases.ts'
import { GUARD_CASES } from './guard-cases.ts'
import { PAGES_CASES } from './pages-cases.ts'
import { CORS, ROUTE, routeFile, rule } from './sources.ts'

export type Setup = 'plain' | 'guarded' | 'slash' | 'based'

export interface NextCase extends FrameworkCase {
  setup: Setup
  files: Files
  /** Rules of headers() in next.config, as source. */
  rules: readonly string[]
}

export type Row = Partial<NextCase> &
  Pick<NextCase, 'id' | 'what' | 'request'> & {
    corsError: string
    cause: string
    owner?: NextCase['expect']['owner']
  }

export const row = ({ corsError, cause, owner = 'back-end', ...rest }: Row): NextCase => ({
  setup: 'plain',
  files: {},
  rules: [],
  ...rest,
  expect: { corsError, framework: 'nextjs', cause, owner },
})

/** A case whose route handler has nothing wrong, so that all is in the rules. */
type RuleRow = Omit<Row, 'request'> & {
  headers: Readonly<Record<string, string>>
  request: Omit<PageRequest, 'path'>
}

const byRule = ({ headers, request, ...rest }: RuleRow): NextCase => {
  const path = `/api/${rest.id.toLowerCase()}`
  return row({
    ...rest,
    files: { [routeFile(path)]: ROUTE },
    rules: Object.keys(headers).length === 0 ? [] : [rule(path, headers)],
    request: { ...request, path },
  })
}

const NOTHING_SET: NextCase[] = [
  byRule({
    id: 'N01',
    what: 'a route handler without CORS, GET',
    headers: {},
    request: {},
    corsError: 'MissingAllowOriginHeader',
    cause: 'next-headers-missing',
  }),
  byRule({
    id: 'N01b',
    what: 'a route handler without CORS, GET, mended in the handler',
    headers: {},
    request: {},
    corsError: 'MissingAllowOriginHeader',
    cause: 'next-headers-missing',
    fix: 'route.ts',
  }),
  byRule({
    id: 'N02',
    what: 'no OPTIONS export, POST of JSON, mended in the handler',
    headers: {},
    request: sendingJson,
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'next-no-options-export',
    fix: 'route.ts',
  }),
  byRule({
    id: 'N02b',
    what: 'no OPTIONS export, POST of JSON, mended in next.config',
    headers: {},
    request: sendingJson,
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'next-no-options-export',
    fix: 'next.config.ts',
  }),
  byRule({
    id: 'N02c',
    what: 'no OPTIONS export, POST of JSON, mended by proxy.ts',
    headers: {},
    request: sendingJson,
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'next-no-options-export',
    fix: 'proxy.ts',
  }),
  byRule({
    id: 'N02d',
    what: 'no OPTIONS export, POST of JSON, mended by middleware.ts',
    headers: {},
    request: sendingJson,
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'next-no-options-export',
    fix: 'middleware.ts',
  }),
  byRule({
    id: 'N02j',
    what: 'no OPTIONS export, PUT with Authorization, mended in JavaScript',
    headers: {},
    request: { method: 'PUT', headers: { Authorization: 'Bearer token' } },
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'next-no-options-export',
    fix: 'next.config.mjs',
  }),
  row({
    id: 'N03',
    what: 'headers in the answer to PUT, and no OPTIONS export',
    files: {
      [routeFile('/api/n03')]: `export async function PUT() {
  return Response.json({ ok: true }, { headers: { 'Access-Control-Allow-Origin': '<page>' } })
}
`,
    },
    request: { path: '/api/n03', method: 'PUT' },
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'next-no-options-export',
  }),
  row({
    id: 'N25',
    what: 'a source that is one path, and a request under it',
    files: { [routeFile('/n25/items')]: ROUTE },
    rules: [rule('/n25', { [CORS.ORIGIN]: '<page>' })],
    request: { path: '/n25/items' },
    corsError: 'MissingAllowOriginHeader',
    cause: 'next-headers-missing',
  }),
  row({
    id: 'N12',
    what: 'a handler that sets the header and throws',
    files: {
      [routeFile('/api/n12')]: `export async function GET() {
  if (Date.now() > 0) throw new Error('boom')
  return Response.json({ ok: true }, { headers: { 'Access-Control-Allow-Origin': '<page>' } })
}
`,
    },
    request: { path: '/api/n12' },
    corsError: 'MissingAllowOriginHeader',
    cause: 'next-handler-threw',
    result: '500',
  }),
]

const LISTS: NextCase[] = [
  byRule({
    id: 'N04a',
    what: 'headers() without Allow-Methods, PUT',
    headers: { [CORS.ORIGIN]: '<page>' },
    request: { method: 'PUT' },
    corsError: 'MethodDisallowedByPreflightResponse',
    cause: 'method-not-listed',
  }),
  byRule({
    id: 'N04b',
    what: 'headers() without Allow-Headers, POST of JSON',
    headers: { [CORS.ORIGIN]: '<page>', [CORS.METHODS]: 'POST' },
    request: sendingJson,
    corsError: 'HeaderDisallowedByPreflightResponse',
    cause: 'header-not-listed',
  }),
  byRule({
    id: 'N04d',
    what: 'Allow-Methods "*", PUT with credentials',
    headers: { [CORS.ORIGIN]: '<page>', [CORS.CREDENTIALS]: 'true', [CORS.METHODS]: '*' },
    request: { method: 'PUT', credentials: 'include' },
    corsError: 'MethodDisallowedByPreflightResponse',
    cause: 'star-in-list-with-credentials',
  }),
]

const ORIGINS: NextCase[] = [
  byRule({
    id: 'N05',
    what: 'the origin with another port, GET',
    headers: { [CORS.ORIGIN]: 'http://localhost:1' },
    request: {},
    corsError: 'AllowOriginMismatch',
    cause: 'origin-port',
  }),
  byRule({
    id: 'N05b',
    what: 'the origin with a slash at its end, PUT',
    headers: { [CORS.ORIGIN]: '<page>/', [CORS.METHODS]: 'PUT' },
    request: { method: 'PUT' },
    corsError: 'PreflightAllowOriginMismatch',
    cause: 'origin-trailing-slash',
  }),
  byRule({
    id: 'N05c',
    what: 'the origin without its scheme, GET',
    headers: { [CORS.ORIGIN]: '<host>' },
    request: {},
    corsError: 'AllowOriginMismatch',
    cause: 'origin-lacks-scheme',
  }),
  byRule({
    id: 'N07',
    what: 'two origins in one value',
    headers: { [CORS.ORIGIN]: 'https://app.example.com, <page>' },
    request: {},
    corsError: 'MultipleAllowOriginValues',
    cause: 'origin-several-values',
  }),
  row({
    id: 'N19d',
    what: 'a handler that appends the header twice',
    files: {
      [routeFile('/api/n19d')]: `export async function GET() {
  const response = Response.json({ ok: true })
  response.headers.append('Access-Control-Allow-Origin', '<page>')
  response.headers.append('Access-Control-Allow-Origin', '*')
  return response
}
`,
    },
    request: { path: '/api/n19d' },
    corsError: 'MultipleAllowOriginValues',
    cause: 'origin-several-values',
  }),
]

const CREDENTIALS: NextCase[] = [
  byRule({
    id: 'N06',
    what: '"*" with credentials, GET',
    headers: { [CORS.ORIGIN]: '*', [CORS.CREDENTIALS]: 'true' },
    request: { credentials: 'include' },
    corsError: 'WildcardOriginNotAllowed',
    cause: 'star-with-credentials',
  }),
  byRule({
    id: 'N06p',
    what: '"*" with credentials, PUT',
    headers: { [CORS.ORIGIN]: '*', [CORS.CREDENTIALS]: 'true', [CORS.METHODS]: 'PUT' },
    request: { method: 'PUT', credentials: 'include' },
    corsError: 'PreflightWildcardOriginNotAllowed',
    cause: 'star-with-credentials',
  }),
  byRule({
    id: 'N06b',
    what: 'no Allow-Credentials, GET with credentials',
    headers: { [CORS.ORIGIN]: '<page>' },
    request: { credentials: 'include', cookie: true },
    corsError: 'InvalidAllowCredentials',
    cause: 'credentials-not-allowed',
  }),
]

export const NEXT_CASES: readonly NextCase[] = [
  ...NOTHING_SET,
  ...LISTS,
  ...ORIGINS,
  ...CREDENTIALS,
  ...PAGES_CASES.map(row),
  ...GUARD_CASES.map(row),
  ...CONFIGURED_CASES.map(row),
]
