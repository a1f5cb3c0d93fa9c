/** One HTTP request to the network and what came back, header by header as on the wire. */
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'

export type HeaderPairs = readonly (readonly [name: string, value: string])[]

export interface Asked {
  method: string
  url: string
  headers: HeaderPairs
  body: string | null
}

export interface Answered {
  /** Milliseconds since the epoch, and how long it took. */
  startedAt: number
  duration: number
  /** 0: no response. */
  status: number
  statusText: string
  headers: HeaderPairs
  httpVersion: string
  /** Bytes of the body, as far as it was read. */
  size: number
  address: string
  /** Chromium's `net::ERR_…` where there is no response; null otherwise. */
  netError: string | null
}

export interface SendOptions {
  /** Milliseconds until a server that says nothing is given up. */
  timeout: number
  /** Certificates are not checked. */
  insecure: boolean
}

/** What Chromium calls the failures of Node. */
const NET_ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'net::ERR_CONNECTION_REFUSED',
  ECONNRESET: 'net::ERR_CONNECTION_RESET',
  EPIPE: 'net::ERR_CONNECTION_RESET',
  ENOTFOUND: 'net::ERR_NAME_NOT_RESOLVED',
  EAI_AGAIN: 'net::ERR_NAME_NOT_RESOLVED',
  ETIMEDOUT: 'net::ERR_CONNECTION_TIMED_OUT',
  EHOSTUNREACH: 'net::ERR_ADDRESS_UNREACHABLE',
  ENETUNREACH: 'net::ERR_INTERNET_DISCONNECTED',
  CERT_HAS_EXPIRED: 'net::ERR_CERT_DATE_INVALID',
  CERT_NOT_YET_VALID: 'net::ERR_CERT_DATE_INVALID',
  ERR_TLS_CERT_ALTNAME_INVALID: 'net::ERR_CERT_COMMON_NAME_INVALID',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'net::ERR_CERT_AUTHORITY_INVALID',
  SELF_SIGNED_CERT_IN_CHAIN: 'net::ERR_CERT_AUTHORITY_INVALID',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'net::ERR_CERT_AUTHORITY_INVALID',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'net::ERR_CERT_AUTHORITY_INVALID',
  EPROTO: 'net::ERR_SSL_PROTOCOL_ERROR',
}

function netErrorOf(error: NodeJS.ErrnoException): string {
  const { code = '', message } = error
  if (message === 'socket hang up') return 'net::ERR_EMPTY_RESPONSE'
  if (code.startsWith('HPE_')) return 'net::ERR_INVALID_HTTP_RESPONSE'
  return NET_ERRORS[code] ?? 'net::ERR_CONNECTION_FAILED'
}

/** Enough to see that a body comes; the rest is not waited for. */
const MOST_BODY = 1024 * 1024

const pairs = (raw: readonly string[]): HeaderPairs =>
  raw.flatMap((name, i) => (i % 2 === 0 ? [[name, raw[i + 1] ?? ''] as const] : []))

function setHeaders(request: ClientRequest, headers: HeaderPairs): void {
  const byName = new Map<string, string[]>()
  for (const [name, value] of headers) byName.set(name, [...(byName.get(name) ?? []), value])
  for (const [name, values] of byName)
    request.setHeader(name, values.length === 1 ? (values[0] ?? '') : values)
}

function bodySize(response: IncomingMessage): Promise<number> {
  return new Promise((resolve) => {
    let size = 0
    response.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size >= MOST_BODY) response.destroy()
    })
    response.on('close', () => resolve(size))
  })
}

/** Never rejects for what the network does; throws for a request that cannot be made. */
export async function send(asked: Asked, { timeout, insecure }: SendOptions): Promise<Answered> {
  const startedAt = Date.now()
  const make = asked.url.startsWith('https:') ? requestHttps : requestHttp
  const request = make(asked.url, { method: asked.method, agent: false, rejectUnauthorized: !insecure })
  setHeaders(request, asked.headers)
  const base = { startedAt, statusText: '', headers: [], httpVersion: 'HTTP/1.1', size: 0 }
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request.on('response', resolve)
      request.on('error', reject)
      request.setTimeout(timeout, () =>
        request.destroy(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' })),
      )
      request.end(asked.body ?? undefined)
    })
    const address = response.socket.remoteAddress ?? ''
    const size = await bodySize(response)
    return {
      ...base,
      duration: Date.now() - startedAt,
      status: response.statusCode ?? 0,
      statusText: response.statusMessage ?? '',
      headers: pairs(response.rawHeaders),
      httpVersion: `HTTP/${response.httpVersion}`,
      size,
      address,
      netError: null,
    }
  } catch (error) {
    const netError = netErrorOf(error as NodeJS.ErrnoException)
    return { ...base, duration: Date.now() - startedAt, status: 0, address: '', netError }
  }
}
