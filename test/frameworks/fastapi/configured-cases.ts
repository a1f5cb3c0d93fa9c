/** FastAPI apps with CORSMiddleware as people write it: on many lines, with a pattern, credentials and lists of their own. */
import type { PageRequest } from '../support/request.ts'
import type { EdgeCase } from './edge-cases.ts'
import { app, ITEMS } from './sources.ts'

const GET: PageRequest = { path: '/items' }
const PUT: PageRequest = { path: '/items', method: 'PUT' }

const IMPORT = 'from fastapi.middleware.cors import CORSMiddleware'

/** With a comment on each bracket, as it happens. */
const written = (...lines: readonly string[]): string =>
  [IMPORT, '', 'app.add_middleware(', '    CORSMiddleware,', ...lines.map((line) => `    ${line}`), ')'].join(
    '\n',
  )

const LISTED = written(
  'allow_origins=[',
  '    "https://www.example.com",  # the shop :)',
  '    "<third>",',
  '],',
  'allow_credentials=True,',
  'allow_methods=["GET", "POST", "PUT"],',
  'allow_headers=["Authorization", "X-Request-Id"],',
  'expose_headers=["X-Total-Count"],',
)

const BY_PATTERN = written(
  '# every port of this machine but the one in front',
  'allow_origin_regex=r"<third>|https://(.+)\\.example\\.com",',
  'allow_credentials=True,',
  'allow_methods=["GET", "POST", "PUT"],',
  'allow_headers=["Authorization", "X-Request-Id"],',
)

const PATTERN_IN_LIST = written(
  'allow_origins=["<third>", "http://localhost:*"],',
  'allow_credentials=True,',
  'allow_methods=["*"],',
  'allow_headers=["*"],',
)

/** What the page of the third origin does with such an app. */
const WORKS: readonly PageRequest[] = [
  {
    ...PUT,
    headers: { Authorization: 'Bearer token', 'X-Request-Id': '1' },
    credentials: 'include',
    cookie: true,
  },
  { ...GET, credentials: 'include' },
]

const AUTH = `
from fastapi.responses import JSONResponse

@app.middleware("http")
async def check(request, call_next):
    if request.method != "GET" and "authorization" not in request.headers:
        return JSONResponse({"detail": "Not authenticated"}, status_code=401)
    return await call_next(request)
`

const BOOM = `
@app.get("/boom")
def boom():
    raise RuntimeError("boom")
`

export const CONFIGURED_CASES: readonly EdgeCase[] = [
  {
    id: 'F50',
    what: 'many lines, another origin listed: GET of one that is not',
    app: app(LISTED, ITEMS),
    request: GET,
    corsError: 'MissingAllowOriginHeader',
    cause: 'starlette-origin-refused',
    still: WORKS,
  },
  {
    id: 'F51',
    what: 'many lines, another origin listed: PUT of one that is not',
    app: app(LISTED, ITEMS),
    request: PUT,
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'starlette-origin-not-listed',
    still: WORKS,
  },
  {
    id: 'F52',
    what: 'a pattern for other origins: PUT of one that it does not fit',
    app: app(BY_PATTERN, ITEMS),
    request: PUT,
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'starlette-origin-not-listed',
    still: WORKS,
  },
  {
    id: 'F53',
    what: 'the origin is listed, the method is not',
    app: app(LISTED.replace('"<third>"', '"<third>", "<page>"'), ITEMS),
    request: { path: '/items', method: 'DELETE' },
    corsError: 'PreflightInvalidStatus',
    cause: 'starlette-method-not-listed',
    still: WORKS,
  },
  {
    id: 'F54',
    what: 'the origin is listed, the header is not',
    app: app(LISTED.replace('"<third>"', '"<third>", "<page>"'), ITEMS),
    request: { ...PUT, headers: { 'X-Custom': '1' } },
    corsError: 'PreflightInvalidStatus',
    cause: 'starlette-headers-not-listed',
    still: WORKS,
  },
  {
    id: 'F55',
    what: 'many lines, and a check added after them refuses the preflight',
    app: app(LISTED.replace('"<third>"', '"<third>", "<page>"'), AUTH, ITEMS),
    before: [{ ...GET, credentials: 'include' }],
    request: { ...PUT, headers: { Authorization: 'Bearer token' } },
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'starlette-auth-outside-cors',
    still: [{ ...GET, credentials: 'include', cookie: true }],
  },
  {
    id: 'F56',
    what: 'many lines, and an exception: what passes with credentials goes on passing',
    app: app(LISTED.replace('"<third>"', '"<third>", "<page>"'), BOOM, ITEMS),
    before: [{ ...PUT, credentials: 'include' }],
    request: { path: '/boom' },
    corsError: 'MissingAllowOriginHeader',
    cause: 'starlette-unhandled-exception',
    result: '500',
    still: WORKS,
  },
  {
    id: 'F57',
    what: 'a star with a port in allow_origins, every method and header allowed',
    app: app(PATTERN_IN_LIST, ITEMS),
    request: { ...GET, credentials: 'include' },
    corsError: 'MissingAllowOriginHeader',
    cause: 'starlette-origin-refused',
    still: WORKS,
    everythingAllowed: true,
  },
]
