/** The same log in another order, and what of a diagnosis no order may change. */

import { exchangeFromHar } from '../../src/engine/har/exchange.ts'
import { type Diagnosis, diagnose } from '../../src/engine/index.ts'
import type { Random } from './random.ts'

/** Where an entry stood before. */
type Places = readonly number[]

/**
 * Places in a new order. Entries that started in the same millisecond, or whose start is not on record, stay in their
 * order: there the log says by it which came first. All other order a dialect leaves open, since the times tell.
 */
export function reordered(random: Random, entries: readonly unknown[]): Places {
  const mixed = entries.map((_, place) => place)
  for (let i = mixed.length - 1; i > 0; i -= 1) {
    const other = random.below(i + 1)
    const [a, b] = [mixed[i] as number, mixed[other] as number]
    mixed[i] = b
    mixed[other] = a
  }
  const startOf = entries.map((entry, index) => exchangeFromHar(entry, index)?.startedAt ?? 0)
  const waiting = new Map<number, number[]>()
  entries.forEach((_, place) => {
    const start = startOf[place] as number
    const queue = waiting.get(start)
    if (queue === undefined) waiting.set(start, [place])
    else queue.push(place)
  })
  return mixed.map((place) => waiting.get(startOf[place] as number)?.shift() as number)
}

/** Each flow by the entry judged: verdict, causes, server and code. `places`: where its entries stood before. */
function gistOf({ flows }: Diagnosis, places: Places): string[] {
  return flows
    .map(({ flow, verdict, causes, server, fixes }) =>
      JSON.stringify([
        places[flow.exchange.index],
        flow.preflight === null ? null : places[flow.preflight.index],
        flow.hops.map(({ exchange }) => places[exchange.index]),
        verdict.outcome,
        verdict.certain,
        verdict.finding?.reason ?? null,
        verdict.alternatives.map(({ finding }) => finding.reason).sort(),
        verdict.blockers.map(({ reason }) => reason).sort(),
        causes.map(({ id }) => id),
        server.framework,
        fixes.map(({ framework, code }) => [framework, code]),
      ]),
    )
    .sort()
}

interface Log {
  entries: readonly unknown[]
  creator: string
  pages: readonly unknown[]
}

/** The first flow that another order changed, before and after; null where none did. */
export function changedByOrder(random: Random, log: Log, diagnosis: Diagnosis): string | null {
  const places = reordered(random, log.entries)
  const { creator, pages } = log
  const mixed = places.map((place) => log.entries[place])
  const before = gistOf(
    diagnosis,
    log.entries.map((_, place) => place),
  )
  const after = gistOf(diagnose(mixed, { creator, pages }), places)
  const differs = before.findIndex((flow, i) => flow !== after[i])
  if (differs === -1 && before.length === after.length) return null
  return `${places.join(',')}\n  ${before[differs]}\n  ${after[differs]}`
}
