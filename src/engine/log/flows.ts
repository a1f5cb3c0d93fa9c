/** A chain of exchanges to the flow a page made. */
import { isHttpUrl, originOf } from '../fetch/origin.ts'
import { DIALECTS } from '../har/dialects.ts'
import { NOT_LOGGED } from '../har/ending.ts'
import { type Exchange, withoutRepeats } from '../har/exchange.ts'
import type { Recorder } from '../har/recorder.ts'
import { isNavigation, isWebSocket } from '../har/request-mode.ts'
import type { Flow, Hop } from './flow.ts'
import { isCrossOrigin, requestOrigin } from './request-origin.ts'

/** Loads that are no subresource of a page, or not subject to CORS at all. */
const NOT_FETCHED = new Set<string | null>([
  'document',
  'webtransport',
  'directsocket',
  'csp-violation-report',
  'iframe',
  'frame',
])

/** What a page reads from itself: data: and blob: that loaded are no cross-origin requests. */
const isOwnData = ({ url, ending }: Exchange): boolean => ending.kind === 'unmarked' && !isHttpUrl(url)

/** A WebSocket's handshake that the server refused. It is no CORS request, and yet where a person looks for one. */
const isRefusedHandshake = ({ status, handshake }: Exchange): boolean =>
  status !== 101 && handshake !== 'open'

/** A preflight or a request that CORS may have a say in, or a WebSocket that was refused. */
export function isFetched(exchange: Exchange): boolean {
  if (exchange.isPreflight) return true
  if (isWebSocket(exchange)) return isRefusedHandshake(exchange)
  return !NOT_FETCHED.has(exchange.resourceType) && !isOwnData(exchange) && !isNavigation(exchange)
}

/** The load of a page, by its type or, in logs without types, by what it accepts. */
export const isDocument = (exchange: Exchange): boolean =>
  exchange.resourceType === 'document' ||
  (exchange.resourceType === null && exchange.method === 'GET' && isNavigation(exchange))

/** A preflight whose request the log does not hold (Firefox leaves it out, measured): the request as it was announced. */
export function announced(preflight: Exchange): Exchange {
  const header = (name: string) => preflight.requestHeaders.find(([key]) => key.toLowerCase() === name)?.[1]
  return {
    ...preflight,
    method: header('access-control-request-method') ?? 'GET',
    requestHeaders: preflight.requestHeaders.filter(([name]) => !/^access-control-request-/i.test(name)),
    responseHeaders: [],
    status: 0,
    statusText: '',
    ending: NOT_LOGGED,
    redirectUrl: null,
    isPreflight: false,
    resourceType: preflight.resourceType === 'preflight' ? null : preflight.resourceType,
  }
}

/** The page's own server, under ws: as under http:. */
const isOwnServer = (url: string, origin: string | null): boolean =>
  origin !== null && originOf(url.replace(/^ws/i, 'http')) === origin.replace(/^ws/i, 'http')

/** A handshake with the page's own server counts only where the log tells that the server answered otherwise. */
const isOwnHandshake = (exchange: Exchange, origin: string | null): boolean =>
  isWebSocket(exchange) &&
  isOwnServer(exchange.url, origin) &&
  typeof exchange.handshake !== 'number' &&
  exchange.handshake !== 'refused'

/** A chain as a flow; null where it stayed on the page's own origin. `chain`: the hops and the last request, in order. */
export function flowOf(
  chain: readonly [Hop, ...Hop[]],
  pageUrl: string | null,
  recorder: Pick<Recorder, 'id' | 'browser'>,
): Flow | null {
  const last = chain[chain.length - 1] ?? chain[0]
  const origin = requestOrigin(chain, pageUrl)
  const crossOrigin = isCrossOrigin(chain, origin)
  if (!crossOrigin || isOwnHandshake(last.exchange, origin.initiator)) return null
  return {
    dialect: recorder.id,
    browser: recorder.browser,
    exchange: last.exchange,
    preflight: last.preflight,
    hops: chain.slice(0, -1),
    pageUrl,
    origin,
    crossOrigin,
  }
}

const sentOnce = <Read extends Exchange | null>(exchange: Read): Read =>
  exchange === null
    ? exchange
    : { ...exchange, responseHeaders: withoutRepeats(exchange.responseHeaders, () => true) }

/** The flow without the lines that its recorder wrote twice, though they were sent once. */
export function withHeadersOnce(flow: Flow): Flow {
  if (!DIALECTS[flow.dialect].doublesHeaders) return flow
  const once = ({ exchange, preflight }: Hop): Hop => ({
    exchange: sentOnce(exchange),
    preflight: sentOnce(preflight),
  })
  return { ...flow, ...once(flow), hops: flow.hops.map(once) }
}
