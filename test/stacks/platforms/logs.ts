/** A failure before each platform, written by hand: what the platform answers stands in its documentation. */
import type { LoggedEntry } from '../../oracle/collector.ts'

const PAGE = 'https://app.example.com'

type Headers = Readonly<Record<string, string>>

export interface Failure {
  url: string
  method?: string
  /** Of the request, beside Origin; Content-Type and others make a preflight. */
  headers?: Headers
  cookie?: boolean
  /** What the platform answers: the preflight if the request has one, or the request itself. */
  status: number
  answered?: Headers
}

const named = (headers: Headers) => Object.entries(headers).map(([name, value]) => ({ name, value }))

const entry = (
  { url, status, answered = {} }: Failure,
  method: string,
  sent: Headers,
  isPreflight: boolean,
): LoggedEntry =>
  ({
    _initiator: isPreflight ? { type: 'preflight', url, requestId: '1.1' } : { type: 'script' },
    _resourceType: isPreflight ? 'preflight' : 'fetch',
    startedDateTime: '2026-01-01T00:00:00.000Z',
    time: 5,
    request: { method, url, headers: named({ ...sent, Origin: PAGE }) },
    response: {
      status,
      headers: named(answered),
      redirectURL: '',
      content: { size: 0 },
      _error: isPreflight ? null : 'net::ERR_FAILED',
    },
  }) as unknown as LoggedEntry

/** The log of a page whose request failed so. */
export function logOf(failure: Failure): LoggedEntry[] {
  const { method = 'GET', headers = {}, cookie = false } = failure
  const names = Object.keys(headers).map((name) => name.toLowerCase())
  const sent = { ...headers, ...(cookie ? { Cookie: 'sid=1' } : {}) }
  if (method === 'GET' && names.length === 0) return [entry(failure, method, sent, false)]
  const asked = {
    'Access-Control-Request-Method': method,
    ...(names.length > 0 ? { 'Access-Control-Request-Headers': names.sort().join(',') } : {}),
  }
  return [
    entry(failure, 'OPTIONS', asked, true),
    entry({ ...failure, status: 0, answered: {} }, method, sent, false),
  ]
}
