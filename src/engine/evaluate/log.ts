/** What the rest of the log knows that bears on one flow. */
import { type Exchange, groupByUrl } from '../capture/exchange.ts'
import type { Flow } from '../capture/flow.ts'
import { getHeader } from '../fetch/headers.ts'
import { withoutUserinfo } from '../fetch/origin.ts'

export interface Log {
  /** All exchanges of the same URL, in the order of the log. */
  sameUrl(url: string): readonly Exchange[]
  /** The page's own document, when the log holds its load. */
  documentOf(flow: Flow): Exchange | null
}

export function readLog(exchanges: readonly Exchange[]): Log {
  const byUrl = groupByUrl(exchanges)
  return {
    sameUrl: (url) => byUrl.get(withoutUserinfo(url)) ?? [],
    documentOf: ({ pageUrl, exchange }) => {
      const loads = (byUrl.get(withoutUserinfo((pageUrl ?? '').replace(/#.*$/s, ''))) ?? []).filter(
        (load) =>
          load.resourceType === 'document' && load.startedAt <= exchange.startedAt && load.status !== 0,
      )
      return loads.at(-1) ?? null
    },
  }
}

/** True for a request in CORS mode. `Sec-Fetch-Mode` says so where it was sent; else an Origin header or a preflight does. */
export function isCorsMode({ exchange, preflight }: Flow): boolean {
  if (preflight !== null) return true
  const mode = getHeader(exchange.requestHeaders, 'sec-fetch-mode')
  if (mode !== null) return mode === 'cors'
  return getHeader(exchange.requestHeaders, 'origin') !== null
}
