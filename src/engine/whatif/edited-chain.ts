/** The chain of a flow with the edits in: every link that the browser could come to, answered as far as it is known. */
import { type HeaderList, withHeader, withoutHeader } from '../fetch/headers.ts'
import { OPAQUE_ORIGIN, originOf, sameOrigin, withoutFragment } from '../fetch/origin.ts'
import { corsUnsafeRequestHeaderNames, isSafelistedMethod, normalizeMethod } from '../fetch/safelist.ts'
import { methodAfter } from '../fixes/replay.ts'
import { UNMARKED } from '../har/ending.ts'
import { type Exchange, redirectOf } from '../har/exchange.ts'
import { hopsOf } from '../judge/hops.ts'
import { questionOf } from '../judge/preflight.ts'
import type { Flow, Hop } from '../log/flow.ts'
import { type Edits, type LinkEdit, type ResponseEdit, scriptHeaders } from './edits.ts'

/** What is known when the browser comes to a link. */
interface Way {
  /** The page's own origin. */
  initiator: string | null
  /** Address and method of the link. */
  url: string
  method: string
  /** Serialized request origin. */
  origin: string | null
  /** Something before it is another than recorded, so that its request is another, too. */
  isOther: boolean
  cors: boolean
  /** The headers that the page's code sets, and the names among them that a preflight has to ask for. */
  own: HeaderList
  unsafe: readonly string[]
  /** Whose list of safelisted headers counts. */
  dialect: 'chromium' | 'standard'
}

/** With the response edited; whoever sets a status or a header speaks of a response that comes. */
function answered(exchange: Exchange, edit: ResponseEdit | undefined): Exchange {
  if (edit === undefined) return exchange
  const { status = exchange.status, headers = exchange.responseHeaders } = edit
  const redirectUrl = redirectOf(exchange.url, status, headers)
  return { ...exchange, status, responseHeaders: headers, redirectUrl, ending: UNMARKED, fromCache: null }
}

/** Nothing is known of what the server says. */
export const unanswered = (exchange: Exchange): Exchange => ({
  ...exchange,
  status: 0,
  statusText: '',
  responseHeaders: [],
  redirectUrl: null,
  ending: UNMARKED,
})

const needsPreflight = (method: string, unsafe: readonly string[]): boolean =>
  unsafe.length > 0 || !isSafelistedMethod(method)

function asked(base: Exchange, request: Exchange, way: Way): Exchange {
  let headers = withHeader(base.requestHeaders, 'Access-Control-Request-Method', request.method)
  headers = withoutHeader(headers, 'Access-Control-Request-Headers')
  if (way.unsafe.length > 0)
    headers = withHeader(headers, 'Access-Control-Request-Headers', way.unsafe.join(','))
  return { ...base, url: request.url, requestHeaders: withHeader(headers, 'Origin', way.origin ?? '') }
}

/** A preflight of which the log holds nothing. */
const newPreflight = (request: Exchange): Exchange => ({
  ...unanswered(request),
  method: 'OPTIONS',
  requestHeaders: [],
  isPreflight: true,
  resourceType: 'preflight',
})

/** Nothing that it asks for calls for it. */
function isUnexplained(preflight: Exchange): boolean {
  const { method, headers } = questionOf(preflight)
  return !needsPreflight(method, headers)
}

/** The preflight of a link. One that is on record although nothing calls for it (an upload listener) stays. */
function preflightOf(link: Hop, request: Exchange, way: Way, edit: LinkEdit | undefined): Exchange | null {
  const { preflight } = link
  if (!way.isOther) return preflight && answered(preflight, edit?.preflight)
  const unexplained = preflight !== null && isUnexplained(preflight)
  if (!way.cors || !(unexplained || needsPreflight(request.method, way.unsafe))) return null
  return answered(asked(preflight ?? newPreflight(request), request, way), edit?.preflight)
}

/** The request of a link: as recorded, but for what was edited. */
function requestOf(link: Hop, way: Way): Exchange {
  const { exchange } = link
  if (!way.isOther) return exchange
  const { url, method } = way
  const recorded = scriptHeaders(link)
  const ofBrowser = withoutHeader(exchange.requestHeaders, 'origin').filter((one) => !recorded.includes(one))
  return { ...exchange, url, method, requestHeaders: [...ofBrowser, ...way.own], cookiesSent: false }
}

const isCors = (initiator: string | null, url: string): boolean => {
  const origin = originOf(url)
  return initiator === null || origin === null || !sameOrigin(initiator, origin)
}

function begin(flow: Flow, edits: Edits): Way {
  const [link] = hopsOf(flow) as [Hop]
  const first = link.exchange
  const initiator = edits.origin ?? flow.origin.initiator
  const own = edits.headers ?? scriptHeaders(link)
  const dialect = flow.browser === 'firefox' ? 'standard' : 'chromium'
  const { origin, credentials, method, headers } = edits
  return {
    initiator,
    url: first.url,
    method: normalizeMethod(method ?? first.method),
    origin: initiator,
    isOther: [origin, credentials, method, headers].some((edit) => edit !== undefined),
    cors: isCors(initiator, first.url),
    own,
    unsafe: corsUnsafeRequestHeaderNames(own, dialect, true),
    dialect,
  }
}

/** #request-body-header-name: they go with the body when a redirect turns the method to GET. */
const OF_BODY = /^content-(encoding|language|location|type)$/i
/** Chromium sends client hints, also those that script set, to the first address only (measured). */
const HINTS = /^(dpr|device-memory|width|viewport-width|rtt|downlink|ect|save-data|sec-ch-.*)$/i

/** The headers of the page's code that a redirect takes along. */
function carried(way: Way, method: string, leaves: boolean): HeaderList {
  return way.own.filter(([name]) => {
    if (method !== way.method && OF_BODY.test(name)) return false
    if (way.dialect === 'chromium' && HINTS.test(name)) return false
    return !leaves || !/^authorization$/i.test(name)
  })
}

/** Null where the response is no redirect. */
function follow(way: Way, { status, redirectUrl }: Exchange, wasEdited: boolean, next: Exchange): Way | null {
  if (redirectUrl === null) return null
  const isOther = way.isOther || wasEdited
  const url = isOther ? withoutFragment(redirectUrl) : next.url
  const [from, to] = [originOf(way.url), originOf(url)]
  const tainted = from !== to && way.initiator !== null && !sameOrigin(way.initiator, from ?? '')
  const method = isOther ? methodAfter({ method: way.method, status }) : next.method
  const own = carried(way, method, from !== to)
  return {
    ...way,
    url,
    method,
    own,
    unsafe: corsUnsafeRequestHeaderNames(own, way.dialect, true),
    origin: tainted ? OPAQUE_ORIGIN : way.origin,
    isOther,
    cors: way.cors || isCors(way.initiator, url),
  }
}

/** The exchange has no Origin header where it is another than recorded: as in the log of a request that was never sent. */
export interface EditedLink extends Hop {
  cors: boolean
  /** Serialized request origin; null where it is as recorded. */
  origin: string | null
}

/** As it goes over the wire. */
export const sent = ({ exchange, cors, origin }: EditedLink): Exchange =>
  cors && origin !== null
    ? { ...exchange, requestHeaders: withHeader(exchange.requestHeaders, 'Origin', origin) }
    : exchange

export interface EditedChain {
  links: readonly EditedLink[]
  /** The page's own origin. */
  initiator: string | null
}

/**
 * The links in order, each with its edits. A link that a redirect leads to elsewhere is unanswered (status 0), unless an
 * edit says what comes there.
 */
export function editedChain(flow: Flow, edits: Edits): EditedChain {
  const links: EditedLink[] = []
  const start = begin(flow, edits)
  let way: Way | null = start
  const recorded = hopsOf(flow)
  for (const [hop, link] of recorded.entries()) {
    if (way === null) break
    const edit: LinkEdit | undefined = edits.links?.[hop]
    const request = requestOf(link, way)
    const elsewhere = hop > 0 && way.url !== link.exchange.url
    const base = elsewhere ? unanswered(request) : request
    const exchange = answered(base, edit?.response)
    const preflight = preflightOf(link, request, way, edit)
    links.push({ exchange, preflight, cors: way.cors, origin: way.isOther ? way.origin : null })
    const next: Exchange = recorded[hop + 1]?.exchange ?? exchange
    way = follow(way, exchange, edit?.response !== undefined, next)
  }
  return { links, initiator: start.initiator }
}
