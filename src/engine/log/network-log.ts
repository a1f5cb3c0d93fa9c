/**
 * The network log while it grows: the only noun of the engine with state. Entries come in any order and in any number,
 * each under its index; flows come out, judged. What a new entry can change is looked at again and nothing else:
 *
 * - the pairing of its URL, and the joining of redirects into that URL and out of it (`chains.ts`);
 * - the page of requests made after a document, and of those whose page the log names later (`pages.ts`);
 * - its twin, which it hides (`twins.ts`);
 * - flows that asked for what it shows: a cached copy, a service worker, a cookie at the same call, a document's policy
 *   (`evidence`);
 * - advice on flows to the same server, which is worked out when somebody asks for it.
 */
import { type Exchange, exchangeFromHar } from '../har/exchange.ts'
import { type Recorder, readsAlike } from '../har/recorder.ts'
import { SharedHeaders } from '../har/shared-headers.ts'
import { Chains } from './chains.ts'
import { type Change, isSame, withoutReturns } from './change.ts'
import type { Flow, Hop } from './flow.ts'
import { announced, flowOf, isDocument, isFetched } from './flows.ts'
import { targetOf } from './join-redirects.ts'
import { OwnOrigin } from './own-origin.ts'
import { Pages } from './pages.ts'
import type { Judged, Rules } from './rules.ts'
import { Twins } from './twins.ts'
import { serverOf, Unobserved } from './unobserved.ts'

/** Of the exchange that the request began with. */
const idOf = ({ hops, exchange }: Flow): string => String((hops[0]?.exchange ?? exchange).index)

interface Tracked<Verdict, Advice, Server> extends Judged<Verdict> {
  /** As captured, before it was cut. */
  whole: Flow
  advice: { said: Advice; server: Server; version: number } | null
}

export class NetworkLog<Verdict, Advice, Server extends { version: number }> {
  readonly #rules: Rules<Verdict, Advice, Server>
  readonly #chains: Chains
  readonly #pages = new Pages()
  readonly #twins = new Twins()
  readonly #ownOrigin: OwnOrigin
  readonly #headers: SharedHeaders | null
  #recorder: Recorder
  readonly #exchanges = new Map<number, Exchange>()
  readonly #tracked = new Map<Exchange, Tracked<Verdict, Advice, Server>>()
  readonly #byId = new Map<string, Tracked<Verdict, Advice, Server>>()
  readonly #unobserved = new Unobserved()
  /** First requests whose chain, page or verdict is to be looked at again. */
  readonly #toBuild = new Set<Exchange>()
  #sorted: readonly Judged<Verdict>[] | null = null
  #nextIndex = 0

  /** `mostWaiting`: for a long log, entries of pages' own origins that are kept although nothing is known to need them. */
  constructor(recorder: Recorder, rules: Rules<Verdict, Advice, Server>, mostWaiting?: number) {
    this.#recorder = recorder
    this.#rules = rules
    this.#chains = new Chains(rules.pairing(recorder))
    this.#ownOrigin = new OwnOrigin(mostWaiting)
    this.#headers = mostWaiting === undefined ? null : new SharedHeaders()
  }

  get recorder(): Recorder {
    return this.#recorder
  }

  /** The entries show that somebody else wrote the log: everything is looked at again. */
  setRecorder(recorder: Recorder): Change {
    this.#readAs(recorder)
    return this.#settle()
  }

  /** The log is all there, with what it says of itself. */
  complete(recorder: Recorder, pages: readonly unknown[]): Change {
    this.#readAs(recorder)
    this.#readPages(pages)
    return this.#settle()
  }

  /** True where entries would be needed that were let go; they are to be shown again, all of them, to `recall`. */
  get misses(): boolean {
    return this.#ownOrigin.misses
  }

  /** Takes what was let go and is needed of entries that were gathered before. `from`: index of the first. */
  recall(entries: readonly unknown[], from: number): void {
    for (let place = 0; place < entries.length; place++)
      if (this.#ownOrigin.isMissed(from + place, entries[place])) this.#take(entries[place], from + place)
  }

  /** Takes entries in. `from`: index of the first; behind the last one known when absent. */
  add(entries: readonly unknown[], from = this.#nextIndex): Change {
    this.gather(entries, from)
    return this.#settle()
  }

  /** Takes entries in that are judged with the next change, for who looks only once all are there. */
  gather(entries: readonly unknown[], from = this.#nextIndex): void {
    this.#nextIndex = Math.max(this.#nextIndex, from + entries.length)
    for (let place = 0; place < entries.length; place++) this.#take(entries[place], from + place)
  }

  /** Takes entries in, each under its index, which is not one that is known. */
  put(entries: readonly { index: number; entry: unknown }[]): Change {
    for (const { index, entry } of entries) {
      this.#nextIndex = Math.max(this.#nextIndex, index + 1)
      this.#take(entry, index)
    }
    return this.#settle()
  }

  /** An entry read again, under its old index. */
  replace(index: number, entry: unknown): Change {
    this.#drop([index])
    this.#take(entry, index)
    return this.#settle()
  }

  /** Forgets entries. Indexes and ids of the others stay what they are. */
  remove(indexes: readonly number[]): Change {
    this.#drop(indexes)
    return this.#settle()
  }

  /** HAR `log.pages`, all that are known. */
  setPages(pages: readonly unknown[]): Change {
    this.#readPages(pages)
    return this.#settle()
  }

  /** The page's URL where the log names none. */
  setPageUrl(url: string | null): Change {
    for (const first of this.#pages.setFallback(url)) this.#toBuild.add(first)
    return this.#settle()
  }

  /** In the order of the log. */
  flows(): readonly Judged<Verdict>[] {
    this.#sorted ??= [...this.#tracked.values()].sort((a, b) => a.flow.exchange.index - b.flow.exchange.index)
    return this.#sorted
  }

  flow(id: string): Judged<Verdict> | null {
    return this.#byId.get(id) ?? null
  }

  /** Worked out when first asked for, and kept until something it rests on changes; null where no flow has that id. */
  advice(id: string): Advice | null {
    const tracked = this.#byId.get(id)
    if (tracked === undefined) return null
    for (const flow of this.#unobserved.take(serverOf(tracked.flow))) this.#rules.servers.add(flow)
    const server = this.#rules.servers.at(tracked.flow.exchange.url)
    const { version } = server
    if (tracked.advice?.server !== server || tracked.advice.version !== version)
      tracked.advice = { said: this.#rules.advise(tracked, server), server, version }
    return tracked.advice.said
  }

  /** All advice is to be worked out anew: something outside of the log changed. */
  forgetAdvice(): void {
    for (const tracked of this.#tracked.values()) tracked.advice = null
  }

  #readAs(recorder: Recorder): void {
    if (!readsAlike(this.#recorder, recorder)) this.#chains.setRules(this.#rules.pairing(recorder))
    this.#recorder = recorder
  }

  #readPages(pages: readonly unknown[]): void {
    for (const first of this.#pages.setPages(pages)) this.#toBuild.add(first)
  }

  #take(entry: unknown, index: number): void {
    if (this.#ownOrigin.keeps(index, entry)) return
    const read = exchangeFromHar(entry, index)
    if (read === null) return
    const exchange = this.#headers?.share(read) ?? read
    this.#exchanges.set(index, exchange)
    const { shown, hidden } = this.#twins.add(exchange)
    for (const twin of hidden) this.#hide(twin)
    for (const twin of shown) this.#show(twin)
    if (!isFetched(exchange)) return
    this.#readWaiting(exchange.url)
    if (exchange.redirectUrl !== null) this.#readWaiting(targetOf(exchange))
  }

  #readWaiting(url: string | null): void {
    for (const waiting of this.#ownOrigin.ask(url)) this.#take(waiting.entry, waiting.index)
  }

  #drop(indexes: readonly number[]): void {
    this.#ownOrigin.remove(new Set(indexes))
    for (const index of indexes) {
      const exchange = this.#exchanges.get(index)
      if (exchange === undefined) continue
      this.#exchanges.delete(index)
      const { shown, hidden } = this.#twins.remove(exchange)
      for (const twin of hidden) this.#hide(twin)
      for (const twin of shown) this.#show(twin)
    }
  }

  #show(exchange: Exchange): void {
    this.#rules.evidence.add(exchange)
    if (isDocument(exchange)) for (const first of this.#pages.addDocument(exchange)) this.#toBuild.add(first)
    if (isFetched(exchange)) this.#chains.add(exchange)
  }

  #hide(exchange: Exchange): void {
    this.#rules.evidence.remove(exchange)
    if (isDocument(exchange))
      for (const first of this.#pages.removeDocument(exchange)) this.#toBuild.add(first)
    if (isFetched(exchange)) this.#chains.remove(exchange)
  }

  #settle(): Change {
    const change: Change = { added: [], changed: [], removed: [] }
    const seen = new Set<Exchange>()
    for (const exchange of this.#chains.settle()) {
      const first = exchange.isPreflight ? exchange : this.#chains.firstOf(exchange, seen)
      if (first !== null) this.#toBuild.add(first)
      if (first !== exchange) this.#toBuild.add(exchange)
    }
    for (const first of this.#toBuild) this.#build(first, change)
    this.#toBuild.clear()
    for (const flow of this.#rules.evidence.outdated()) this.#judgeAgain(flow, change)
    if (change.added.length + change.changed.length + change.removed.length > 0) this.#sorted = null
    return change.removed.length === 0 ? change : withoutReturns(change)
  }

  #build(first: Exchange, change: Change): void {
    const isFirst = this.#chains.isFirst(first)
    const whole = isFirst ? this.#wholeFlow(first) : null
    if (!isFirst) this.#pages.forget(first)
    if (whole === null) {
      this.#untrack(first, change)
      return
    }
    const before = this.#tracked.get(first)
    if (before !== undefined && isSame(before.whole, whole)) return
    if (before !== undefined) this.#forgetFlow(before)
    const flow = this.#rules.end(whole)
    const id = idOf(whole)
    const tracked = { id, whole, flow, verdict: this.#rules.judge(flow), advice: null }
    this.#tracked.set(first, tracked)
    this.#byId.set(id, tracked)
    this.#unobserved.add(flow)
    change[before === undefined ? 'added' : 'changed'].push(id)
  }

  #wholeFlow(first: Exchange): Flow | null {
    const pageUrl = this.#pages.pageOf(first)
    const chain: [Hop, ...Hop[]] = first.isPreflight
      ? [{ exchange: announced(first), preflight: first }]
      : this.#chains.from(first)
    return flowOf(chain, pageUrl, this.#recorder)
  }

  #judgeAgain(flow: Flow, change: Change): void {
    const tracked = this.#byId.get(idOf(flow))
    if (tracked?.flow !== flow) return
    this.#rules.evidence.forget(flow)
    tracked.verdict = this.#rules.judge(flow)
    tracked.advice = null
    change.changed.push(tracked.id)
  }

  #untrack(first: Exchange, change: Change): void {
    const tracked = this.#tracked.get(first)
    if (tracked === undefined) return
    this.#forgetFlow(tracked)
    this.#tracked.delete(first)
    if (this.#byId.get(tracked.id) === tracked) this.#byId.delete(tracked.id)
    change.removed.push(tracked.id)
  }

  #forgetFlow({ flow }: Tracked<Verdict, Advice, Server>): void {
    this.#rules.evidence.forget(flow)
    if (!this.#unobserved.delete(flow)) this.#rules.servers.remove(flow)
  }
}
