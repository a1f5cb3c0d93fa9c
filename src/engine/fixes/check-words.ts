/** How far a fix was checked, in a sentence for every place that shows one. */

import { momentOf } from './proof.ts'
import type { Check } from './recipe.ts'

const PASSES = 'Checked by simulation: with this change the same request passes'

/** What a trial proves of a change: its headers, not the code that sends them. `when`: as it is to be said. */
export const provenWords = (at: number, when = `at ${momentOf(at)}`): string =>
  `Proven in the tab ${when}: with the headers that this change sends the same request passed.`

export function checkWords(check: Check): string {
  if (check.proof === 'untested') return `Not tested: ${check.why}.`
  if (check.proof === 'proven')
    return `${provenWords(check.at)} ${checkWords({ ...check, proof: 'simulated' })}`
  if (check.loses.length === 0) return `${PASSES}, and no response in this log that passed is lost.`
  return `${PASSES}. Pages of ${check.loses.join(', ')}, which \`*\` lets in today, are not in its list: add them if they still need the responses.`
}
