/** A small HTTP/1.1 server that writes its answers to the byte, also those that no library would send. */
import net from 'node:net'
import tls from 'node:tls'
import type { HeaderLine } from './case.ts'

export interface WireRequest {
  method: string
  /** Path with query. */
  path: string
  /** Names in lower case; of repeated lines the last one. */
  headers: Readonly<Record<string, string>>
  /** The port it arrived at. */
  port: number
  secure: boolean
}

export interface WireAnswer {
  status: number
  /** Sent as they stand, a character a byte. */
  headers: readonly HeaderLine[]
  body?: string
}

/** `drop` closes the connection without an answer, `reset` breaks it, `hold` never answers; `raw` is sent as it stands, and then the connection is closed. */
export type WireReply = WireAnswer | { raw: string } | 'drop' | 'reset' | 'hold'
export type WireHandler = (request: WireRequest) => WireReply

const NO_BODY = (status: number): boolean => status === 204 || status === 205 || status === 304

function write(socket: net.Socket, method: string, { status, headers, body = '' }: WireAnswer): void {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`)
  // An answer without a length would keep the browser waiting.
  if (!NO_BODY(status)) lines.push(`content-length: ${Buffer.byteLength(body)}\r\n`)
  socket.write(`HTTP/1.1 ${status} Status\r\n${lines.join('')}\r\n`, 'latin1')
  if (!NO_BODY(status) && method !== 'HEAD' && body !== '') socket.write(body, 'utf8')
}

function readHead(head: string, socket: net.Socket, secure: boolean): WireRequest & { length: number } {
  const [first = '', ...lines] = head.split('\r\n')
  const [method = '', path = ''] = first.split(' ')
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const colon = line.indexOf(':')
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim()
  }
  return {
    method,
    path,
    headers,
    port: socket.localPort ?? 0,
    secure,
    length: Number(headers['content-length'] ?? 0),
  }
}

function reply(socket: net.Socket, method: string, answer: WireReply): void {
  if (answer === 'hold') return
  if (answer === 'reset') socket.resetAndDestroy()
  else if (answer === 'drop') socket.end()
  else if ('raw' in answer) socket.end(answer.raw, 'latin1')
  else write(socket, method, answer)
}

/** Requests of one connection, one after the other; bodies are read and thrown away. */
function serve(socket: net.Socket, secure: boolean, handler: WireHandler): void {
  let waiting = Buffer.alloc(0)
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk])
    // A TLS greeting at a port for plain HTTP: answered as servers do.
    if (waiting[0] === 0x16) return void socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n')
    for (;;) {
      const end = waiting.indexOf('\r\n\r\n')
      if (end < 0) return
      const request = readHead(waiting.subarray(0, end).toString('latin1'), socket, secure)
      if (waiting.length < end + 4 + request.length) return
      waiting = waiting.subarray(end + 4 + request.length)
      reply(socket, request.method, handler(request))
    }
  })
}

export interface Certificate {
  key: string
  cert: string
}

/** Servers on free ports of 127.0.0.1, all answering by one handler. */
export class WireServer {
  readonly #servers: net.Server[] = []
  readonly #sockets = new Set<net.Socket>()

  /** Starts one more server and gives its port. */
  async listen(handler: WireHandler, certificate?: Certificate): Promise<number> {
    const accept = (socket: net.Socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
      serve(socket, certificate !== undefined, handler)
    }
    const server = certificate ? tls.createServer(certificate, accept) : net.createServer(accept)
    server.on('tlsClientError', () => undefined)
    this.#servers.push(server)
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, '127.0.0.1', () => resolve((server.address() as net.AddressInfo).port))
    })
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await Promise.all(this.#servers.map((server) => new Promise((done) => server.close(done))))
  }
}
