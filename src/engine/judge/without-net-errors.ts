/**
 * By headers: logs that do not record failures (Firefox, Safari, proxies). A blocked simple request looks there
 * like a success (measured for Firefox), so the headers are judged, and what they leave open is said.
 */

import { getHeader } from '../fetch/headers.ts'
import { originOf, sameOrigin } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Flow } from '../log/flow.ts'
import { type Finding, finding } from '../reasons/finding.ts'
import type { CredentialsMode } from './cors-check.ts'
import { MODES, provenMode, UNKNOWN } from './credentials-evidence.ts'
import { blockedVerdict, type Candidate, type Candidates, WHICH_CREDENTIALS } from './credentials-modes.ts'
import { type Judgement, judgeChain } from './judge.ts'
import { isCorsMode } from './log-evidence.ts'
import { networkFacts } from './network-errors.ts'
import type { Verdict } from './verdict.ts'
import { notCors, undetermined } from './verdicts.ts'

/** Ports that browsers refuse: https://fetch.spec.whatwg.org/#port-blocking. */
const BAD_PORTS = new Set(
  (
    '0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123 ' +
    '135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 ' +
    '995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080'
  ).split(' '),
)

function noAnswer(flow: Flow): Verdict {
  const { url, neverSent } = flow.exchange
  const facts = networkFacts(flow.exchange)
  if (BAD_PORTS.has(new URL(url).port)) return notCors(finding('unsafe-port', 'before-network', facts), true)
  if (!neverSent) return notCors(finding('connection-failed', 'connection', facts), false)
  const decidedBy =
    'Look at the console: it names a Content-Security-Policy, mixed content or a cancelled request.'
  return undetermined(
    finding('answer-not-recorded', 'before-network', facts),
    [
      { finding: finding('content-security-policy', 'before-network', facts), decidedBy },
      { finding: finding('aborted', 'connection', facts), decidedBy },
    ],
    UNKNOWN,
  )
}

/** Both modes pass, or one does and nothing says that it was not the request's. */
function passed(flow: Flow, refusedWith: Judgement | null): Verdict {
  const proven = provenMode(flow)
  const open = refusedWith !== null && proven === null
  return {
    outcome: 'allowed',
    finding: null,
    certain: false,
    alternatives: open ? [{ finding: refusedWith.finding, decidedBy: WHICH_CREDENTIALS }] : [],
    blockers: [],
    credentials: proven ?? {
      mode: 'unknown',
      because: open
        ? 'This log does not record failures, and no cookie was sent: the headers pass without credentials and fail with them.'
        : UNKNOWN.because,
    },
  }
}

interface Judged {
  mode: CredentialsMode
  /** Null when everything on record passes in this mode. */
  judgement: Judgement | null
}

/** A browser stops where a check fails. One that went on past that place did not use the mode in which it fails. */
function wentOn(flow: Flow, { finding: found, hop }: Judgement): boolean {
  const links = [...flow.hops, flow]
  const isAnswered = ({ status }: Exchange) => status !== 0
  if (found.stage === 'preflight' && links[hop] !== undefined && isAnswered(links[hop].exchange)) return true
  return links
    .slice(hop + 1)
    .some(({ exchange, preflight }) => isAnswered(exchange) || (preflight !== null && isAnswered(preflight)))
}

/** The modes that the log leaves open, with what each leads to; both when it contradicts itself. */
function openModes(flow: Flow): Judged[] {
  const proven = provenMode(flow)?.mode
  const judged = MODES.map((mode) => ({ mode, judgement: judgeChain(flow, mode) }))
  const open = judged.filter(
    ({ mode, judgement }) =>
      (proven === undefined || mode === proven) && (judgement === null || !wentOn(flow, judgement)),
  )
  const possible = open.length > 0 ? open : judged
  const delivered = wasDelivered(flow)
  const seen = possible.filter(({ judgement }) => delivered === null || (judgement === null) === delivered)
  return seen.length > 0 ? seen : possible
}

/** Whether the page got the response, by its own Resource Timing; null where that does not tell. */
function wasDelivered(flow: Flow): boolean | null {
  const links = [...flow.hops, flow]
  const status = links[0]?.exchange.pageStatus ?? null
  if (status === null || !links.some((link) => isCorsMode({ ...flow, ...link }))) return null
  // a redirect's own status: it was not followed, be it by the page's wish or by a failure
  return status >= 300 && status <= 399 ? null : status !== 0
}

/** The chain ends at a redirect that failed, or that the page chose not to follow (`redirect: "manual"`). */
function mayBeUnfollowed({ exchange, hops }: Flow, found: Finding): boolean {
  const status = (hops[0]?.exchange ?? exchange).pageStatus
  return found.stage === 'redirect' && exchange.redirectUrl !== null && status !== 0 && isAddressFault(found)
}

/** Found on the target's address: the response with the redirect itself passed. */
const isAddressFault = ({ reason }: Finding): boolean =>
  reason === 'redirect-to-unsafe-scheme' || reason === 'redirect-contains-credentials'

function unfollowed({ exchange }: Flow, found: Finding): Verdict {
  const { url, status, redirectUrl: location } = exchange
  const byWish = finding('redirect-mode-manual', 'redirect', { url, status, location: location ?? '' })
  return undetermined(found, [{ finding: byWish, decidedBy: WHICH_REDIRECT_MODE }], UNKNOWN)
}

const WHICH_REDIRECT_MODE = 'Whether the call says `redirect: "manual"`: then nothing failed.'

/** Loaded without CORS: only the resource's own policy can stop it. */
function judgeWithoutCors({ exchange }: Flow): Verdict {
  const { requestHeaders, responseHeaders } = exchange
  const policy = getHeader(responseHeaders, 'cross-origin-resource-policy')
  const crossSite = getHeader(requestHeaders, 'sec-fetch-site') === 'cross-site'
  const facts = networkFacts(exchange)
  if (policy === 'same-origin')
    return notCors(finding('resource-policy-same-origin', 'response', facts), true)
  if (policy === 'same-site' && crossSite)
    return notCors(finding('resource-policy-same-site', 'response', facts), true)
  return notCors(finding('no-cors-response', 'response', facts), true)
}

const toCandidate = ({ mode, judgement }: { mode: CredentialsMode; judgement: Judgement }): Candidate => ({
  mode,
  finding: judgement.finding,
})

/** A request to the page's own server that ends at a redirect to another one: nothing says `cors` before that. */
const leadsOut = ({ exchange, origin }: Flow): boolean =>
  exchange.redirectUrl !== null &&
  origin.initiator !== null &&
  sameOrigin(origin.initiator, originOf(exchange.url) ?? '')

export function judgeByHeaders(flow: Flow): Verdict {
  const links = [...flow.hops, flow]
  const isCors = links.some((link) => isCorsMode({ ...flow, ...link }))
  if (flow.exchange.status !== 0 && !isCors && !leadsOut(flow)) return judgeWithoutCors(flow)
  const open = openModes(flow)
  const refused = open.flatMap(({ mode, judgement }) => (judgement === null ? [] : [{ mode, judgement }]))
  const [first] = refused
  const notSent = flow.exchange.status === 0 && flow.preflight !== null && flow.preflight.status !== 0
  const explains =
    refused.length === open.length || (notSent && first?.judgement.finding.stage === 'preflight')
  if (first !== undefined && explains && mayBeUnfollowed(flow, first.judgement.finding))
    return unfollowed(flow, first.judgement.finding)
  if (first !== undefined && explains) {
    const second = refused[1]
    const candidates: Candidates =
      second === undefined ? [toCandidate(first)] : [toCandidate(first), toCandidate(second)]
    return blockedVerdict(flow, candidates, 'The preflight was answered, and the request was not sent.')
  }
  if (flow.exchange.status === 0) return noAnswer(flow)
  return passed(flow, first?.judgement ?? null)
}

/** The flow cut after the link that failed: a browser goes no further, and its log may hold phantoms of the rest. */
export function endOf(flow: Flow): Flow {
  const judgements = openModes(flow).map(({ judgement }) => judgement)
  const hops = judgements.flatMap((judgement) => (judgement === null ? [] : [judgement.hop]))
  if (hops.length < judgements.length) return flow
  const hop = Math.min(...hops)
  const link = flow.hops[hop]
  return link === undefined ? flow : { ...flow, ...link, hops: flow.hops.slice(0, hop) }
}
