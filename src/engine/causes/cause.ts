/** Cause: what really went wrong behind the header, and who owns the change. */

import type { CauseId } from './causes.ts'

export type Owner = 'front-end' | 'back-end' | 'proxy' | 'platform' | 'browser' | 'extension'

/** Plain JSON. */
export interface Cause {
  id: CauseId
  owner: Owner
  /** The remedy in a few words. */
  title: string
  text: string
  /** What the browser's console says that leads astray; null when it does not. */
  misleading: string | null
  /** Read off the log, or inferred from it. */
  certain: boolean
}

/** One cause, said once: a row of CAUSES. The words stay here, the detectors bring the facts. */
export interface CauseRow {
  owner: Owner
  title: string
  /** Declares the facts that the row needs. */
  text: (facts: never) => string
  /** Present where the browser's console leads astray. */
  misleading?: (facts: never) => string
}

type FactsOf<Row extends CauseRow> = Parameters<Row['text']> extends [infer Facts] ? Facts : undefined

/** A row and its facts, spoken. */
export function speak<Rows extends Record<string, CauseRow>, Id extends keyof Rows & CauseId>(
  rows: Rows,
  id: Id,
  facts: FactsOf<Rows[Id]>,
  certain: boolean,
): Cause {
  const row = rows[id] as CauseRow
  return {
    id,
    owner: row.owner,
    title: row.title,
    text: row.text(facts as never),
    misleading: row.misleading?.(facts as never) ?? null,
    certain,
  }
}
