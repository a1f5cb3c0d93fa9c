/** Proof of a fix: the flow as it would run with the fix in, judged again by the engine. */
import { judge } from '../judge/judge.ts'
import type { Outcome } from '../judge/verdict.ts'
import type { DraftFix, FixContext } from './recipe.ts'

/** Verdicts that exist for requests with credentials only prove the mode that the log left open. */
const ONLY_WITH_CREDENTIALS = ['allow-origin-star-with-credentials', 'allow-credentials-not-true']

function modeOf(
  { verdict }: FixContext,
  draft: Pick<DraftFix, 'dropsCredentials'>,
): 'include' | 'not-include' {
  if (draft.dropsCredentials) return 'not-include'
  if (verdict.credentials.mode !== 'unknown') return verdict.credentials.mode
  return ONLY_WITH_CREDENTIALS.includes(verdict.finding?.reason ?? '') ? 'include' : 'not-include'
}

/** Mixed content behind a redirect is a CORS request still, once it stays on https. */
const isOutsideCors = ({ outcome, finding }: FixContext['verdict']): boolean =>
  outcome === 'not-cors' && finding?.reason !== 'mixed-content'

/** What becomes of the request once the fix is in. */
export function simulate(draft: Pick<DraftFix, 'after' | 'dropsCredentials'>, context: FixContext): Outcome {
  const after = draft.after(context.flow)
  if (after.exchange.ending.kind !== 'unmarked' || after.exchange.status === 0) return 'blocked'
  // outside of CORS the status is what counts
  if (!after.crossOrigin || isOutsideCors(context.verdict))
    return after.exchange.status < 400 ? 'allowed' : 'not-cors'
  return judge(after, modeOf(context, draft)) === null ? 'allowed' : 'blocked'
}
