/** What is unwise or will break next, although it does not block now: read off allowed and blocked flows alike. */

import { OPAQUE_ORIGIN } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Verdict } from '../judge/verdict.ts'
import type { Flow } from '../log/flow.ts'
import { type Finding, finding, type Stage } from '../reasons/finding.ts'
import { type ObservedServer, readAt } from '../servers/observed-server.ts'
import { askedHeaders } from '../servers/preflights.ts'
import {
  allowedOrigin,
  answerHeader,
  exchangesOf,
  isAnswered,
  listItems,
  requestHeader,
  variesBy,
} from '../servers/responses.ts'
import { isMiddlewarePreflight } from '../servers/starlette-middleware.ts'

type WarningId = Extract<Finding['reason'], `warn-${string}`>

const stageOf = (exchange: Exchange): Stage => (exchange.isPreflight ? 'preflight' : 'response')

const warn = (reason: WarningId, exchange: Exchange, value: string): Finding =>
  finding(reason, stageOf(exchange), { url: exchange.url, value })

const allowsCredentials = (exchange: Exchange): boolean =>
  answerHeader(exchange, 'access-control-allow-credentials') === 'true'

/** Headers that the browser itself made up for an HSTS redirect are not the server's. */
const isServers = (exchange: Exchange): boolean => answerHeader(exchange, 'non-authoritative-reason') === null

/** Origins that this answer's address let in by name, each as its own request asked for it. */
function reflectedBy(exchange: Exchange): string | null {
  const value = allowedOrigin(exchange)
  return value !== null && value === requestHeader(exchange, 'origin') && allowsCredentials(exchange)
    ? value
    : null
}

const reflectedOrigins = (responses: readonly Exchange[]): readonly (string | null)[] => [
  ...new Set(responses.filter(isServers).map(reflectedBy)),
]

/** CORSMiddleware before Starlette 1.0 with `*` and credentials: it names any origin to a preflight and answers `*` itself. */
function starWithCredentials(own: readonly Exchange[]): Exchange | null {
  const star = own.some((exchange) => allowedOrigin(exchange) === '*' && allowsCredentials(exchange))
  const preflight = own.find((exchange) => isMiddlewarePreflight(exchange) && reflectedBy(exchange) !== null)
  return star ? (preflight ?? null) : null
}

/** Different origins, each told at one address that it may, with credentials. */
function reflection(own: readonly Exchange[], observed: ObservedServer): Finding[] {
  const reflecting = starWithCredentials(own)
  if (reflecting !== null) {
    return [warn('warn-reflected-origin-with-credentials', reflecting, reflectedBy(reflecting) ?? '')]
  }
  for (const exchange of own) {
    if (reflectedBy(exchange) === null) continue
    const known = readAt(observed, exchange.url, reflectedOrigins)
    const origins = [...new Set([reflectedBy(exchange), ...known].filter((origin) => origin !== null))]
    if (origins.length >= 2) {
      return [warn('warn-reflected-origin-with-credentials', exchange, origins.join(', '))]
    }
  }
  return []
}

function perAnswer(exchange: Exchange): Finding[] {
  const value = allowedOrigin(exchange)
  const found: Finding[] = []
  if (value === OPAQUE_ORIGIN) found.push(warn('warn-null-origin-allowed', exchange, value))
  if (value === '*' && allowsCredentials(exchange))
    found.push(warn('warn-star-with-allow-credentials', exchange, value))
  return found
}

/** Only an answer that is let through by name and may be cached can harm another origin. */
function missingVary(exchange: Exchange): Finding[] {
  const value = allowedOrigin(exchange)
  if (exchange.isPreflight || value === null || value === '*' || value === OPAQUE_ORIGIN) return []
  if (value !== requestHeader(exchange, 'origin') || variesBy(exchange, 'origin')) return []
  return /\bno-store\b/i.test(answerHeader(exchange, 'cache-control') ?? '')
    ? []
    : [warn('warn-vary-origin-missing', exchange, value)]
}

/** `*` does not cover Authorization in the standard; browsers still let it pass and announce that they will not. */
function authorizationUnderStar(exchange: Exchange): Finding[] {
  const granted = listItems(exchange, 'access-control-allow-headers')
  const relies =
    askedHeaders(exchange).includes('authorization') &&
    granted.includes('*') &&
    !granted.includes('authorization')
  return exchange.isPreflight && relies
    ? [warn('warn-authorization-under-star', exchange, granted.join(', '))]
    : []
}

/** Indexes of the preflights of an address, by its whole URL. */
function preflightsByUrl(responses: readonly Exchange[]): Map<string, Set<number>> {
  const found = new Map<string, Set<number>>()
  for (const { url, isPreflight, index } of responses)
    if (isPreflight) found.set(url, (found.get(url) ?? new Set()).add(index))
  return found
}

/** Chromium keeps a preflight for 5 seconds without Access-Control-Max-Age. */
function repeatedPreflights(flow: Flow, observed: ObservedServer): Finding[] {
  const { preflight } = flow
  if (preflight === null || answerHeader(preflight, 'access-control-max-age') !== null) return []
  if (preflight.status < 200 || preflight.status > 299) return []
  const same = readAt(observed, preflight.url, preflightsByUrl).get(preflight.url) ?? new Set()
  const count = same.size + (same.has(preflight.index) ? 0 : 1)
  return count >= 2 ? [warn('warn-preflight-not-cached', preflight, String(count))] : []
}

/** One warning of a kind for a flow, the first seen. */
function onePerReason(findings: readonly Finding[]): Finding[] {
  const byReason = new Map<string, Finding>()
  for (const found of findings) if (!byReason.has(found.reason)) byReason.set(found.reason, found)
  return [...byReason.values()]
}

/** The verdict decides nothing here but is kept out of the way. */
export function warningsFor(flow: Flow, verdict: Verdict, observed: ObservedServer): Finding[] {
  if (verdict.outcome === 'not-cors') return []
  const own = exchangesOf(flow).filter((exchange) => isAnswered(exchange) && isServers(exchange))
  return onePerReason([
    ...reflection(own, observed),
    ...own.flatMap(perAnswer),
    ...own.flatMap(missingVary),
    ...own.flatMap(authorizationUnderStar),
    ...repeatedPreflights(flow, observed),
  ])
}
