/** One page and one API on this machine: every way a request can go that a recorder may tell or not tell. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Answer {
  status?: number
  headers?: Readonly<Record<string, string>>
}

interface Call {
  name: string
  /** Second argument of fetch(), as source. */
  init: string
  /** `PAGE` stands for the page's origin. */
  preflight?: Answer
  response: Answer
}

const ANYONE = { 'access-control-allow-origin': '*' }
const NAMED = { 'access-control-allow-origin': 'PAGE', 'access-control-allow-credentials': 'true' }
const JSON_BODY = `{ method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' }`
const ALLOWED_HEADERS = { ...ANYONE, 'access-control-allow-headers': 'content-type, authorization' }

export const CALLS: readonly Call[] = [
  { name: 'missing', init: '{}', response: {} },
  { name: 'star', init: '{}', response: { headers: ANYONE } },
  {
    name: 'other',
    init: '{}',
    response: { headers: { 'access-control-allow-origin': 'https://other.example' } },
  },
  {
    name: 'preflighted',
    init: JSON_BODY,
    preflight: { headers: ALLOWED_HEADERS },
    response: { headers: ANYONE },
  },
  { name: 'preflight-missing', init: JSON_BODY, preflight: {}, response: { headers: ANYONE } },
  { name: 'preflight-404', init: JSON_BODY, preflight: { status: 404, headers: ANYONE }, response: {} },
  {
    name: 'method',
    init: `{ method: 'PUT' }`,
    preflight: { headers: ANYONE },
    response: { headers: ANYONE },
  },
  {
    name: 'bearer',
    init: `{ headers: { Authorization: 'Bearer x' } }`,
    preflight: { headers: ALLOWED_HEADERS },
    response: { headers: ANYONE },
  },
  {
    name: 'after-preflight',
    init: JSON_BODY,
    preflight: { headers: ALLOWED_HEADERS },
    response: { status: 500 },
  },
  { name: 'star-with-credentials', init: `{ credentials: 'include' }`, response: { headers: ANYONE } },
  { name: 'named-with-credentials', init: `{ credentials: 'include' }`, response: { headers: NAMED } },
  { name: 'no-cors', init: `{ method: 'POST', mode: 'no-cors', body: 'a' }`, response: {} },
  { name: 'redirected', init: '{}', response: { status: 302, headers: { ...ANYONE, location: '/star' } } },
  { name: 'redirected-without', init: '{}', response: { status: 302, headers: { location: '/star' } } },
]

export interface Scene {
  page: string
  api: string
  close(): Promise<void>
}

const listen = (answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer(answer)
    server.listen(0, '127.0.0.1', () => resolve(server))
  })

const originOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.closeAllConnections()
    server.close(() => resolve())
  })

export async function startScene(): Promise<Scene> {
  let page = ''
  const api = await listen((request, response) => {
    request.resume()
    const call = CALLS.find(({ name }) => request.url === `/${name}`)
    const asked =
      request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined
    const { status, headers = {} } = (asked ? call?.preflight : call?.response) ?? { status: 404 }
    const named = Object.entries(headers).map(([name, value]) => [name, value.replace('PAGE', page)] as const)
    response.writeHead(status ?? (asked ? 204 : 200), Object.fromEntries(named))
    response.end(asked ? '' : 'hello')
  })
  const pages = await listen((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end('<!doctype html><title>recorded</title>')
  })
  page = originOf(pages)
  return {
    page,
    api: originOf(api),
    close: async () => {
      await Promise.all([closed(api), closed(pages)])
    },
  }
}

/** Source of an expression that makes all calls, one after the other. */
export const allCalls = (api: string): string => `(async () => {
  const outcomes = []
  const ask = async (url, init) => fetch(url, init).then((response) => response.text()).then(() => 'read', () => 'failed')
  ${CALLS.map(({ name, init }) => `outcomes.push(['${name}', await ask('${api}/${name}', ${init})])`).join('\n  ')}
  return outcomes
})()`
