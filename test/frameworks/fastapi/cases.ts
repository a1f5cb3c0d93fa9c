/** FastAPI: broken apps, one row each. `<page>` stands for the origin of the page that asks. */
import type { FrameworkCase } from '../support/case.ts'
import { type PageRequest, sendingJson } from '../support/request.ts'
import { CONFIGURED_CASES } from './configured-cases.ts'
import { EDGE_CASES } from './edge-cases.ts'
import { app, cors, ITEMS } from './sources.ts'

export interface FastApiCase extends FrameworkCase {
  /** main.py, broken. */
  app: string
}

const GET: PageRequest = { path: '/items' }
const PUT: PageRequest = { path: '/items', method: 'PUT' }
const POST_JSON: PageRequest = { path: '/items', ...sendingJson }

type Row = Omit<FastApiCase, 'expect'> & {
  corsError: string
  cause: string
  owner?: FastApiCase['expect']['owner']
}

const row = ({ corsError, cause, owner = 'back-end', ...rest }: Row): FastApiCase => ({
  ...rest,
  expect: { corsError, framework: 'fastapi', cause, owner },
})

const NO_MIDDLEWARE = app(ITEMS)

/** No CORSMiddleware at all. */
const MISSING: FastApiCase[] = [
  row({
    id: 'F01',
    what: 'no CORSMiddleware, GET',
    app: NO_MIDDLEWARE,
    request: GET,
    corsError: 'MissingAllowOriginHeader',
    cause: 'starlette-missing-or-not-listed',
  }),
  row({
    id: 'F02',
    what: 'no CORSMiddleware, POST of JSON',
    app: NO_MIDDLEWARE,
    request: POST_JSON,
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'starlette-middleware-missing',
  }),
  row({
    id: 'F03',
    what: 'no CORSMiddleware, GET with Authorization',
    app: NO_MIDDLEWARE,
    request: { ...GET, headers: { Authorization: 'Bearer token' } },
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'starlette-middleware-missing',
  }),
  row({
    id: 'F45',
    what: 'no CORSMiddleware, and a path that does not exist',
    app: NO_MIDDLEWARE,
    request: { path: '/unknown', method: 'PUT' },
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'starlette-middleware-missing',
    result: '404',
  }),
  row({
    id: 'F17b-401',
    what: 'no CORSMiddleware, and a route that answers 401',
    app: app(`
from fastapi import HTTPException

@app.get("/items")
def items():
    raise HTTPException(status_code=401, detail="Not authenticated")
`),
    request: GET,
    corsError: 'MissingAllowOriginHeader',
    cause: 'starlette-missing-or-not-listed',
    result: '401',
  }),
  row({
    id: 'F17b-404',
    what: 'no CORSMiddleware, and an item that does not exist',
    app: app(`
from fastapi import HTTPException

@app.get("/items")
def items():
    raise HTTPException(status_code=404, detail="Item not found")
`),
    request: GET,
    corsError: 'MissingAllowOriginHeader',
    cause: 'starlette-missing-or-not-listed',
    result: '404',
  }),
  row({
    id: 'F37',
    what: 'a second app = FastAPI() takes the place of the configured one',
    app: `${app(cors('allow_origins=["<page>"], allow_methods=["POST"]'))}
app = FastAPI()
${ITEMS}`,
    request: POST_JSON,
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'starlette-middleware-missing',
  }),
]

/** CORSMiddleware with a list that has the origin wrong. */
const refused = (id: string, what: string, args: string, request: PageRequest = GET): FastApiCase =>
  row({
    id,
    what,
    app: app(cors(args), ITEMS),
    request,
    corsError: request.method === 'PUT' ? 'PreflightMissingAllowOriginHeader' : 'MissingAllowOriginHeader',
    cause: request.method === 'PUT' ? 'starlette-origin-not-listed' : 'starlette-origin-refused',
  })

const ORIGINS: FastApiCase[] = [
  refused('F04', 'the origin with another port', 'allow_origins=["http://localhost:1"]'),
  refused('F05', 'the origin with a slash at its end', 'allow_origins=["<page>/"]'),
  refused('F06', 'https in place of http', 'allow_origins=["<page>".replace("http:", "https:")]'),
  refused(
    'F07',
    '127.0.0.1 in place of localhost',
    'allow_origins=["<page>".replace("localhost", "127.0.0.1")]',
  ),
  refused('F08', 'the origin without its scheme', 'allow_origins=["<page>".removeprefix("http://")]'),
  refused(
    'F08b',
    'a list cut at its commas, a space left',
    'allow_origins="http://localhost:1, <page>".split(",")',
  ),
  refused('F25', 'a pattern without the port', 'allow_origin_regex=r"http://localhost"'),
  refused(
    'F38',
    'another origin, with credentials',
    'allow_origins=["http://localhost:1"], allow_credentials=True',
  ),
  refused(
    'F04p',
    'the origin with another port, PUT',
    'allow_origins=["http://localhost:1"], allow_methods=["GET", "PUT"]',
    PUT,
  ),
  refused(
    'F05p',
    'the origin with a slash at its end, PUT',
    'allow_origins=["<page>/"], allow_methods=["GET", "PUT"]',
    PUT,
  ),
  refused(
    'F25b',
    'a pattern without the port, PUT',
    'allow_origin_regex=r"http://localhost", allow_methods=["PUT"]',
    PUT,
  ),
]

/** CORSMiddleware that knows the origin and not the rest. */
const LISTS: FastApiCase[] = [
  row({
    id: 'F12',
    what: 'PUT, and allow_methods left at GET',
    app: app(cors('allow_origins=["<page>"]'), ITEMS),
    request: PUT,
    corsError: 'PreflightInvalidStatus',
    cause: 'starlette-method-not-listed',
  }),
  row({
    id: 'F12b',
    what: 'DELETE, and allow_methods without it',
    app: app(cors('allow_origins=["<page>"], allow_methods=["GET", "POST", "PUT"]'), ITEMS),
    request: { path: '/items', method: 'DELETE' },
    corsError: 'PreflightInvalidStatus',
    cause: 'starlette-method-not-listed',
  }),
  row({
    id: 'F42',
    what: 'the method in lower case in allow_methods',
    app: app(cors('allow_origins=["<page>"], allow_methods=["get", "put"]'), ITEMS),
    request: PUT,
    corsError: 'PreflightInvalidStatus',
    cause: 'starlette-method-not-listed',
  }),
  row({
    id: 'F15',
    what: 'fetch with the method patch in lower case',
    app: app(cors('allow_origins=["<page>"], allow_methods=["PATCH"]'), ITEMS),
    request: { path: '/items', method: 'patch' },
    corsError: 'PreflightInvalidStatus',
    cause: 'method-case',
    owner: 'front-end',
  }),
  row({
    id: 'F13',
    what: 'a header of the page’s own that is not in allow_headers',
    app: app(cors('allow_origins=["<page>"]'), ITEMS),
    request: { ...GET, headers: { 'X-Custom': '1' } },
    corsError: 'PreflightInvalidStatus',
    cause: 'starlette-headers-not-listed',
  }),
  row({
    id: 'F13b',
    what: 'Authorization that is not in allow_headers',
    app: app(cors('allow_origins=["<page>"]'), ITEMS),
    request: { ...GET, headers: { Authorization: 'Bearer token' } },
    corsError: 'PreflightInvalidStatus',
    cause: 'starlette-headers-not-listed',
  }),
  row({
    id: 'F13c',
    what: 'method and header that are in no list',
    app: app(cors('allow_origins=["<page>"]'), ITEMS),
    request: { ...PUT, headers: { 'X-Custom': '1' } },
    corsError: 'PreflightInvalidStatus',
    cause: 'starlette-method-and-headers-not-listed',
  }),
  row({
    id: 'F14',
    what: 'origin, method and header that are in no list',
    app: app(cors('allow_origins=["http://localhost:1"]'), ITEMS),
    request: { ...PUT, headers: { 'X-Custom': '1' } },
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'starlette-origin-and-more-not-listed',
  }),
]

const INCLUDE: PageRequest = { path: '/items', credentials: 'include' }

const CREDENTIALS: FastApiCase[] = [
  row({
    id: 'F10',
    what: 'credentials, and no allow_credentials',
    app: app(cors('allow_origins=["<page>"]'), ITEMS),
    request: { ...INCLUDE, cookie: true },
    corsError: 'InvalidAllowCredentials',
    cause: 'credentials-not-allowed',
  }),
  row({
    id: 'F10p',
    what: 'credentials and PUT, and no allow_credentials',
    app: app(cors('allow_origins=["<page>"], allow_methods=["GET", "PUT"]'), ITEMS),
    request: { ...INCLUDE, method: 'PUT' },
    corsError: 'PreflightInvalidAllowCredentials',
    cause: 'credentials-not-allowed',
  }),
  row({
    id: 'F11a',
    what: '"*", and a request with credentials',
    app: app(cors('allow_origins=["*"]'), ITEMS),
    request: INCLUDE,
    corsError: 'WildcardOriginNotAllowed',
    cause: 'star-with-credentials',
  }),
  row({
    id: 'F11b',
    what: '"*", and a request with a cookie',
    app: app(cors('allow_origins=["*"]'), ITEMS),
    request: { ...INCLUDE, cookie: true },
    corsError: 'WildcardOriginNotAllowed',
    cause: 'star-with-credentials',
  }),
  row({
    id: 'F33',
    what: 'an EventSource with credentials',
    app: app(
      cors('allow_origins=["<page>"]'),
      `
from fastapi.responses import Response

@app.get("/events")
def events():
    return Response("data: hello\\n\\n", media_type="text/event-stream")
`,
    ),
    request: { path: '/events', by: 'event-source', credentials: 'include' },
    corsError: 'InvalidAllowCredentials',
    cause: 'credentials-not-allowed',
    result: 'message',
  }),
]

export const FASTAPI_CASES: readonly FastApiCase[] = [
  ...MISSING,
  ...ORIGINS,
  ...LISTS,
  ...CREDENTIALS,
  ...EDGE_CASES.map(row),
  ...CONFIGURED_CASES.map(row),
]
