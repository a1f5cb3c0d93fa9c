/**
 * A model of a browser for properties: one request, the answers to it, and the log that Chromium would write.
 * How the request ends is told by the oracle's second opinion and not by the engine under test.
 */
import fc from 'fast-check'
import type { LoggedEntry } from '../oracle/collector.ts'
import { checkAccess, checkPreflight } from '../oracle/second-opinion.ts'

export const PAGE = 'https://app.example'
const API = 'https://api.example/items'

export interface Header {
  name: string
  value: string
}
export interface Answered {
  status: number
  headers: Header[]
}

export interface Asked {
  method: string
  /** Request headers that no safelist holds. */
  names: string[]
  credentials: 'include' | 'not-include'
  preflight: Answered
  answer: Answered
}

const ORIGINS = [
  PAGE,
  PAGE,
  PAGE,
  '*',
  'null',
  `${PAGE}/`,
  'https://other.example',
  `${PAGE}, ${PAGE}`,
  'app.example',
  '',
]
const CREDENTIALS = ['true', 'true', 'True', 'false', '']
const METHODS = ['*', 'GET', 'PUT', 'PUT, PATCH, patch, DELETE', 'put', 'GET POST', '']
const NAMES = ['*', 'x-one', 'X-One, X-Two, Authorization', 'content-type', 'x one', '']

const header = (name: string, values: readonly string[]): fc.Arbitrary<Header[]> => {
  const lines = (low: number, high: number) =>
    fc
      .array(fc.constantFrom(...values), { minLength: low, maxLength: high })
      .map((list) => list.map((value) => ({ name, value })))
  return fc.oneof({ weight: 6, arbitrary: lines(1, 1) }, { weight: 1, arbitrary: lines(0, 2) })
}

const headers = fc
  .tuple(
    header('Access-Control-Allow-Origin', ORIGINS),
    header('Access-Control-Allow-Credentials', CREDENTIALS),
    header('Access-Control-Allow-Methods', METHODS),
    header('Access-Control-Allow-Headers', NAMES),
  )
  .map((lists) => lists.flat())

const answered = (...statuses: number[]): fc.Arbitrary<Answered> =>
  fc.record({ status: fc.constantFrom(...statuses), headers })

export const asked: fc.Arbitrary<Asked> = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'patch'),
  names: fc.subarray(['x-one', 'x-two', 'authorization']),
  credentials: fc.constantFrom('include' as const, 'not-include' as const),
  preflight: answered(200, 204, 204, 403, 404, 500),
  answer: answered(200, 201, 401, 500),
})

const isSimple = ({ method, names }: Asked): boolean => /^(GET|POST)$/.test(method) && names.length === 0
const at = (milliseconds: number): string => new Date(Date.UTC(2026, 10, 22) + milliseconds).toISOString()

function preflightEntry({ method, names, preflight }: Asked): LoggedEntry {
  const list = [...names].sort().join(',')
  const entry = {
    _resourceType: 'preflight',
    _initiator: { type: 'preflight', url: API, requestId: '1.1' },
    startedDateTime: at(2),
    time: 5,
    request: {
      method: 'OPTIONS',
      url: API,
      headers: [
        { name: 'Origin', value: PAGE },
        { name: 'Access-Control-Request-Method', value: method },
        ...(list === '' ? [] : [{ name: 'Access-Control-Request-Headers', value: list }]),
      ],
    },
    response: { ...preflight, content: { size: 0 }, _error: null },
  }
  return entry
}

function requestEntry({ method, names, credentials, answer }: Asked, end: End): LoggedEntry {
  const own = names.map((name) => ({ name, value: '1' }))
  const wire = [
    { name: 'Origin', value: PAGE },
    { name: 'Sec-Fetch-Mode', value: 'cors' },
    ...(credentials === 'include' ? [{ name: 'Cookie', value: 'session=1' }] : []),
  ]
  const unsent = end === 'refused-at-preflight'
  const entry = {
    _resourceType: 'fetch',
    _initiator: { type: 'script' },
    startedDateTime: at(0),
    time: 20,
    request: { method, url: API, headers: unsent ? own : [...own, ...wire] },
    response: {
      ...(unsent ? { status: 0, headers: [] } : answer),
      content: { size: 0 },
      _error: end === 'passed' ? null : 'net::ERR_FAILED',
    },
  }
  return entry
}

export type End = 'passed' | 'refused-at-preflight' | 'refused'

/** How the browser ends the request. */
export function endOf(request: Asked): End {
  if (!isSimple(request) && checkPreflight(preflightEntry(request), PAGE, request.credentials) !== null)
    return 'refused-at-preflight'
  return checkAccess(requestEntry(request, 'refused'), PAGE, request.credentials) === null
    ? 'passed'
    : 'refused'
}

/** What Chromium's DevTools would log. */
export const logOf = (request: Asked): LoggedEntry[] => [
  requestEntry(request, endOf(request)),
  ...(isSimple(request) ? [] : [preflightEntry(request)]),
]

/** The same log without the marks of failure, as Firefox and proxies write it. */
export const unmarked = (entries: readonly LoggedEntry[]): unknown[] =>
  entries.map(({ request, response: { status, headers }, startedDateTime }) => ({
    startedDateTime,
    time: 20,
    request,
    response: { status, headers, content: { size: 0 } },
  }))
