/** Next.js 16 as measured in front of Chromium 156: what the log held in each case, and what should be said of it. */
import type { Case } from './fastapi-cases.ts'
import { type Answer, type Headers, NEXT } from './log.ts'

const RSC: Headers = {
  vary: 'rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch',
}
const route = (status = 200, more: Headers = {}): Answer => ({
  status,
  headers: { ...RSC, 'content-type': 'application/json', ...more },
})
const automatic = route(204, { allow: 'GET, HEAD, OPTIONS, POST, PUT', 'content-type': [] })
const pagesApi = (status: number, more: Headers = {}): Answer => ({
  status,
  headers: {
    'content-type': 'application/json; charset=utf-8',
    etag: '"abc"',
    vary: 'Accept-Encoding',
    ...more,
  },
})
const notFound: Answer = {
  status: 404,
  headers: { ...RSC, 'content-type': 'text/html; charset=utf-8', 'x-powered-by': 'Next.js' },
}
const getOnly = (status: number): Answer => ({
  status,
  headers: { allow: ['GET', 'HEAD'], 'x-powered-by': 'Next.js' },
})
const slash = (location: string): Answer => ({
  status: 308,
  headers: { location, refresh: `0;url=${location}` },
})

const PAGE = 'http://localhost:9400'
const allowing: Headers = { 'access-control-allow-origin': PAGE }
const at = (path: string): string => `${NEXT}${path}`
const JSON_BODY: Headers = { 'Content-Type': 'application/json' }
/** Elsewhere on this origin: a page of the same app. */
const aPage = {
  url: at('/_next/static/chunks/main.js'),
  type: 'script',
  answer: { status: 200, headers: { ...allowing, 'content-type': 'application/javascript' } },
  failed: false,
}
const uvicorn = (status: number, more: Headers = {}): Answer => ({
  status,
  headers: { server: 'uvicorn', 'content-type': 'application/json', 'content-length': '31', ...more },
})

export const NEXT_CASES: readonly Case[] = [
  {
    id: 'N01',
    what: 'route handler, GET',
    call: { url: at('/api/items'), answer: route() },
    cause: 'next-headers-missing',
    fix: 'nextjs',
    code: ["source: '/api/items'", `value: '${PAGE}'`, 'export default nextConfig'],
    without: ["'*'", 'Allow-Methods', "          { key: 'Access-Control-Allow-Credentials'"],
  },
  {
    id: 'N02',
    what: 'POST of JSON, no OPTIONS export',
    call: { url: at('/api/items'), method: 'POST', sent: JSON_BODY, preflight: automatic },
    cause: 'next-no-options-export',
    fix: 'nextjs',
    code: [
      "'Access-Control-Allow-Methods', value: 'POST'",
      "'Access-Control-Allow-Headers', value: 'Content-Type'",
    ],
  },
  {
    id: 'N04a',
    what: 'headers() without Allow-Methods',
    call: {
      url: at('/api/items'),
      method: 'PUT',
      preflight: { ...automatic, headers: { ...automatic.headers, ...allowing } },
    },
    cause: 'method-not-listed',
    fix: 'nextjs',
    code: ["'Access-Control-Allow-Methods', value: 'PUT'"],
  },
  {
    id: 'N04b',
    what: 'headers() without Allow-Headers',
    call: {
      url: at('/api/items'),
      method: 'POST',
      sent: JSON_BODY,
      preflight: { ...automatic, headers: { ...automatic.headers, ...allowing } },
    },
    cause: 'header-not-listed',
    fix: 'nextjs',
    code: ["'Access-Control-Allow-Headers', value: 'Content-Type'"],
  },
  {
    id: 'N04d',
    what: 'Allow-Methods * with credentials',
    call: {
      url: at('/api/items'),
      method: 'PUT',
      preflight: {
        ...automatic,
        headers: {
          ...automatic.headers,
          ...allowing,
          'access-control-allow-credentials': 'true',
          'access-control-allow-methods': '*',
        },
      },
    },
    cause: 'star-in-list-with-credentials',
    fix: 'nextjs',
    code: [
      "'Access-Control-Allow-Methods', value: 'PUT'",
      "'Access-Control-Allow-Credentials', value: 'true'",
    ],
    without: ["'*'"],
  },
  {
    id: 'N05',
    what: 'headers() with another port',
    call: {
      url: at('/api/items'),
      answer: route(200, { 'access-control-allow-origin': 'http://localhost:3000' }),
    },
    cause: 'origin-port',
    fix: 'nextjs',
    code: [PAGE],
    without: ['3000'],
  },
  {
    id: 'N05b',
    what: 'headers() with a slash',
    call: { url: at('/api/items'), answer: route(200, { 'access-control-allow-origin': `${PAGE}/` }) },
    cause: 'origin-trailing-slash',
    fix: 'nextjs',
    code: [`'${PAGE}'`],
  },
  {
    id: 'N05c',
    what: 'headers() without a scheme',
    call: { url: at('/api/items'), answer: route(200, { 'access-control-allow-origin': 'localhost:9400' }) },
    cause: 'origin-lacks-scheme',
    fix: 'nextjs',
  },
  {
    id: 'N06',
    what: 'star with credentials',
    call: {
      url: at('/api/items'),
      answer: route(200, { 'access-control-allow-origin': '*', 'access-control-allow-credentials': 'true' }),
    },
    cause: 'star-with-credentials',
    fix: 'nextjs',
    code: ["'Access-Control-Allow-Credentials', value: 'true'"],
    without: ["'*'"],
  },
  {
    id: 'N06b',
    what: 'credentials not allowed',
    call: { url: at('/api/items'), answer: route(200, allowing) },
    cause: 'credentials-not-allowed',
    fix: 'nextjs',
    code: ["'Access-Control-Allow-Credentials', value: 'true'"],
  },
  {
    id: 'N07',
    what: 'two origins in one value',
    call: {
      url: at('/api/items'),
      answer: route(200, { 'access-control-allow-origin': `https://app.example.com, ${PAGE}` }),
    },
    cause: 'origin-several-values',
    fix: 'nextjs',
    code: [
      `const allowedOrigins = ['${PAGE}', 'https://app.example.com']`,
      "type: 'header' as const",
      "{ key: 'Vary', value: 'Origin' }",
    ],
  },
  {
    id: 'N08',
    what: 'pages/api, PUT runs the handler',
    call: { url: at('/api/old'), method: 'PUT', preflight: pagesApi(200) },
    others: [aPage],
    cause: 'next-pages-api-options',
    fix: 'nextjs',
    code: ["if (req.method === 'OPTIONS')", 'res.status(204).end()'],
  },
  {
    id: 'N08b',
    what: 'pages/api answers 405',
    call: {
      url: at('/api/old'),
      method: 'PUT',
      preflight: pagesApi(405, { ...allowing, allow: 'PUT', 'access-control-allow-methods': 'PUT' }),
    },
    others: [aPage],
    cause: 'next-pages-api-options',
    fix: 'nextjs',
  },
  {
    id: 'N09',
    what: 'trailing slash, preflight',
    call: { url: at('/api/items/'), method: 'PUT', preflight: slash('/api/items') },
    cause: 'next-slash-redirect',
    fix: 'front-end',
    code: [`fetch('${NEXT}/api/items'`],
  },
  {
    id: 'N09g',
    what: 'trailing slash, GET',
    call: { url: at('/api/items/'), answer: slash('/api/items') },
    cause: 'next-slash-redirect',
    fix: 'front-end',
    code: [`fetch('${NEXT}/api/items'`],
  },
  {
    id: 'N10',
    what: 'basePath missing',
    call: { url: at('/api/items'), answer: notFound },
    others: [{ ...aPage, url: at('/app/_next/static/chunks/main.js') }],
    cause: 'next-base-path',
    fix: 'front-end',
    code: [`${NEXT}/app/api/items`],
  },
  {
    id: 'N10u',
    what: 'basePath missing, nothing else in the log',
    call: { url: at('/api/items'), answer: notFound },
    cause: 'next-not-found',
    fix: 'nextjs',
  },
  {
    id: 'N12b',
    what: 'route handler throws',
    call: { url: at('/api/items'), answer: { status: 500, headers: { ...RSC } } },
    cause: 'next-handler-threw',
    fix: 'nextjs',
    code: ['async headers()'],
  },
  {
    id: 'N13',
    what: 'font in public/',
    call: {
      url: at('/fonts/a.woff2'),
      type: 'font',
      answer: { status: 200, headers: { 'content-type': 'font/woff2' } },
    },
    others: [aPage],
    cause: 'next-public-file',
    fix: 'nextjs',
    code: ["source: '/fonts/a.woff2'"],
  },
  {
    id: 'N13b',
    what: 'file in public/ with a custom header',
    call: { url: at('/fonts/a.woff2'), sent: { 'X-Custom': '1' }, preflight: getOnly(400) },
    cause: 'next-public-file-options',
    fix: 'nextjs',
    code: ['export function proxy(request: NextRequest)', "matcher: '/fonts/a.woff2'"],
  },
  {
    id: 'N26',
    what: 'PUT to a page',
    call: { url: at('/about'), method: 'PUT', preflight: getOnly(405) },
    cause: 'next-page-not-route',
    fix: null,
  },
  {
    id: 'N17',
    what: 'proxy.ts redirects the preflight to a login',
    call: {
      url: at('/api/items'),
      method: 'PUT',
      preflight: { status: 307, headers: { location: '/login' } },
    },
    others: [aPage],
    cause: 'login-redirect-at-preflight',
    fix: 'nextjs',
    code: ['export function proxy', "request.method === 'OPTIONS'"],
  },
  {
    id: 'N17b',
    what: 'proxy.ts refuses the preflight',
    call: {
      url: at('/api/items'),
      method: 'PUT',
      preflight: { status: 401, headers: { ...RSC, ...allowing, 'access-control-allow-methods': 'PUT' } },
    },
    cause: 'auth-at-preflight',
    fix: 'nextjs',
    code: ['export function proxy'],
  },
  {
    id: 'N14',
    what: 'assetPrefix, font',
    call: {
      url: at('/_next/static/media/a.woff2'),
      type: 'font',
      answer: {
        status: 200,
        headers: { 'content-type': 'font/woff2', 'cache-control': 'public, max-age=31536000, immutable' },
      },
    },
    cause: 'next-static-assets',
    fix: 'nextjs',
    code: ["source: '/_next/static/:path*'"],
  },
  {
    id: 'N15',
    what: 'development file for a page on another host, module',
    call: {
      url: at('/_next/static/chunks/a.js'),
      page: 'http://127.0.0.1:9400',
      type: 'script',
      answer: { status: 403 },
    },
    cause: 'next-dev-origin',
    fix: 'nextjs',
    code: ["allowedDevOrigins: ['127.0.0.1'],", "source: '/_next/static/:path*'"],
  },
  {
    id: 'N27',
    what: 'path forwarded to FastAPI',
    call: { url: at('/backend/items'), method: 'PUT', preflight: uvicorn(405, { allow: 'GET' }) },
    others: [aPage],
    cause: 'starlette-middleware-missing',
    fix: 'fastapi',
  },
  {
    id: 'N28',
    what: 'forwarded, preflight answered by proxy.ts',
    call: {
      url: at('/backend/items'),
      method: 'PUT',
      preflight: { status: 204, headers: { ...RSC, ...allowing, 'access-control-allow-methods': 'PUT' } },
      answer: uvicorn(200),
    },
    others: [aPage],
    cause: 'next-rewrite-external',
    fix: 'fastapi',
  },
]
