/** Verdicts on what Firefox logged, beside Firefox's own. */
import { diagnose, type FlowDiagnosis } from '../../src/engine/index.ts'
import type { FirefoxCase, FirefoxRun } from './cases.ts'
import { type Agreement, agreement } from './console.ts'

export interface Scored {
  one: FirefoxCase
  flow: FlowDiagnosis | null
  agreement: Agreement
}

/** The flow of a case: the blocked one if any, else the one that ended last. */
const flowOf = (flows: readonly FlowDiagnosis[], id: number): FlowDiagnosis | null => {
  const own = flows.filter(({ flow }) => flow.exchange.url.includes(`/c/${id}/`))
  return own.findLast(({ verdict }) => verdict.outcome === 'blocked') ?? own.at(-1) ?? null
}

export const score = (runs: readonly FirefoxRun[]): Scored[] =>
  runs.flatMap(({ page, entries, cases }) => {
    const { flows } = diagnose(entries, { browser: 'firefox', pageUrl: `${page}/page` })
    return cases.map((one) => {
      const flow = flowOf(flows, one.id)
      return { one, flow, agreement: agreement(flow, one.failed, one.refusals) }
    })
  })

export function count(scored: readonly Scored[]): Record<Agreement, number> {
  const counts = { same: 0, stated: 0, missed: 0, 'false-alarm': 0, other: 0 }
  for (const { agreement: kind } of scored) counts[kind]++
  return counts
}
