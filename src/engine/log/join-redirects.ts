/** Redirect hops put back into chains. Each hop is an entry of its own and no id joins them. */

import { groupBy } from '../fetch/group-by.ts'
import { withoutFragment, withoutUserinfo } from '../fetch/origin.ts'
import { corsUnsafeRequestHeaderNames } from '../fetch/safelist.ts'
import type { Exchange } from '../har/exchange.ts'
import { couldAskFor, type PairingRules } from './pair-preflights.ts'
import { type Timeline, timelineOf } from './timeline.ts'

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
function couldNeed(hop: Exchange, next: Exchange, { preflightOf, rules }: Joining): boolean {
  const preflight = preflightOf.get(next)
  return preflight === undefined || couldAskFor(preflight, hop, rules)
}

/** Milliseconds by which a preflighted target is preferred for a request that needs preflights. */
const PREFLIGHT_BONUS = 5

/** Milliseconds by which a target asked for from elsewhere counts as further away. */
const ELSEWHERE = 60_000

/** Most targets that are looked at on each side of a hop's answer. */
const MOST = 1_000

interface Joining {
  preflightOf: Preflights
  rules: Pick<PairingRules, 'mayLack'>
}

const gapOf = (hop: Exchange, next: Exchange): number =>
  Math.abs(next.startedAt - (hop.startedAt + hop.duration))

/** Milliseconds between the hop's answer and the next request; what is more likely another request comes last. */
function distanceOf(hop: Exchange, next: Exchange, needed: boolean, { preflightOf }: Joining): number {
  return (
    gapOf(hop, next) +
    (sameCallSite(hop, next) ? 0 : ELSEWHERE) +
    (needed && !preflightOf.has(next) ? PREFLIGHT_BONUS : 0)
  )
}

/** In a loop every hop looks alike: the one that ended it comes last. */
function isNearer(a: Exchange, b: Exchange, distances: readonly [number, number]): boolean {
  const failed = ({ ending }: Exchange) => Number(ending.kind === 'failed')
  return (distances[0] - distances[1] || failed(a) - failed(b) || a.index - b.index) < 0
}

/** The nearest target of a list, walking away from the hop's answer on both sides until none can be nearer. */
function nearest(hop: Exchange, targets: Timeline, joining: Joining): Exchange | undefined {
  const needed = corsUnsafeRequestHeaderNames(hop.requestHeaders, 'chromium').length > 0
  const answered = hop.startedAt + hop.duration
  let best: { next: Exchange; distance: number } | undefined
  for (const side of [targets.backFrom(answered), targets.onFrom(answered)]) {
    let looked = 0
    for (const next of side) {
      const over = best !== undefined && gapOf(hop, next) > best.distance
      if (over || ++looked > MOST || next.startedAt < hop.startedAt - SLACK) break
      if (!couldFollow(hop, next) || !couldNeed(hop, next, joining)) continue
      if (sameRequest(hop, next, joining.preflightOf) === false) continue
      const distance = distanceOf(hop, next, needed, joining)
      if (best === undefined || isNearer(next, best.next, [distance, best.distance]))
        best = { next, distance }
    }
  }
  return best?.next
}

/** Where a redirect leads, written as requests to there are grouped. */
export const targetOf = ({ redirectUrl }: Exchange): string | null =>
  redirectUrl === null ? null : withoutUserinfo(withoutFragment(redirectUrl))

/** Requests to one URL by method, and those whose preflight names their request by its id as well. */
function targetsOf(requests: readonly Exchange[], joining: Joining, taken: ReadonlySet<Exchange>) {
  const idOf = (request: Exchange) => requestId(request, joining.preflightOf)
  const groups = groupBy(requests, ({ method }) => method)
  const named = groupBy(
    requests.filter((request) => idOf(request) !== null),
    (request) => `${idOf(request)} ${request.method}`,
  )
  const timelines = new Map<readonly Exchange[], Timeline>()
  return (hop: Exchange): Timeline[] => {
    const [method, id] = [methodAfter(hop), idOf(hop)]
    const lists = [id === null ? undefined : named.get(`${id} ${method}`), groups.get(method)]
    return lists.flatMap((list) => {
      if (list === undefined) return []
      const timeline = timelines.get(list) ?? timelineOf(list, ({ startedAt }) => startedAt, taken)
      timelines.set(list, timeline)
      return [timeline]
    })
  }
}

function successorOf(hop: Exchange, lists: readonly Timeline[], joining: Joining): Exchange | undefined {
  // a redirect that failed has no successor; what stands there belongs to another request
  if (hop.ending.kind === 'failed') return undefined
  for (const targets of lists) {
    const next = nearest(hop, targets, joining)
    if (next !== undefined) return next
  }
  return undefined
}

/** The request that follows each redirect to one URL. `requests`: all to that URL. Order-insensitive. About n log n. */
export function followersAt(
  hops: readonly Exchange[],
  requests: readonly Exchange[],
  preflightOf: Preflights,
  rules: Pick<PairingRules, 'mayLack'>,
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
  const joining = { preflightOf, rules }
  const listsFor = targetsOf(requests, joining, followed)
  for (const hop of inOrder) {
    const successor = successorOf(hop, listsFor(hop), joining)
    if (successor === undefined) continue
    next.set(hop, successor)
    followed.add(successor)
  }
  return next
}
