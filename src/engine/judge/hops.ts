/** Chain: a flow's links in order, each with the CORS flag as it stood when the link was fetched. */

import { originOf, sameOrigin } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Flow, Hop } from '../log/flow.ts'

export interface Link {
  exchange: Exchange
  preflight: Exchange | null
  /** Set by the first foreign URL, kept to the end of the chain (measured). */
  cors: boolean
}

/** The redirects followed and the request judged, in order. */
export const hopsOf = ({ hops, exchange, preflight }: Flow): Hop[] => [...hops, { exchange, preflight }]

export function chainOf(flow: Flow): Link[] {
  const { initiator } = flow.origin
  let cors = false
  return hopsOf(flow).map(({ exchange, preflight }) => {
    const origin = originOf(exchange.url)
    cors ||= initiator === null || origin === null || !sameOrigin(initiator, origin)
    return { exchange, preflight, cors }
  })
}
