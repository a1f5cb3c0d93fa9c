/** Refused: Chromium's net::ERR_FAILED, which every CORS failure has and few others (measured). */
import type { Flow } from '../log/flow.ts'
import { finding } from '../reasons/finding.ts'
import type { CredentialsMode } from './cors-check.ts'
import { MODES } from './credentials-evidence.ts'
import { blockedVerdict, type Candidate, type Candidates, candidatesOf } from './credentials-modes.ts'
import { judgeChain } from './judge.ts'
import type { Log } from './log-evidence.ts'
import { networkFacts } from './network-errors.ts'
import { judgeUnseen, stoppedForLocalNetwork } from './no-response.ts'
import type { Alternative, Verdict } from './verdict.ts'
import { notCors, undetermined } from './verdicts.ts'

/** Findings at the place where the flow stopped. A mode that fails earlier, or not at all, was not the request's. */
function fittingCandidates(flow: Flow): Candidates | null {
  const failedAtPreflight = flow.exchange.status === 0
  const fitting = MODES.flatMap((mode): Candidate[] => {
    const judgement = judgeChain(flow, mode)
    if (judgement === null || judgement.hop !== flow.hops.length) return []
    // a redirect to another scheme has a net error of its own (measured)
    if (judgement.finding.reason === 'redirect-to-unsafe-scheme') return []
    const atPreflight = judgement.finding.stage === 'preflight'
    return atPreflight === failedAtPreflight ? [{ mode, finding: judgement.finding }] : []
  })
  return candidatesOf(fitting)
}

/** The redirect mode is looked at before the scheme of the target (measured). */
function passesCors(flow: Flow, mode: CredentialsMode): boolean {
  const reason = judgeChain(flow, mode)?.finding.reason
  return reason === undefined || reason === 'redirect-to-unsafe-scheme'
}

/** A redirect that passes in one of the two modes can also have failed by the page's own choice of redirect mode. */
function redirectModeError(flow: Flow): Alternative[] {
  const { url, status, redirectUrl } = flow.exchange
  if (redirectUrl === null || !MODES.some((mode) => passesCors(flow, mode))) return []
  return [
    {
      finding: finding('redirect-mode-error', 'redirect', { url, status, location: redirectUrl }),
      decidedBy: 'Whether the page called fetch with `redirect: "error"`: look at the call.',
    },
  ]
}

const OBSERVED_PREFLIGHT = 'The preflight got a response, and the request was not sent.'
const OBSERVED_RESPONSE = 'The response came, and the browser refused it.'

export function judgeRefused(flow: Flow, log: Log): Verdict {
  const { exchange } = flow
  if (stoppedForLocalNetwork(flow)) return judgeUnseen(flow, log)
  const candidates = fittingCandidates(flow)
  const byPageChoice = exchange.status === 0 ? [] : redirectModeError(flow)
  if (candidates !== null) {
    const observed = exchange.status === 0 ? OBSERVED_PREFLIGHT : OBSERVED_RESPONSE
    return blockedVerdict(flow, candidates, observed, byPageChoice, log)
  }
  if (byPageChoice[0] !== undefined) return notCors(flow, byPageChoice[0].finding, false)
  if (exchange.status === 0) return judgeUnseen(flow, log)
  return undetermined(flow, finding('headers-pass', 'response', networkFacts(exchange)))
}
