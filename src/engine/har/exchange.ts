/** Exchange: one request and what came of it. Every oddity of HAR is settled here and nowhere later. */
import { percentEncodeBytes } from '../fetch/bytes.ts'
import { groupBy } from '../fetch/group-by.ts'
import { getHeader, type HeaderList } from '../fetch/headers.ts'
import { originOf, withoutFragment, withoutUserinfo } from '../fetch/origin.ts'
import { type Ending, endingOf } from './ending.ts'
import {
  asArray,
  asHeaderList,
  asNumber,
  asObject,
  asString,
  asStringOrNull,
  type Json,
} from './read-json.ts'

export interface Initiator {
  /** DevTools' word: script, parser, preflight, other… */
  type: string
  url: string | null
  /** CDP id of the actual request; Chromium gives it on preflights only. */
  requestId: string | null
  /** Top frame of the stack: the call site. Zero-based, as DevTools counts. */
  line: number | null
  column: number | null
}

/** One entry of the log, read. Plain JSON. */
export interface Exchange {
  /** Index in `log.entries`. */
  index: number
  method: string
  /** As logged, without fragment. */
  url: string
  requestHeaders: HeaderList
  responseHeaders: HeaderList
  /** HTTP status; 0 when no answer is on record. */
  status: number
  statusText: string
  ending: Ending
  /** DevTools' resource type (fetch, xhr, script, font, preflight…), or Firefox's Sec-Fetch-Dest; null when unknown. */
  resourceType: string | null
  initiator: Initiator
  /** Milliseconds since the epoch; 0 when not recorded. */
  startedAt: number
  /** Milliseconds the exchange took. */
  duration: number
  pageref: string | null
  /** Absolute URL a redirect points to, null when this is no redirect. */
  redirectUrl: string | null
  fromCache: 'memory' | 'disk' | null
  viaServiceWorker: boolean
  /** An OPTIONS with Access-Control-Request-Method: a CORS-preflight request. */
  isPreflight: boolean
  cookiesSent: boolean
  /**
   * A WebSocket's handshake as Chromium's messages tell it: the HTTP status it was answered with, that it was answered
   * with something else, that there was no connection, or that messages went over it.
   */
  handshake: number | 'refused' | 'not-connected' | 'open' | null
  /** Firefox: neither security state nor timings, so that nothing was ever sent (measured). */
  neverSent: boolean
  /** The log tells how its time was spent; Firefox has none for a request that its preflight stopped (measured). */
  timed: boolean
  /**
   * The status that the page was given by its own Resource Timing: 0 where the request failed, null where it is not
   * known. The extension adds it to entries of a browser whose log records no refusal.
   */
  pageStatus: number | null
}

function readInitiator(value: unknown): Initiator {
  const initiator = asObject(value)
  const frame = asObject(asArray(asObject(initiator.stack).callFrames)[0])
  const line = frame.lineNumber ?? initiator.lineNumber
  return {
    type: asString(initiator.type),
    url: asStringOrNull(frame.url) || asStringOrNull(initiator.url),
    requestId: asStringOrNull(initiator.requestId),
    line: typeof line === 'number' ? line : null,
    column: typeof frame.columnNumber === 'number' ? frame.columnNumber : null,
  }
}

/** https://fetch.spec.whatwg.org/#redirect-status */
export const REDIRECT_STATUSES: readonly number[] = [301, 302, 303, 307, 308]

/** Where a response of this status leads, absolute; null where it is no redirect. `recorded`: what the log says itself. */
export function redirectOf(url: string, status: number, headers: HeaderList, recorded = ''): string | null {
  if (!REDIRECT_STATUSES.includes(status)) return null
  const location = recorded || getHeader(headers, 'location')
  if (!location) return null
  try {
    return new URL(percentEncodeBytes(location), url).href
  } catch {
    return null
  }
}

function readResourceType(entry: Json, requestHeaders: HeaderList): string | null {
  const recorded = asStringOrNull(entry._resourceType)
  if (recorded) return recorded
  return getHeader(requestHeaders, 'sec-fetch-dest')
}

/** Below this an epoch is in seconds, above the next in microseconds. */
const SECONDS_BELOW = 1e11
const MICROSECONDS_ABOVE = 1e14

function readEpoch(time: number): number {
  if (time < SECONDS_BELOW) return time * 1000
  return time > MICROSECONDS_ABOVE ? time / 1000 : time
}

/** ISO 8601 as HAR asks for, or an epoch as some tools write it. */
function readTime(value: unknown): number {
  const text = asString(value).trim()
  const epoch = typeof value === 'number' ? value : /^\d{9,17}(\.\d+)?$/.test(text) ? Number(text) : null
  const time = epoch === null ? Date.parse(text) : readEpoch(epoch)
  return Number.isFinite(time) ? time : 0
}

/** 0 for none: Playwright writes -1, others a negative number of their own, some a text. */
function readStatus(value: unknown): number {
  const status = typeof value === 'string' ? Number(value) : asNumber(value)
  return Number.isInteger(status) && status > 0 ? status : 0
}

/** A request has these once at most. A recorder that merges two sources writes the same line twice. */
const ONCE_IN_REQUEST = new Map(
  (
    'access-control-request-headers access-control-request-method authorization content-type cookie host origin ' +
    'referer sec-fetch-dest sec-fetch-mode sec-fetch-site upgrade user-agent'
  )
    .split(' ')
    .map((name, place) => [name, 1 << place]),
)
const ONCE_LENGTHS = new Set([...ONCE_IN_REQUEST.keys()].map(({ length }) => length))

/** The bit of a name that stands in a request once at most; 0 for any other. */
const bitOf = (name: string): number =>
  ONCE_LENGTHS.has(name.length)
    ? (ONCE_IN_REQUEST.get(name) ?? ONCE_IN_REQUEST.get(name.toLowerCase()) ?? 0)
    : 0

/** Two lines with one of those names: rare, so that no more than this is done for all others. */
function hasTwice(headers: HeaderList): boolean {
  let seen = 0
  for (const header of headers) {
    const bit = bitOf(header[0])
    if ((seen & bit) !== 0) return true
    seen |= bit
  }
  return false
}

/** A line that repeats another one, value and all, is that line; two values stay two. `once`: false for names that may repeat. */
export function withoutRepeats(headers: HeaderList, once: (name: string) => boolean): HeaderList {
  const seen = new Map<string, string>()
  const kept = headers.filter(([name, value]) => {
    if (!once(name)) return true
    const lower = name.toLowerCase()
    if (seen.get(lower) === value) return false
    seen.set(lower, value)
    return true
  })
  return kept.length === headers.length ? headers : kept
}

function readCache(value: unknown): Exchange['fromCache'] {
  return value === 'memory' || value === 'disk' ? value : null
}

const isFirefoxEntry = (entry: Json): boolean => '_securityState' in entry

/** Firefox leaves a line without a value out when it joins the lines of one name: `X: ` and `X: 1` is `1` (measured). */
function withoutEmpty(headers: HeaderList): HeaderList {
  const valued = new Set(headers.flatMap(([name, value]) => (value === '' ? [] : [name.toLowerCase()])))
  return headers.filter(([name, value]) => value !== '' || !valued.has(name.toLowerCase()))
}

/** As the log says; '' for nothing. To Firefox an empty Location is the way to the same address again (measured). */
function recordedRedirect(entry: Json, url: string): string {
  const response = asObject(entry.response)
  const recorded = asString(response.redirectURL)
  if (recorded !== '' || !isFirefoxEntry(entry)) return recorded
  return getHeader(withoutEmpty(asHeaderList(response.headers)), 'location') === '' ? url : ''
}

const HANDSHAKE_ERROR = /Unexpected response code: (\d{3})/

/** Chromium logs a refused handshake with status 0 and an error among the messages (measured). */
function readHandshake(messages: unknown): Exchange['handshake'] {
  const list = asArray(messages)
  if (list.length === 0) return null
  const errors = list.filter((message) => asObject(message).type === 'error')
  if (errors.length < list.length) return 'open'
  const text = errors.map((message) => asString(asObject(message).data)).join(' ')
  const status = HANDSHAKE_ERROR.exec(text)?.[1]
  if (status !== undefined) return Number(status)
  return /during WebSocket handshake/.test(text) ? 'refused' : 'not-connected'
}

/** One HAR entry to an Exchange, or null when the entry names no URL at all. Never throws. */
export function exchangeFromHar(entry: unknown, index: number): Exchange | null {
  const object = asObject(entry)
  const request = asObject(object.request)
  const response = asObject(object.response)
  const url = withoutFragment(asString(request.url))
  if (originOf(url) === null) return null
  const method = asString(request.method) || 'GET'
  const asked = asHeaderList(request.headers)
  const requestHeaders = hasTwice(asked) ? withoutRepeats(asked, (name) => bitOf(name) !== 0) : asked
  const responseHeaders = isFirefoxEntry(object)
    ? withoutEmpty(asHeaderList(response.headers))
    : asHeaderList(response.headers)
  const status = readStatus(response.status)
  const resourceType = readResourceType(object, requestHeaders)
  const initiator = readInitiator(object._initiator)
  return {
    index,
    method,
    url,
    requestHeaders,
    responseHeaders,
    status,
    statusText: asString(response.statusText),
    ending: endingOf(asStringOrNull(response._error) ?? asStringOrNull(response._failureText)),
    resourceType,
    initiator,
    startedAt: readTime(object.startedDateTime),
    duration: Math.max(0, asNumber(object.time)),
    pageref: asStringOrNull(object.pageref),
    redirectUrl: redirectOf(url, status, responseHeaders, recordedRedirect(object, url)),
    fromCache: readCache(object._fromCache),
    viaServiceWorker: response._fetchedViaServiceWorker === true,
    isPreflight:
      resourceType === 'preflight' ||
      (method === 'OPTIONS' && getHeader(requestHeaders, 'access-control-request-method') !== null),
    cookiesSent: getHeader(requestHeaders, 'cookie') !== null || asArray(request.cookies).length > 0,
    handshake: readHandshake(object._webSocketMessages),
    neverSent:
      status === 0 && !('_securityState' in object) && Object.keys(asObject(object.timings)).length === 0,
    timed: Object.keys(asObject(object.timings)).length > 0,
    pageStatus: typeof object._pageStatus === 'number' ? object._pageStatus : null,
  }
}

/** Exchanges by URL, user and password left out as Chromium does on a preflight. */
export const groupByUrl = (exchanges: readonly Exchange[]): Map<string, Exchange[]> =>
  groupBy(exchanges, ({ url }) => withoutUserinfo(url))
