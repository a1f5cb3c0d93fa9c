/**
 * Logs as Chromium writes them, from what the wire held: `call` makes the entries of one request of the page, with its
 * preflight. Whether the request failed is said with `failed`; the entries then get Chromium's marks of it.
 */
import { diagnose, type FlowDiagnosis } from '../../../src/engine/index.ts'

export const PAGE = 'http://localhost:9400'
export const FASTAPI = 'http://localhost:9410'
export const NEXT = 'http://localhost:9420'

export type Headers = Readonly<Record<string, string | readonly string[]>>

export interface Answer {
  status: number
  headers?: Headers
}

export interface Call {
  url: string
  method?: string
  /** The page's origin. */
  page?: string
  /** Set by script. */
  sent?: Headers
  cookies?: boolean
  /** The preflight's answer; absent for a request without one. */
  preflight?: Answer
  /** The answer of the request itself; absent when it was not sent. */
  answer?: Answer
  /** The browser refused it. True unless said otherwise. */
  failed?: boolean
  type?: string
  /** Where the request was made: the URL of a script. */
  from?: string
  /** Overrides the Origin header: `null` after a redirect. */
  origin?: string
  /** Milliseconds after the log began. */
  at?: number
  fromCache?: 'memory' | 'disk'
}

const BEGIN = Date.UTC(2026, 10, 22, 12, 0, 0)

const lines = (headers: Headers = {}): { name: string; value: string }[] =>
  Object.entries(headers).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one) => ({ name, value: one })),
  )

const firstOf = (headers: Headers | undefined, wanted: string): string => {
  const found = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === wanted)?.[1]
  return typeof found === 'string' ? found : (found?.[0] ?? '')
}

interface Raw {
  call: Call
  method: string
  sent: Headers
  answer: Answer | undefined
  error: string | null
  type: string
  initiator: unknown
  at: number
}

function entry({ call, method, sent, answer, error, type, initiator, at }: Raw): Record<string, unknown> {
  return {
    _initiator: initiator,
    _resourceType: type,
    ...(call.fromCache === undefined ? {} : { _fromCache: call.fromCache }),
    pageref: 'page_1',
    startedDateTime: new Date(BEGIN + at).toISOString(),
    time: 5,
    request: {
      method,
      url: call.url,
      httpVersion: 'HTTP/1.1',
      headers: lines(sent),
      cookies: [],
      queryString: [],
    },
    response: {
      status: answer?.status ?? 0,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      headers: lines(answer?.headers),
      cookies: [],
      content: { size: 0, mimeType: 'x-unknown' },
      redirectURL: firstOf(answer?.headers, 'location'),
      _error: error,
    },
    serverIPAddress: answer === undefined || error !== null ? '' : '127.0.0.1',
  }
}

/** Set by script and not safelisted: what the browser asks permission for. */
const unsafe = (sent: Headers = {}): string =>
  Object.keys(sent)
    .map((name) => name.toLowerCase())
    .filter((name) => name !== 'content-type' || /json/.test(firstOf(sent, 'content-type')))
    .sort()
    .join(',')

/** The entries of one request, the preflight before it. */
export function call(options: Call): Record<string, unknown>[] {
  const {
    method = 'GET',
    page = PAGE,
    sent = {},
    preflight,
    answer,
    failed = true,
    type = 'fetch',
    at = 0,
  } = options
  const origin = options.origin ?? page
  const preflightAnswered = preflight !== undefined
  const stopped = answer === undefined
  const entries: Record<string, unknown>[] = []
  if (preflightAnswered) {
    const asked = unsafe(sent)
    const redirected =
      preflight.status >= 300 && preflight.status < 400 && firstOf(preflight.headers, 'location') !== ''
    entries.push(
      entry({
        call: options,
        method: 'OPTIONS',
        sent: {
          Origin: origin,
          'Access-Control-Request-Method': method,
          ...(asked === '' ? {} : { 'Access-Control-Request-Headers': asked }),
        },
        answer: preflight.status === 0 ? undefined : preflight,
        error: redirected || preflight.status === 0 ? 'net::ERR_INVALID_REDIRECT' : null,
        type: 'preflight',
        initiator: { type: 'preflight', url: options.url, requestId: '1.1' },
        at: at + 1,
      }),
    )
  }
  const onWire: Headers = { ...sent, Origin: origin, ...(options.cookies ? { Cookie: 'session=abc' } : {}) }
  const initiator = {
    type: 'script',
    stack: { callFrames: [{ url: options.from ?? `${page}/app.js`, lineNumber: 3, columnNumber: 5 }] },
  }
  const provisional: Headers = { ...sent, Referer: `${page}/` }
  entries.push(
    entry({
      call: options,
      method,
      sent: stopped ? provisional : onWire,
      answer,
      error: failed ? 'net::ERR_FAILED' : null,
      type,
      initiator,
      at,
    }),
  )
  return entries
}

export interface Told {
  frameworkByOrigin?: Record<string, string>
  page?: string
}

/** Diagnoses calls in the order given; the first call's flow comes first. */
export function diagnoseCalls(calls: readonly Call[], told: Told = {}): FlowDiagnosis[] {
  const entries = calls.flatMap((one, index) => call({ at: index * 1000, ...one }))
  const pages = [
    {
      id: 'page_1',
      title: `${told.page ?? calls[0]?.page ?? PAGE}/`,
      startedDateTime: new Date(BEGIN).toISOString(),
    },
  ]
  return diagnose(entries, {
    browser: 'chromium',
    pages,
    ...(told.frameworkByOrigin ? { frameworkByOrigin: told.frameworkByOrigin } : {}),
  }).flows
}

/** The diagnosis of the first call; the others are what else the log holds. */
export function diagnoseFirst(first: Call, others: readonly Call[] = [], told: Told = {}): FlowDiagnosis {
  const found = diagnoseCalls([first, ...others], told).find(
    ({ flow }) => flow.exchange.url === first.url || flow.hops[0]?.exchange.url === first.url,
  )
  if (found === undefined) throw new Error(`no flow for ${first.url}`)
  return found
}
