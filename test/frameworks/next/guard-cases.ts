/** Next.js apps that redirect or refuse before any handler runs. */
import type { PageRequest } from '../support/request.ts'
import type { Row } from './cases.ts'
import { CORS, ROUTE, routeFile, rule } from './sources.ts'

/** Answers of proxy.ts bear no mark of Next.js; its HTML does. */
const HOME: PageRequest = { path: '/' }
const AUTHORIZED = { Authorization: 'Bearer token' }

/** What proxy.ts checks before the fix, and after it at the marked place. */
export const CHECKS = `  if (!request.headers.has('authorization')) {
    if (request.nextUrl.pathname.startsWith('/pages')) return NextResponse.redirect(new URL('/login', request.url))
    return Response.json({ detail: 'Not authenticated' }, { status: 401 })
  }
`

const PROXY = `import { type NextRequest, NextResponse } from 'next/server'

export function proxy(request: NextRequest) {
${CHECKS}
  return NextResponse.next()
}

export const config = { matcher: ['/pages/:path*', '/secure/:path*'] }
`

const ALLOWED = {
  [CORS.ORIGIN]: '<page>',
  [CORS.METHODS]: 'GET, PUT',
  [CORS.ALLOW_HEADERS]: 'Authorization',
}

export const GUARD_CASES: readonly Row[] = [
  {
    id: 'N17',
    what: 'proxy.ts sends requests without a login to the login page, the preflight too',
    setup: 'guarded',
    files: { 'proxy.ts': PROXY, [routeFile('/pages/n17')]: ROUTE },
    before: [HOME],
    request: { path: '/pages/n17', method: 'PUT', headers: AUTHORIZED },
    corsError: 'PreflightDisallowedRedirect',
    cause: 'login-redirect-at-preflight',
  },
  {
    id: 'N17b',
    what: 'proxy.ts answers 401, with headers of next.config, the preflight too',
    setup: 'guarded',
    files: { 'proxy.ts': PROXY, [routeFile('/secure/n17b')]: ROUTE },
    rules: [rule('/secure/:path*', ALLOWED)],
    before: [HOME],
    request: { path: '/secure/n17b', method: 'PUT', headers: AUTHORIZED },
    corsError: 'PreflightInvalidStatus',
    cause: 'auth-at-preflight',
  },
  {
    id: 'N09',
    what: 'trailingSlash, and a PUT without the slash',
    setup: 'slash',
    files: { [routeFile('/api/n09')]: ROUTE },
    rules: [rule('/api/n09/', ALLOWED)],
    request: { path: '/api/n09', method: 'PUT' },
    corsError: 'PreflightDisallowedRedirect',
    cause: 'next-slash-redirect',
    owner: 'front-end',
  },
  {
    id: 'N09b',
    what: 'trailingSlash, and a GET without the slash',
    setup: 'slash',
    files: { [routeFile('/api/n09b')]: ROUTE },
    rules: [rule('/api/n09b/', ALLOWED)],
    request: { path: '/api/n09b' },
    corsError: 'MissingAllowOriginHeader',
    cause: 'next-slash-redirect',
    owner: 'front-end',
  },
  {
    id: 'N09c',
    what: 'trailingSlash, and a PUT without the slash, mended in next.config',
    setup: 'slash',
    files: { [routeFile('/api/n09c')]: ROUTE },
    request: { path: '/api/n09c', method: 'PUT' },
    corsError: 'PreflightDisallowedRedirect',
    cause: 'next-slash-redirect',
    owner: 'front-end',
    fix: 'next.config.ts',
  },
  {
    id: 'N09d',
    what: 'no trailingSlash, and a PUT with a slash',
    files: { [routeFile('/api/n09d')]: ROUTE },
    rules: [rule('/api/n09d', ALLOWED)],
    request: { path: '/api/n09d/', method: 'PUT' },
    corsError: 'PreflightDisallowedRedirect',
    cause: 'next-slash-redirect',
    owner: 'front-end',
  },
  {
    id: 'N10',
    what: 'a basePath, and an address without it',
    setup: 'based',
    files: { [routeFile('/api/n10')]: ROUTE },
    rules: [rule('/api/n10', ALLOWED)],
    before: [{ path: '/app/_next/static/development/_buildManifest.js' }],
    request: { path: '/api/n10', method: 'PUT' },
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'next-base-path',
    owner: 'front-end',
  },
]
