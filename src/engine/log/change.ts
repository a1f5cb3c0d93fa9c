/** Change: what became of the flows of a log. */
import type { Flow } from './flow.ts'

/** Ids of flows. */
export interface Change {
  added: string[]
  changed: string[]
  removed: string[]
}

/** What went and came back under its id has changed. */
export function withoutReturns({ added, changed, removed }: Change): Change {
  const gone = new Set(removed)
  const come = new Set(added)
  return {
    added: added.filter((id) => !gone.has(id)),
    changed: [...changed, ...added.filter((id) => gone.has(id))],
    removed: removed.filter((id) => !come.has(id)),
  }
}

/** Made of the same exchanges on the same page; all else of a flow follows from these. */
export function isSame(a: Flow, b: Flow): boolean {
  if (a.dialect !== b.dialect || a.browser !== b.browser) return false
  if (a.pageUrl !== b.pageUrl || a.preflight !== b.preflight || a.hops.length !== b.hops.length) return false
  const isOrphan = a.preflight !== null && a.exchange.index === a.preflight.index
  if (a.exchange !== b.exchange && !(isOrphan && a.exchange.index === b.exchange.index)) return false
  return a.hops.every(
    ({ exchange, preflight }, place) =>
      exchange === b.hops[place]?.exchange && preflight === b.hops[place]?.preflight,
  )
}
