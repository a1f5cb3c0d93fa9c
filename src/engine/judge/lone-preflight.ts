/** A preflight whose request is not in the log. It proves no more than its own answer does. */
import { DIALECTS } from '../har/dialects.ts'
import type { Flow } from '../log/flow.ts'
import { finding } from '../reasons/finding.ts'
import { provenMode } from './credentials-evidence.ts'
import { blockedVerdict, candidatesOf, WHICH_CREDENTIALS } from './credentials-modes.ts'
import { networkFacts } from './network-errors.ts'
import { isRefused, judgedInAll, openModes, wasDelivered } from './open-modes.ts'
import type { Verdict } from './verdict.ts'
import { notCors, undetermined } from './verdicts.ts'

const OBSERVED = 'The preflight got a response, and the request is not in the log.'

export function judgeLonePreflight(flow: Flow): Verdict {
  const { preflight, dialect } = flow
  const { headers, unsent } = DIALECTS[dialect]
  if (preflight === null || preflight.status === 0)
    return notCors(
      flow,
      finding('preflight-not-answered', 'connection', networkFacts(preflight ?? flow.exchange)),
      preflight?.ending.kind === 'failed',
    )
  const open = openModes(flow)
  const failing = open.filter(isRefused).map(({ mode, judgement }) => ({ mode, finding: judgement.finding }))
  const candidates = candidatesOf(failing)
  const failsAnyway = failing.length === open.length
  // in one mode only: the request may be running still, unless the page has got nothing of it
  const isOver = unsent === 'missing' && wasDelivered(flow) === false
  if (candidates !== null && (failsAnyway || isOver)) {
    const verdict = blockedVerdict(flow, candidates, OBSERVED)
    const complete = headers === 'wire' && (provenMode(flow) !== null || judgedInAll(flow).every(isRefused))
    return {
      ...verdict,
      basis: complete ? 'complete-exchange' : 'headers-only',
      certain: complete && verdict.certain,
    }
  }
  return undetermined(
    flow,
    finding('request-not-recorded', 'preflight', networkFacts(preflight)),
    failing.map((candidate) => ({ finding: candidate.finding, decidedBy: WHICH_CREDENTIALS })),
  )
}
