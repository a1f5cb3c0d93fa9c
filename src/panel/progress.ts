/** Progress: which endpoints of a cause have failed, and which of them pass now; over reloads, until the list is cleared. */
import { isFailure } from '../engine/index.ts'
import { factsOf, type Item } from './item.ts'
import type { Summary } from './summaries.ts'

export interface Cause {
  summary: Summary
  /** When each endpoint failed last. */
  endpoints: Map<string, number>
}

export interface Passing {
  passing: number
  total: number
}

export interface Progress {
  /** Takes in the requests of the log as they are now; only what is new costs time. */
  observe(items: readonly Item[], summaryOf: (item: Item) => Summary): void
  /** Null while nothing passes. */
  of(key: string): Passing | null
  /** Causes of which some endpoint passes now, by key. */
  mending(): [key: string, cause: Cause, passed: Item[]][]
  clear(): void
}

/** A log of a whole day may hold many causes. */
const MOST_CAUSES = 500

export function createProgress(): Progress {
  const causes = new Map<string, Cause>()
  /** The newest success of each endpoint. */
  const passes = new Map<string, Item>()
  let seen = new WeakMap<Item, Summary>()

  function fail(item: Item, summary: Summary): void {
    const { endpoint, time } = factsOf(item)
    let cause = causes.get(summary.key)
    if (cause === undefined) {
      if (causes.size >= MOST_CAUSES) return
      cause = { summary, endpoints: new Map() }
      causes.set(summary.key, cause)
    }
    cause.endpoints.set(endpoint, Math.max(time, cause.endpoints.get(endpoint) ?? time))
  }

  function pass(item: Item): void {
    // allowed by its headers is not allowed by the browser where the log records no failures
    if (item.verdict.outcome !== 'allowed' || item.verdict.alternatives.length > 0) return
    passes.set(factsOf(item).endpoint, item)
  }

  const passedOf = ({ endpoints }: Cause): Item[] =>
    [...endpoints].flatMap(([endpoint, failedAt]) => {
      const passed = passes.get(endpoint)
      return passed !== undefined && factsOf(passed).time > failedAt ? [passed] : []
    })

  return {
    observe(items, summaryOf) {
      for (const item of items) {
        const summary = summaryOf(item)
        if (!summary.final || seen.get(item) === summary) continue
        seen.set(item, summary)
        if (isFailure(item.verdict)) fail(item, summary)
        else pass(item)
      }
    },
    of(key) {
      const cause = causes.get(key)
      const passing = cause === undefined || passes.size === 0 ? 0 : passedOf(cause).length
      return passing === 0 ? null : { passing, total: cause?.endpoints.size ?? 0 }
    },
    mending: () =>
      [...causes].flatMap(([key, cause]): [string, Cause, Item[]][] => {
        const passed = passedOf(cause)
        return passed.length === 0 ? [] : [[key, cause, passed]]
      }),
    clear() {
      causes.clear()
      passes.clear()
      seen = new WeakMap()
    },
  }
}
