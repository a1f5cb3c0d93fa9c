/** The answer line: one sentence that says what is wrong, with the value, and who acts. It leads every way out. */
import type { Cause, Owner } from '../causes/cause.ts'
import type { Verdict } from '../judge/verdict.ts'
import { explain } from '../reasons/explain.ts'

/** Plain JSON. */
export interface AnswerLine {
  text: string
  /** Who must act; null where the log does not tell. */
  owner: Owner | null
}

/** From the cause where there is one, else from the browser's own reason; null where nothing went wrong. */
export function answerLine({ verdict, cause }: { verdict: Verdict; cause: Cause | null }): AnswerLine | null {
  if (cause !== null) return { text: cause.answer, owner: cause.owner }
  return verdict.finding === null ? null : { text: explain(verdict.finding).title, owner: null }
}
