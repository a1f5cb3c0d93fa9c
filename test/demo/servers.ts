/** The servers of the demo: the page, an API and a shop, each an origin of its own on this machine. */
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { type Answer, fastapi, type Origins } from './answers.ts'
import { CASES, type DemoCase } from './cases.ts'

export interface Demo {
  origins: Origins
  close: () => Promise<void>
}

/** Tried first, so that addresses in screenshots and bookmarks stay the same. */
const PORTS = { page: 4600, api: 4601, shop: 4602 } as const

export const urlOf = (demoCase: DemoCase, origins: Origins): string =>
  `${origins[demoCase.on]}${demoCase.path}`

/** What the page has to know of a case. */
const forPage = (demoCase: DemoCase, origins: Origins) => ({
  id: demoCase.id,
  section: demoCase.section,
  title: demoCase.title,
  says: demoCase.says,
  url: urlOf(demoCase, origins),
  request: demoCase.request,
})

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject)
      resolve()
    })
  })
  return (server.address() as AddressInfo).port
}

async function listenNear(server: Server, port: number): Promise<number> {
  try {
    return await listen(server, port)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    return listen(server, 0)
  }
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeAllConnections()
  await closed
}

/** A port that was free a moment ago and that nobody listens on. */
async function unusedPort(): Promise<number> {
  const server = createServer()
  const port = await listen(server, 0)
  await close(server)
  return port
}

function send(response: ServerResponse, answer: Answer, withBody: boolean): void {
  // The lines that only Node's own server writes would give it away as Node.
  response.removeHeader('connection')
  response.writeHead(answer.status, answer.headers.flat())
  response.end(withBody ? answer.body : undefined)
}

type Route = (isPreflight: boolean) => Answer | 'hang up' | 'silence'

function routesOf(origins: Origins): Map<string, Route> {
  const routes = new Map<string, Route>()
  for (const demoCase of CASES) {
    const { preflight = demoCase.answer, answer, landing } = demoCase
    routes.set(urlOf(demoCase, origins), (isPreflight) => (isPreflight ? preflight : answer)(origins))
    if (landing) routes.set(`${origins[landing.on]}${landing.path}`, () => landing.answer(origins))
  }
  return routes
}

function answerCase(routes: Map<string, Route>, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
  const route = routes.get(`${url.origin}${url.pathname}`)
  const answer = route?.(request.method === 'OPTIONS') ?? fastapi.json(404, { detail: 'Not Found' })
  if (answer === 'hang up') request.socket.destroy()
  else if (answer !== 'silence') send(response, answer, request.method !== 'HEAD')
}

const ASSETS: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/demo.css': ['demo.css', 'text/css; charset=utf-8'],
  '/demo.js': ['demo.js', 'text/javascript; charset=utf-8'],
  '/icon.svg': ['icon.svg', 'image/svg+xml'],
}

async function answerPage(
  origins: Origins,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', origins.page)
  if (pathname === '/cases.json') {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(CASES.map((demoCase) => forPage(demoCase, origins))))
    return
  }
  const asset = ASSETS[pathname]
  if (asset === undefined) {
    response.writeHead(404).end()
    return
  }
  const [file, type] = asset
  const body = await readFile(fileURLToPath(new URL(`page/${file}`, import.meta.url)))
  // Cookies do not tell ports apart: the API on the same host receives this one when a request has credentials.
  response.writeHead(200, { 'content-type': type, 'set-cookie': 'session=demo; Path=/; SameSite=Lax' })
  response.end(body)
}

const silentWhenIdle = (handler: (request: IncomingMessage, response: ServerResponse) => void): Server =>
  Object.assign(createServer(handler), { keepAliveTimeout: 0 })

/** Starts all servers: on their usual ports where those are free, else on others. */
export async function startDemo(): Promise<Demo> {
  const origins: Origins = { page: '', api: '', shop: '', signIn: '', nobody: '' }
  let routes = new Map<string, Route>()
  const page = createServer((request, response) => {
    answerPage(origins, request, response).catch((error) => response.writeHead(500).end(String(error)))
  })
  const api = silentWhenIdle((request, response) => answerCase(routes, request, response))
  const shop = silentWhenIdle((request, response) => answerCase(routes, request, response))
  const apiPort = await listenNear(api, PORTS.api)
  origins.page = `http://localhost:${await listenNear(page, PORTS.page)}`
  origins.api = `http://localhost:${apiPort}`
  origins.signIn = `http://127.0.0.1:${apiPort}`
  origins.shop = `http://localhost:${await listenNear(shop, PORTS.shop)}`
  origins.nobody = `http://localhost:${await unusedPort()}`
  routes = routesOf(origins)
  return {
    origins,
    close: async () => {
      await Promise.all([close(page), close(api), close(shop)])
    },
  }
}
