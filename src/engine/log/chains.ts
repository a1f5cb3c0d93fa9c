/**
 * Chains: preflights joined with their requests, and redirects with what follows them, kept up to date while exchanges
 * come and go. Both are decided among the exchanges of one URL, so that only the URLs an exchange touches are looked at
 * again: its own, for the pairing, and that of the redirects into it and out of it, for the joining.
 */
import { withoutUserinfo } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Hop } from './flow.ts'
import { announced } from './flows.ts'
import { followersAt, targetOf } from './join-redirects.ts'
import { type PairingRules, pairAtUrl } from './pair-preflights.ts'
import { insertInOrder, removeInOrder } from './sorted.ts'

const byIndex = (a: Exchange, b: Exchange): number => a.index - b.index

/** What goes to one URL, each in the order of the log. */
interface Place {
  requests: Exchange[]
  preflights: Exchange[]
  /** Requests that are redirected to here. */
  arrivals: Exchange[]
}

export class Chains {
  #rules: PairingRules
  readonly #members = new Set<Exchange>()
  readonly #places = new Map<string, Place>()
  readonly #preflightOf = new Map<Exchange, Exchange>()
  readonly #requestOf = new Map<Exchange, Exchange>()
  /** The requests that lone preflights announce, by preflight: one may be what a redirect led to. */
  readonly #announced = new Map<Exchange, Exchange>()
  readonly #next = new Map<Exchange, Exchange>()
  readonly #previous = new Map<Exchange, Exchange>()
  readonly #toPair = new Set<Place>()
  readonly #toJoin = new Set<Place>()
  /** Exchanges whose place in a chain is new or another. */
  #moved = new Set<Exchange>()

  constructor(rules: PairingRules) {
    this.#rules = rules
  }

  /** Everything is paired and joined anew by other rules. */
  setRules(rules: PairingRules): void {
    this.#rules = rules
    for (const place of this.#places.values()) {
      if (place.preflights.length > 0) this.#toPair.add(place)
      if (place.arrivals.length > 0) this.#toJoin.add(place)
    }
    for (const exchange of this.#members) this.#moved.add(exchange)
  }

  add(exchange: Exchange): void {
    this.#members.add(exchange)
    const place = this.#placeAt(withoutUserinfo(exchange.url))
    insertInOrder(exchange.isPreflight ? place.preflights : place.requests, exchange, byIndex)
    this.#touch(exchange, place)
    if (!exchange.isPreflight) this.#arrivalOf(exchange, insertInOrder)
  }

  remove(exchange: Exchange): void {
    this.#members.delete(exchange)
    const place = this.#placeAt(withoutUserinfo(exchange.url))
    removeInOrder(exchange.isPreflight ? place.preflights : place.requests, exchange, byIndex)
    this.#touch(exchange, place)
    if (!exchange.isPreflight) this.#arrivalOf(exchange, removeInOrder)
    this.#unpair(exchange.isPreflight ? this.#requestOf.get(exchange) : exchange)
    this.#unjoin(exchange)
    this.#unjoin(this.#previous.get(exchange))
    this.#forgetAnnounced(exchange)
  }

  /** Pairs and joins what is to be. @returns all exchanges whose chain may be another now, those taken out among them. */
  settle(): ReadonlySet<Exchange> {
    for (const place of this.#toPair) this.#pair(place)
    this.#toPair.clear()
    for (const place of this.#toJoin) this.#join(place)
    this.#toJoin.clear()
    const moved = this.#moved
    this.#moved = new Set()
    return moved
  }

  /** True for what a chain begins with: a request that follows no other, or a preflight whose request is not there. */
  isFirst(exchange: Exchange): boolean {
    if (!this.#members.has(exchange)) return false
    const request = exchange.isPreflight ? this.#announced.get(exchange) : exchange
    if (exchange.isPreflight && this.#requestOf.has(exchange)) return false
    return request === undefined || !this.#previous.has(request)
  }

  /** What the chain of a request begins with; null where that was found before. `seen`: what was walked over, added to here. */
  firstOf(request: Exchange, seen: Set<Exchange>): Exchange | null {
    let first = request
    for (;;) {
      const previous = this.#previous.get(first)
      if (previous === undefined) return first
      if (seen.has(first)) return null
      seen.add(first)
      first = previous
    }
  }

  /** The chain from its first request on. */
  from(first: Exchange): [Hop, ...Hop[]] {
    const chain: [Hop, ...Hop[]] = [this.#hop(first)]
    for (let next = this.#next.get(first); next !== undefined; next = this.#next.get(next))
      chain.push(this.#hop(next))
    return chain
  }

  #hop(exchange: Exchange): Hop {
    return { exchange, preflight: this.#preflightOf.get(exchange) ?? null }
  }

  #placeAt(url: string): Place {
    let place = this.#places.get(url)
    if (place === undefined) {
      place = { requests: [], preflights: [], arrivals: [] }
      this.#places.set(url, place)
    }
    return place
  }

  #touch(exchange: Exchange, place: Place): void {
    this.#moved.add(exchange)
    if (place.preflights.length > 0 || exchange.isPreflight) this.#toPair.add(place)
    if (place.arrivals.length > 0) this.#toJoin.add(place)
  }

  #arrivalOf(hop: Exchange, change: typeof removeInOrder<Exchange> | typeof insertInOrder<Exchange>): void {
    const target = targetOf(hop)
    if (target === null) return
    const place = this.#placeAt(target)
    change(place.arrivals, hop, byIndex)
    this.#toJoin.add(place)
  }

  #pair(place: Place): void {
    const { requests, preflights, arrivals } = place
    const paired = preflights.length === 0 ? NOTHING : pairAtUrl(requests, preflights, this.#rules)
    const changed = requests.filter((request) => this.#preflightOf.get(request) !== paired.get(request))
    for (const request of changed) this.#unpair(request)
    for (const request of changed) {
      const preflight = paired.get(request)
      if (preflight === undefined) continue
      this.#preflightOf.set(request, preflight)
      this.#requestOf.set(preflight, request)
      this.#moved.add(preflight)
    }
    // a hop's preflight says which request it is of, and so what follows it
    for (const request of changed) {
      const target = targetOf(request)
      if (target !== null) this.#toJoin.add(this.#placeAt(target))
    }
    if (changed.length > 0 && arrivals.length > 0) this.#toJoin.add(place)
  }

  #join({ requests, preflights, arrivals }: Place): void {
    const candidates = () => [...requests, ...preflights.flatMap((preflight) => this.#announcedBy(preflight))]
    const next =
      arrivals.length === 0 ? NOTHING : followersAt(arrivals, candidates(), this.#preflightOf, this.#rules)
    const changed = arrivals.filter((hop) => this.#next.get(hop) !== next.get(hop))
    for (const hop of changed) this.#unjoin(hop)
    for (const hop of changed) {
      const follower = next.get(hop)
      if (follower === undefined) continue
      this.#next.set(hop, follower)
      this.#previous.set(follower, hop)
      this.#move(hop, follower)
    }
  }

  /** The request of a preflight that belongs to none on record; [] for any other preflight. */
  #announcedBy(preflight: Exchange): Exchange[] {
    if (this.#requestOf.has(preflight)) {
      this.#forgetAnnounced(preflight)
      return []
    }
    const request = this.#announced.get(preflight) ?? announced(preflight)
    this.#announced.set(preflight, request)
    this.#preflightOf.set(request, preflight)
    return [request]
  }

  #forgetAnnounced(preflight: Exchange): void {
    const request = this.#announced.get(preflight)
    if (request === undefined) return
    this.#unjoin(this.#previous.get(request))
    this.#preflightOf.delete(request)
    this.#announced.delete(preflight)
  }

  #move(hop: Exchange, follower: Exchange): void {
    this.#moved.add(hop).add(follower)
    const preflight = this.#preflightOf.get(follower)
    if (preflight !== undefined && this.#announced.get(preflight) === follower) this.#moved.add(preflight)
  }

  #unpair(request: Exchange | undefined): void {
    if (request === undefined) return
    this.#moved.add(request)
    const preflight = this.#preflightOf.get(request)
    if (preflight === undefined) return
    this.#preflightOf.delete(request)
    this.#requestOf.delete(preflight)
    this.#moved.add(preflight)
  }

  #unjoin(hop: Exchange | undefined): void {
    const follower = hop && this.#next.get(hop)
    if (hop === undefined || follower === undefined) return
    this.#next.delete(hop)
    this.#previous.delete(follower)
    this.#move(hop, follower)
  }
}

const NOTHING: ReadonlyMap<Exchange, Exchange> = new Map()
