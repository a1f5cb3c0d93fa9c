/** Outside of CORS: requests to which the CORS check does not apply, and what may be said of them all the same. */
import { getHeader } from '../fetch/headers.ts'
import { DIALECTS } from '../har/dialects.ts'
import type { Exchange } from '../har/exchange.ts'
import {
  isOfExtension,
  isProgram,
  isWebSocket,
  type RequestMode,
  requestModeOf,
} from '../har/request-mode.ts'
import type { Flow } from '../log/flow.ts'
import { type Finding, finding } from '../reasons/finding.ts'
import { hopsOf } from './hops.ts'
import { networkFacts, networkFinding } from './network-errors.ts'
import type { Verdict } from './verdict.ts'
import { notCors } from './verdicts.ts'

/** The mode of the whole flow: CORS where one of its requests shows it. */
export function modeOf(flow: Flow): RequestMode {
  if (flow.hops.length === 0) return requestModeOf(flow.exchange, flow.preflight !== null)
  const modes = hopsOf(flow).map(({ exchange, preflight }) => requestModeOf(exchange, preflight !== null))
  return (['cors', 'unclear'] as const).find((mode) => modes.includes(mode)) ?? modes.at(-1) ?? 'no-cors'
}

/** True for a request in CORS mode, or one that may be. */
export function isCorsMode(flow: Flow): boolean {
  const mode = modeOf(flow)
  return mode === 'cors' || mode === 'unclear'
}

/** By a program that is no browser; only logs of recorders that anything may send through can hold one. */
export const isOfProgram = ({ dialect, exchange }: Flow): boolean =>
  DIALECTS[dialect].browser === 'unknown' &&
  (DIALECTS[dialect].limits.includes('not-a-browser') || isProgram(exchange))

export const isOfExtensionOrigin = ({ origin }: Flow): boolean => isOfExtension(origin.initiator)

const SCRIPT_TYPES: readonly (string | null)[] = ['fetch', 'xhr', 'empty', null]

/** A script's own call: what an image or a font gets is no secret to the page. */
const isScripted = ({ method, resourceType }: Exchange): boolean =>
  SCRIPT_TYPES.includes(resourceType) || (method !== 'GET' && method !== 'HEAD')

/** Loaded without CORS. The page gets an opaque response, and so does not see that the server refused. */
export function withoutCorsFinding(exchange: Exchange): Finding {
  const { url, status, method, requestHeaders } = exchange
  // a page's own worker answered in the server's place; its own request tells why
  if (status >= 400 && exchange.viaServiceWorker)
    return finding('service-worker-answer', 'response', networkFacts(exchange))
  if (status < 400 || !isScripted(exchange))
    return finding('no-cors-response', 'response', networkFacts(exchange))
  const contentType = getHeader(requestHeaders, 'content-type')
  return finding('no-cors-failed', 'response', { url, status, method, contentType })
}

/** Only the resource's own policy can stop what is loaded without CORS. */
export function judgeWithoutCors(flow: Flow): Verdict {
  const { exchange } = flow
  const policy = getHeader(exchange.responseHeaders, 'cross-origin-resource-policy')
  const crossSite = getHeader(exchange.requestHeaders, 'sec-fetch-site') === 'cross-site'
  const facts = networkFacts(exchange)
  if (policy === 'same-origin')
    return notCors(flow, finding('resource-policy-same-origin', 'response', facts), true)
  if (policy === 'same-site' && crossSite)
    return notCors(flow, finding('resource-policy-same-site', 'response', facts), true)
  const recorded = getHeader(exchange.requestHeaders, 'sec-fetch-mode') !== null
  return notCors(flow, withoutCorsFinding(exchange), recorded || DIALECTS[flow.dialect].headers === 'wire')
}

/** A WebSocket's handshake that failed; null for any other request. */
export function judgeHandshake(flow: Flow): Verdict | null {
  const { exchange, origin } = flow
  if (!isWebSocket(exchange)) return null
  if (exchange.ending.kind === 'failed' && exchange.ending.netError !== 'net::ERR_FAILED')
    return notCors(flow, networkFinding(flow), true)
  if (exchange.handshake === 'not-connected')
    return notCors(flow, finding('connection-failed', 'connection', networkFacts(exchange)), true)
  const status = typeof exchange.handshake === 'number' ? exchange.handshake : exchange.status
  return notCors(
    flow,
    finding('websocket-refused', 'response', {
      url: exchange.url,
      status,
      origin: getHeader(exchange.requestHeaders, 'origin') ?? origin.initiator ?? '',
    }),
    status !== 0,
  )
}
