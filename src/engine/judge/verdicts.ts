/** Makers of the plainer verdicts. */
import type { Flow } from '../log/flow.ts'
import type { Finding } from '../reasons/finding.ts'
import { byElimination, MODES, provenMode, UNKNOWN } from './credentials-evidence.ts'
import { judgeChain } from './judge.ts'
import type { Alternative, Credentials, Verdict } from './verdict.ts'

/** Another thing than CORS. `certain`: read off the log, not inferred. */
export const notCors = (finding: Finding, certain: boolean, alternatives: Alternative[] = []): Verdict => ({
  outcome: 'not-cors',
  finding,
  certain,
  alternatives,
  blockers: [],
  credentials: { mode: 'unknown', because: 'It does not matter to this failure.' },
})

/** The log cannot tell. */
export const undetermined = (
  finding: Finding,
  alternatives: Alternative[],
  credentials: Credentials,
): Verdict => ({
  outcome: 'undetermined',
  finding,
  certain: false,
  alternatives,
  blockers: [],
  credentials,
})

/** The browser let it through; a mode in which it would have been blocked was not the request's. */
export function allowed(flow: Flow): Verdict {
  const passing = MODES.filter((mode) => judgeChain(flow, mode) === null)
  const [only, other] = passing
  const eliminated =
    only !== undefined && other === undefined
      ? byElimination(only, 'The browser let the answer through.')
      : UNKNOWN
  return {
    outcome: 'allowed',
    finding: null,
    certain: true,
    alternatives: [],
    blockers: [],
    credentials: provenMode(flow) ?? eliminated,
  }
}
