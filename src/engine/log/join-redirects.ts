/** Redirect hops put back into chains. Each hop is an entry of its own and no id joins them. */
import { withoutFragment, withoutUserinfo } from '../fetch/origin.ts'
import { corsUnsafeRequestHeaderNames } from '../fetch/safelist.ts'
import type { Exchange } from '../har/exchange.ts'
import { couldAskFor } from './pair-preflights.ts'

const sameCallSite = (a: Exchange, b: Exchange): boolean =>
  a.initiator.type === b.initiator.type &&
  a.initiator.url === b.initiator.url &&
  a.initiator.line === b.initiator.line &&
  a.initiator.column === b.initiator.column

/** HTTP-redirect fetch, step 12: what the method becomes. */
function methodAfter({ method, status }: Exchange): string {
  if ((status === 301 || status === 302) && method === 'POST') return 'GET'
  if (status === 303 && method !== 'GET' && method !== 'HEAD') return 'GET'
  return method
}

/** Milliseconds by which Firefox starts a target before the hop it comes from (measured: 1 to 3). */
const SLACK = 3

const sameOrUnknown = (a: string | null, b: string | null): boolean => a === null || b === null || a === b

function couldFollow(hop: Exchange, next: Exchange): boolean {
  return (
    !next.isPreflight &&
    next.index !== hop.index &&
    next.method === methodAfter(hop) &&
    sameOrUnknown(next.resourceType, hop.resourceType) &&
    next.startedAt >= hop.startedAt - SLACK &&
    sameOrUnknown(next.pageref, hop.pageref)
  )
}

type Preflights = ReadonlyMap<Exchange, Exchange>

const requestId = (exchange: Exchange, preflightOf: Preflights): string | null =>
  preflightOf.get(exchange)?.initiator.requestId ?? null

/** All hops of one request share the CDP id that their preflights name. */
function sameRequest(hop: Exchange, next: Exchange, preflightOf: Preflights): boolean | null {
  const [a, b] = [requestId(hop, preflightOf), requestId(next, preflightOf)]
  return a === null || b === null ? null : a === b
}

/** A request keeps its headers or loses some on the way, but never gains one that a preflight would ask for. */
function couldNeed(hop: Exchange, next: Exchange, preflightOf: Preflights): boolean {
  const preflight = preflightOf.get(next)
  return preflight === undefined || couldAskFor(preflight, hop)
}

/** Milliseconds by which a preflighted target is preferred for a request that needs preflights. */
const PREFLIGHT_BONUS = 5

/** Milliseconds between the hop's answer and the next request; what is more likely another request comes last. */
function distance(hop: Exchange, next: Exchange, preflightOf: Preflights): number {
  const gap = Math.abs(next.startedAt - (hop.startedAt + hop.duration))
  const needed = corsUnsafeRequestHeaderNames(hop.requestHeaders, 'chromium').length > 0
  return (
    gap + (sameCallSite(hop, next) ? 0 : 60_000) + (needed && !preflightOf.has(next) ? PREFLIGHT_BONUS : 0)
  )
}

function successorOf(
  hop: Exchange,
  candidates: readonly Exchange[],
  preflightOf: Preflights,
): Exchange | undefined {
  // a redirect that failed has no successor; what stands there belongs to another request
  if (hop.ending.kind === 'failed') return undefined
  const possible = candidates.filter(
    (candidate) =>
      couldFollow(hop, candidate) &&
      couldNeed(hop, candidate, preflightOf) &&
      sameRequest(hop, candidate, preflightOf) !== false,
  )
  const sure = possible.filter((candidate) => sameRequest(hop, candidate, preflightOf) === true)
  const from = (candidate: Exchange) => distance(hop, candidate, preflightOf)
  // in a loop every hop looks alike: the one that ended it comes last
  return (sure.length > 0 ? sure : possible).sort(
    (a, b) =>
      from(a) - from(b) ||
      Number(a.ending.kind === 'failed') - Number(b.ending.kind === 'failed') ||
      a.index - b.index,
  )[0]
}

/** Where a redirect leads, written as requests to there are grouped. */
export const targetOf = ({ redirectUrl }: Exchange): string | null =>
  redirectUrl === null ? null : withoutUserinfo(withoutFragment(redirectUrl))

/** The request that follows each redirect to one URL. `requests`: all to that URL. Order-insensitive. */
export function followersAt(
  hops: readonly Exchange[],
  requests: readonly Exchange[],
  preflightOf: Preflights,
): Map<Exchange, Exchange> {
  const next = new Map<Exchange, Exchange>()
  const followed = new Set<Exchange>()
  // hops whose preflight names their request go first: the others take what is left
  const inOrder = [...hops].sort(
    (a, b) =>
      Number(preflightOf.has(b)) - Number(preflightOf.has(a)) ||
      a.startedAt - b.startedAt ||
      a.index - b.index,
  )
  for (const hop of inOrder) {
    const free = requests.filter((candidate) => !followed.has(candidate))
    const successor = successorOf(hop, free, preflightOf)
    if (successor === undefined) continue
    next.set(hop, successor)
    followed.add(successor)
  }
  return next
}
