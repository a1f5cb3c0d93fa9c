/** Litestar 2 under uvicorn. */
import { join } from 'node:path'
import { withOrigin, withoutAll } from '../support/apply.ts'
import { type Python, pythonPackages } from '../support/install.ts'
import {
  BOOM,
  COOKIES,
  type Files,
  GET,
  LOGIN,
  OTHER,
  OVER_LOGIN,
  OVER_PUT,
  PUT,
  type Stack,
} from '../support/stack.ts'

const IMPORT = 'from litestar.config.cors import CORSConfig'

const app = (config = '', login = false): Files => ({
  'app.py': `from litestar import Litestar, Request, get, put
from litestar.exceptions import NotAuthorizedException
${config === '' ? '' : IMPORT}

${config}

@get("/api/items")
async def items() -> dict[str, bool]:
    return {"ok": True}

@put("/api/items")
async def change() -> dict[str, bool]:
    return {"ok": True}

@get("/api/boom")
async def boom() -> None:
    raise ValueError("boom")

def login(connection, _handler) -> None:
    if "authorization" not in connection.headers:
        raise NotAuthorizedException

app = Litestar(route_handlers=[items, change, boom]${login ? ', guards=[login]' : ''}${config === '' ? '' : ', cors_config=cors_config'})
`,
})

export const litestar: Stack = {
  name: 'litestar',
  framework: 'litestar',
  install: pythonPackages,
  start: (port, _folder, installed) => ({
    command: join((installed as Python).bin, 'uvicorn'),
    parameters: ['--port', String(port), 'app:app'],
  }),
  apply: ({ 'app.py': source = '' }, { code }) => {
    const bare = withoutAll(source, [/^cors_config = /m, /^from litestar\.config\.cors /m])
    const handed = bare.replace(/(, cors_config=cors_config)?\)\n$/, ', cors_config=cors_config)\n')
    return { 'app.py': `${code}\n${handed}` }
  },
  // a method that is not listed gets its preflight refused, GET with a header of its own among them
  carry: (code, page, origin) =>
    withOrigin(code, page, origin).replace('allow_methods=["PUT"]', 'allow_methods=["PUT", "GET"]'),
  cases: [
    { id: '1', situation: 0, files: app(), request: GET },
    { id: '2', situation: 1, files: app(), request: PUT },
    {
      id: '3',
      situation: 2,
      files: app('cors_config = CORSConfig(\n    allow_origins=["*"],\n)'),
      request: COOKIES,
    },
    {
      id: '4',
      situation: 3,
      files: app(`cors_config = CORSConfig(allow_origins=["${OTHER}"])`),
      request: PUT,
      keeps: OTHER,
    },
    { id: '5', situation: 4, files: app(), request: BOOM, result: '500' },
    { id: '5-login', situation: 4, files: app('', true), request: LOGIN },
    {
      ...OVER_PUT,
      files: app(
        `cors_config = CORSConfig(\n    allow_origins=["<page>", "${OTHER}"],\n    allow_methods=["GET"],\n    allow_headers=["Authorization"],\n)`,
      ),
      keeps: OTHER,
    },
    {
      ...OVER_LOGIN,
      files: app(`cors_config = CORSConfig(allow_origins=["<page>"], allow_headers=[])`, true),
    },
  ],
}
