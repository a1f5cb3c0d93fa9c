/** What Firefox itself says of a request: the category of its console message, and how that compares with a verdict. */
import { explain, type FlowDiagnosis } from '../../src/engine/index.ts'
import type { ConsoleMessage } from './firefox.ts'

/** Firefox counts the versions of a text in a trailing digit: `CORSMissingAllowOrigin2`. */
const withoutVersion = (category: string): string => category.replace(/\d+$/, '')

/** A notice, not a refusal. */
const NOTICE = 'CORSAllowHeaderFromPreflightDeprecation'
/** Follows every failed preflight beside the category that says why (measured). */
const AFTERWARDS = 'CORSDidNotSucceed'

/** The reasons for which Firefox refused, without what merely follows; [] when its console names no CORS reason. */
export function refusalsIn(messages: readonly Pick<ConsoleMessage, 'category'>[]): string[] {
  const cors = messages
    .map(({ category }) => withoutVersion(category))
    .filter((category) => category.startsWith('CORS') && category !== NOTICE)
  const reasons = cors.filter((category) => category !== AFTERWARDS)
  return reasons.length > 0 ? reasons : cors
}

export type Agreement =
  /** The verdict's code is Firefox's, or both let the request pass, or both call it a failure that is no CORS matter. */
  | 'same'
  /** Firefox's category is one of at most two stated alternatives. */
  | 'stated'
  /** A refusal that the report calls allowed, or does not list. */
  | 'missed'
  /** Listed as blocked although the page got its answer. */
  | 'false-alarm'
  /** Another reason than Firefox's. */
  | 'other'

/** With `redirect: "error"`, which no log holds, a redirected preflight has this category (measured). */
const alsoSaidOf = ({ reason }: { reason: string }): string[] =>
  reason === 'preflight-redirected' ? ['CORSPreflightDidNotSucceed'] : []

/** @param flow the diagnosis of that request, null when there is none */
export function agreement(
  flow: Pick<FlowDiagnosis, 'verdict'> | null,
  failed: boolean,
  refusals: readonly string[],
): Agreement {
  const verdict = flow?.verdict
  if (!failed) return verdict?.outcome === 'blocked' ? 'false-alarm' : 'same'
  // failures that Firefox's console does not name are no CORS refusals
  if (refusals.length === 0) return verdict?.outcome === 'blocked' && verdict.certain ? 'other' : 'same'
  if (verdict === undefined) return 'missed'
  // “CORS request did not succeed” is Firefox's word for what failed outside of CORS
  if (verdict.outcome === 'not-cors' && refusals.every((category) => category === AFTERWARDS)) return 'same'
  const isSaid = (finding: FlowDiagnosis['verdict']['finding']) =>
    finding !== null &&
    [explain(finding).codes.firefox ?? '', ...alsoSaidOf(finding)].some((code) => refusals.includes(code))
  if (verdict.outcome !== 'allowed' && isSaid(verdict.finding)) return 'same'
  if (verdict.alternatives.slice(0, 2).some(({ finding }) => isSaid(finding))) return 'stated'
  return verdict.outcome === 'allowed' ? 'missed' : 'other'
}
