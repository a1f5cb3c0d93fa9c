/** Makers of the plainer verdicts. */
import { DIALECTS } from '../har/dialects.ts'
import type { Flow } from '../log/flow.ts'
import type { Finding } from '../reasons/finding.ts'
import { byElimination, passingModes, provenMode, UNKNOWN } from './credentials-evidence.ts'
import { judgeChain } from './judge.ts'
import type { Alternative, Basis, Credentials, Verdict } from './verdict.ts'

/** More say no more than that the log does not tell. */
export const MOST_ALTERNATIVES = 3

/** What may be said without regard to the mode; the mark of the browser where the log has such marks. */
export const basisOf = ({ dialect }: Pick<Flow, 'dialect'>): Basis =>
  DIALECTS[dialect].refusals === 'net-errors' ? 'browser-mark' : 'headers-only'

/** The likeliest, none of them twice. */
export function likeliest(alternatives: readonly Alternative[], but?: Finding): Alternative[] {
  if (alternatives.length === 0) return []
  const seen = new Set([but?.reason])
  const kept: Alternative[] = []
  for (const alternative of alternatives) {
    if (seen.has(alternative.finding.reason)) continue
    seen.add(alternative.finding.reason)
    kept.push(alternative)
  }
  return kept.slice(0, MOST_ALTERNATIVES)
}

/** Another thing than CORS. `certain`: read off the log, not inferred. */
export const notCors = (
  flow: Flow,
  finding: Finding,
  certain: boolean,
  alternatives: Alternative[] = [],
): Verdict => ({
  outcome: 'not-cors',
  finding,
  basis: basisOf(flow),
  certain,
  alternatives: likeliest(alternatives),
  blockers: [],
  credentials: { mode: 'unknown', because: 'It does not matter to this failure.' },
})

/** The log cannot tell. `finding`: what is missing, or the likeliest explanation. */
export const undetermined = (
  flow: Flow,
  finding: Finding,
  alternatives: readonly Alternative[] = [],
  credentials: Credentials = UNKNOWN,
): Verdict => ({
  outcome: 'undetermined',
  finding,
  basis: basisOf(flow),
  certain: false,
  alternatives: likeliest(alternatives, finding),
  blockers: [],
  credentials,
})

/** The browser let it through. */
export const allowed = (flow: Flow): Verdict => ({
  outcome: 'allowed',
  finding: null,
  basis: 'browser-mark',
  certain: true,
  alternatives: [],
  blockers: [],
  credentials: provenMode(flow) ?? byPassing(flow),
})

/** A mode in which it would have been blocked was not the request's. */
function byPassing(flow: Flow): Credentials {
  const [only, other] = passingModes((mode) => judgeChain(flow, mode) === null)
  return only !== undefined && other === undefined
    ? byElimination(only, 'The browser let the response through.')
    : UNKNOWN
}
