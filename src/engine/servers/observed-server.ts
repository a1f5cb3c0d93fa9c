/**
 * ObservedServer: one server origin as the log shows it. Flows come and go while the log grows; what is counted here
 * is kept up to date flow by flow, and what is read off all responses at once is kept until the next change.
 */

import { listItems } from '../fetch/headers.ts'
import { originOf } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Flow } from '../log/flow.ts'
import { askedHeaders, askedMethod } from './preflights.ts'
import { exchangesOf, isAnswered, letsIn } from './responses.ts'

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
export function addressOf(url: string): string {
  const end = url.search(/[?#]/)
  return end === -1 ? url : url.slice(0, end)
}

/** The servers that a flow tells something about, as origins. */
export function serversOf(flow: Flow): readonly string[] {
  const last = originOf(flow.exchange.url) ?? ''
  // a preflight goes where its request goes
  if (flow.hops.length === 0) return [last]
  return [...new Set([...flow.hops.map(({ exchange }) => originOf(exchange.url) ?? ''), last])]
}

/** How often each name was counted. */
type Counter = Map<string, number>

function count(counter: Counter, name: string, by: 1 | -1): void {
  const now = (counter.get(name) ?? 0) + by
  if (now > 0) counter.set(name, now)
  else counter.delete(name)
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

const exposedBy = ({ responseHeaders }: Exchange): string[] =>
  listItems(responseHeaders, 'access-control-expose-headers')

class GrowingServer implements ObservedServer {
  readonly origin: string
  version = 0
  readonly #responses: Exchange[] = []
  readonly #byAddress = new Map<string, Exchange[]>()
  /** Flows that hold an exchange, by its index: one preflight can stand in two of them. */
  readonly #holders = new Map<number, number>()
  /** Preflights whose requests ended here, by page, each list by time. */
  readonly #asking = new Map<string, Exchange[]>()
  readonly #exposed: Counter = new Map()
  readonly #readings = new Map<unknown, unknown>()

  constructor(origin: string) {
    this.origin = origin
  }

  get isEmpty(): boolean {
    return this.#holders.size === 0 && this.#asking.size === 0
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
    const byPage = this.read(demandsByPage)
    const known = byPage.get(page) ?? demandIn(this.#asking.get(page) ?? [])
    byPage.set(page, known)
    return known
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
    return [...this.#exposed.keys()].sort()
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
    const asking = this.#asking.get(initiator) ?? []
    this.#asking.set(initiator, asking)
    if (by === 1) insert(preflight, asking)
    else removeFrom(asking, preflight)
    if (asking.length === 0) this.#asking.delete(initiator)
  }
}

const demandIn = (preflights: readonly Exchange[]): Demand => ({
  methods: [...new Set(preflights.map(askedMethod))],
  headers: [...new Set(preflights.flatMap(askedHeaders))],
})

/** Filled page by page, as somebody asks. */
const demandsByPage = (): Map<string, Demand> => new Map()

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

type Test = (response: Exchange) => boolean

/** Filled test by test, as somebody asks. */
const listsByTest = (): Map<Test, readonly Exchange[]> => new Map()

/** The responses of which something is true, in their order; found once for each state of the log. `test` is a constant function. */
export function having(observed: ObservedServer, test: Test): readonly Exchange[] {
  const lists = observed.read(listsByTest)
  const found = lists.get(test) ?? observed.responses().filter(test)
  lists.set(test, found)
  return found
}

/** Filled page by page, as somebody asks. */
const letInByPage = (): Map<string | null, readonly Exchange[]> => new Map()

/** The responses that let a page in, in their order. */
export function lettingIn(observed: ObservedServer, page: string | null): readonly Exchange[] {
  const lists = observed.read(letInByPage)
  const found = lists.get(page) ?? observed.responses().filter((response) => letsIn(response, page))
  lists.set(page, found)
  return found
}

/** Filled as somebody asks, by what is found and where. */
const findingsByAddress = (): Map<unknown, Map<string, unknown>> => new Map()

/** What `reading` finds in the responses of one address; computed once for each state of the log. `reading` is a constant function. */
export function readAt<Found>(
  observed: ObservedServer,
  url: string,
  reading: (responses: readonly Exchange[]) => Found,
): Found {
  const readings = observed.read(findingsByAddress)
  const found = readings.get(reading) ?? new Map<string, unknown>()
  readings.set(reading, found)
  const address = addressOf(url)
  if (!found.has(address)) found.set(address, reading(observed.responsesAt(url)))
  return found.get(address) as Found
}
