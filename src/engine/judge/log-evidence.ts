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

/** Server and place in the script, as one key; null where the log holds no place. */
function callOf({ url, initiator }: Exchange): string | null {
  if (initiator.url === null || initiator.line === null) return null
  return JSON.stringify([originOf(url), initiator.url, initiator.line, initiator.column])
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

export class LogEvidence implements Log {
  readonly #urls = new Map<string, UrlEvidence>()
  readonly #calls = new Map<string, Sightings>()
  readonly #workers = new Map<string, Sightings>()
  /** Exchanges not looked at yet: most logs ask nothing. Null once something was asked. */
  #unread: Set<Exchange> | null = new Set()
  /** For each flow the lists of askers it stands in. */
  readonly #asked = new Map<Flow, Set<Flow>[]>()
  #outdated = new Set<Flow>()

  add(exchange: Exchange): void {
    if (this.#unread === null) this.#read(exchange, 1)
    else this.#unread.add(exchange)
  }

  remove(exchange: Exchange): void {
    if (this.#unread === null) this.#read(exchange, -1)
    else this.#unread.delete(exchange)
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
    return call !== null && this.#ask(this.#calls, call, flow)
  }

  hasServiceWorker(flow: Flow): boolean {
    const { initiator } = flow.origin
    return initiator !== null && this.#ask(this.#workers, initiator, flow)
  }

  #ask(sightings: Map<string, Sightings>, key: string, flow: Flow): boolean {
    this.#readAll()
    const seen = entryOf(sightings, key, () => new Sightings())
    this.#remember(seen.askers, flow)
    return seen.proves
  }

  #at(url: string): UrlEvidence {
    this.#readAll()
    return entryOf(this.#urls, withoutUserinfo(url), () => new UrlEvidence())
  }

  #remember(askers: Set<Flow>, flow: Flow): void {
    if (askers.has(flow)) return
    askers.add(flow)
    entryOf(this.#asked, flow, () => []).push(askers)
  }

  #readAll(): void {
    const unread = this.#unread
    if (unread === null) return
    this.#unread = null
    for (const exchange of unread) this.#read(exchange, 1)
  }

  #read(exchange: Exchange, by: 1 | -1): void {
    const evidence = this.#at(exchange.url)
    const concerned = by === 1 ? evidence.add(exchange) : evidence.remove(exchange)
    for (const flow of concerned) this.#outdated.add(flow)
    const served = servedOrigin(exchange)
    if (served !== null) this.#count(this.#workers, served, 'for', by)
    const call = callOf(exchange)
    if (call === null) return
    // a call that also went out without a cookie proves nothing: a page's one API client serves both kinds
    if (exchange.cookiesSent) this.#count(this.#calls, call, 'for', by)
    else if (getHeader(exchange.requestHeaders, 'origin') !== null)
      this.#count(this.#calls, call, 'against', by)
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
