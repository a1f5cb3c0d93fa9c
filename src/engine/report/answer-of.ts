/** The answer line of a flow, whatever became of it. */
import type { Owner } from '../causes/cause.ts'
import type { FlowDiagnosis } from '../diagnose.ts'
import { answerLine } from '../words/answer-line.ts'
import { mayHaveFailed, ownerOf } from './listing.ts'

const PASSED = 'Nothing to change: the browser let the page read the response.'
const PASSES_BY_HEADERS = 'By its headers this passes; the log does not record whether it did.'

/** Never null: a flow that passed has an answer, too. */
export function answerOf(diagnosed: FlowDiagnosis): { text: string; owner: Owner | null } {
  const line = answerLine(diagnosed)
  if (line !== null) return { text: line.text, owner: line.owner ?? ownerOf(diagnosed) }
  return { text: mayHaveFailed(diagnosed) ? PASSES_BY_HEADERS : PASSED, owner: null }
}
