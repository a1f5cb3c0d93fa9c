/** Candidates: what each credentials mode would have led to, and which of the two the log rules out. */
import type { Flow } from '../log/flow.ts'
import { explain } from '../reasons/explain.ts'
import type { Finding } from '../reasons/finding.ts'
import { blockersOf } from './blockers.ts'
import type { CredentialsMode } from './cors-check.ts'
import { byElimination, provenMode, UNKNOWN } from './credentials-evidence.ts'
import type { Log } from './log-evidence.ts'
import type { Alternative, Credentials, Verdict } from './verdict.ts'
import { basisOf, likeliest, MOST_ALTERNATIVES } from './verdicts.ts'

/** A finding that explains what was observed, if the request was made in that mode. */
export interface Candidate {
  mode: CredentialsMode
  finding: Finding
}

export const WHICH_CREDENTIALS =
  'Whether the request was made with credentials (`credentials: "include"`, or `withCredentials` for XMLHttpRequest): look at the call.'

const same = (a: Finding, b: Finding): boolean => {
  const [first, second] = [explain(a), explain(b)]
  return a.reason === b.reason && a.stage === b.stage && first.failedParameter === second.failedParameter
}

function settle(flow: Flow, candidates: Candidates, observed: string): Credentials {
  const proven = provenMode(flow)
  if (proven !== null) return proven
  const [only, other] = candidates
  return other === undefined ? byElimination(only.mode, observed) : UNKNOWN
}

/** One candidate, or one for each mode. */
export type Candidates = readonly [Candidate, Candidate?]

/** Null for none. */
export function candidatesOf(found: readonly Candidate[]): Candidates | null {
  const [first, second] = found
  if (first === undefined) return null
  return second === undefined ? [first] : [first, second]
}

/** The candidate that the proven mode leaves; both when it contradicts each. */
function withoutDisproved(flow: Flow, candidates: Candidates): Candidates {
  const proven = provenMode(flow)
  const left = candidates.find((candidate) => candidate?.mode === proven?.mode)
  return left === undefined ? candidates : [left]
}

/** The likelier mode first: with credentials where the same call carried a cookie another time, else without. */
function byLikelihood(flow: Flow, [first, second]: Candidates, log: Log | null): Candidates {
  if (second === undefined) return [first]
  const withCookie = log?.sameCallWithCookie(flow) ?? false
  return withCookie && first.mode !== 'include' ? [second, first] : [first, second]
}

/**
 * The verdict on a request that the browser refused. `candidates`: one finding for each mode that fits.
 * `others`: explanations that do not depend on the mode. `log`: where other requests may tell.
 */
export function blockedVerdict(
  flow: Flow,
  candidates: Candidates,
  observed: string,
  others: readonly Alternative[] = [],
  log: Log | null = null,
): Verdict {
  const left = byLikelihood(flow, withoutDisproved(flow, candidates), log)
  const [first, second] = left
  const differs = second !== undefined && !same(first.finding, second.finding)
  const credentials = differs
    ? {
        mode: 'unknown' as const,
        because: `The log holds no credentials mode, and no cookie was sent. ${observed} That fits both.`,
      }
    : settle(flow, left, observed)
  return {
    outcome: 'blocked',
    finding: first.finding,
    basis: basisOf(flow),
    certain: !differs && others.length === 0,
    alternatives: [
      ...(differs ? [{ finding: second.finding, decidedBy: WHICH_CREDENTIALS }] : []),
      ...likeliest(others, first.finding),
    ].slice(0, MOST_ALTERNATIVES),
    blockers: blockersOf(flow, first.finding, credentials.mode === 'unknown' ? first.mode : credentials.mode),
    credentials,
  }
}
