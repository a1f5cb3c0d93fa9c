/** How far a fix was checked, in a sentence for every place that shows one. */

import type { Check } from './recipe.ts'

const PASSES = 'Checked by simulation: with this change the same request passes'

export function checkWords(check: Check): string {
  if (check.proof === 'untested') return `Not tested: ${check.why}.`
  if (check.loses.length === 0) return `${PASSES}, and no response in this log that passed is lost.`
  return `${PASSES}. Pages of ${check.loses.join(', ')}, which \`*\` lets in today, are not in its list: add them if they still need the responses.`
}
