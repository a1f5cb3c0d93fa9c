/**
 * ObservedServer: one server origin as the log shows it. Flows come and go while the log grows; what is counted here
 * is kept up to date flow by flow, and what is read off all responses at once is kept until the next change.
 */

import { originOf } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Flow } from '../log/flow.ts'
import { askedHeaders, askedMethod } from './preflights.ts'
import { answerHeader, exchangesOf, isAnswered, letsIn } from './responses.ts'

/** What the preflights of one page ask this server for, each name as it was asked. */
export interface Demand {
  methods: readonly string[]
  headers: readonly string[]
}

export interface ObservedServer {
  /** Serialized origin; '' where the address has none. */
  readonly origin: string
  /** Every answered exchange with this origin, each once, by time; redirect hops included. */
  responses(): readonly Exchange[]
  /** Those with this address, whatever their query. */
  responsesAt(url: string): readonly Exchange[]
  demandOf(page: string): Demand
  /** Methods of requests other than preflights whose response lets this page in, sorted. */
  methodsGrantedTo(page: string): readonly string[]
  /** Names that any response exposes, as they came, sorted. */
  exposed(): readonly string[]
  /** What `reading` finds in all responses; computed once for each state of the log. `reading` is a constant function. */
  read<Found>(reading: (responses: readonly Exchange[], origin: string) => Found): Found
  /** Grows with every change of what this server shows. */
  readonly version: number
}

/** The servers of a log. A flow belongs to the server of each exchange in it. */
export interface ObservedServers {
  add(flow: Flow): void
  remove(flow: Flow): void
  /** The server of an address; one that shows nothing where the log holds none. */
  at(url: string): ObservedServer
}

/** Address without query and fragment. */
export const addressOf = (url: string): string => url.replace(/[?#].*$/s, '')

/** The servers that a flow tells something about, as origins. */
export const serversOf = (flow: Flow): string[] => [
  ...new Set(exchangesOf(flow).map(({ url }) => originOf(url) ?? '')),
]

/** How often each name was counted. */
type Counter = Map<string, number>

function count(counter: Counter, name: string, by: 1 | -1): void {
  const now = (counter.get(name) ?? 0) + by
  if (now > 0) counter.set(name, now)
  else counter.delete(name)
}

const namesOf = (counter: Counter | undefined): string[] => [...(counter?.keys() ?? [])]

function counterFor(counters: Map<string, Counter>, key: string): Counter {
  const known = counters.get(key)
  if (known !== undefined) return known
  const counter: Counter = new Map()
  counters.set(key, counter)
  return counter
}

/** By time, so that another order of the log gives the same code; what started together, in the order of the log. */
const byTime = (a: Exchange, b: Exchange): number => a.startedAt - b.startedAt || a.index - b.index

/** Where an exchange stands, or would stand, in a list by time. */
function placeOf(exchange: Exchange, list: readonly Exchange[]): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (byTime(list[middle] as Exchange, exchange) < 0) low = middle + 1
    else high = middle
  }
  return low
}

function insert(exchange: Exchange, list: Exchange[]): void {
  list.splice(placeOf(exchange, list), 0, exchange)
}

function removeFrom(list: Exchange[], exchange: Exchange): void {
  const place = placeOf(exchange, list)
  if (list[place]?.index === exchange.index) list.splice(place, 1)
}

const exposedBy = (exchange: Exchange): string[] =>
  (answerHeader(exchange, 'access-control-expose-headers') ?? '').split(',').map((name) => name.trim())

class GrowingServer implements ObservedServer {
  readonly origin: string
  version = 0
  readonly #responses: Exchange[] = []
  readonly #byAddress = new Map<string, Exchange[]>()
  /** Flows that hold an exchange, by its index: one preflight can stand in two of them. */
  readonly #holders = new Map<number, number>()
  readonly #methodsAsked = new Map<string, Counter>()
  readonly #headersAsked = new Map<string, Counter>()
  readonly #exposed: Counter = new Map()
  readonly #readings = new Map<unknown, unknown>()

  constructor(origin: string) {
    this.origin = origin
  }

  get isEmpty(): boolean {
    return this.#holders.size === 0 && this.#methodsAsked.size === 0
  }

  add(flow: Flow): void {
    this.#change(flow, 1)
  }

  remove(flow: Flow): void {
    this.#change(flow, -1)
  }

  responses(): readonly Exchange[] {
    return this.#responses
  }

  responsesAt(url: string): readonly Exchange[] {
    return this.#byAddress.get(addressOf(url)) ?? []
  }

  demandOf(page: string): Demand {
    return { methods: namesOf(this.#methodsAsked.get(page)), headers: namesOf(this.#headersAsked.get(page)) }
  }

  methodsGrantedTo(page: string): readonly string[] {
    const byPage = this.read(grantsByPage)
    const known = byPage.get(page)
    if (known !== undefined) return known
    const granting = this.#responses.filter((exchange) => !exchange.isPreflight && letsIn(exchange, page))
    const methods = [...new Set(granting.map(({ method }) => method))].sort()
    byPage.set(page, methods)
    return methods
  }

  exposed(): readonly string[] {
    return namesOf(this.#exposed).sort()
  }

  read<Found>(reading: (responses: readonly Exchange[], origin: string) => Found): Found {
    if (!this.#readings.has(reading)) this.#readings.set(reading, reading(this.#responses, this.origin))
    return this.#readings.get(reading) as Found
  }

  #change(flow: Flow, by: 1 | -1): void {
    this.version += 1
    this.#readings.clear()
    for (const exchange of exchangesOf(flow))
      if (isAnswered(exchange) && (originOf(exchange.url) ?? '') === this.origin) this.#hold(exchange, by)
    this.#demand(flow, by)
  }

  #hold(exchange: Exchange, by: 1 | -1): void {
    const before = this.#holders.get(exchange.index) ?? 0
    const after = before + by
    if (after > 0) this.#holders.set(exchange.index, after)
    else this.#holders.delete(exchange.index)
    if (before === 0 && after === 1) this.#enter(exchange)
    if (before === 1 && after === 0) this.#leave(exchange)
  }

  #enter(exchange: Exchange): void {
    const address = addressOf(exchange.url)
    const same = this.#byAddress.get(address) ?? []
    this.#byAddress.set(address, same)
    insert(exchange, same)
    insert(exchange, this.#responses)
    for (const name of exposedBy(exchange)) count(this.#exposed, name, 1)
  }

  #leave(exchange: Exchange): void {
    const address = addressOf(exchange.url)
    const same = this.#byAddress.get(address) ?? []
    removeFrom(same, exchange)
    if (same.length === 0) this.#byAddress.delete(address)
    removeFrom(this.#responses, exchange)
    for (const name of exposedBy(exchange)) count(this.#exposed, name, -1)
  }

  /** Counted for the server that the request ended at. */
  #demand({ preflight, origin: { initiator }, exchange }: Flow, by: 1 | -1): void {
    if (preflight === null || initiator === null || (originOf(exchange.url) ?? '') !== this.origin) return
    count(counterFor(this.#methodsAsked, initiator), askedMethod(preflight), by)
    const headers = counterFor(this.#headersAsked, initiator)
    for (const name of askedHeaders(preflight)) count(headers, name, by)
    if (this.#methodsAsked.get(initiator)?.size !== 0) return
    this.#methodsAsked.delete(initiator)
    this.#headersAsked.delete(initiator)
  }
}

/** Filled page by page, as somebody asks. */
const grantsByPage = (): Map<string, readonly string[]> => new Map()

/** The servers of these flows; more flows can be added and taken out again. */
export function observeServers(flows: Iterable<Flow> = []): ObservedServers {
  const servers = new Map<string, GrowingServer>()
  const all: ObservedServers = {
    add(flow) {
      for (const origin of serversOf(flow)) {
        const server = servers.get(origin) ?? new GrowingServer(origin)
        servers.set(origin, server)
        server.add(flow)
      }
    },
    remove(flow) {
      for (const origin of serversOf(flow)) {
        const server = servers.get(origin)
        server?.remove(flow)
        if (server?.isEmpty) servers.delete(origin)
      }
    },
    at(url) {
      const origin = originOf(url) ?? ''
      return servers.get(origin) ?? new GrowingServer(origin)
    },
  }
  for (const flow of flows) all.add(flow)
  return all
}

/** The server that a flow ended at, as that flow alone shows it. */
export const observeAlone = (flow: Flow): ObservedServer => observeServers([flow]).at(flow.exchange.url)
