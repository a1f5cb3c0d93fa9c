/** Unseen: refused, and the log holds no answer that says why. Each guess says that it is one. */

import { addressSpaceOf } from '../fetch/address-space.ts'
import { getHeader } from '../fetch/headers.ts'
import { isHttpUrl, parseUrl } from '../fetch/origin.ts'
import { markOf } from '../har/ending.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Flow } from '../log/flow.ts'
import { type Finding, finding } from '../reasons/finding.ts'
import { type CredentialsMode, corsCheck } from './cors-check.ts'
import { provenMode, UNKNOWN } from './credentials-evidence.ts'
import type { Log } from './log-evidence.ts'
import { networkFacts } from './network-errors.ts'
import type { Alternative, Verdict } from './verdict.ts'
import { basisOf, notCors, undetermined } from './verdicts.ts'

const DISABLE_CACHE =
  'Reload with “Disable cache” switched on in the Network tab: a cached copy then plays no part.'
const SITE_SETTINGS =
  'Look at the page’s site settings: is the local network allowed, asked about or blocked?'
const RECORD_AGAIN = 'The headers of the response: record the request again, or ask the server with curl.'
const SERVICE_WORKER =
  'Switch on “Bypass for network” in the Application tab, under Service workers, and reload.'

const blocked = (found: Finding, certain: boolean, flow: Flow): Verdict => ({
  outcome: 'blocked',
  finding: found,
  basis: basisOf(flow),
  certain,
  alternatives: [],
  blockers: [found],
  credentials: provenMode(flow) ?? UNKNOWN,
})

/** A scheme that CORS is not spoken over: decided before the network. Chromium names it for fetch() only (measured). */
function unsupportedScheme({ exchange }: Flow): Finding | null {
  if (isHttpUrl(exchange.url)) return null
  const scheme = parseUrl(exchange.url)?.protocol.replace(/:$/, '') ?? ''
  return finding('scheme-not-supported', 'before-network', { url: exchange.url, scheme, named: false })
}

function localNetworkFacts({ exchange: { url }, origin }: Flow) {
  const space = addressSpaceOf(url)
  const isPrivate = space === 'loopback' || space === 'local'
  return { url, origin: origin.initiator ?? '', space: isPrivate ? space : ('private' as const) }
}

function localNetworkFinding(flow: Flow): Finding {
  const facts = localNetworkFacts(flow)
  const insecure = facts.origin.startsWith('http:')
  return finding(insecure ? 'local-network-insecure-context' : 'local-network-denied', 'connection', facts)
}

/** The page may also have announced another address space than the server's; nothing in the log tells that apart. */
const wrongSpace = (flow: Flow): Alternative => ({
  finding: finding('local-network-address-space', 'connection', localNetworkFacts(flow)),
  decidedBy: 'Whether the page called fetch with the option `targetAddressSpace`: look at the call.',
})

/** A page of a public host that asks for a loopback or local one. */
function looksLikeLocalNetwork(flow: Flow): boolean {
  const target = addressSpaceOf(flow.exchange.url)
  return target !== 'public' && target !== null && addressSpaceOf(flow.origin.initiator) === 'public'
}

/** An earlier answer of the same URL that a cache may have kept and that does not let this origin read. */
function cachedCopy(flow: Flow, log: Log): Exchange | null {
  const { exchange } = flow
  if (exchange.method !== 'GET') return null
  return log.earlierCopies(flow).find((copy) => cachedFinding(flow, copy, 'not-include') !== null) ?? null
}

function cachedFinding(flow: Flow, copy: Exchange, mode: CredentialsMode): Finding | null {
  const { url } = flow.exchange
  const origin = flow.origin.serialized ?? ''
  const failed = corsCheck({
    url,
    status: 0,
    headers: copy.responseHeaders,
    origin,
    opaqueBecause: flow.origin.opaqueBecause,
    mode,
    stage: 'response',
  })
  if (failed?.reason !== 'allow-origin-missing') return failed
  return finding('cached-without-allow-origin', 'response', { url, origin, earlier: copy.index })
}

const serviceWorkerFinding = ({ exchange }: Flow): Finding =>
  finding('service-worker-answer', 'response', networkFacts(exchange))

/** What the CORS check says most of all; a log without the answer leaves the others open as well. */
const CHECK_REASONS = ['allow-origin-missing', 'allow-origin-mismatch'] as const

/** Rules of the browser that leave no answer on record: a cached copy, the local network, a service worker. */
function elsewhere(flow: Flow): Alternative[] {
  const { url } = flow.exchange
  const origin = flow.origin.initiator ?? ''
  const cached = {
    finding: finding('cached-without-allow-origin', 'response', { url, origin, earlier: -1 }),
    decidedBy: DISABLE_CACHE,
  }
  const local = { finding: localNetworkFinding(flow), decidedBy: SITE_SETTINGS }
  const served = { finding: serviceWorkerFinding(flow), decidedBy: SERVICE_WORKER }
  return looksLikeLocalNetwork(flow) ? [local, wrongSpace(flow), served, cached] : [served, cached]
}

/** What the check may have said of an answer that came and was not recorded. */
function checks(flow: Flow): Alternative[] {
  const { url, status } = flow.exchange
  const { serialized, opaqueBecause } = flow.origin
  return CHECK_REASONS.map((reason) => ({
    finding: finding(reason, 'response', {
      url,
      status,
      origin: serialized ?? '',
      opaqueBecause,
      received: null,
    }),
    decidedBy: RECORD_AGAIN,
  }))
}

/** The likeliest of what the log speaks for; it fits others as well, and so is no verdict. */
function guess(found: Finding, flow: Flow): Verdict {
  const others = elsewhere(flow).filter(({ finding }) => finding.reason !== found.reason)
  return undetermined(flow, found, [...others.slice(0, 2), ...checks(flow)], provenMode(flow) ?? UNKNOWN)
}

function openQuestion(flow: Flow): Verdict {
  const { exchange } = flow
  // an Origin header is put on by the network: the request was sent, and only its answer is missing
  const sent = getHeader(exchange.requestHeaders, 'origin') !== null
  return undetermined(
    flow,
    finding('answer-not-recorded', 'response', networkFacts(exchange)),
    sent ? checks(flow) : [...checks(flow), ...elsewhere(flow)],
    provenMode(flow) ?? UNKNOWN,
  )
}

/** Under a service worker a request that left no trace of the network was answered by it. */
const isServed = (flow: Flow, log: Log): boolean =>
  flow.preflight === null &&
  getHeader(flow.exchange.requestHeaders, 'origin') === null &&
  log.hasServiceWorker(flow)

/** The preflight's own net error, by its name of today and the one it had before (measured). */
export const stoppedForLocalNetwork = ({ preflight }: Flow): boolean =>
  /(LOCAL|PRIVATE)_NETWORK_ACCESS/.test(preflight === null ? '' : (markOf(preflight.ending) ?? ''))

export function judgeUnseen(flow: Flow, log: Log): Verdict {
  const { preflight } = flow
  const scheme = unsupportedScheme(flow)
  if (scheme !== null) return blocked(scheme, true, flow)
  // a wrong `targetAddressSpace` is not refused at the preflight (measured), so that only the permission is left
  if (stoppedForLocalNetwork(flow)) return blocked(localNetworkFinding(flow), true, flow)
  if (preflight !== null && preflight.status === 0 && preflight.ending.kind === 'failed') {
    return notCors(flow, finding('preflight-not-answered', 'connection', networkFacts(preflight)), true)
  }
  // made while the page waited, and by another script
  if (log.callMeanwhile(flow) !== null) return notCors(flow, serviceWorkerFinding(flow), false)
  const copy = cachedCopy(flow, log)
  const cached =
    copy === null
      ? null
      : cachedFinding(flow, copy, provenMode(flow)?.mode === 'include' ? 'include' : 'not-include')
  if (cached !== null) return guess(cached, flow)
  if (isServed(flow, log)) return notCors(flow, serviceWorkerFinding(flow), false, checks(flow))
  if (looksLikeLocalNetwork(flow)) return guess(localNetworkFinding(flow), flow)
  return openQuestion(flow)
}
