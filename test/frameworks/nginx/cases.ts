/** nginx: broken configurations, one row each. */
import type { FrameworkCase } from '../support/case.ts'
import { type PageRequest, sendingJson } from '../support/request.ts'

export interface NginxCase extends FrameworkCase {
  /** Lines of `location /api/`; `<upstream>` is an application behind it, `<closed>` a port where nothing listens. */
  location: readonly string[]
}

const GET: PageRequest = { path: '/api/items.json' }
const FILES = ['root files;']
const PROXY = ['proxy_pass <upstream>;']

type Row = Omit<NginxCase, 'expect'> & Omit<NginxCase['expect'], 'framework'>

const row = ({ corsError, cause, owner, ...rest }: Row): NginxCase => ({
  ...rest,
  expect: { corsError, framework: 'nginx', cause, owner },
})

export const NGINX_CASES: readonly NginxCase[] = [
  row({
    id: 'X01',
    what: 'a file without headers',
    location: FILES,
    request: GET,
    corsError: 'MissingAllowOriginHeader',
    cause: 'cors-not-set-up',
    owner: 'back-end',
  }),
  row({
    id: 'X02',
    what: 'a file asked for with a header of the page’s own: OPTIONS is refused with 405',
    location: FILES,
    request: { ...GET, headers: { 'X-Custom': '1' } },
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'options-not-handled',
    owner: 'back-end',
  }),
  row({
    id: 'X03',
    what: 'add_header without always, and a file that is not there',
    location: [...FILES, 'add_header Access-Control-Allow-Origin <page>;'],
    before: [GET],
    request: { path: '/api/unknown.json' },
    corsError: 'MissingAllowOriginHeader',
    cause: 'not-found',
    owner: 'front-end',
    fix: 'Let nginx answer',
    result: '404',
  }),
  row({
    id: 'X04',
    what: 'the application behind nginx and nginx itself add the header',
    location: [...PROXY, 'add_header Access-Control-Allow-Origin *;'],
    request: GET,
    corsError: 'MultipleAllowOriginValues',
    cause: 'two-layers',
    owner: 'proxy',
    remove: /^ {4}add_header Access-Control-Allow-Origin \*;/m,
  }),
  row({
    id: 'X05',
    what: 'the application behind nginx does not run',
    location: ['proxy_pass http://127.0.0.1:1;'],
    request: GET,
    corsError: 'MissingAllowOriginHeader',
    cause: 'gateway-error',
    owner: 'proxy',
    result: '502',
  }),
  row({
    id: 'X06',
    what: 'a body larger than nginx takes',
    location: [...PROXY, 'client_max_body_size 4;'],
    request: { path: '/api/items.json', ...sendingJson, headers: {} },
    corsError: 'MissingAllowOriginHeader',
    cause: 'body-too-large-for-proxy',
    owner: 'proxy',
  }),
  row({
    id: 'X07',
    what: 'the origin with another port',
    location: [...FILES, 'add_header Access-Control-Allow-Origin http://localhost:1 always;'],
    request: GET,
    corsError: 'AllowOriginMismatch',
    cause: 'origin-port',
    owner: 'back-end',
    remove: /^ {4}add_header Access-Control-Allow-Origin http:/m,
  }),
]
