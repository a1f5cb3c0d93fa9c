/** What the rest of the log knows that bears on one flow, and which flows were told what, so that they can be told anew. */

import { getHeader } from '../fetch/headers.ts'
import { originOf, withoutFragment, withoutUserinfo } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Flow } from '../log/flow.ts'
import { UrlEvidence } from './url-evidence.ts'

export interface Log {
  /** Responses of the same URL from before, in the order of the log, that a cache may have kept; one of each grant. */
  earlierCopies(flow: Flow): readonly Exchange[]
  /** A request to the same URL that another script made while the flow waited. */
  callMeanwhile(flow: Flow): Exchange | null
  /** The page's own document, when the log holds its load. */
  documentOf(flow: Flow): Exchange | null
  /** True where a request to the same server, made at the same place of the same script, carried a cookie. */
  sameCallWithCookie(flow: Flow): boolean
  /** True where the log shows a service worker at work for pages of the flow's origin. */
  hasServiceWorker(flow: Flow): boolean
}

/** Origin whose pages a service worker serves: its script was loaded from there, or it answered one of their requests. */
function servedOrigin({ url, requestHeaders, resourceType, viaServiceWorker }: Exchange): string | null {
  const isScript = getHeader(requestHeaders, 'service-worker') === 'script'
  if (isScript || (viaServiceWorker && resourceType === 'document')) return originOf(url)
  return viaServiceWorker ? originOf(getHeader(requestHeaders, 'referer')) : null
}

/** Place in the script, as a key; null where the log holds none. */
function callOf({ initiator: { url, line, column } }: Exchange): string | null {
  return url === null || line === null ? null : `${line}:${column} ${url}`
}

/** How often something was seen, and who asked whether it was. */
class Sightings {
  for = 0
  against = 0
  readonly askers = new Set<Flow>()

  get proves(): boolean {
    return this.for > 0 && this.against === 0
  }
}

/** The exchanges with one server; what is seen of their calls once somebody asks, by the place in the script. */
interface Server {
  exchanges: Set<Exchange>
  calls: Map<string, Sightings> | null
}

export class LogEvidence implements Log {
  readonly #urls = new Map<string, UrlEvidence>()
  readonly #servers = new Map<string, Server>()
  readonly #workers = new Map<string, Sightings>()
  /** Most logs ask nothing of what is seen at their URLs, and so it is not read before. */
  #isRead = false
  /** For each flow the lists of askers it stands in. */
  readonly #asked = new Map<Flow, Set<Flow>[]>()
  #outdated = new Set<Flow>()

  add(exchange: Exchange): void {
    const server = this.#serverAt(exchange.url)
    server.exchanges.add(exchange)
    this.#see(exchange, server, 1)
  }

  remove(exchange: Exchange): void {
    const server = this.#serverAt(exchange.url)
    server.exchanges.delete(exchange)
    this.#see(exchange, server, -1)
  }

  forget(flow: Flow): void {
    for (const askers of this.#asked.get(flow) ?? []) askers.delete(flow)
    this.#asked.delete(flow)
    this.#outdated.delete(flow)
  }

  outdated(): readonly Flow[] {
    const flows = [...this.#outdated]
    this.#outdated.clear()
    return flows
  }

  earlierCopies(flow: Flow): readonly Exchange[] {
    const evidence = this.#at(flow.exchange.url)
    this.#remember(evidence.copyAskers, flow)
    return evidence.earlierCopies(flow)
  }

  callMeanwhile(flow: Flow): Exchange | null {
    const evidence = this.#at(flow.exchange.url)
    this.#remember(evidence.callAskers(flow), flow)
    return evidence.callMeanwhile(flow)
  }

  documentOf(flow: Flow): Exchange | null {
    const evidence = this.#at(withoutFragment(flow.pageUrl ?? ''))
    this.#remember(evidence.documentAskers, flow)
    return evidence.documentBefore(flow)
  }

  sameCallWithCookie(flow: Flow): boolean {
    const call = callOf(flow.exchange)
    if (call === null) return false
    return this.#ask(this.#callsTo(this.#serverAt(flow.exchange.url)), call, flow)
  }

  hasServiceWorker(flow: Flow): boolean {
    const { initiator } = flow.origin
    this.#readAll()
    return initiator !== null && this.#ask(this.#workers, initiator, flow)
  }

  #ask(sightings: Map<string, Sightings>, key: string, flow: Flow): boolean {
    const seen = entryOf(sightings, key, () => new Sightings())
    this.#remember(seen.askers, flow)
    return seen.proves
  }

  #at(url: string): UrlEvidence {
    this.#readAll()
    return this.#evidenceAt(url)
  }

  #evidenceAt(url: string): UrlEvidence {
    return entryOf(this.#urls, withoutUserinfo(url), () => new UrlEvidence())
  }

  #serverAt(url: string): Server {
    return entryOf(this.#servers, originOf(url) ?? '', () => ({ exchanges: new Set(), calls: null }))
  }

  #callsTo(server: Server): Map<string, Sightings> {
    if (server.calls !== null) return server.calls
    server.calls = new Map()
    for (const exchange of server.exchanges) this.#readCall(server.calls, exchange, 1)
    return server.calls
  }

  #readAll(): void {
    if (this.#isRead) return
    this.#isRead = true
    for (const { exchanges } of this.#servers.values())
      for (const exchange of exchanges) this.#readWhole(exchange, 1)
  }

  #see(exchange: Exchange, { calls }: Server, by: 1 | -1): void {
    if (this.#isRead) this.#readWhole(exchange, by)
    if (calls !== null) this.#readCall(calls, exchange, by)
  }

  #remember(askers: Set<Flow>, flow: Flow): void {
    if (askers.has(flow)) return
    askers.add(flow)
    entryOf(this.#asked, flow, () => []).push(askers)
  }

  #readWhole(exchange: Exchange, by: 1 | -1): void {
    const evidence = this.#evidenceAt(exchange.url)
    const concerned = by === 1 ? evidence.add(exchange) : evidence.remove(exchange)
    for (const flow of concerned) this.#outdated.add(flow)
    const served = servedOrigin(exchange)
    if (served !== null) this.#count(this.#workers, served, 'for', by)
  }

  #readCall(calls: Map<string, Sightings>, exchange: Exchange, by: 1 | -1): void {
    const call = callOf(exchange)
    if (call === null) return
    // a call that also went out without a cookie proves nothing: a page's one API client serves both kinds
    if (exchange.cookiesSent) this.#count(calls, call, 'for', by)
    else if (getHeader(exchange.requestHeaders, 'origin') !== null) this.#count(calls, call, 'against', by)
  }

  #count(sightings: Map<string, Sightings>, key: string, what: 'for' | 'against', by: 1 | -1): void {
    const seen = entryOf(sightings, key, () => new Sightings())
    const before = seen.proves
    seen[what] += by
    if (seen.proves !== before) for (const flow of seen.askers) this.#outdated.add(flow)
  }
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
