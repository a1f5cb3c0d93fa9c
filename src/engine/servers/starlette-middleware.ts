/**
 * Starlette's CORSMiddleware (FastAPI), read off the wire. It says in the body of a refused preflight what it
 * disallows, and a network log never holds that body; its length and its headers give it away all the same.
 * Source: starlette/middleware/cors.py, `preflight_response`; lengths measured on 0.26 to 1.9.
 */
import type { Exchange } from '../har/exchange.ts'
import {
  allowedOrigin,
  answerHeader,
  contentLength,
  contentType,
  listItems,
  requestHeader,
  variesBy,
} from './responses.ts'

/** What the middleware names in `Disallowed CORS …`, in its order. */
export type Disallowed = 'origin' | 'method' | 'headers' | 'private-network'

const PARTS: readonly Disallowed[] = ['origin', 'method', 'headers', 'private-network']
const PREFIX = 'Disallowed CORS '
/** Always allowed by the middleware, and always named. */
export const STARLETTE_SAFELIST: readonly string[] = [
  'Accept',
  'Accept-Language',
  'Content-Language',
  'Content-Type',
]
/** Bodies by length: `Invalid host header`, `Internal Server Error`, `{"detail":"Method Not Allowed"}`, `{"detail":"Not Found"}`. */
export const STARLETTE_LENGTHS = {
  invalidHost: 19,
  serverError: 21,
  notAllowed: 31,
  notFound: 22,
  notAuthenticated: 30,
} as const

/** An answer of CORSMiddleware to a preflight, whatever server stands before it. */
export function isMiddlewarePreflight(exchange: Exchange): boolean {
  if (!exchange.isPreflight || ![200, 400].includes(exchange.status)) return false
  if (contentType(exchange) !== 'text/plain') return false
  if (answerHeader(exchange, 'access-control-max-age') === null) return false
  if (answerHeader(exchange, 'access-control-allow-methods') === null) return false
  const length = contentLength(exchange)
  if (length !== null && length !== 2 && length < 22) return false
  return hasSafelist(exchange) || (variesBy(exchange, 'origin') && isSortedMethods(exchange))
}

const hasSafelist = (exchange: Exchange): boolean => {
  const allowed = listItems(exchange, 'access-control-allow-headers')
  return STARLETTE_SAFELIST.every((name) => allowed.includes(name.toLowerCase()))
}

/** `allow_methods=["*"]` lists everything in alphabetical order, QUERY last since 1.7. */
const isSortedMethods = (exchange: Exchange): boolean =>
  /^DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT(, QUERY)?$/.test(
    answerHeader(exchange, 'access-control-allow-methods') ?? '',
  )

const lengthOf = (parts: readonly Disallowed[]): number => PREFIX.length + parts.join(', ').length

const subsets: readonly (readonly Disallowed[])[] = Array.from({ length: 15 }, (_, n) =>
  PARTS.filter((_part, bit) => ((n + 1) >> bit) & 1),
)

/** What the answer's own headers prove to be refused or granted; null where they prove nothing. */
function provenBy(exchange: Exchange): Record<Disallowed, boolean | null> {
  const method = requestHeader(exchange, 'access-control-request-method') ?? ''
  const methods = (answerHeader(exchange, 'access-control-allow-methods') ?? '')
    .split(',')
    .map((m) => m.trim())
  const asked = (requestHeader(exchange, 'access-control-request-headers') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
  const allowed = listItems(exchange, 'access-control-allow-headers')
  const asksPrivate = requestHeader(exchange, 'access-control-request-private-network') !== null
  return {
    // with `*` the header is always sent, so that its absence is decisive and its presence is too
    origin: allowedOrigin(exchange) === null,
    method: !methods.includes(method),
    headers: asked.some((name) => !allowed.includes(name)),
    'private-network': asksPrivate ? null : false,
  }
}

/** What a refused preflight of CORSMiddleware disallows, or null when this is none. Inferred, never read. */
export function decodeRefusal(exchange: Exchange): Disallowed[] | null {
  if (exchange.status !== 400 || !isMiddlewarePreflight(exchange)) return null
  const proven = provenBy(exchange)
  const length = contentLength(exchange)
  const fits = subsets.filter(
    (parts) =>
      (length === null || lengthOf(parts) === length) &&
      PARTS.every((part) => proven[part] === null || proven[part] === parts.includes(part)),
  )
  const [best] = fits
  if (best !== undefined) return [...best]
  // the body was compressed or rewritten on the way: the headers alone still tell
  const parts = PARTS.filter((part) => proven[part] === true)
  return parts.length > 0 ? parts : null
}

/** True from Starlette 1.7 on, false before, null where the answer does not show it. */
export function isRecentStarlette(preflight: Exchange): boolean | null {
  if (!isMiddlewarePreflight(preflight)) return null
  return variesBy(preflight, 'access-control-request-private-network')
}

/** What is known about CORSMiddleware in the app that gave these answers. */
export type MiddlewareState = 'present' | 'absent' | 'partial' | 'unknown'

/** CORSMiddleware answers every preflight before routing, so that a router's 404 or 405 proves it absent there. */
function missedByMiddleware(exchange: Exchange): boolean {
  if (!exchange.isPreflight || isMiddlewarePreflight(exchange)) return false
  return [404, 405].includes(exchange.status) && contentType(exchange) === 'application/json'
}

/** CORSMiddleware leaves a trace on an actual answer, also where it allows no origin (measured; Vary from 1.7 on). */
const leftTrace = (exchange: Exchange): boolean =>
  !exchange.isPreflight &&
  (allowedOrigin(exchange) !== null ||
    answerHeader(exchange, 'access-control-allow-credentials') !== null ||
    variesBy(exchange, 'origin'))

const shows = (exchange: Exchange): boolean => isMiddlewarePreflight(exchange) || leftTrace(exchange)

/** `own`: the answers of the failed flow; `anyOther`: whether one of all other answers of that server is such. */
export function middlewareState(
  own: readonly Exchange[],
  anyOther: (test: (exchange: Exchange) => boolean) => boolean,
): MiddlewareState {
  if (own.some(shows)) return 'present'
  const missed = own.some(missedByMiddleware)
  if (missed) return anyOther(shows) ? 'partial' : 'absent'
  if (anyOther(missedByMiddleware)) return anyOther(shows) ? 'unknown' : 'absent'
  return anyOther(shows) ? 'present' : 'unknown'
}
