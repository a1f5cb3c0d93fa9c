/** Progress: which endpoints of a cause have failed, and which of them pass now; over reloads, until the list is cleared. */
import { isFailure } from '../engine/index.ts'
import { factsOf, type Item } from './item.ts'
import type { Summary } from './summaries.ts'

interface Endpoint {
  failedAt: number
  /** The newest request that passed since. */
  passed: Item | null
}

export interface Cause {
  summary: Summary
  endpoints: ReadonlyMap<string, Endpoint>
}

export interface Passing {
  passing: number
  total: number
}

export interface Progress {
  /** Takes in the requests of the log as they are now, in their order. */
  observe(items: readonly Item[], summaryOf: (item: Item) => Summary): void
  /** Null while nothing passes. */
  of(key: string): Passing | null
  /** Causes of which no request fails any more and at least one passes, by key. */
  settled(failing: ReadonlySet<string>): [key: string, cause: Cause, passed: Item[]][]
  clear(): void
}

/** A log of a whole day may hold many causes. */
const MOST_CAUSES = 500

export function createProgress(): Progress {
  const causes = new Map<string, Cause & { endpoints: Map<string, Endpoint> }>()

  function fail(item: Item, summary: Summary): void {
    if (!summary.final) return
    const { endpoint, time } = factsOf(item)
    let cause = causes.get(summary.key)
    if (cause === undefined) {
      if (causes.size >= MOST_CAUSES) return
      cause = { summary, endpoints: new Map() }
      causes.set(summary.key, cause)
    }
    const known = cause.endpoints.get(endpoint)
    if (known === undefined || known.failedAt <= time)
      cause.endpoints.set(endpoint, { failedAt: time, passed: null })
  }

  function pass(item: Item): void {
    if (item.verdict.outcome !== 'allowed' || item.verdict.alternatives.length > 0) return
    const { endpoint, time } = factsOf(item)
    for (const { endpoints } of causes.values()) {
      const known = endpoints.get(endpoint)
      if (known !== undefined && known.failedAt < time) known.passed = item
    }
  }

  return {
    observe(items, summaryOf) {
      for (const item of items) if (isFailure(item.verdict)) fail(item, summaryOf(item))
      if (causes.size === 0) return
      for (const item of items) if (!isFailure(item.verdict)) pass(item)
    },
    of(key) {
      const endpoints = [...(causes.get(key)?.endpoints.values() ?? [])]
      const passing = endpoints.filter(({ passed }) => passed !== null).length
      return passing === 0 ? null : { passing, total: endpoints.length }
    },
    settled: (failing) =>
      [...causes].flatMap(([key, cause]): [string, Cause, Item[]][] => {
        if (failing.has(key)) return []
        const passed = [...cause.endpoints.values()].flatMap((endpoint) => endpoint.passed ?? [])
        return passed.length === 0 ? [] : [[key, cause, passed]]
      }),
    clear: () => causes.clear(),
  }
}
