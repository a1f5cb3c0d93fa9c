/**
 * By headers: logs that do not record failures (Firefox, Safari, proxies). A blocked simple request looks there
 * like a success (measured for Firefox), so the headers are judged, and what they leave open is said.
 */

import { originOf, sameOrigin } from '../fetch/origin.ts'
import { DIALECTS } from '../har/dialects.ts'
import type { Flow } from '../log/flow.ts'
import { type Finding, finding, type ReasonId } from '../reasons/finding.ts'
import { MODES, provenMode, UNKNOWN } from './credentials-evidence.ts'
import { blockedVerdict, type Candidate, type Candidates, WHICH_CREDENTIALS } from './credentials-modes.ts'
import { type Judgement, judgeChain } from './judge.ts'
import { judgeLonePreflight } from './lone-preflight.ts'
import { networkFacts } from './network-errors.ts'
import { isRefused, judgedInAll, openModes, type Refused } from './open-modes.ts'
import { isCorsMode, isOfExtensionOrigin, isOfProgram, judgeWithoutCors, modeOf } from './outside-cors.ts'
import type { Alternative, Verdict } from './verdict.ts'
import { notCors, undetermined } from './verdicts.ts'

/** Ports that browsers refuse: https://fetch.spec.whatwg.org/#port-blocking. */
const BAD_PORTS = new Set(
  (
    '0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123 ' +
    '135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 ' +
    '995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080'
  ).split(' '),
)

/** Firefox logs a request that the page took back as one that got no answer, and its timing says no more (measured). */
const givenUp = ({ exchange }: Flow): Alternative => ({
  finding: finding('aborted', 'connection', networkFacts(exchange)),
  decidedBy:
    'Look at the console: Firefox writes a line for a failed connection, and none for a request taken back.',
})

function noAnswer(flow: Flow): Verdict {
  const { url, neverSent, ending } = flow.exchange
  const facts = networkFacts(flow.exchange)
  if (BAD_PORTS.has(new URL(url).port))
    return notCors(flow, finding('unsafe-port', 'before-network', facts), true)
  const failed = notCors(flow, finding('connection-failed', 'connection', facts), ending.kind === 'failed')
  if (!neverSent) return flow.browser === 'firefox' ? { ...failed, alternatives: [givenUp(flow)] } : failed
  const decidedBy =
    'Look at the console: it names a Content-Security-Policy, mixed content or a cancelled request.'
  return undetermined(flow, finding('answer-not-recorded', 'before-network', facts), [
    { finding: finding('content-security-policy', 'before-network', facts), decidedBy },
    { finding: finding('aborted', 'connection', facts), decidedBy },
  ])
}

/** Both modes pass, or one does and nothing says that it was not the request's. */
function passed(flow: Flow, refusedWith: Judgement | null): Verdict {
  const proven = provenMode(flow)
  const open = refusedWith !== null && proven === null
  return {
    outcome: 'allowed',
    finding: null,
    basis: 'headers-only',
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

/** The chain ends at a redirect that failed, or that the page chose not to follow (`redirect: "manual"`). */
function mayBeUnfollowed({ exchange, hops }: Flow, found: Finding): boolean {
  const status = (hops[0]?.exchange ?? exchange).pageStatus
  return found.stage === 'redirect' && exchange.redirectUrl !== null && status !== 0 && isAddressFault(found)
}

/** Found on the target's address: the response with the redirect itself passed. */
const isAddressFault = ({ reason }: Finding): boolean =>
  reason === 'redirect-to-unsafe-scheme' || reason === 'redirect-contains-credentials'

function unfollowed(flow: Flow, found: Finding): Verdict {
  const { url, status, redirectUrl: location } = flow.exchange
  const byWish = finding('redirect-mode-manual', 'redirect', { url, status, location: location ?? '' })
  return undetermined(flow, found, [{ finding: byWish, decidedBy: WHICH_REDIRECT_MODE }])
}

const WHICH_REDIRECT_MODE = 'Whether the call says `redirect: "manual"`: then nothing failed.'

type OpenReason = Extract<
  ReasonId,
  | 'extension-request'
  | 'mode-not-recorded'
  | 'log-contradicts-itself'
  | 'stored-response'
  | 'headers-not-recorded'
>

const toCandidate = ({ mode, judgement }: Refused): Candidate => ({ mode, finding: judgement.finding })

const OBSERVED = 'The preflight got a response, and the request was not sent.'

/** What else the refusal by headers may be: then it is left open, with what is missing; null where it is one. */
function leftOpen(flow: Flow, found: Finding): Verdict | null {
  const { dialect, exchange, preflight } = flow
  const { headers, refusals } = DIALECTS[dialect]
  const open = (reason: OpenReason, decidedBy: string): Verdict =>
    undetermined(flow, finding(reason, found.stage, networkFacts(exchange)), [{ finding: found, decidedBy }])
  if (isOfExtensionOrigin(flow))
    return open('extension-request', 'Whether the extension has permission for the host.')
  if (modeOf(flow) === 'unclear')
    return open(
      'mode-not-recorded',
      'Whether the page asked for it with `mode: "no-cors"`, a beacon or a form.',
    )
  if (refusals === 'left-out') return open('log-contradicts-itself', 'Record the request again in DevTools.')
  if (found.stage === 'preflight') return null
  if (exchange.status === 304)
    return open(
      'stored-response',
      'The headers of the copy that the browser had stored: reload with “Disable cache”.',
    )
  const bare = exchange.responseHeaders.length === 0 && preflight === null
  return bare && headers === 'partly'
    ? open('headers-not-recorded', 'The headers of the response: record the request again.')
    : null
}

/** On record as it was sent, and failing with and without credentials for one reason. */
function isComplete(flow: Flow, verdict: Verdict): boolean {
  const { exchange, dialect } = flow
  const sentOnWire = exchange.status !== 0 || DIALECTS[dialect].unsent === 'missing'
  return verdict.certain && sentOnWire && DIALECTS[dialect].headers === 'wire'
}

/** A request that was under way when the log was saved looks like one that its preflight stopped (Firefox, measured). */
function maybeRefused(flow: Flow, candidates: Candidates): Verdict {
  const running = {
    finding: finding('answer-not-recorded', 'before-network', networkFacts(flow.exchange)),
    decidedBy: 'Whether the request was still under way when the log was saved: the console names a refusal.',
  }
  return {
    ...blockedVerdict(flow, candidates, OBSERVED, [running]),
    basis: 'headers-only',
    certain: false,
    credentials: { mode: 'unknown', because: MAY_RUN },
  }
}

const MAY_RUN =
  'The preflight passes without credentials and fails with them, and nothing shows that the request was sent.'

function refusedBy(flow: Flow, refused: readonly Refused[], first: Refused, isAll: boolean): Verdict {
  const open = leftOpen(flow, first.judgement.finding)
  if (open !== null) return open
  const second = refused[1]
  const candidates: Candidates =
    second === undefined ? [toCandidate(first)] : [toCandidate(first), toCandidate(second)]
  if (!isAll) return maybeRefused(flow, candidates)
  const verdict = blockedVerdict(flow, candidates, OBSERVED)
  const complete = isComplete(flow, verdict)
  return { ...verdict, basis: complete ? 'complete-exchange' : 'headers-only', certain: complete }
}

/** The browser went on although the headers fail in each mode: the log does not hold what it saw. */
function contradiction(flow: Flow): Verdict {
  const found = MODES.map((mode) => judgeChain(flow, mode)?.finding).find((each) => each !== undefined)
  const decidedBy = 'Record the request again in DevTools, which marks what the browser refused.'
  return undetermined(
    flow,
    finding('log-contradicts-itself', found?.stage ?? 'response', networkFacts(flow.exchange)),
    found === undefined ? [] : [{ finding: found, decidedBy }],
  )
}

/** Redirects that Firefox follows before it gives up (measured). */
const MOST_HOPS = 20

const isLoop = ({ browser, hops }: Flow): boolean => browser === 'firefox' && hops.length >= MOST_HOPS

/** It ends at a redirect that passes: the page did not want to follow it, or what follows is missing. */
function ledAway(flow: Flow, refused: Refused | undefined): Verdict {
  const { url, status, redirectUrl: location } = flow.exchange
  const facts = { url, status, location: location ?? '' }
  if (isLoop(flow)) return notCors(flow, finding('redirect-loop', 'redirect', facts), false)
  const byWish = finding('redirect-mode-manual', 'redirect', facts)
  const withCredentials =
    refused === undefined ? [] : [{ finding: refused.judgement.finding, decidedBy: WHICH_CREDENTIALS }]
  return undetermined(flow, finding('request-not-recorded', 'redirect', networkFacts(flow.exchange)), [
    { finding: byWish, decidedBy: WHICH_REDIRECT_MODE },
    ...withCredentials,
  ])
}

/** A request to the page's own server that ends at a redirect to another one: nothing says `cors` before that. */
const leadsOut = ({ exchange, origin }: Flow): boolean =>
  exchange.redirectUrl !== null &&
  origin.initiator !== null &&
  sameOrigin(origin.initiator, originOf(exchange.url) ?? '')

export function judgeByHeaders(flow: Flow): Verdict {
  const { exchange, preflight } = flow
  if (exchange.ending.kind === 'not-logged') return judgeLonePreflight(flow)
  if (isOfProgram(flow))
    return notCors(flow, finding('not-a-browser', 'response', networkFacts(exchange)), false)
  if (exchange.status !== 0 && !isCorsMode(flow) && !leadsOut(flow)) return judgeWithoutCors(flow)
  const open = openModes(flow)
  const refused = open.filter(isRefused)
  const [first] = refused
  if (open.length === 0) return contradiction(flow)
  const answered = preflight !== null && preflight.status !== 0
  const notSent = exchange.status === 0 && answered && DIALECTS[flow.dialect].unsent !== 'unknown'
  const isAll = refused.length === open.length
  const explains = isAll || (notSent && first?.judgement.finding.stage === 'preflight')
  if (first !== undefined && explains && mayBeUnfollowed(flow, first.judgement.finding))
    return unfollowed(flow, first.judgement.finding)
  if (first !== undefined && explains) return refusedBy(flow, refused, first, isAll)
  if (exchange.status === 0) return noAnswer(flow)
  if (exchange.redirectUrl !== null) return ledAway(flow, first)
  return passed(flow, first?.judgement ?? null)
}

/** The flow cut after the hop that failed: a browser goes no further, and some logs hold phantoms of the rest. */
export function truncateAtFailure(flow: Flow): Flow {
  // what was asked for without CORS and answered is no phantom
  if (!DIALECTS[flow.dialect].phantoms || (!isCorsMode(flow) && !flow.exchange.neverSent)) return flow
  const open = openModes(flow)
  const judgements = (open.length > 0 ? open : judgedInAll(flow)).map(({ judgement }) => judgement)
  const hops = judgements.flatMap((judgement) => (judgement === null ? [] : [judgement.hop]))
  if (hops.length < judgements.length) return flow
  const hop = Math.min(...hops)
  const link = flow.hops[hop]
  return link === undefined ? flow : { ...flow, ...link, hops: flow.hops.slice(0, hop) }
}
