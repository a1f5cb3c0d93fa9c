/**
 * A browser's part on the wire, without a browser: it sends the preflight and the request as Chromium does, obeys
 * what the server answers, and logs both in the shape of Chromium's HAR. How a request ends is told by the oracle's
 * second opinion, never by the engine under test.
 */
import { request as send } from 'node:http'
import type { PageRequest } from '../../frameworks/support/request.ts'
import type { Ask, Recording } from '../../frameworks/support/session.ts'
import type { LoggedEntry } from '../../oracle/collector.ts'
import { today } from '../../oracle/recording.ts'
import { checkAccess, checkPreflight } from '../../oracle/second-opinion.ts'

/** Milliseconds that a server has for one response. */
const PATIENCE = 20_000
const MOST_HOPS = 5
const AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36'

type Header = [name: string, value: string]
interface Answer {
  status: number
  headers: Header[]
  size: number
}

interface Sending {
  method: string
  url: URL
  headers: readonly Header[]
  body: string | null
}

/** One request over the wire; redirects are not followed. Localhost is 127.0.0.1 here, whatever else the machine thinks. */
function exchange({ method, url, headers, body }: Sending): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port: url.port,
      path: url.pathname + url.search,
      method,
      headers: Object.fromEntries(headers),
      agent: false,
      timeout: PATIENCE,
    }
    const asked = send(options, (response) => {
      let size = 0
      response.on('data', (data: Buffer) => {
        size += data.length
      })
      response.on('error', reject)
      response.on('end', () => {
        const raw = response.rawHeaders
        const pairs = raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ''] as Header] : []))
        resolve({ status: response.statusCode ?? 0, headers: pairs, size })
      })
    })
    asked.on('timeout', () => asked.destroy(new Error(`${method} ${url} was not answered.`)))
    asked.on('error', reject)
    asked.end(body ?? undefined)
  })
}

const SIMPLE_TYPES = /^(text\/plain|application\/x-www-form-urlencoded|multipart\/form-data)\b/i
const SAFE = /^(accept|accept-language|content-language)$/i

/** Lower case and sorted, as Access-Control-Request-Headers has them. */
const unsafeNames = (headers: Readonly<Record<string, string>>): string[] =>
  Object.entries(headers)
    .filter(
      ([name, value]) => !SAFE.test(name) && !(/^content-type$/i.test(name) && SIMPLE_TYPES.test(value)),
    )
    .map(([name]) => name.toLowerCase())
    .sort()

const isSimpleMethod = (method: string): boolean => /^(GET|HEAD|POST)$/.test(method)

interface Hop {
  method: string
  url: URL
  body: string | null
}

/** What a request sends along at every hop. */
interface Asking {
  page: string
  /** Serialized request origin: `null` behind a redirect to another origin. */
  origin: string
  mode: 'include' | 'not-include'
  own: Header[]
  names: string[]
  cookie: boolean
}

const around = (url: URL, { page }: Asking): Header[] => [
  ['Host', url.host],
  ['Connection', 'keep-alive'],
  ['User-Agent', AGENT],
  ['Accept', '*/*'],
  ['Referer', `${page}/`],
  ['Sec-Fetch-Site', 'same-site'],
  ['Sec-Fetch-Mode', 'cors'],
  ['Sec-Fetch-Dest', 'empty'],
]

/** Milliseconds: a browser starts a request before its preflight, and ends it after it. */
const PREFLIGHT_AFTER = 2
const PREFLIGHT_TIME = 5
const REQUEST_TIME = 20
let clock = Date.parse(`${today()}T00:00:00Z`)

interface Logging {
  type: 'preflight' | 'fetch'
  method: string
  url: URL
  sent: readonly Header[]
  answer: Answer
  error?: boolean
  /** When the request started, its preflight included. */
  at: number
}

const named = (headers: readonly Header[]) => headers.map(([name, value]) => ({ name, value }))

function entryOf({ type, method, url, sent, answer, error = false, at }: Logging): LoggedEntry {
  const isPreflight = type === 'preflight'
  const initiator = isPreflight
    ? { type: 'preflight', url: url.href, requestId: '1.1' }
    : { type: 'script', stack: { callFrames: [{ url: '', lineNumber: 0, columnNumber: 0 }] } }
  const location = answer.headers.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? ''
  const entry = {
    _initiator: initiator,
    _resourceType: type,
    startedDateTime: new Date(isPreflight ? at + PREFLIGHT_AFTER : at).toISOString(),
    time: isPreflight ? PREFLIGHT_TIME : REQUEST_TIME,
    ...(answer.status > 0 ? { serverIPAddress: '127.0.0.1' } : {}),
    request: { method, url: url.href, headers: named(sent) },
    response: {
      status: answer.status,
      headers: named(answer.headers),
      redirectURL: answer.status >= 300 && answer.status < 400 ? location : '',
      content: { size: error ? 0 : answer.size },
      _error: error ? 'net::ERR_FAILED' : null,
    },
  }
  return entry as unknown as LoggedEntry
}

async function preflight({ method, url }: Hop, asking: Asking, at: number): Promise<LoggedEntry> {
  const sent: Header[] = [
    ...around(url, asking),
    ['Origin', asking.origin],
    ['Access-Control-Request-Method', method],
    ...(asking.names.length > 0
      ? [['Access-Control-Request-Headers', asking.names.join(',')] as Header]
      : []),
  ]
  const answer = await exchange({ method: 'OPTIONS', url, headers: sent, body: null })
  return entryOf({ type: 'preflight', method: 'OPTIONS', url, sent, answer, at })
}

const NOTHING: Answer = { status: 0, headers: [], size: 0 }

/** What one hop came to: its entries, and the error of CORS if it has one. */
interface Met {
  entries: LoggedEntry[]
  corsError: string | null
  answer: Answer
}

async function meet(hop: Hop, asking: Asking): Promise<Met> {
  const { method, url, body } = hop
  const entries: LoggedEntry[] = []
  clock += 2 * REQUEST_TIME
  const at = clock
  const referer: Header = ['Referer', `${asking.page}/`]
  const unsent: Logging = { type: 'fetch', method, url, sent: [referer, ...asking.own], answer: NOTHING, at }
  if (!isSimpleMethod(method) || asking.names.length > 0) {
    const asked = await preflight(hop, asking, at)
    entries.push(asked)
    const corsError = checkPreflight(asked, asking.origin, asking.mode)
    if (corsError !== null) {
      const blocked = entryOf({ ...unsent, error: true })
      return { entries: [...entries, blocked], corsError, answer: NOTHING }
    }
  }
  const sent: Header[] = [
    ...around(url, asking),
    ...(/^(GET|HEAD)$/.test(method) && asking.origin === asking.page
      ? [['Origin', asking.page] as Header]
      : []),
    ...(/^(GET|HEAD)$/.test(method) ? [] : [['Origin', asking.origin] as Header]),
    ...asking.own,
    ...(body === null ? [] : [['Content-Length', String(Buffer.byteLength(body))] as Header]),
    ...(asking.cookie && asking.mode === 'include' ? [['Cookie', 'sid=1'] as Header] : []),
  ]
  const answer = await exchange({ method, url, headers: sent, body })
  const logging = { type: 'fetch', method, url, sent, answer, at } as const
  const probe = entryOf(logging)
  const corsError = checkAccess(probe, asking.origin, asking.mode)
  const logged = corsError === null ? probe : entryOf({ ...logging, error: true })
  return { entries: [...entries, logged], corsError, answer }
}

/** The hop that a redirect leads to; null when there is none. */
function nextHop({ method, url, body }: Hop, { status, headers }: Answer): Hop | null {
  const location = headers.find(([name]) => name.toLowerCase() === 'location')?.[1]
  if (status < 300 || status > 399 || location === undefined) return null
  const turnsToGet = (status === 303 && method !== 'HEAD') || (status < 303 && method === 'POST')
  return {
    url: new URL(location, url),
    ...(turnsToGet ? { method: 'GET', body: null } : { method, body }),
  }
}

interface Fetched {
  entries: LoggedEntry[]
  corsError: string | null
  status: number
}

async function fetched(first: Hop, asking: Asking): Promise<Fetched> {
  const entries: LoggedEntry[] = []
  let hop = first
  let by = asking
  for (let count = 0; count < MOST_HOPS; count++) {
    const met = await meet(hop, by)
    entries.push(...met.entries)
    const next = met.corsError === null ? nextHop(hop, met.answer) : null
    if (next === null) return { entries, corsError: met.corsError, status: met.answer.status }
    if (next.url.origin !== hop.url.origin) by = { ...by, origin: 'null' }
    hop = next
  }
  throw new Error(`${first.url} redirects without an end.`)
}

export class WireClient {
  readonly pages = { first: 'http://localhost:3000', second: 'http://localhost:3001' } as const
  readonly anyPage = true
  #asked = 0

  /** Makes the requests of a page of that origin, one after the other; the last one is judged. */
  async ask({ page, port, requests }: Ask): Promise<Recording> {
    const entries: LoggedEntry[] = []
    let last: { url: string; request: PageRequest; got: Fetched } | undefined
    for (const request of requests) {
      const url = this.#urlOf(port, request)
      const got = await fetched(
        { method: request.method ?? 'GET', url, body: request.body ?? null },
        {
          page,
          origin: page,
          mode: request.credentials === 'include' ? 'include' : 'not-include',
          own: Object.entries(request.headers ?? {}),
          names: unsafeNames(request.headers ?? {}),
          cookie: request.cookie ?? false,
        },
      )
      entries.push(...got.entries)
      last = { url: url.href, request, got }
    }
    if (last === undefined) throw new Error('Nothing was asked.')
    const { url, request, got } = last
    const isPassed = got.corsError === null
    return {
      url,
      result: isPassed ? String(got.status) : 'TypeError: Failed to fetch',
      entries,
      truth: {
        requestId: '1.1',
        firstUrl: url,
        url,
        method: request.method ?? 'GET',
        type: 'Fetch',
        hops: [],
        preflights: [],
        status: got.status,
        outcome: isPassed ? 'finished' : 'failed',
        errorText: isPassed ? null : 'net::ERR_FAILED',
        canceled: false,
        blockedReason: null,
        corsError: got.corsError?.split(' ')[0] ?? null,
        failedParameter: got.corsError?.split(' ')[1] ?? null,
        fromCache: false,
      },
    }
  }

  #urlOf(port: number, { path }: PageRequest): URL {
    this.#asked += 1
    return new URL(`http://localhost:${port}${path}${path.includes('?') ? '&' : '?'}run=${this.#asked}`)
  }
}

/** Status of a plain GET that names no origin, as programs other than browsers send it. */
export async function plainStatus(port: number, path: string): Promise<number> {
  const url = new URL(`http://localhost:${port}${path}`)
  const headers: Header[] = [
    ['Host', url.host],
    ['Accept', '*/*'],
  ]
  return (await exchange({ method: 'GET', url, headers, body: null })).status
}
