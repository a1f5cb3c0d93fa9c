/** Progress: which endpoints of a cause have failed, and which of them pass now; over reloads, until the list is cleared. */
import { isFailure } from '../engine/index.ts'
import { factsOf, type Item } from './item.ts'
import type { Summary } from './summaries.ts'

export interface Cause {
  summary: Summary
  /** Those that failed for it. */
  endpoints: Set<string>
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
  /** Causes that no request of the log fails for any more, and of which some endpoint passes now. */
  mending(): [key: string, cause: Cause, passed: Item[]][]
  clear(): void
}

/** A log of a whole day may hold many causes. */
const MOST_CAUSES = 500

const isPartOf = (some: ReadonlySet<string>, more: ReadonlySet<string>): boolean =>
  some.size < more.size && [...some].every((one) => more.has(one))

export function createProgress(): Progress {
  const causes = new Map<string, Cause>()
  /** When each endpoint failed last, for whatever cause. */
  const failures = new Map<string, number>()
  /** The newest success of each endpoint. */
  const passes = new Map<string, Item>()
  /** Keys of the causes that the log holds now, and endpoints that fail in it. */
  let present = new Set<string>()
  let failing = new Set<string>()
  let seen = new WeakMap<Item, Summary>()

  function fail(item: Item, summary: Summary): void {
    const { endpoint, time } = factsOf(item)
    let cause = causes.get(summary.key)
    if (cause === undefined) {
      if (causes.size >= MOST_CAUSES) return
      cause = { summary, endpoints: new Set() }
      causes.set(summary.key, cause)
    }
    cause.endpoints.add(endpoint)
    failures.set(endpoint, Math.max(time, failures.get(endpoint) ?? time))
  }

  function pass(item: Item): void {
    // allowed by its headers is not allowed by the browser where the log records no failures
    if (item.verdict.outcome !== 'allowed' || item.verdict.alternatives.length > 0) return
    passes.set(factsOf(item).endpoint, item)
  }

  function passOf(endpoint: string): Item[] {
    const passed = passes.get(endpoint)
    return passed !== undefined && factsOf(passed).time > (failures.get(endpoint) ?? 0) ? [passed] : []
  }

  const passedOf = ({ endpoints }: Cause): Item[] => [...endpoints].flatMap(passOf)

  const failsNow = (endpoint: string): boolean => failing.has(endpoint) && passOf(endpoint).length === 0

  /**
   * A server that is mended in part is another server: the requests that still fail have another cause then. It goes on
   * where an older one ended that all of them failed for, and that the log no longer holds.
   */
  const before = ({ endpoints, summary }: Cause): Cause | undefined =>
    [...causes.values()].find(
      (older) =>
        older.summary.key !== summary.key &&
        !present.has(older.summary.key) &&
        [...endpoints].every((endpoint) => older.endpoints.has(endpoint)) &&
        passedOf(older).length > 0,
    )

  return {
    observe(items, summaryOf) {
      present = new Set()
      failing = new Set()
      for (const item of items) {
        const summary = summaryOf(item)
        const isFailing = isFailure(item.verdict)
        if (isFailing) failing.add(factsOf(item).endpoint)
        if (!summary.final) continue
        if (isFailing) present.add(summary.key)
        if (seen.get(item) === summary) continue
        seen.set(item, summary)
        if (isFailing) fail(item, summary)
        else pass(item)
      }
    },
    of(key) {
      const cause = causes.get(key)
      if (cause === undefined || passes.size === 0) return null
      const whole = passedOf(cause).length > 0 ? cause : before(cause)
      return whole === undefined ? null : { passing: passedOf(whole).length, total: whole.endpoints.size }
    },
    mending() {
      const mended = [...causes].flatMap(([key, cause]): [string, Cause, Item[]][] => {
        if (present.has(key) || [...cause.endpoints].some(failsNow)) return []
        const passed = passedOf(cause)
        return passed.length === 0 ? [] : [[key, cause, passed]]
      })
      // a cause that went on where this one ended is told with it
      return mended.filter(
        ([, { endpoints }]) => !mended.some(([, { endpoints: more }]) => isPartOf(endpoints, more)),
      )
    },
    clear() {
      causes.clear()
      failures.clear()
      passes.clear()
      seen = new WeakMap()
    },
  }
}
