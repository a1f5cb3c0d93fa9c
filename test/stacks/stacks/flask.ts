/** Flask 3 with flask-cors: its development server and gunicorn. */
import { join } from 'node:path'
import { behindApp, withOrigin, withoutAll } from '../support/apply.ts'
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

const IMPORT = 'from flask_cors import CORS'

const app = (setup = '', imports = ''): Files => ({
  'app.py': `import os
from flask import Flask, abort, jsonify, request
${imports}

app = Flask(__name__)
${setup}

@app.route("/api/items", methods=["GET", "POST", "PUT", "DELETE"])
def items():
    return jsonify(ok=True)

@app.route("/api/boom")
def boom():
    raise ValueError("boom")

if __name__ == "__main__":
    app.run(port=int(os.environ["PORT"]))
`,
})

const LOGIN_CHECK = `@app.before_request
def login():
    if "Authorization" not in request.headers:
        abort(401)
`

const served = (name: string, how: (bin: string, port: string) => [string, ...string[]]): Stack => ({
  name,
  framework: 'flask',
  install: pythonPackages,
  start: (port, _folder, installed) => {
    const [command, ...parameters] = how((installed as Python).bin, String(port))
    return { command, parameters }
  },
  apply: ({ 'app.py': source = '' }, { code }) => ({
    'app.py': behindApp(withoutAll(source, [/^CORS\(/m, /^from flask_cors /m]), /^app = Flask.*$/m, code),
  }),
  // a method that is not listed gets no preflight answered, GET with a header of its own among them
  carry: (code, page, origin) =>
    withOrigin(code, page, origin).replace('methods=["PUT"]', 'methods=["PUT", "GET"]'),
  cases: [
    { id: '1', situation: 0, files: app(), request: GET },
    { id: '2', situation: 1, files: app(), request: PUT },
    { id: '3', situation: 2, files: app('CORS(app)', IMPORT), request: COOKIES },
    {
      id: '3-post',
      situation: 2,
      files: app('CORS(\n    app,\n    max_age=60,\n)', IMPORT),
      request: POST_COOKIES,
    },
    {
      id: '4',
      situation: 3,
      files: app(`CORS(app, origins=["${OTHER}"])`, IMPORT),
      request: PUT,
      keeps: OTHER,
    },
    { id: '5', situation: 4, files: app(), request: BOOM, result: '500' },
    { id: '5-login', situation: 4, files: app(LOGIN_CHECK), request: LOGIN },
    {
      ...OVER_PUT,
      files: app(
        `CORS(\n    app,\n    origins=["<page>", "${OTHER}"],\n    methods=["GET"],\n    allow_headers=["Authorization"],\n)`,
        IMPORT,
      ),
      keeps: OTHER,
    },
    { ...OVER_LOGIN, files: app(`${LOGIN_CHECK}\nCORS(app, origins=["<page>"])`, IMPORT) },
  ],
})

export const flask = served('flask', (bin) => [join(bin, 'python'), 'app.py'])
export const flaskWsgi = served('flask-wsgi', (bin, port) => [
  join(bin, 'gunicorn'),
  '-b',
  `127.0.0.1:${port}`,
  'app:app',
])
