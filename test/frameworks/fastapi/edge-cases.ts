/** FastAPI apps that fail around CORSMiddleware: errors, redirects, the order of layers, sub-apps. */
import type { Owner } from '../../../src/engine/index.ts'
import type { FrameworkCase } from '../support/case.ts'
import { type PageRequest, sendingJson } from '../support/request.ts'
import { app, cors, ITEMS } from './sources.ts'

export interface EdgeCase extends Omit<FrameworkCase, 'expect'> {
  app: string
  corsError: string
  cause: string
  owner?: Owner
}

const GET: PageRequest = { path: '/items' }
const PUT: PageRequest = { path: '/items', method: 'PUT' }
const ALLOWED = cors('allow_origins=["<page>"], allow_methods=["GET", "PUT"]')
const AUTHORIZED = { Authorization: 'Bearer token' }

const AUTH_CLASS = `
from fastapi.responses import JSONResponse
from starlette.middleware.base import BaseHTTPMiddleware

class Auth(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if "authorization" not in request.headers:
            return JSONResponse({"detail": "Not authenticated"}, status_code=401)
        return await call_next(request)
`
const STATIC = `
from pathlib import Path
from fastapi.staticfiles import StaticFiles

files = Path(__file__).parent / "static"
files.mkdir(exist_ok=True)
(files / "dot.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')
(files / "main.js").write_text("void 0")
app.mount("/static", StaticFiles(directory=files))
`
const ORDERS = `
@app.get("/orders/")
@app.post("/orders/")
def orders():
    return {"ok": True}
`
const BOOM = `
@app.get("/boom")
def boom():
    raise RuntimeError("boom")
`

const ERRORS: EdgeCase[] = [
  {
    id: 'F16',
    what: 'an exception that nothing handles',
    app: app(cors('allow_origins=["<page>"]'), BOOM),
    request: { path: '/boom' },
    corsError: 'MissingAllowOriginHeader',
    cause: 'starlette-unhandled-exception',
    result: '500',
  },
  {
    id: 'F16b',
    what: 'an exception with a handler for Exception, which runs outside of CORSMiddleware',
    app: app(
      cors('allow_origins=["<page>"]'),
      BOOM,
      `
from fastapi.responses import JSONResponse

@app.exception_handler(Exception)
def handler(request, error):
    return JSONResponse({"detail": "something went wrong"}, status_code=500)
`,
    ),
    request: { path: '/boom' },
    corsError: 'MissingAllowOriginHeader',
    cause: 'starlette-unhandled-exception',
    result: '500',
  },
  {
    id: 'F23c',
    what: 'an exception inside a mounted app that has CORSMiddleware of its own',
    app: app(`
from fastapi.middleware.cors import CORSMiddleware

sub = FastAPI()
sub.add_middleware(CORSMiddleware, allow_origins=["<page>"])

@sub.get("/boom")
def boom():
    raise RuntimeError("boom")

app.mount("/sub", sub)
`),
    request: { path: '/sub/boom' },
    corsError: 'MissingAllowOriginHeader',
    cause: 'starlette-unhandled-exception',
    result: '500',
  },
]

const REDIRECTS: EdgeCase[] = [
  {
    id: 'F19a',
    what: 'the path without its slash, GET, no CORSMiddleware',
    app: app(ORDERS),
    request: { path: '/orders' },
    corsError: 'MissingAllowOriginHeader',
    cause: 'starlette-slash-redirect',
  },
  {
    id: 'F19b',
    what: 'the path without its slash, POST of JSON, no CORSMiddleware',
    app: app(ORDERS),
    request: { path: '/orders', ...sendingJson },
    corsError: 'PreflightDisallowedRedirect',
    cause: 'starlette-slash-redirect',
  },
  {
    id: 'F29',
    what: 'HTTPSRedirectMiddleware outside of CORSMiddleware, where there is no https',
    app: app(
      ALLOWED,
      `
from fastapi.middleware.httpsredirect import HTTPSRedirectMiddleware

app.add_middleware(HTTPSRedirectMiddleware)
`,
      ITEMS,
    ),
    request: PUT,
    corsError: 'PreflightDisallowedRedirect',
    cause: 'https-redirect-in-development',
  },
]

const ORDER: EdgeCase[] = [
  {
    id: 'F21',
    what: 'an auth middleware added after CORSMiddleware refuses the preflight',
    app: app(ALLOWED, AUTH_CLASS, 'app.add_middleware(Auth)', ITEMS),
    request: { ...PUT, headers: AUTHORIZED },
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'starlette-auth-outside-cors',
  },
  {
    id: 'F21g',
    what: 'the same, and a request without a token',
    app: app(ALLOWED, AUTH_CLASS, 'app.add_middleware(Auth)', ITEMS),
    before: [{ ...PUT, headers: AUTHORIZED }],
    request: GET,
    corsError: 'MissingAllowOriginHeader',
    cause: 'auth-before-cors',
    result: '401',
  },
  {
    id: 'F21b',
    what: 'FastAPI(middleware=[Auth, CORS]): the first in the list is the outermost',
    app: `from fastapi import FastAPI
from fastapi.middleware import Middleware
from fastapi.middleware.cors import CORSMiddleware
${AUTH_CLASS}
app = FastAPI(
    middleware=[
        Middleware(Auth),
        Middleware(CORSMiddleware, allow_origins=["<page>"], allow_methods=["PUT"], allow_headers=["Authorization"]),
    ]
)
${ITEMS}`,
    request: { ...PUT, headers: AUTHORIZED },
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'starlette-auth-outside-cors',
  },
  {
    id: 'F22',
    what: 'an auth check with @app.middleware after CORSMiddleware',
    app: app(
      ALLOWED,
      `
from fastapi.responses import JSONResponse

@app.middleware("http")
async def auth(request, call_next):
    if "authorization" not in request.headers:
        return JSONResponse({"detail": "Not authenticated"}, status_code=401)
    return await call_next(request)
`,
      ITEMS,
    ),
    request: { ...PUT, headers: AUTHORIZED },
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'starlette-auth-outside-cors',
  },
  {
    id: 'F30',
    what: 'TrustedHostMiddleware outside of CORSMiddleware, without this host',
    app: app(
      ALLOWED,
      `
from fastapi.middleware.trustedhost import TrustedHostMiddleware

app.add_middleware(TrustedHostMiddleware, allowed_hosts=["api.example.com"])
`,
      ITEMS,
    ),
    request: GET,
    corsError: 'MissingAllowOriginHeader',
    cause: 'trusted-host',
  },
  {
    id: 'F30p',
    what: 'the same, PUT',
    app: app(
      ALLOWED,
      `
from fastapi.middleware.trustedhost import TrustedHostMiddleware

app.add_middleware(TrustedHostMiddleware, allowed_hosts=["api.example.com"])
`,
      ITEMS,
    ),
    request: PUT,
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'trusted-host',
  },
]

const PARTS: EdgeCase[] = [
  {
    id: 'F23b',
    what: 'CORSMiddleware on the mounted app only, and a call to the outer one',
    app: app(
      `
from fastapi.middleware.cors import CORSMiddleware

sub = FastAPI()
sub.add_middleware(CORSMiddleware, allow_origins=["<page>"])

@sub.get("/items")
def sub_items():
    return {"ok": True}

app.mount("/sub", sub)
`,
      ITEMS,
    ),
    before: [{ path: '/sub/items' }],
    request: GET,
    corsError: 'MissingAllowOriginHeader',
    cause: 'starlette-cors-on-part',
  },
  {
    id: 'F24-image',
    what: 'an image of StaticFiles, loaded with crossorigin',
    app: app(STATIC),
    request: { path: '/static/dot.svg', by: 'image' },
    corsError: 'MissingAllowOriginHeader',
    cause: 'starlette-missing-or-not-listed',
    result: 'loaded',
  },
  {
    id: 'F24-script',
    what: 'a script of StaticFiles, loaded with crossorigin',
    app: app(STATIC),
    request: { path: '/static/main.js', by: 'script' },
    corsError: 'MissingAllowOriginHeader',
    cause: 'starlette-missing-or-not-listed',
    result: 'loaded',
  },
]

const BY_HAND: EdgeCase[] = [
  {
    id: 'F27',
    what: 'headers set by hand on every answer, and nothing for OPTIONS',
    app: app(
      ITEMS,
      `
@app.middleware("http")
async def headers(request, call_next):
    response = await call_next(request)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
`,
    ),
    request: PUT,
    corsError: 'PreflightInvalidStatus',
    cause: 'starlette-hand-written-headers',
    remove: /^ {4}response\.headers\["Access-Control-Allow-Origin"\]/m,
  },
  {
    id: 'F36',
    what: 'a route for OPTIONS by hand, and no headers on the answer itself',
    app: app(
      ITEMS,
      `
from fastapi.responses import Response

@app.options("/items")
def options():
    return Response(
        status_code=204,
        headers={"Access-Control-Allow-Origin": "<page>", "Access-Control-Allow-Methods": "PUT"},
    )
`,
    ),
    request: PUT,
    corsError: 'MissingAllowOriginHeader',
    cause: 'starlette-hand-written-headers',
  },
]

export const EDGE_CASES: readonly EdgeCase[] = [
  ...ERRORS,
  ...REDIRECTS,
  ...ORDER,
  ...PARTS,
  ...BY_HAND,
  {
    id: 'F28',
    what: 'a layer outside of the app adds the header a second time, as proxies do',
    app: app(
      ALLOWED,
      ITEMS,
      `
class Proxy:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        async def add(message):
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"access-control-allow-origin", b"*")]
            await send(message)

        await self.app(scope, receive, add)

app.add_middleware(Proxy)
`,
    ),
    request: GET,
    corsError: 'MultipleAllowOriginValues',
    cause: 'two-layers',
    owner: 'proxy',
    remove: /^app\.add_middleware\(Proxy\)/m,
  },
  {
    id: 'F31',
    what: 'a page in a sandboxed frame, whose origin is null',
    app: app(ALLOWED, ITEMS),
    request: { ...GET, by: 'sandboxed-fetch' },
    corsError: 'MissingAllowOriginHeader',
    cause: 'origin-null-document',
    owner: 'front-end',
    fix: null,
  },
]
