/** Servers for what the demo has not: TLS, HTTP/2, answers that come late or never, a service worker. */
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createSecureServer } from 'node:http2'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'

const tls = (name: string) => readFileSync(new URL(`../fixtures/tls/untrusted.${name}.pem`, import.meta.url))
const TLS = { key: tls('key'), cert: tls('cert') }

const WORKER = `self.addEventListener('fetch', (event) => {
  if (event.request.url.includes('/through-worker/')) event.respondWith(fetch(event.request))
})
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
self.addEventListener('install', () => self.skipWaiting())`

const PERMITTING = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'PUT',
  'access-control-allow-headers': 'x-a',
}

/** What is asked for stands in the path: `/star/late/x` answers late, and lets everybody read. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? ''
  if (path.startsWith('/worker.js')) {
    response.writeHead(200, { 'content-type': 'text/javascript' })
    response.end(WORKER)
    return
  }
  if (path === '/') {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end('<!doctype html><title>page</title><link rel="icon" href="data:,"><h1>page</h1>')
    return
  }
  if (request.method === 'OPTIONS') {
    response.writeHead(path.includes('/no-preflight/') ? 404 : 204, PERMITTING)
    response.end()
    return
  }
  const headers = path.includes('/star/') ? { 'access-control-allow-origin': '*' } : {}
  const send = (): void => {
    response.writeHead(200, headers)
    response.end('x')
  }
  if (path.includes('/never/')) return
  if (path.includes('/late/')) setTimeout(send, 1500)
  else send()
}

export interface Answers {
  /** Origins: two of plain HTTP on other hosts than each other, one of TLS, one of HTTP/2 alone. */
  page: string
  api: string
  tls: string
  http2: string
  close(): void
}

const portOf = (server: Server): Promise<number> =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  )

export async function startAnswers(): Promise<Answers> {
  const [plain, secure] = [createServer(answer), createTlsServer(TLS, answer)]
  const second = createSecureServer({ ...TLS, allowHTTP1: false }, answer as never)
  const ports = [await portOf(plain), await portOf(secure), await portOf(second)]
  return {
    page: `http://localhost:${ports[0]}`,
    api: `http://127.0.0.1:${ports[0]}`,
    tls: `https://127.0.0.1:${ports[1]}`,
    http2: `https://127.0.0.1:${ports[2]}`,
    close() {
      for (const server of [plain, secure]) server.closeAllConnections()
      for (const server of [plain, secure, second]) server.close()
    },
  }
}
