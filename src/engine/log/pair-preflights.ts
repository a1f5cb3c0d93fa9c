/**
 * Preflights joined with their requests. The log holds no common id, so that they are matched by URL, method, origin,
 * header names and time; measured over the platform's own tests this order of rules was right for 1,243 of 1,249.
 * DevTools starts the request before its preflight, whatever stands on the wire starts it after the preflight's answer.
 */
import { getHeader, hasHeader, listItems, namesOf } from '../fetch/headers.ts'
import type { Exchange } from '../har/exchange.ts'
import { ownOf } from './let-through.ts'
import { type Timeline, timelineOf } from './timeline.ts'

/** What a preflight's answer says of its request: it was sent, it was not, or that depends on the credentials mode. */
export type PreflightResult = 'passes' | 'fails' | 'depends-on-credentials'

/** What the pairing has to know of the CORS rules and of who wrote the log. */
export interface PairingRules {
  resultOf(preflight: Exchange): PreflightResult
  wasSent(request: Exchange): boolean
  order: 'request-first' | 'preflight-first' | 'either'
  /** A request header that the preflight names may be missing in the log all the same. `name`: lower-cased. */
  mayLack(name: string): boolean
}

/** A request starts before its preflight or at most this many milliseconds after it (measured). */
const SLACK = 3

/** On the wire a request follows its preflight at once; a breakpoint in a proxy may hold it for a while. */
const FOLLOWS_WITHIN = 5_000

/** Most requests that are looked at for one preflight, so that preflights without one do not look at all there are. */
const MOST = 200

/** More names than this are looked up in a set. */
const FEW = 16

/** All header names that the preflight asks for stand in the request, as far as the log keeps headers. */
function hasNames(preflight: Exchange, request: Exchange, rules: Pick<PairingRules, 'mayLack'>): boolean {
  const asked = listItems(preflight.requestHeaders, 'access-control-request-headers')
  const names = asked.length > FEW ? namesOf(request.requestHeaders) : null
  const has = (name: string): boolean =>
    names?.has(name.toLowerCase()) ?? hasHeader(request.requestHeaders, name)
  return asked.every((name) => has(name) || rules.mayLack(name.toLowerCase()))
}

/** Only the network puts these on: an entry that has one shows the headers as they were sent. */
const WIRE_HEADERS = ['host', ':authority', 'origin']

/**
 * Whether the preflight can have asked for this request's headers. The target of a redirect, and rarely a hop, is
 * logged without the page's own headers (measured); then nothing speaks against it.
 */
export const couldAskFor = (
  preflight: Exchange,
  request: Exchange,
  rules: Pick<PairingRules, 'mayLack'>,
): boolean =>
  hasNames(preflight, request, rules) || !WIRE_HEADERS.some((name) => hasHeader(request.requestHeaders, name))

/**
 * A request that was stopped has no Origin in Chromium's log, and Firefox writes another one on the request than on its
 * preflight once redirects made it opaque (measured): then nothing speaks against it.
 */
function sameOrigin(preflight: Exchange, request: Exchange): boolean {
  const [asking, sent] = [preflight, request].map(({ requestHeaders }) => getHeader(requestHeaders, 'origin'))
  return asking === null || sent === null || asking === sent || asking === 'null' || sent === 'null'
}

const couldBelong = (preflight: Exchange, request: Exchange, rules: PairingRules): boolean =>
  couldAskFor(preflight, request, rules) && sameOrigin(preflight, request)

const methodAsked = (preflight: Exchange): string =>
  getHeader(preflight.requestHeaders, 'access-control-request-method') ?? ''

/** The counter at the end of a CDP request id ("14495.12") rises with the start of requests. */
const requestNumber = ({ initiator }: Exchange): number =>
  Number(/\.(\d+)$/.exec(initiator.requestId ?? '')?.[1] ?? 0)

const latestFirst = (a: Exchange, b: Exchange): number =>
  requestNumber(b) - requestNumber(a) || b.startedAt - a.startedAt || b.index - a.index

/** Milliseconds within which requests count as made at once; then more than time decides. */
const AT_ONCE = 25

/** The surest first, so that what is sure is not taken by what is not. */
const SURENESS: Record<PreflightResult, number> = { fails: 0, passes: 1, 'depends-on-credentials': 2 }

type Pairs = Map<Exchange, Exchange>

/** The free requests of one method, those that were sent apart from those that were not. */
interface Candidates {
  sent: Timeline
  unsent: Timeline
}

function byMethod(requests: readonly Exchange[], pairs: Pairs, rules: PairingRules) {
  const methods = new Map<string, { sent: Exchange[]; unsent: Exchange[] }>()
  for (const request of requests) {
    const group = methods.get(request.method) ?? { sent: [], unsent: [] }
    methods.set(request.method, group)
    group[rules.wasSent(request) ? 'sent' : 'unsent'].push(request)
  }
  const startOf = ({ startedAt }: Exchange): number => startedAt
  const candidates = new Map<string, Candidates>()
  for (const [method, { sent, unsent }] of methods) {
    candidates.set(method, {
      sent: timelineOf(sent, startOf, pairs),
      unsent: timelineOf(unsent, startOf, pairs),
    })
  }
  return candidates
}

/** Those that can belong to a preflight, the latest first; few are looked at. */
function* possible(preflight: Exchange, timeline: Timeline, rules: PairingRules): Generator<Exchange> {
  let looked = 0
  for (const request of timeline.backFrom(preflight.startedAt + SLACK)) {
    if (++looked > MOST) return
    if (couldBelong(preflight, request, rules)) yield request
  }
}

/** Of the requests made at once with the latest, the one that has the headers; the first list is preferred. */
function bestMatch(
  preflight: Exchange,
  timelines: readonly Timeline[],
  rules: PairingRules,
): Exchange | undefined {
  const latest = timelines.flatMap((timeline) => [...firstOf(possible(preflight, timeline, rules))])
  const bound = Math.max(...latest.map(({ startedAt }) => startedAt)) - AT_ONCE
  const without: Exchange[] = []
  for (const timeline of timelines) {
    for (const request of possible(preflight, timeline, rules)) {
      if (request.startedAt < bound) break
      if (hasNames(preflight, request, rules)) return request
      without.push(request)
    }
  }
  return without[0]
}

function firstOf<Item>(items: Iterable<Item>): Item[] {
  for (const item of items) return [item]
  return []
}

/** Where the request comes first: from the surest and latest preflight down, the latest request that started before it. */
function pairBackwards(
  preflights: readonly Exchange[],
  candidates: ReadonlyMap<string, Candidates>,
  pairs: Pairs,
  rules: PairingRules,
): void {
  const sureness = (preflight: Exchange) => SURENESS[rules.resultOf(preflight)]
  for (const preflight of [...preflights].sort((a, b) => sureness(a) - sureness(b) || latestFirst(a, b))) {
    const { sent, unsent } = candidates.get(methodAsked(preflight)) ?? {}
    if (sent === undefined || unsent === undefined) continue
    const match = (...timelines: Timeline[]) => bestMatch(preflight, timelines, rules)
    const result = rules.resultOf(preflight)
    const request =
      result === 'depends-on-credentials'
        ? match(unsent, sent)
        : result === 'passes'
          ? (match(sent) ?? match(unsent))
          : ownOf(preflight, match(unsent), match(sent))
    if (request !== undefined) pairs.set(request, preflight)
  }
}

const endOf = ({ startedAt, duration }: Exchange): number => startedAt + duration

/**
 * Where the preflight comes first: each request takes the latest free preflight that was answered before it started,
 * rather one that lets it pass. A log whose durations include more than the answer is read by the start instead.
 */
function pairForwards(
  preflights: readonly Exchange[],
  requests: readonly Exchange[],
  pairs: Pairs,
  rules: PairingRules,
  onlyAgreeing: boolean,
): void {
  if (preflights.length === 0) return
  const taken = new Set(pairs.values())
  const methods = new Map<string, { passing: Exchange[]; failing: Exchange[] }>()
  for (const preflight of preflights) {
    const group = methods.get(methodAsked(preflight)) ?? { passing: [], failing: [] }
    methods.set(methodAsked(preflight), group)
    const result = rules.resultOf(preflight)
    if (onlyAgreeing && result !== 'passes') continue
    group[result === 'fails' ? 'failing' : 'passing'].push(preflight)
  }
  const waiting = [...requests]
    .filter((request) => !pairs.has(request) && (!onlyAgreeing || rules.wasSent(request)))
    .sort((a, b) => a.startedAt - b.startedAt || a.index - b.index)
  for (const timeOf of [endOf, ({ startedAt }: Exchange) => startedAt]) {
    const timelines = new Map<string, Timeline[]>()
    for (const [method, { passing, failing }] of methods) {
      const lists = onlyAgreeing ? [passing] : [passing, failing]
      timelines.set(
        method,
        lists.map((list) => timelineOf(list, timeOf, taken)),
      )
    }
    for (const request of waiting) {
      if (pairs.has(request)) continue
      const preflight = latestBefore(request, timelines.get(request.method) ?? [], timeOf, rules)
      if (preflight === undefined) continue
      pairs.set(request, preflight)
      taken.add(preflight)
    }
  }
}

function latestBefore(
  request: Exchange,
  timelines: readonly Timeline[],
  timeOf: (preflight: Exchange) => number,
  rules: PairingRules,
): Exchange | undefined {
  for (const timeline of timelines) {
    let looked = 0
    for (const preflight of timeline.backFrom(request.startedAt + SLACK)) {
      if (++looked > MOST || timeOf(preflight) < request.startedAt - FOLLOWS_WITHIN) break
      if (couldBelong(preflight, request, rules)) return preflight
    }
  }
  return undefined
}

/** Milliseconds between the preflights and the requests of a pairing, added up. */
function distanceOf(pairs: Pairs): number {
  let distance = 0
  for (const [request, preflight] of pairs) {
    const after = request.startedAt > preflight.startedAt
    distance += Math.abs(request.startedAt - (after ? endOf(preflight) : preflight.startedAt))
  }
  return distance
}

interface Group {
  preflights: readonly Exchange[]
  requests: readonly Exchange[]
}

function pairInOrder(
  { preflights, requests }: Group,
  order: 'request-first' | 'preflight-first',
  rules: PairingRules,
): Pairs {
  const pairs: Pairs = new Map()
  const left = () => {
    const taken = new Set(pairs.values())
    return preflights.filter((preflight) => !taken.has(preflight))
  }
  if (order === 'request-first') {
    pairBackwards(preflights, byMethod(requests, pairs, rules), pairs, rules)
    pairForwards(left(), requests, pairs, rules, true)
  } else {
    pairForwards(preflights, requests, pairs, rules, false)
    pairBackwards(left(), byMethod(requests, pairs, rules), pairs, rules)
  }
  return pairs
}

/** The usual case, where nothing is to be searched: one request, and its preflight after it. Null for any other. */
function pairAlone({ preflights, requests }: Group, rules: PairingRules): Pairs | null {
  const [request, preflight] = [requests[0], preflights[0]]
  if (request === undefined || preflight === undefined || rules.order !== 'request-first') return null
  if (requests.length > 1 || preflights.length > 1 || methodAsked(preflight) !== request.method) return null
  const isBefore = request.startedAt <= preflight.startedAt + SLACK
  return isBefore && couldBelong(preflight, request, rules) ? new Map([[request, preflight]]) : null
}

/** Where the log does not say which order it has, the one that joins more, then the one that joins nearer. */
function pairEitherWay(group: Group, rules: PairingRules): Pairs {
  const [backwards, forwards] = [
    pairInOrder(group, 'request-first', rules),
    pairInOrder(group, 'preflight-first', rules),
  ]
  if (backwards.size !== forwards.size) return backwards.size > forwards.size ? backwards : forwards
  return distanceOf(backwards) <= distanceOf(forwards) ? backwards : forwards
}

/**
 * Each request's preflight, among requests and preflights of one URL. Order-insensitive; a preflight belongs to one
 * request at most. About n log n.
 */
export function pairAtUrl(
  requests: readonly Exchange[],
  preflights: readonly Exchange[],
  rules: PairingRules,
): Map<Exchange, Exchange> {
  const group = { requests, preflights }
  if (rules.order === 'either') return pairEitherWay(group, rules)
  return pairAlone(group, rules) ?? pairInOrder(group, rules.order, rules)
}
