/** axe-core in a page of the extension. */
import { readFileSync } from 'node:fs'
import type { Firefox } from './firefox.ts'
import type { ExtensionPage } from './internals.ts'

const AXE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')

export interface AxeResult {
  /** Rules that found something to look at. */
  checked: number
  /** Each with its first place. */
  violations: [rule: string, html: string][]
}

export async function runAxe(firefox: Firefox, page: ExtensionPage): Promise<AxeResult> {
  const found = await firefox.inExtension<string>(
    page,
    `${AXE}; return window.axe.run(document).then(({ passes, violations }) => JSON.stringify({
       checked: passes.length,
       violations: violations.map(({ id, nodes }) => [id, nodes[0].html]),
     }))`,
  )
  return JSON.parse(found) as AxeResult
}
