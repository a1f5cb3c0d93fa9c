/** What the log and the trials of this window prove of a failure since. */
import {
  endpointKey,
  type FlowDiagnosis,
  type Known,
  proofsOf,
  type Sending,
  withProofs,
} from '../engine/index.ts'
import type { Item } from './item.ts'
import type { ProofState } from './proof.ts'

const sendingsOf = (state: ProofState, id: string): Sending[] =>
  (state.again[id] ?? []).flatMap(({ credentials, result, trial }) =>
    result === null || trial
      ? []
      : [
          {
            id: result.id,
            mode: credentials === 'include' ? ('include' as const) : ('not-include' as const),
          },
        ],
  )

/** A diagnosis with its proofs. `items`: all of the log; looked through once for any number of diagnoses. */
export function prover(
  items: readonly Item[],
  state: ProofState | null,
): (diagnosis: FlowDiagnosis) => FlowDiagnosis {
  const endpoints = new Map<string, Item[]>()
  let read = false
  const requestsLike = (diagnosis: FlowDiagnosis): readonly Item[] => {
    if (!read) {
      for (const item of items) {
        const key = endpointKey(item.flow)
        const known = endpoints.get(key)
        if (known === undefined) endpoints.set(key, [item])
        else known.push(item)
      }
      read = true
    }
    return endpoints.get(endpointKey(diagnosis.flow)) ?? []
  }
  return (diagnosis) => {
    const known: Known = {
      trials: state?.trials ?? [],
      sendings: state === null ? [] : sendingsOf(state, diagnosis.id),
    }
    return withProofs(diagnosis, proofsOf(diagnosis, requestsLike(diagnosis), known))
  }
}
