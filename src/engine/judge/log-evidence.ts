/** What the rest of the log knows that bears on one flow. */

import { getHeader } from '../fetch/headers.ts'
import { originOf, withoutUserinfo } from '../fetch/origin.ts'
import { type Exchange, groupByUrl } from '../har/exchange.ts'
import type { Flow } from '../log/flow.ts'

export interface Log {
  /** All exchanges of the same URL, in the order of the log. */
  sameUrl(url: string): readonly Exchange[]
  /** The page's own document, when the log holds its load. */
  documentOf(flow: Flow): Exchange | null
  /** A request to the same server, made at the same place of the same script, that carried a cookie. */
  sameCallWithCookie(flow: Flow): Exchange | null
  /** True where the log shows a service worker at work for pages of that origin. */
  hasServiceWorker(origin: string | null): boolean
}

/** Origins whose pages a service worker serves: its script was loaded from there, or it answered one of their requests. */
function serviceWorkerOrigins(exchanges: readonly Exchange[]): Set<string | null> {
  const origins = new Set<string | null>()
  for (const { url, requestHeaders, resourceType, viaServiceWorker } of exchanges) {
    const isScript = getHeader(requestHeaders, 'service-worker') === 'script'
    if (isScript || (viaServiceWorker && resourceType === 'document')) origins.add(originOf(url))
    else if (viaServiceWorker) origins.add(originOf(getHeader(requestHeaders, 'referer')))
  }
  return origins
}

/** Server and place in the script, as one key; null where the log holds no place. */
function callOf({ url, initiator }: Exchange): string | null {
  if (initiator.url === null || initiator.line === null) return null
  return JSON.stringify([originOf(url), initiator.url, initiator.line, initiator.column])
}

/** A call that also went out without a cookie proves nothing: a page's one API client serves both kinds. */
function callsWithCookie(exchanges: readonly Exchange[]): Map<string, Exchange> {
  const calls = new Map<string, Exchange>()
  const mixed = new Set<string>()
  for (const exchange of exchanges) {
    const call = callOf(exchange)
    if (call === null) continue
    if (exchange.cookiesSent) calls.set(call, exchange)
    else if (getHeader(exchange.requestHeaders, 'origin') !== null) mixed.add(call)
  }
  for (const call of mixed) calls.delete(call)
  return calls
}

export function readLog(exchanges: readonly Exchange[]): Log {
  const byUrl = groupByUrl(exchanges)
  const withCookie = callsWithCookie(exchanges)
  const served = serviceWorkerOrigins(exchanges)
  return {
    hasServiceWorker: (origin) => origin !== null && served.has(origin),
    sameCallWithCookie: ({ exchange }) => withCookie.get(callOf(exchange) ?? '') ?? null,
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
