/** FastAPI under uvicorn. Its many other cases, with a browser before it, are in test/frameworks. */
import { join } from 'node:path'
import { applyToMain } from '../../frameworks/fastapi/apply.ts'
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
  POST_COOKIES,
  PUT,
  type Stack,
} from '../support/stack.ts'

const app = (...setup: readonly string[]): Files => ({
  'main.py': `from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse

app = FastAPI()

${setup.join('\n')}

@app.api_route("/api/items", methods=["GET", "POST", "PUT", "DELETE"])
def items():
    return {"ok": True}

@app.get("/api/boom")
def boom():
    raise ValueError("boom")
`,
})

/** On many lines, as people write it. */
const cors = (...lines: readonly string[]): string =>
  ['app.add_middleware(', '    CORSMiddleware,', ...lines.map((line) => `    ${line}`), ')'].join('\n')

/** The last one added runs first. */
const LOGIN_CHECK = `@app.middleware("http")
async def check(request, call_next):
    if "authorization" not in request.headers:
        return JSONResponse({"detail": "Not authenticated"}, status_code=401)
    return await call_next(request)
`

export const fastapi: Stack = {
  name: 'fastapi',
  framework: 'fastapi',
  install: pythonPackages,
  start: (port, _folder, installed) => ({
    command: join((installed as Python).bin, 'uvicorn'),
    parameters: ['--port', String(port), 'main:app'],
  }),
  apply: ({ 'main.py': source = '' }, fix) => ({ 'main.py': applyToMain(source, fix) }),
  // the arguments of the middleware that is there are joined with the printed ones
  joins: true,
  cases: [
    { id: '1', situation: 0, files: app(), request: GET },
    { id: '2', situation: 1, files: app(), request: PUT },
    { id: '3', situation: 2, files: app(cors('allow_origins=["*"],')), request: COOKIES },
    {
      id: '3-post',
      situation: 2,
      files: app(cors('allow_origins=["*"],', 'allow_methods=["GET", "POST"],')),
      request: POST_COOKIES,
    },
    {
      id: '4',
      situation: 3,
      files: app(
        cors('allow_origins=[', `    "${OTHER}",  # the shop :)`, '],', 'allow_methods=["GET", "PUT"],'),
      ),
      request: PUT,
      keeps: OTHER,
    },
    {
      id: '4-regex',
      situation: 3,
      files: app(cors('allow_origin_regex=r"http://localhost:(1|2)",', 'allow_credentials=True,')),
      request: COOKIES,
      keeps: OTHER,
      still: [COOKIES],
    },
    { id: '5', situation: 4, files: app(), request: BOOM, result: '500' },
    { id: '5-login', situation: 4, files: app(LOGIN_CHECK), request: LOGIN },
    {
      ...OVER_PUT,
      files: app(
        cors(
          `allow_origins=["<page>", "${OTHER}"],`,
          'allow_methods=["GET"],',
          'allow_headers=["Authorization"],',
        ),
      ),
      keeps: OTHER,
    },
    { ...OVER_LOGIN, files: app(cors('allow_origins=["<page>"],'), LOGIN_CHECK) },
    {
      id: '5-error-over',
      situation: 4,
      over: true,
      files: app(cors(`allow_origins=["<page>", "${OTHER}"],`)),
      request: BOOM,
      result: '500',
      keeps: OTHER,
    },
  ],
}
