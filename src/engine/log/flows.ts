/** A chain of exchanges to the flow a page made. */
import { isHttpUrl } from '../fetch/origin.ts'
import { UNMARKED } from '../har/ending.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Browser } from '../har/read-json.ts'
import type { Flow, Hop } from './flow.ts'
import { isCrossOrigin, requestOrigin } from './request-origin.ts'

/** Loads that are no subresource of a page, or not subject to CORS at all. */
const NOT_FETCHED = new Set<string | null>([
  'document',
  'websocket',
  'webtransport',
  'directsocket',
  'csp-violation-report',
  'iframe',
  'frame',
])

/** What a page reads from itself: data: and blob: that loaded are no cross-origin requests. */
const isOwnData = ({ url, ending }: Exchange): boolean => ending.kind === 'unmarked' && !isHttpUrl(url)

/** A preflight or a request that CORS may have a say in. */
export const isFetched = (exchange: Exchange): boolean =>
  !NOT_FETCHED.has(exchange.resourceType) && !isOwnData(exchange)

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
    ending: UNMARKED,
    redirectUrl: null,
    isPreflight: false,
    resourceType: preflight.resourceType === 'preflight' ? null : preflight.resourceType,
  }
}

/** A chain as a flow; null where it stayed on the page's own origin. `chain`: the hops and the last request, in order. */
export function flowOf(
  chain: readonly [Hop, ...Hop[]],
  pageUrl: string | null,
  browser: Browser,
): Flow | null {
  const last = chain[chain.length - 1] ?? chain[0]
  const origin = requestOrigin(chain, pageUrl)
  const crossOrigin = isCrossOrigin(chain, origin)
  if (!crossOrigin) return null
  return {
    browser,
    exchange: last.exchange,
    preflight: last.preflight,
    hops: chain.slice(0, -1),
    pageUrl,
    origin,
    crossOrigin,
  }
}
