/** The pages that call the servers under test: one document, served from three origins. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

const DOCUMENT = `<!doctype html>
<html lang="en"><head><title>A page</title><link rel="icon" href="data:,"></head><body></body></html>
`

async function listen(): Promise<Server> {
  const server = createServer((request, response) => {
    const isPage = request.url?.startsWith('/page') ?? false
    response.writeHead(isPage ? 200 : 404, { 'content-type': 'text/html', 'cache-control': 'no-store' })
    response.end(isPage ? DOCUMENT : 'Nothing here.')
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return server
}

const originOf = (server: Server): string => `http://localhost:${(server.address() as AddressInfo).port}`

export class Pages {
  /** The origin whose page is to be let in. */
  readonly first: string
  /** The origin that nothing must ever let in. */
  readonly second: string
  /** An origin that the server's own set-up may let in. */
  readonly third: string
  readonly #servers: readonly Server[]

  private constructor(servers: readonly [Server, Server, Server]) {
    this.#servers = servers
    this.first = originOf(servers[0])
    this.second = originOf(servers[1])
    this.third = originOf(servers[2])
  }

  static async start(): Promise<Pages> {
    return new Pages([await listen(), await listen(), await listen()])
  }

  async close(): Promise<void> {
    for (const server of this.#servers) {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  }
}
