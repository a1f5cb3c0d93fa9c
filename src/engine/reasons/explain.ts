/** A finding in words. */
import type { Finding, ReasonId, Stage } from './finding.ts'
import type { Row } from './row.ts'
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

type Speaker = ((facts: unknown) => string | null) | undefined

/** A row whose facts are those of the finding at hand: the one cast of the table. */
export const rowOf = (reason: ReasonId): Row => REASONS[reason] as Row

const say = (speaker: unknown, facts: unknown): string | null => (speaker as Speaker)?.(facts) ?? null

function chromiumCode({ chromium }: Row, stage: Stage): string | null {
  if (chromium === null || typeof chromium === 'string') return chromium
  return stage === 'preflight' ? chromium.preflight : chromium.response
}

export function explain({ reason, stage, facts }: Finding): Explanation {
  const row = rowOf(reason)
  const chromium = chromiumCode(row, stage)
  return {
    reason,
    kind: row.kind,
    stage,
    title: row.title,
    text: say(row.explain, facts) ?? '',
    header: row.header,
    expected: say(row.expected, facts),
    received: say(row.received, facts),
    clause: { url: row.clause, step: row.step },
    docs: row.docs,
    codes: { chromium, firefox: row.firefox },
    failedParameter: chromium === null ? null : (say(row.failedParameter, facts) ?? ''),
  }
}
