/** Finding: a reason and the facts needed to speak of it. Plain JSON; the words stay in the table. */
import type { REASONS } from './table.ts'

export type ReasonId = keyof typeof REASONS

type FactsOf<Parameter> = Parameter extends [infer F] ? F : { url: string }

/** The facts each row needs, as its own `explain` declares them. */
export type FactsById = {
  [Id in ReasonId]: FactsOf<Parameters<(typeof REASONS)[Id]['explain']>>
}

export type Facts<Id extends ReasonId> = FactsById[Id]

/** Where a flow stopped. */
export type Stage = 'preflight' | 'response' | 'redirect' | 'connection' | 'before-network'

interface FindingOf<Id extends ReasonId> {
  reason: Id
  stage: Stage
  facts: FactsById[Id]
}

/** A union over the reasons: the reason tells the compiler which facts there are. */
export type Finding<Id extends ReasonId = ReasonId> = { [Each in Id]: FindingOf<Each> }[Id]

/** The only maker of findings: the facts must be those of the row. */
export const finding = <Id extends ReasonId>(
  reason: Id,
  stage: Stage,
  facts: FactsById[Id],
): FindingOf<Id> => ({ reason, stage, facts })
