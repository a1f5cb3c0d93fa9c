/** A finding in words. */
import type { FactsById, Finding, ReasonId, Stage } from './finding.ts'
import type { Row, RowOf } from './row.ts'
import { REASONS } from './table.ts'

export interface Explanation {
  reason: ReasonId
  kind: Row['kind']
  stage: Stage
  /** The remedy, in a few words. */
  title: string
  /** What happened and why, paragraphs divided by an empty line. */
  text: string
  /** The response header at fault, null when none is. */
  header: string | null
  /** The value that would have passed. */
  expected: string | null
  /** The value that came, null when the header was absent. */
  received: string | null
  /** The clause of the standard: an address and the step. */
  clause: { url: string; step: string }
  /** A page to read on. */
  docs: string
  /** Chromium's Network.CorsError and Firefox's console category; null where the browser names none. */
  codes: { chromium: string | null; firefox: string | null }
  /** Chromium's corsErrorStatus.failedParameter; null where there is no corsErrorStatus. */
  failedParameter: string | null
}

/** Each row speaks of its own facts; the compiler knows the pair by the reason. */
const ROWS: { readonly [Id in ReasonId]: RowOf<FactsById[Id]> } = REASONS

export const rowOf = (reason: ReasonId): Row => ROWS[reason]

function chromiumCode({ chromium }: Row, stage: Stage): string | null {
  if (chromium === null || typeof chromium === 'string') return chromium
  return stage === 'preflight' ? chromium.preflight : chromium.response
}

export function explain<Id extends ReasonId>({ reason, stage, facts }: Finding<Id>): Explanation {
  const row = ROWS[reason]
  const chromium = chromiumCode(row, stage)
  return {
    reason,
    kind: row.kind,
    stage,
    title: row.title,
    text: row.explain(facts),
    header: row.header,
    expected: row.expected?.(facts) ?? null,
    received: row.received?.(facts) ?? null,
    clause: { url: row.clause, step: row.step },
    docs: row.docs,
    codes: { chromium, firefox: typeof row.firefox === 'function' ? row.firefox(facts) : row.firefox },
    failedParameter: chromium === null ? null : (row.failedParameter?.(facts) ?? ''),
  }
}
