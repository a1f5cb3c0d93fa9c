/**
 * Resource Timing as evidence where the network log records no refusal (Firefox). A page's own timing list gives the
 * status 0 for a request that failed and the real one for an answer that the page may read (measured on 536 requests in
 * Firefox 153: read 230 of 230, failed 0 in 269 of 306, in the other 37 the 3xx that was not followed).
 * https://www.w3.org/TR/resource-timing/#dom-performanceresourcetiming-responsestatus
 */
import { groupBy } from '../engine/index.ts'
import { isPreflight, startOf, urlOf } from './har-entry.ts'

/** One resource of the page: its address before redirects, the status that the page was given, when it began. */
export interface ResourceTiming {
  url: string
  /** 0 where the request failed, or its answer is opaque to the page. */
  status: number
  /** Milliseconds since the epoch. */
  startedAt: number
}

/** The list that a page hands out is its own word: no more of it is read than a page can reasonably hold. */
const MOST_TIMINGS = 5000

/** Run in the page: its own timings and those of its frames of the same origin. */
export const TIMING_EXPRESSION = `(() => {
  const all = []
  const visit = (frame) => {
    try {
      const { performance } = frame
      for (const { name, responseStatus, startTime } of performance.getEntriesByType('resource'))
        all.push([name, responseStatus, performance.timeOrigin + startTime])
      for (let index = 0; index < frame.frames.length; index++) visit(frame.frames[index])
    } catch {}
  }
  visit(window)
  return all.slice(-${MOST_TIMINGS})
})()`

/** What the page answered, trusted in nothing. */
export function readTimings(value: unknown): ResourceTiming[] {
  if (!Array.isArray(value)) return []
  return value.slice(-MOST_TIMINGS).flatMap((item: unknown) => {
    if (!Array.isArray(item)) return []
    const [url, status, startedAt] = item as unknown[]
    if (typeof url !== 'string' || typeof status !== 'number' || typeof startedAt !== 'number') return []
    return [{ url: withoutFragment(url), status, startedAt }]
  })
}

const withoutFragment = (url: string): string => url.split('#', 1)[0] ?? url

/**
 * The status that each entry's page was given, by entry. Entries and timings have no id in common: they are joined by
 * address, and only where no mistake is possible: there is a timing for each entry of that address, and all agree or
 * there are as many of one as of the other, which then stand in the same order.
 * @param entries of one document, HAR entries
 */
export function pageStatuses(
  entries: readonly unknown[],
  timings: readonly ResourceTiming[],
): Map<unknown, number> {
  const byUrl = groupBy(timings, ({ url }) => url)
  const statuses = new Map<unknown, number>()
  for (const [url, all] of groupBy(entries, (entry) => withoutFragment(urlOf(entry)))) {
    const requests = all.filter((entry) => !isPreflight(entry))
    // preflights alone stand for the requests that Firefox does not log after them
    const group = requests.length > 0 ? requests : all
    const seen = (byUrl.get(url) ?? []).toSorted((a, b) => a.startedAt - b.startedAt)
    const agree = seen.every(({ status }) => status === seen[0]?.status)
    if (seen.length < group.length || !(agree || seen.length === group.length)) continue
    const inOrder = group.toSorted((a, b) => startOf(a) - startOf(b))
    for (const [index, entry] of inOrder.entries()) {
      const status = seen[index]?.status
      if (status !== undefined) statuses.set(entry, status)
    }
  }
  return statuses
}

/** The field of an entry that holds it, beside HAR's own: private, as the format asks. */
export const PAGE_STATUS = '_pageStatus'

export const hasPageStatus = (entry: unknown): boolean =>
  typeof entry === 'object' && entry !== null && PAGE_STATUS in entry

export const withPageStatus = (entry: unknown, status: number): unknown => ({
  ...(entry as object),
  [PAGE_STATUS]: status,
})

/** Entries with what their page was given; one that is known already keeps it. Copies only what changes. */
export function withPageStatuses(
  entries: readonly unknown[],
  timings: readonly ResourceTiming[],
): readonly unknown[] {
  if (timings.length === 0) return entries
  const statuses = pageStatuses(entries, timings)
  return entries.map((entry) => {
    const status = statuses.get(entry)
    return status === undefined || hasPageStatus(entry) ? entry : withPageStatus(entry, status)
  })
}
