/** Next.js apps that have CORS set up for others already, on many lines: what works there must go on working. */
import { sendingJson } from '../support/request.ts'
import type { Row } from './cases.ts'
import { ROUTE, routeFile } from './sources.ts'

/** A handler that lets everybody in, as tRPC's are set up. */
const OPEN = `const headers = {
  'Access-Control-Allow-Origin': '*', // a public API :)
}

export async function GET() {
  return Response.json({ ok: true }, { headers })
}

export async function POST() {
  return Response.json({ ok: true }, { headers })
}
`

const FOR_ANOTHER = `{
        source: '/api/n61/other',
        headers: [
          { key: 'Access-Control-Allow-Origin', value: '<third>' }, // the shop
          { key: 'Access-Control-Allow-Credentials', value: 'true' },
          {
            key: 'Access-Control-Allow-Methods',
            value: 'GET, PUT',
          },
          { key: 'Access-Control-Allow-Headers', value: 'Authorization' },
        ],
      }`

/** Two origins by a pattern, with credentials, methods and headers of their own, for everything. */
const BY_PATTERN = `{
        source: '/api/n62/:path*',
        has: [
          {
            type: 'header',
            key: 'origin',
            value: '(?<shop><third>|https://(.+)\\\\.example\\\\.com)', // the shop :)
          },
        ],
        headers: [
          { key: 'Access-Control-Allow-Origin', value: ':shop' },
          { key: 'Access-Control-Allow-Credentials', value: 'true' },
          {
            key: 'Access-Control-Allow-Methods',
            value: 'GET, PUT',
          },
          { key: 'Access-Control-Allow-Headers', value: 'Authorization, Content-Type' },
        ],
      }`

/** Everybody may read, and the page may read with a header of its own. */
const READABLE = `{
        source: '/api/n63/:path*',
        headers: [
          { key: 'Access-Control-Allow-Origin', value: '*' },
          { key: 'Access-Control-Allow-Methods', value: 'GET' },
          { key: 'Access-Control-Allow-Headers', value: 'Authorization' },
        ],
      }`

const TOKEN = { Authorization: 'Bearer token' }

export const CONFIGURED_CASES: readonly Row[] = [
  {
    id: 'N60',
    what: 'handlers that let everybody in, and no OPTIONS export',
    files: { [routeFile('/api/n60')]: OPEN },
    before: [{ path: '/api/n60' }],
    request: { path: '/api/n60', ...sendingJson },
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'next-no-options-export',
    fix: 'Export OPTIONS',
    still: [{ path: '/api/n60' }],
  },
  {
    id: 'N61',
    what: 'a rule on many lines for another path and origin, and none for this one',
    files: {
      [routeFile('/api/n61/items')]: ROUTE,
      [routeFile('/api/n61/other')]: ROUTE,
      [routeFile('/api/n61/open')]: OPEN,
    },
    rules: [FOR_ANOTHER],
    request: { path: '/api/n61/items', ...sendingJson },
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'next-no-options-export',
    fix: 'next.config.ts',
    still: [
      {
        path: '/api/n61/other',
        method: 'PUT',
        headers: { Authorization: 'Bearer token' },
        credentials: 'include',
      },
      { path: '/api/n61/open' },
    ],
  },
  {
    id: 'N62',
    what: 'a pattern on many lines that the origin does not fit, for this very path',
    files: { [routeFile('/api/n62/items')]: ROUTE },
    rules: [BY_PATTERN],
    request: { path: '/api/n62/items', ...sendingJson },
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'next-no-options-export',
    fix: 'next.config.ts',
    still: [
      { path: '/api/n62/items', method: 'PUT', headers: TOKEN, credentials: 'include' },
      { path: '/api/n62/items', credentials: 'include' },
    ],
  },
  {
    id: 'N63',
    what: 'everybody may read with a header of their own, and a PUT is sent',
    files: { [routeFile('/api/n63/items')]: ROUTE },
    rules: [READABLE],
    before: [{ path: '/api/n63/items', headers: TOKEN }],
    request: { path: '/api/n63/items', method: 'PUT', headers: { 'X-Request-Id': '1' } },
    corsError: 'MethodDisallowedByPreflightResponse',
    cause: 'method-not-listed',
    fix: 'next.config.ts',
    still: [{ path: '/api/n63/items' }, { path: '/api/n63/items', headers: TOKEN }],
  },
]
