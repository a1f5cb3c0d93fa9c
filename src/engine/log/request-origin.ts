/** Where a request came from, read from whatever the log holds of it. */
import { getHeader } from '../fetch/headers.ts'
import { OPAQUE_ORIGIN, originOf, sameOrigin } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Hop, RequestOrigin } from './flow.ts'

const sentOrigin = (exchange: Exchange | null): string | null =>
  exchange === null ? null : getHeader(exchange.requestHeaders, 'origin')

/** The origin a chain started with: its first Origin header, the Referer, else the page. */
function initiatorOrigin(
  links: readonly Hop[],
  pageUrl: string | null,
): { origin: string | null; because: string } {
  const first = links[0]
  for (const link of links) {
    const sent = sentOrigin(link.exchange)
    // after a redirect `null` may be the taint and not the page
    if (sent !== null && (sent !== OPAQUE_ORIGIN || link === first)) {
      return { origin: sent, because: 'The request’s Origin header.' }
    }
    const asked = sentOrigin(link.preflight)
    if (asked !== null && (asked !== OPAQUE_ORIGIN || link === first)) {
      return { origin: asked, because: 'The Origin header of the preflight.' }
    }
  }
  const referer = originOf(getHeader(first?.exchange.requestHeaders ?? [], 'referer'))
  if (referer !== null && referer !== OPAQUE_ORIGIN)
    return { origin: referer, because: 'The request’s Referer header.' }
  const page = originOf(pageUrl)
  if (page !== null) return { origin: page, because: 'The address of the page.' }
  return { origin: null, because: 'Nothing in the log names it.' }
}

/** #concept-request-tainted-origin: a redirect led from one foreign origin to another. */
export function isTainted(links: readonly Pick<Hop, 'exchange'>[], initiator: string): boolean {
  return links.slice(1).some((link, index) => {
    const from = originOf(links[index]?.exchange.url)
    const to = originOf(link.exchange.url)
    return from !== null && to !== null && from !== to && !sameOrigin(initiator, from)
  })
}

/** The origin of a request as its last link saw it. `links`: the hops and the exchange judged, in order. */
export function requestOrigin(links: readonly Hop[], pageUrl: string | null): RequestOrigin {
  const { origin, because } = initiatorOrigin(links, pageUrl)
  const last = links[links.length - 1]
  const sent = last === undefined ? null : (sentOrigin(last.exchange) ?? sentOrigin(last.preflight))
  const tainted = origin !== null && isTainted(links, origin)
  const serialized = sent ?? (tainted ? OPAQUE_ORIGIN : origin)
  const opaqueBecause =
    serialized !== OPAQUE_ORIGIN ? null : origin === OPAQUE_ORIGIN || !tainted ? 'document' : 'redirect'
  return { initiator: origin, serialized, opaqueBecause, because }
}

/** The page was given nothing, or the redirect itself. */
const wasNotFollowed = (exchange: Exchange | undefined): boolean =>
  exchange?.pageStatus === 0 || exchange?.pageStatus === exchange?.status

/** `Sec-Fetch-Site`, where the browser sent it, knows better than any comparison; a sandboxed page is foreign even to its own host. */
export function isCrossOrigin(links: readonly Hop[], origin: RequestOrigin): boolean {
  const last = links[links.length - 1]?.exchange
  // a redirect that failed shows its target in Location only; so does one that was not followed
  const isUnfollowed = last?.ending.kind === 'failed' || wasNotFollowed(last)
  const refusedTarget = isUnfollowed && last ? originOf(last.redirectUrl) : null
  if (refusedTarget !== null && origin.initiator !== null && !sameOrigin(origin.initiator, refusedTarget))
    return true
  return links.some(({ exchange, preflight }) => {
    if (preflight !== null || sentOrigin(exchange) === OPAQUE_ORIGIN) return true
    const target = originOf(exchange.url)
    if (origin.initiator !== null) return target === null || !sameOrigin(origin.initiator, target)
    return getHeader(exchange.requestHeaders, 'sec-fetch-site') === 'cross-site'
  })
}
