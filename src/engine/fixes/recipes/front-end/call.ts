/** What all fixes on the page share: the printed call, and how it is answered by what is on record. */

import { getHeader, withHeader } from '../../../fetch/headers.ts'
import { UNMARKED } from '../../../har/ending.ts'
import type { Exchange } from '../../../har/exchange.ts'
import type { Flow } from '../../../log/flow.ts'
import { addressOf } from '../../../servers/observed-server.ts'
import { js } from '../../literals.ts'

export const base = { language: 'js', file: 'the page’s own code', owner: 'front-end' } as const

export const fetchCall = (url: string, options: readonly string[]): string =>
  options.length === 0
    ? `const response = await fetch(${js(addressOf(url))})`
    : [
        `const response = await fetch(${js(addressOf(url))}, {`,
        ...options.map((line) => `  ${line}`),
        '})',
      ].join('\n')

export const methodLine = (method: string): string[] => (method === 'GET' ? [] : [`method: ${js(method)},`])

/** Headers of a preflight that the answer itself will have too. */
export const carried = ['access-control-allow-origin', 'access-control-allow-credentials']

/** The preflight asking for fewer headers. Whether its status then changes is the server's affair: it is kept. */
export const fewer = (preflight: Exchange, headers: readonly string[]): Exchange => ({
  ...preflight,
  requestHeaders: withHeader(preflight.requestHeaders, 'Access-Control-Request-Headers', headers.join(',')),
})

/** The request that the preflight stopped is sent, and answered as the preflight was. */
export function sentAnyway({ exchange, preflight }: Flow): Exchange {
  const answer = exchange.status === 0 && preflight !== null ? preflight : exchange
  const allowed = getHeader(answer.responseHeaders, 'access-control-allow-origin')
  const responseHeaders =
    allowed === null
      ? exchange.responseHeaders
      : withHeader(exchange.responseHeaders, 'Access-Control-Allow-Origin', allowed)
  return { ...exchange, status: exchange.status || 200, ending: UNMARKED, responseHeaders }
}
