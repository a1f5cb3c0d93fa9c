/** EntryBuffer: the entries of a tab's log, each under its number, and what became of them since they were last taken. */
import { hasOkStatus, isDocument, isPreflight, lacksAnswer, urlOf } from './har-entry.ts'

/** The oldest entries go first. */
export const MOST_ENTRIES = 20_000
/** Dropped in one go, so that it does not happen at each entry. */
const AT_ONCE = MOST_ENTRIES / 10
/** Of the dropped ones the newest documents stay: they tell the pages' addresses and policies. */
const DOCUMENTS_KEPT = 20

export interface Numbered {
  index: number
  entry: unknown
}

/** What became of the entries. */
export interface Taken {
  fresh: Numbered[]
  /** Entries taken before that were read again. */
  again: Numbered[]
  /** Numbers of entries taken before that are gone. */
  removed: number[]
}

/** Preflights to one URL. */
interface Preflights {
  all: number
  /** Answered with an ok status. */
  granted: number
}

export class EntryBuffer {
  readonly #entries = new Map<number, unknown>()
  readonly #preflights = new Map<string, Preflights>()
  /** Numbers of the failures without a trace of an answer. */
  readonly #unanswered = new Set<number>()
  readonly #untaken = new Set<number>()
  readonly #taken = new Set<number>()
  #removed: number[] = []
  #next = 0
  /** Entries dropped because there were too many. */
  dropped = 0

  get(index: number): unknown {
    return this.#entries.get(index)
  }

  all(): Numbered[] {
    return [...this.#entries].map(([index, entry]) => ({ index, entry }))
  }

  get size(): number {
    return this.#entries.size
  }

  add(entry: unknown): void {
    this.#set(this.#next++, entry)
    if (this.#entries.size > MOST_ENTRIES + AT_ONCE) this.#dropOldest()
  }

  replace(index: number, entry: unknown): void {
    if (!this.#entries.has(index)) return
    this.#count(this.#entries.get(index), -1)
    this.#set(index, entry)
  }

  /** Keeps the entries that pass the test. */
  keep(test: (entry: unknown) => boolean): void {
    for (const [index, entry] of this.#entries) if (!test(entry)) this.#delete(index)
  }

  /** The newest entry that passes the test. */
  newest(test: (entry: unknown) => boolean): unknown {
    return [...this.#entries.values()].findLast(test)
  }

  unanswered(): Numbered[] {
    return [...this.#unanswered].map((index) => ({ index, entry: this.#entries.get(index) }))
  }

  hasPreflight(url: string): boolean {
    return (this.#preflights.get(url)?.all ?? 0) > 0
  }

  hasGrant(url: string): boolean {
    return (this.#preflights.get(url)?.granted ?? 0) > 0
  }

  /** Since the last time. `isAwaited`: entries that are not handed on yet. */
  take(isAwaited: (numbered: Numbered) => boolean): Taken {
    const taken: Taken = { fresh: [], again: [], removed: this.#removed }
    this.#removed = []
    for (const index of this.#untaken) {
      const numbered = { index, entry: this.#entries.get(index) }
      if (isAwaited(numbered)) continue
      taken[this.#taken.has(index) ? 'again' : 'fresh'].push(numbered)
      this.#taken.add(index)
      this.#untaken.delete(index)
    }
    return taken
  }

  #set(index: number, entry: unknown): void {
    this.#entries.set(index, entry)
    this.#untaken.add(index)
    this.#count(entry, 1)
    if (lacksAnswer(entry)) this.#unanswered.add(index)
    else this.#unanswered.delete(index)
  }

  #delete(index: number): void {
    this.#count(this.#entries.get(index), -1)
    this.#entries.delete(index)
    this.#untaken.delete(index)
    this.#unanswered.delete(index)
    if (this.#taken.delete(index)) this.#removed.push(index)
  }

  #count(entry: unknown, by: 1 | -1): void {
    if (!isPreflight(entry)) return
    const url = urlOf(entry)
    const known = this.#preflights.get(url) ?? { all: 0, granted: 0 }
    known.all += by
    if (hasOkStatus(entry)) known.granted += by
    if (known.all > 0) this.#preflights.set(url, known)
    else this.#preflights.delete(url)
  }

  #dropOldest(): void {
    const oldest = [...this.#entries.keys()].slice(0, this.#entries.size - MOST_ENTRIES)
    const documents = oldest.filter((index) => isDocument(this.#entries.get(index)))
    const kept = new Set(documents.slice(-DOCUMENTS_KEPT))
    for (const index of oldest) {
      if (kept.has(index)) continue
      this.#delete(index)
      this.dropped++
    }
  }
}
