/** Replay: a recorded flow run again, with the responses of one maker changed. */

import { getHeader, withHeader } from '../fetch/headers.ts'
import { originOf } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Flow, Hop } from '../log/flow.ts'
import type { Change, ResponseChange } from './change.ts'
import { needsOf } from './policy.ts'
import { answeredAnew } from './response-after.ts'

/** Whose responses a change reaches. */
export type Reaches = (exchange: Exchange) => boolean

/** The Origin header of the request, as the wire held it or would hold it. */
export const sentOrigin = ({ exchange, preflight, origin }: Flow): string | null =>
  getHeader(exchange.requestHeaders, 'origin') ??
  (preflight === null ? null : getHeader(preflight.requestHeaders, 'origin')) ??
  origin.serialized ??
  origin.initiator

/** The preflight a browser makes for this flow: the one on record, or the one that a cached answer saved. */
export function preflightOf(flow: Flow): Exchange {
  if (flow.preflight !== null) return flow.preflight
  const { exchange } = flow
  const { methods, headers } = needsOf(flow)
  const asked: [string, string][] = [
    ['Origin', sentOrigin(flow) ?? ''],
    ['Access-Control-Request-Method', methods[0] ?? exchange.method],
  ]
  if (headers.length > 0)
    asked.push(['Access-Control-Request-Headers', headers.map((h) => h.toLowerCase()).join(',')])
  return {
    ...exchange,
    method: 'OPTIONS',
    requestHeaders: asked,
    responseHeaders: [],
    isPreflight: true,
    status: 0,
    resourceType: 'preflight',
  }
}

/** A log leaves the Origin header out of a request that was never sent; the server would have got it. */
function asking(exchange: Exchange, origin: string | null): Exchange {
  if (origin === null || getHeader(exchange.requestHeaders, 'origin') !== null) return exchange
  return { ...exchange, requestHeaders: withHeader(exchange.requestHeaders, 'Origin', origin) }
}

/** POST turns to GET on 301 and 302, everything but HEAD on 303 (#http-redirect-fetch, step 12). */
export const methodAfter = ({ method, status }: Pick<Exchange, 'method' | 'status'>): string =>
  (status === 303 && method !== 'HEAD') || ([301, 302].includes(status) && method === 'POST') ? 'GET' : method

/** A redirect that now passes is followed: what answers there is known where the change reaches it, else nothing is. */
function followed(flow: Flow, change: ResponseChange): Flow {
  const { exchange, preflight } = flow
  const target = exchange.redirectUrl
  if (target === null) return flow
  const sameServer = originOf(target) === originOf(exchange.url)
  const requestHeaders = sameServer
    ? exchange.requestHeaders
    : exchange.requestHeaders.filter(([name]) => name.toLowerCase() !== 'origin')
  const next = answeredAnew(exchange, {
    url: target,
    method: methodAfter(exchange),
    status: 200,
    redirectUrl: null,
    requestHeaders,
    responseHeaders: [],
  })
  const asked = preflight === null || !sameServer ? null : { ...preflight, url: target }
  return {
    ...flow,
    hops: [...flow.hops, { exchange, preflight }],
    exchange: sameServer ? change.after(next) : next,
    preflight: asked === null ? null : change.after(asked),
  }
}

/** The flow as it runs with the change in. Redirects that it followed already, it follows again. */
export function replayed(flow: Flow, change: Change, reaches: Reaches): Flow {
  if (change.of === 'nothing') return flow
  if (change.of === 'request') return change.after(flow)
  const changed = (exchange: Exchange) => (reaches(exchange) ? change.after(exchange) : exchange)
  const hops: Hop[] = flow.hops.map(({ exchange, preflight }) => ({
    exchange: changed(exchange),
    preflight: preflight && changed(preflight),
  }))
  const origin = flow.crossOrigin ? sentOrigin(flow) : null
  const preflighted = flow.preflight !== null || (flow.crossOrigin && needsOf(flow).preflighted)
  const preflight = preflighted ? asking(preflightOf(flow), origin) : null
  const after = {
    ...flow,
    hops,
    exchange: changed(asking(flow.exchange, origin)),
    preflight: preflight && changed(preflight),
  }
  return reaches(flow.exchange) ? followed(after, change) : after
}
