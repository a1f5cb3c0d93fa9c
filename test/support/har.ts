/** HAR entries in the shape of Chromium's DevTools, from what a case is about. */
type Headers = readonly (readonly [name: string, value: string])[]

export interface EntryOptions {
  method?: string
  url?: string
  /** Request headers. */
  sent?: Headers
  /** 0: no answer on record. */
  status?: number
  statusText?: string
  /** Response headers. */
  answered?: Headers
  /** `_error`; by default null, or net::ERR_FAILED with status 0. */
  error?: string | null
  type?: string
  initiator?: Record<string, unknown>
  /** Milliseconds after the log began. */
  at?: number
}

export const PAGE = 'https://app.example'
export const API = 'https://api.example'
const BEGIN = Date.UTC(2026, 0, 2, 3, 4, 5)

const named = (headers: Headers) => headers.map(([name, value]) => ({ name, value }))

export function entry(options: EntryOptions = {}): Record<string, unknown> {
  const {
    method = 'GET',
    url = `${API}/items`,
    status = 200,
    sent = [['Origin', PAGE]],
    answered = [],
    type = 'fetch',
  } = options
  const { error = status === 0 ? 'net::ERR_FAILED' : null, at = 0, initiator = { type: 'script' } } = options
  const location = answered.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? ''
  return {
    _initiator: initiator,
    _resourceType: type,
    pageref: 'page_1',
    startedDateTime: new Date(BEGIN + at).toISOString(),
    time: 5,
    request: { method, url, httpVersion: 'http/1.1', headers: named(sent), cookies: [] },
    response: {
      status,
      statusText: options.statusText ?? '',
      headers: named(answered),
      cookies: [],
      content: { size: 0, mimeType: 'application/json' },
      redirectURL: location,
      _error: error,
    },
    ...(status === 0 ? {} : { serverIPAddress: '192.0.2.1', connection: '443' }),
  }
}

/** The OPTIONS request before `options`, and what it was answered. */
export function preflight(
  { method = 'GET', url = `${API}/items`, at = 0 }: EntryOptions,
  names: string,
  answer: { status: number; answered: Headers },
): Record<string, unknown> {
  const asked: Headers = names === '' ? [] : [['Access-Control-Request-Headers', names]]
  return entry({
    method: 'OPTIONS',
    url,
    at: at + 1,
    type: 'preflight',
    initiator: { type: 'preflight', url, requestId: '1.1' },
    sent: [['Origin', PAGE], ['Access-Control-Request-Method', method], ...asked],
    ...answer,
  })
}

export const har = (entries: readonly unknown[]) => ({
  log: {
    version: '1.2',
    creator: { name: 'WebInspector', version: '537.36' },
    pages: [
      { id: 'page_1', title: `${PAGE}/`, startedDateTime: new Date(BEGIN).toISOString(), pageTimings: {} },
    ],
    entries,
  },
})

const BLOCKED = { error: 'net::ERR_FAILED' } as const
const PUT: EntryOptions = {
  method: 'PUT',
  url: `${API}/orders/1`,
  status: 0,
  at: 40,
  sent: [
    ['Content-Type', 'application/json'],
    ['X-Trace', '1'],
  ],
}

/** A log with each outcome: allowed, blocked in four ways, not CORS, a redirect chain, two verdicts that fit. */
export const SCENE: readonly Record<string, unknown>[] = [
  entry({ url: `${PAGE}/`, type: 'document', sent: [] }),
  entry({ url: `${API}/ok`, answered: [['Access-Control-Allow-Origin', PAGE]], at: 10 }),
  entry({
    url: `${API}/crash`,
    status: 500,
    at: 20,
    answered: [
      ['server', 'uvicorn'],
      ['x-request-id', '7f9c24e5-0000-4000-8000-123456789abc'],
    ],
    ...BLOCKED,
  }),
  entry(PUT),
  preflight(PUT, 'content-type,x-trace', {
    status: 204,
    answered: [
      ['Access-Control-Allow-Origin', PAGE],
      ['Access-Control-Allow-Methods', 'GET, POST'],
      ['Access-Control-Allow-Headers', 'content-type'],
    ],
  }),
  entry({ url: `${API}/me`, at: 50, answered: [['Access-Control-Allow-Origin', '*']], ...BLOCKED }),
  entry({ url: 'https://down.example/', status: 0, error: 'net::ERR_CONNECTION_REFUSED', at: 60, sent: [] }),
  entry({
    url: `${API}/old`,
    status: 302,
    at: 70,
    answered: [
      ['Access-Control-Allow-Origin', '*'],
      ['Location', 'https://cdn.example/new'],
    ],
  }),
  entry({
    url: 'https://cdn.example/new',
    at: 71,
    sent: [['Origin', 'null']],
    answered: [['Access-Control-Allow-Origin', PAGE]],
    ...BLOCKED,
  }),
]
