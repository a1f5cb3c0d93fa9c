/** FastAPI as measured in front of Chromium 156: what the log held in each case, and what should be said of it. */
import { type Answer, type Call, FASTAPI, type Headers } from './log.ts'

const SAFELIST = 'Accept, Accept-Language, Content-Language, Content-Type'
const UVICORN: Headers = { server: 'uvicorn' }

const json = (status: number, length: number, more: Headers = {}): Answer => ({
  status,
  headers: { ...UVICORN, 'content-type': 'application/json', 'content-length': String(length), ...more },
})
const text = (status: number, length: number, more: Headers = {}): Answer => ({
  status,
  headers: {
    ...UVICORN,
    'content-type': 'text/plain; charset=utf-8',
    'content-length': String(length),
    ...more,
  },
})

/** A preflight answered by CORSMiddleware. */
export const middleware = (status: number, length: number, more: Headers = {}): Answer =>
  text(status, length, {
    vary: 'Origin',
    'access-control-allow-methods': 'GET',
    'access-control-max-age': '600',
    'access-control-allow-headers': SAFELIST,
    ...more,
  })

export const bare = (status = 200, more: Headers = {}): Answer => json(status, 12, more)
export const notAllowed = json(405, 31, { allow: 'GET' })
const allowing: Headers = { 'access-control-allow-origin': 'http://localhost:9400' }
const JSON_BODY: Headers = { 'Content-Type': 'application/json' }

export interface Case {
  id: string
  what: string
  call: Call
  others?: readonly Call[]
  cause: string
  /** Framework of the first fix; null when nothing can be typed. */
  fix: string | null
  /** The log does not hold what the first fix would be checked by. */
  untested?: true
  /** Fragments of the first fix's code. */
  code?: readonly string[]
  /** Fragments that must not be in it. */
  without?: readonly string[]
}

const at = (path: string): string => `${FASTAPI}${path}`

export const FASTAPI_CASES: readonly Case[] = [
  {
    id: 'F01',
    what: 'no middleware, GET',
    call: { url: at('/items'), answer: bare() },
    cause: 'starlette-missing-or-not-listed',
    fix: 'fastapi',
    code: ['allow_origins=["http://localhost:9400"]'],
    without: ['    allow_credentials', 'allow_methods', 'allow_headers', '"*"'],
  },
  {
    id: 'F02',
    what: 'no middleware, POST of JSON',
    call: { url: at('/items'), method: 'POST', sent: JSON_BODY, preflight: notAllowed },
    cause: 'starlette-middleware-missing',
    fix: 'fastapi',
    code: ['allow_methods=["GET", "POST"]', 'max_age=600'],
    without: ['allow_headers'],
  },
  {
    id: 'F03',
    what: 'no middleware, GET with Authorization',
    call: { url: at('/items'), sent: { Authorization: 'Bearer x' }, preflight: notAllowed },
    cause: 'starlette-middleware-missing',
    fix: 'fastapi',
    code: ['allow_headers=["Authorization"]'],
  },
  {
    id: 'F45',
    what: 'no middleware, preflight of an unknown path',
    call: { url: at('/nope'), method: 'PUT', preflight: json(404, 22) },
    cause: 'starlette-middleware-missing',
    fix: 'fastapi',
    code: ['allow_methods=["GET", "PUT"]'],
  },
  {
    id: 'F04',
    what: 'origin not matched, GET, Starlette 1.9',
    call: { url: at('/items'), answer: bare(200, { vary: 'Origin' }) },
    cause: 'starlette-origin-refused',
    fix: 'fastapi',
    code: ['allow_origins=["http://localhost:9400"]'],
  },
  {
    id: 'F04p',
    what: 'origin not matched, PUT',
    call: {
      url: at('/items'),
      method: 'PUT',
      preflight: middleware(400, 22, { 'access-control-allow-methods': 'GET, PUT' }),
    },
    cause: 'starlette-origin-not-listed',
    fix: 'fastapi',
    code: ['allow_origins=["http://localhost:9400"]', 'allow_methods=["GET", "PUT"]'],
  },
  {
    id: 'F38',
    what: 'origin not matched, credentials allowed',
    call: { url: at('/items'), answer: bare(200, { 'access-control-allow-credentials': 'true' }) },
    cause: 'starlette-origin-refused',
    fix: 'fastapi',
  },
  {
    id: 'F12',
    what: 'method not allowed',
    call: { url: at('/items'), method: 'PUT', preflight: middleware(400, 22, allowing) },
    cause: 'starlette-method-not-listed',
    fix: 'fastapi',
    code: ['allow_methods=["GET", "PUT"]'],
  },
  {
    id: 'F15',
    what: 'method in lower case',
    call: {
      url: at('/items'),
      method: 'patch',
      preflight: middleware(400, 22, { ...allowing, 'access-control-allow-methods': 'PATCH' }),
    },
    cause: 'method-case',
    fix: 'front-end',
    code: ["method: 'PATCH'"],
  },
  {
    id: 'F13',
    what: 'header not allowed',
    call: { url: at('/items'), sent: { 'X-Custom': '1' }, preflight: middleware(400, 23, allowing) },
    cause: 'starlette-headers-not-listed',
    fix: 'fastapi',
    code: ['allow_headers=["X-Custom"]'],
  },
  {
    id: 'F13b',
    what: 'Authorization not allowed',
    call: {
      url: at('/items'),
      sent: { Authorization: 'Bearer x' },
      preflight: middleware(400, 23, allowing),
    },
    cause: 'starlette-headers-not-listed',
    fix: 'fastapi',
    code: ['allow_headers=["Authorization"]'],
  },
  {
    id: 'F13c',
    what: 'method and header not allowed',
    call: {
      url: at('/items'),
      method: 'PUT',
      sent: { 'X-Custom': '1' },
      preflight: middleware(400, 31, allowing),
    },
    cause: 'starlette-method-and-headers-not-listed',
    fix: 'fastapi',
    code: ['allow_methods=["GET", "PUT"]', 'allow_headers=["X-Custom"]'],
  },
  {
    id: 'F14',
    what: 'origin, method and header',
    call: { url: at('/items'), method: 'PUT', sent: { 'X-Custom': '1' }, preflight: middleware(400, 39) },
    cause: 'starlette-origin-and-more-not-listed',
    fix: 'fastapi',
    code: [
      'allow_origins=["http://localhost:9400"]',
      'allow_methods=["GET", "PUT"]',
      'allow_headers=["X-Custom"]',
    ],
  },
  {
    id: 'F09a',
    what: 'star with credentials',
    call: {
      url: at('/items'),
      answer: bare(200, { 'access-control-allow-origin': '*', 'access-control-allow-credentials': 'true' }),
    },
    cause: 'star-with-credentials',
    fix: 'fastapi',
    code: ['allow_origins=["http://localhost:9400"]', 'allow_credentials=True'],
    without: ['"*"'],
  },
  {
    id: 'F10',
    what: 'credentials not allowed',
    call: { url: at('/items'), answer: bare(200, allowing) },
    cause: 'credentials-not-allowed',
    fix: 'fastapi',
    code: ['allow_credentials=True'],
  },
  {
    id: 'F10p',
    what: 'credentials not allowed, preflight',
    call: {
      url: at('/items'),
      method: 'PUT',
      preflight: middleware(200, 2, { ...allowing, 'access-control-allow-methods': 'GET, PUT' }),
    },
    cause: 'credentials-not-allowed',
    fix: 'fastapi',
    code: ['allow_credentials=True', 'allow_methods=["GET", "PUT"]'],
  },
  {
    id: 'F11a',
    what: 'star without credentials',
    call: { url: at('/items'), answer: bare(200, { 'access-control-allow-origin': '*' }) },
    cause: 'star-with-credentials',
    fix: 'fastapi',
    code: ['allow_credentials=True'],
  },
  {
    id: 'F16',
    what: 'unhandled exception',
    call: { url: at('/boom'), answer: text(500, 21) },
    cause: 'starlette-unhandled-exception',
    fix: 'fastapi',
    code: ['app = CORSMiddleware(', '    app,'],
  },
  {
    id: 'F16b',
    what: 'exception handler outside of CORSMiddleware',
    call: { url: at('/boom'), answer: json(500, 26) },
    cause: 'starlette-unhandled-exception',
    fix: 'fastapi',
    code: ['app = CORSMiddleware('],
  },
  {
    id: 'F17b',
    what: '401 of a dependency, no middleware',
    call: { url: at('/me'), answer: json(401, 30) },
    cause: 'starlette-missing-or-not-listed',
    fix: 'fastapi',
  },
  {
    id: 'F19a',
    what: 'trailing slash, GET, no middleware',
    call: {
      url: at('/orders'),
      answer: { status: 307, headers: { ...UVICORN, location: at('/orders/'), 'content-length': '0' } },
    },
    cause: 'starlette-slash-redirect',
    fix: 'fastapi',
  },
  {
    id: 'F19b',
    what: 'trailing slash, POST of JSON, no middleware',
    call: {
      url: at('/orders'),
      method: 'POST',
      sent: JSON_BODY,
      preflight: { status: 307, headers: { ...UVICORN, location: at('/orders/'), 'content-length': '0' } },
    },
    cause: 'starlette-slash-redirect',
    fix: 'fastapi',
    code: ['allow_methods=["GET", "POST"]'],
  },
  {
    id: 'F21',
    what: 'auth middleware outside of CORS, preflight',
    call: { url: at('/items'), method: 'PUT', preflight: json(401, 25) },
    cause: 'starlette-auth-outside-cors',
    fix: 'fastapi',
    code: ['the last one added runs first'],
  },
  {
    id: 'F22',
    what: 'auth middleware outside of CORS, GET',
    call: { url: at('/items'), answer: json(401, 25) },
    others: [{ url: at('/public'), answer: bare(200, allowing), failed: false }],
    cause: 'auth-before-cors',
    fix: 'fastapi',
  },
  {
    id: 'F23b',
    what: 'CORS on a sub-app only',
    call: { url: at('/parent'), answer: bare() },
    others: [{ url: at('/sub/x'), answer: bare(200, allowing), failed: false }],
    cause: 'starlette-cors-on-part',
    fix: 'fastapi',
    code: ['app.add_middleware('],
  },
  {
    id: 'F23g',
    what: 'an answer that did not pass the CORSMiddleware of Starlette 1.7 or newer',
    call: { url: at('/parent'), answer: bare() },
    others: [
      {
        url: at('/sub/x'),
        method: 'PUT',
        preflight: middleware(400, 22, {
          vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers, Access-Control-Request-Private-Network',
        }),
      },
    ],
    cause: 'starlette-cors-on-part',
    fix: 'fastapi',
  },
  {
    id: 'F04o',
    what: 'origin not matched, GET, Starlette before 1.7 whose preflights are in the log',
    call: { url: at('/items'), answer: bare() },
    others: [{ url: at('/other'), method: 'PUT', preflight: middleware(400, 30) }],
    cause: 'starlette-origin-refused',
    fix: 'fastapi',
  },
  {
    id: 'F27',
    what: 'headers set by hand, PUT',
    call: {
      url: at('/items'),
      method: 'PUT',
      preflight: json(405, 31, { allow: 'GET', 'access-control-allow-origin': '*' }),
    },
    cause: 'starlette-hand-written-headers',
    fix: 'fastapi',
    code: ['allow_methods=["GET", "PUT"]'],
    without: ['"*"'],
  },
  {
    id: 'F36',
    what: 'OPTIONS route written by hand',
    call: {
      url: at('/items'),
      method: 'PUT',
      preflight: { status: 204, headers: { ...UVICORN, ...allowing, 'access-control-allow-methods': 'PUT' } },
      answer: bare(),
    },
    cause: 'starlette-hand-written-headers',
    fix: 'fastapi',
  },
  {
    id: 'F28',
    what: 'two layers',
    call: {
      url: at('/items'),
      answer: bare(200, { 'access-control-allow-origin': ['http://localhost:9400', '*'] }),
    },
    cause: 'two-layers',
    fix: 'fastapi',
  },
  {
    id: 'F29',
    what: 'HTTPSRedirectMiddleware on a development machine',
    call: {
      url: at('/items'),
      method: 'PUT',
      preflight: {
        status: 307,
        headers: { ...UVICORN, location: 'https://localhost:9410/items', 'content-length': '0' },
      },
    },
    cause: 'https-redirect-in-development',
    fix: 'fastapi',
    code: ['if os.environ.get("FORCE_HTTPS") == "1":'],
  },
  {
    id: 'F30',
    what: 'TrustedHostMiddleware',
    call: { url: at('/items'), answer: text(400, 19) },
    cause: 'trusted-host',
    fix: 'fastapi',
    code: ['allowed_hosts=["localhost"]', 'CORSMiddleware'],
  },
  {
    id: 'F31',
    what: 'sandboxed frame',
    call: { url: at('/items'), origin: 'null', answer: bare() },
    cause: 'origin-null-document',
    fix: null,
  },
]
