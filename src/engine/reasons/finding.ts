/** Finding: a reason and the facts needed to speak of it. Plain JSON; the words stay in the table. */
import type { REASONS } from './table.ts'

export type ReasonId = keyof typeof REASONS

type FactsOf<Parameter> = Parameter extends [infer F] ? F : { url: string }

/** The facts a row needs, as its own `explain` declares them. */
export type Facts<Id extends ReasonId> = FactsOf<Parameters<(typeof REASONS)[Id]['explain']>>

/** Where a flow stopped. */
export type Stage = 'preflight' | 'response' | 'redirect' | 'connection' | 'before-network'

export interface Finding<Id extends ReasonId = ReasonId> {
  reason: Id
  stage: Stage
  facts: Facts<Id>
}

/** The only maker of findings: the facts must be those of the row. */
export const finding = <Id extends ReasonId>(reason: Id, stage: Stage, facts: Facts<Id>): Finding =>
  ({ reason, stage, facts }) as Finding
