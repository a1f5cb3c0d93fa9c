/** Recorded exchanges of the oracle, as edits that make any other exchange into them. */
import { type Edits, type FlowDiagnosis, type HeaderList, scriptHeaders } from '../../../src/engine/index.ts'
import type { Truth } from '../../support/cdp-truth.ts'

/** One request, how it was asked, and what the browser said of it. */
export interface Exchanged {
  name: string
  page: string
  credentials: 'include' | 'not-include'
  truth: Truth
  flow: FlowDiagnosis
}

const linksOf = ({ flow }: FlowDiagnosis) => [
  ...flow.hops,
  { exchange: flow.exchange, preflight: flow.preflight },
]

const firstLink = ({ flow }: Exchanged) =>
  linksOf(flow)[0] ?? { exchange: flow.flow.exchange, preflight: null }
export const firstOf = (one: Exchanged) => firstLink(one).exchange

const said = ({ status, responseHeaders }: { status: number; responseHeaders: HeaderList }) => ({
  status,
  headers: responseHeaders,
})

/** All that the log holds of an exchange, to be put into another one. */
export function editsInto(target: Exchanged): Edits {
  const links = linksOf(target.flow).map(({ exchange, preflight }) => ({
    ...(preflight === null ? {} : { preflight: said(preflight) }),
    ...(exchange.status === 0 ? {} : { response: said(exchange) }),
  }))
  const first = firstOf(target)
  return {
    origin: target.page,
    credentials: target.credentials,
    method: first.method,
    headers: scriptHeaders(firstLink(target)),
    links: { ...links },
  }
}

const originOf = (url: string): string => new URL(url).origin

/**
 * Edits change no address: a request of another server keeps its own, and a chain cannot grow. What depends on those,
 * the page's own server and the taint of a redirect, must be the same in both.
 */
export function canBecome(source: Exchanged, target: Exchanged): boolean {
  const [from, to] = [originOf(firstOf(source).url), originOf(firstOf(target).url)]
  const [long, length] = [source, target].map(({ flow }) => flow.flow.hops.length) as [number, number]
  const sameRelation = (from === target.page) === (to === target.page)
  return long >= length && (length === 0 ? sameRelation : from === to)
}
