/** The few fields of a HAR entry that collecting looks at. Judging is the engine's. */

const object = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const request = (entry: unknown) => object(object(entry).request)
const response = (entry: unknown) => object(object(entry).response)

function headerNames(message: Record<string, unknown>): string[] {
  const headers = Array.isArray(message.headers) ? message.headers : []
  return headers.map((header) => text(object(header).name).toLowerCase())
}

export const urlOf = (entry: unknown): string => text(request(entry).url)

/** The same request has the same key in every reading of the log; twins of one millisecond share one. */
export const keyOf = (entry: unknown): string =>
  `${text(object(entry).startedDateTime)} ${text(request(entry).method)} ${urlOf(entry)}`

/** Milliseconds since the epoch; NaN when not recorded. */
export const startOf = (entry: unknown): number => Date.parse(text(object(entry).startedDateTime))

export const isDocument = (entry: unknown): boolean => object(entry)._resourceType === 'document'

export const isPreflight = (entry: unknown): boolean =>
  object(entry)._resourceType === 'preflight' ||
  (request(entry).method === 'OPTIONS' &&
    headerNames(request(entry)).includes('access-control-request-method'))

/** Headers that only a request which reached the wire has in Chromium's log. */
const WIRE_HEADERS = ['host', ':authority', 'origin', 'sec-fetch-mode']
export const hasWireHeaders = (entry: unknown): boolean =>
  headerNames(request(entry)).some((name) => WIRE_HEADERS.includes(name))

/** Errors that come after an answer: of a request that failed a CORS check, and of a preflight that was redirected. */
const AFTER_AN_ANSWER = ['net::ERR_FAILED', 'net::ERR_INVALID_REDIRECT']

/** Failed, and without any trace of an answer. */
export const lacksAnswer = (entry: unknown): boolean =>
  AFTER_AN_ANSWER.includes(text(response(entry)._error)) &&
  response(entry).status === 0 &&
  headerNames(response(entry)).length === 0

export function hasOkStatus(entry: unknown): boolean {
  const { status } = response(entry)
  return typeof status === 'number' && status >= 200 && status <= 299
}

/** Twins of one millisecond are told apart by the time they took, which does not change between readings (measured). */
export const tookAsLong = (a: unknown, b: unknown): boolean => object(a).time === object(b).time
