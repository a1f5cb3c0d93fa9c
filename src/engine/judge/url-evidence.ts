/** What the exchanges of one URL tell of other requests to it. */
import { getHeader } from '../fetch/headers.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Flow } from '../log/flow.ts'
import { insertInOrder, removeInOrder } from '../log/sorted.ts'

const byIndex = (a: Exchange, b: Exchange): number => a.index - b.index
const byTime = (a: Exchange, b: Exchange): number => a.startedAt - b.startedAt || a.index - b.index

const isCacheable = ({ method, status, responseHeaders }: Exchange): boolean =>
  method === 'GET' &&
  status >= 200 &&
  status < 400 &&
  !/no-store/i.test(getHeader(responseHeaders, 'cache-control') ?? '')

/** A page's call; what another script asks for at the same time may be its service worker's request. */
const isCall = ({ isPreflight, initiator }: Exchange): boolean => !isPreflight && initiator.type === 'script'

/** All that the CORS check reads of a response: of copies with equal grants one is enough. */
const grantOf = ({ responseHeaders }: Exchange): string =>
  JSON.stringify([
    getHeader(responseHeaders, 'access-control-allow-origin'),
    getHeader(responseHeaders, 'access-control-allow-credentials'),
  ])

const isLoadedDocument = ({ resourceType, status }: Exchange): boolean =>
  resourceType === 'document' && status !== 0

/** Lists by a key, each in an order of its own. */
class Lists<Key> {
  readonly lists = new Map<Key, Exchange[]>()
  readonly #order: (a: Exchange, b: Exchange) => number

  constructor(order: (a: Exchange, b: Exchange) => number) {
    this.#order = order
  }

  add(key: Key, exchange: Exchange): void {
    const list = this.lists.get(key)
    if (list === undefined) this.lists.set(key, [exchange])
    else insertInOrder(list, exchange, this.#order)
  }

  remove(key: Key, exchange: Exchange): void {
    const list = this.lists.get(key)
    if (list === undefined) return
    removeInOrder(list, exchange, this.#order)
    if (list.length === 0) this.lists.delete(key)
  }
}

const lastsUntil = ({ startedAt, duration }: Exchange): number => startedAt + duration

/** First place in a list by time that starts no earlier. */
function placeAt(list: readonly Exchange[], time: number): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle] as Exchange).startedAt < time) low = middle + 1
    else high = middle
  }
  return low
}

export class UrlEvidence {
  readonly #copies = new Lists<string>(byIndex)
  readonly #calls = new Lists<string | null>(byTime)
  readonly #documents: Exchange[] = []
  /** Who asked for what. */
  readonly copyAskers = new Set<Flow>()
  readonly documentAskers = new Set<Flow>()
  readonly #callAskers = new Map<string | null, Set<Flow>>()

  /** @returns the flows that may be told something else now. */
  add(exchange: Exchange): Flow[] {
    if (isCacheable(exchange)) this.#copies.add(grantOf(exchange), exchange)
    if (isCall(exchange)) this.#calls.add(exchange.initiator.url, exchange)
    if (isLoadedDocument(exchange)) insertInOrder(this.#documents, exchange, byIndex)
    return this.#concerned(exchange)
  }

  remove(exchange: Exchange): Flow[] {
    if (isCacheable(exchange)) this.#copies.remove(grantOf(exchange), exchange)
    if (isCall(exchange)) this.#calls.remove(exchange.initiator.url, exchange)
    if (isLoadedDocument(exchange)) removeInOrder(this.#documents, exchange, byIndex)
    return this.#concerned(exchange)
  }

  callAskers(flow: Flow): Set<Flow> {
    const { url } = flow.exchange.initiator
    const askers = this.#callAskers.get(url) ?? new Set()
    this.#callAskers.set(url, askers)
    return askers
  }

  /** Earlier responses that a cache may have kept, in the order of the log; the first of each grant. */
  earlierCopies({ exchange }: Flow): Exchange[] {
    const earlier = (copy: Exchange): boolean => copy !== exchange && copy.startedAt <= exchange.startedAt
    return [...this.#copies.lists.values()].flatMap((copies) => copies.find(earlier) ?? []).sort(byIndex)
  }

  /** A call from elsewhere than the flow's own that began while the flow waited. */
  callMeanwhile({ exchange, hops }: Flow): Exchange | null {
    const own = new Set([exchange, ...hops.map((hop) => hop.exchange)])
    for (const [initiator, calls] of this.#calls.lists) {
      if (initiator === exchange.initiator.url) continue
      for (let place = placeAt(calls, exchange.startedAt); place < calls.length; place++) {
        const call = calls[place] as Exchange
        if (call.startedAt > lastsUntil(exchange)) break
        if (!own.has(call)) return call
      }
    }
    return null
  }

  documentBefore({ exchange }: Flow): Exchange | null {
    return this.#documents.findLast(({ startedAt }) => startedAt <= exchange.startedAt) ?? null
  }

  #concerned(other: Exchange): Flow[] {
    const after = ({ exchange }: Flow): boolean => other.startedAt <= exchange.startedAt
    const meanwhile = (flow: Flow): boolean =>
      other.startedAt >= flow.exchange.startedAt && other.startedAt <= lastsUntil(flow.exchange)
    const concerned: Flow[] = []
    if (this.copyAskers.size > 0 && isCacheable(other)) concerned.push(...[...this.copyAskers].filter(after))
    if (this.documentAskers.size > 0 && isLoadedDocument(other))
      concerned.push(...[...this.documentAskers].filter(after))
    if (!isCall(other)) return concerned
    for (const [initiator, askers] of this.#callAskers)
      if (initiator !== other.initiator.url) concerned.push(...[...askers].filter(meanwhile))
    return concerned
  }
}
