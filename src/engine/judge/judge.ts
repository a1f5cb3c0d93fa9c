/** Judge: the standard read over a whole flow, for one credentials mode. */

import { getHeader } from '../fetch/headers.ts'
import { OPAQUE_ORIGIN, originOf, sameOrigin } from '../fetch/origin.ts'
import { type Exchange, REDIRECT_STATUSES } from '../har/exchange.ts'
import type { Flow } from '../log/flow.ts'
import { isTainted } from '../log/request-origin.ts'
import { type Finding, finding } from '../reasons/finding.ts'
import { STOPPED_BEFORE_CORS } from '../reasons/rows/preflight-rows.ts'
import { type CredentialsMode, corsCheck } from './cors-check.ts'
import { chainOf, type Link } from './hops.ts'
import { corsPreflightFetch } from './preflight.ts'
import { httpRedirectFetch } from './redirect.ts'

/** A finding and the exchange it was found on. */
export interface Judgement {
  finding: Finding
  /** Position in the chain: 0 is the first request, `flow.hops.length` the last. */
  hop: number
}

/**
 * The serialized request origin of a link (#serializing-a-request-origin): the one on the wire where the log
 * holds it; else computed: `null` once a redirect led from one foreign origin to another.
 */
function serializedOrigin({ exchange, preflight }: Link, initiator: string | null, tainted: boolean): string {
  const sent =
    getHeader(exchange.requestHeaders, 'origin') ??
    (preflight && getHeader(preflight.requestHeaders, 'origin'))
  if (sent) return sent
  return tainted ? OPAQUE_ORIGIN : (initiator ?? '')
}

/** The entry that shows the page's own headers in their order: a redirect's target is logged without them (measured). */
const headersKeeper = (flow: Flow, exchange: Exchange): Exchange => flow.hops[0]?.exchange ?? exchange

/** A redirect that the browser or an extension made up itself (HSTS, WebRequest API): no server answered, nothing is checked (measured). */
const isInternalRedirect = ({ responseHeaders, redirectUrl }: Exchange): boolean =>
  redirectUrl !== null && getHeader(responseHeaders, 'non-authoritative-reason') !== null

function judgeLink(link: Link, flow: Flow, tainted: boolean, mode: CredentialsMode): Finding | null {
  const { exchange, preflight, cors } = link
  if (isInternalRedirect(exchange)) return null
  if (!cors) return crossingRedirect(exchange, flow)
  const refused =
    preflight === null
      ? null
      : corsPreflightFetch(
          preflight,
          { browser: flow.browser, origin: flow.origin, request: headersKeeper(flow, exchange) },
          mode,
        )
  if (refused !== null || exchange.status === 0) return refused
  const unsafe = flow.browser === 'firefox' ? firefoxRedirect(exchange) : null
  if (unsafe !== null) return unsafe
  const origin = serializedOrigin(link, flow.origin.initiator, tainted)
  const failed = corsCheck({
    url: exchange.url,
    status: exchange.status,
    headers: exchange.responseHeaders,
    origin,
    opaqueBecause:
      origin === OPAQUE_ORIGIN ? (flow.origin.initiator === OPAQUE_ORIGIN ? 'document' : 'redirect') : null,
    mode,
    stage: exchange.redirectUrl === null ? 'response' : 'redirect',
  })
  return failed ?? httpRedirectFetch(exchange)
}

/** Where Firefox does not follow a redirect whatever the headers say: to these schemes, and to what is no address (measured). */
function firefoxRedirect({ url, status, redirectUrl, responseHeaders }: Exchange): Finding | null {
  const location = redirectUrl ?? getHeader(responseHeaders, 'location')
  if (location === null || !REDIRECT_STATUSES.includes(status)) return null
  if (redirectUrl !== null && !STOPPED_BEFORE_CORS.test(redirectUrl)) return null
  return finding('redirect-to-unsafe-scheme', 'redirect', { url, status, location })
}

/** On the way from the page's own origin to another only the address of the redirect is judged. */
function crossingRedirect(exchange: Exchange, flow: Flow): Finding | null {
  const target = originOf(exchange.redirectUrl)
  const initiator = flow.origin.initiator
  if (target === null || initiator === null || sameOrigin(initiator, target)) return null
  return httpRedirectFetch(exchange)
}

/** The first failure in the chain and where it stands; null when everything on record passes. */
export function judgeChain(flow: Flow, mode: CredentialsMode): Judgement | null {
  const initiator = flow.origin.initiator ?? ''
  let tainted = false
  let before: Link | null = null
  let hop = 0
  for (const link of chainOf(flow)) {
    // once tainted, tainted to the end
    tainted ||= before !== null && isTainted([before, link], initiator)
    const found = judgeLink(link, flow, tainted, mode)
    if (found !== null) return { finding: found, hop }
    before = link
    hop++
  }
  return null
}

/** As `judgeChain`, the finding alone. */
export const judge = (flow: Flow, mode: CredentialsMode): Finding | null =>
  judgeChain(flow, mode)?.finding ?? null
