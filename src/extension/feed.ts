/**
 * Feed: what the collector has goes into the growing log, in slices too short to be felt, and what became of the flows
 * comes out. It runs when somebody looks; until then the entries wait.
 */
import {
  type Browser,
  type Change,
  type DiagnosedLog,
  networkLog,
  recorderOf,
  serverOf,
} from '../engine/index.ts'
import type { LogChanges } from '../panel/host.ts'
import type { Collector } from './collector.ts'

/** Milliseconds of work after which a frame is let through. */
export const SLICE = 8
/** Milliseconds between two tellings while there is much to judge. */
const TELL_EVERY = 200
/** Entries that are judged between two looks at the clock, at first and at most. */
const FIRST_CHUNK = 32
const LARGEST_CHUNK = 1024

export interface FeedOptions {
  browser: Browser
  collector: Pick<Collector, 'take'>
  frameworkFor: (origin: string) => string | undefined
  /** There is something to tell. */
  onChange: () => void
}

export class Feed {
  readonly log: DiagnosedLog
  /** Entries of the log at the last look. */
  entries = 0
  readonly #options: FeedOptions
  /** Entries to be judged, by their number. */
  readonly #waiting = new Map<number, unknown>()
  /** Flows that were added, changed or removed since the last telling. */
  readonly #touched = new Set<string>()
  readonly #told = new Set<string>()
  #reset = true
  #dropped = 0
  #pages: readonly unknown[] = []
  #chunk = FIRST_CHUNK
  #running: Promise<void> | null = null
  #toldAt = Number.NEGATIVE_INFINITY

  constructor(options: FeedOptions) {
    this.#options = options
    this.log = networkLog({
      recorder: recorderOf({ browser: options.browser }),
      frameworkFor: options.frameworkFor,
    })
  }

  /** Judges all that the collector has by then; each slice takes what has come. The first slice is done at once. */
  run(): Promise<void> {
    if (this.#running === null && this.#step()) this.#running = this.#rest()
    return this.#running ?? Promise.resolve()
  }

  /** Who is told next knows nothing of what was told before. */
  forgetTelling(): void {
    this.#reset = true
    this.#told.clear()
    this.#toldAt = Number.NEGATIVE_INFINITY
  }

  /** Advice on the flows to a server is another now. */
  adviseAgain(isMeant: (origin: string) => boolean): void {
    this.log.forgetAdvice()
    for (const { id, flow } of this.log.flows()) if (isMeant(serverOf(flow))) this.#touched.add(id)
  }

  /** What became of the log since the last telling. */
  changes(): LogChanges {
    const ids = this.#reset ? this.log.flows().map(({ id }) => id) : [...this.#touched]
    const changes = { added: [], changed: [], removed: [] } as Record<
      'added' | 'changed',
      LogChanges['added'][number][]
    > & {
      removed: string[]
    }
    for (const id of ids) {
      const judged = this.log.flow(id)
      if (judged !== null) {
        const { flow, verdict } = judged
        changes[this.#told.has(id) ? 'changed' : 'added'].push({ id, flow, verdict })
        this.#told.add(id)
      } else if (this.#told.delete(id)) changes.removed.push(id)
    }
    const reset = this.#reset
    this.#touched.clear()
    this.#reset = false
    this.#toldAt = performance.now()
    return {
      type: 'changes',
      browser: this.#options.browser,
      entries: this.entries,
      dropped: this.#dropped,
      ...changes,
      ...(reset ? { reset } : {}),
    }
  }

  async #rest(): Promise<void> {
    do await new Promise((resolve) => setTimeout(resolve, 0))
    while (this.#step())
    this.#running = null
  }

  /** One slice, and a telling where it is due. @returns false when all is judged. */
  #step(): boolean {
    const more = this.#slice()
    if (!more || performance.now() - this.#toldAt >= TELL_EVERY) this.#options.onChange()
    return more
  }

  /** @returns false when all is judged. */
  #slice(): boolean {
    const end = performance.now() + SLICE
    this.#take()
    while (this.#waiting.size > 0 && performance.now() < end) this.#judgeChunk()
    return this.#waiting.size > 0
  }

  #take(): void {
    const { fresh, again, removed, pages, pageUrl, entries, dropped } = this.#options.collector.take()
    this.entries = entries
    this.#dropped = dropped
    const gone = removed.filter((index) => !this.#waiting.delete(index))
    if (gone.length > 0) this.#note(this.log.remove(gone))
    if (pages !== this.#pages) this.#note(this.log.setPages(pages))
    this.#pages = pages
    this.#note(this.log.setPageUrl(pageUrl))
    for (const { index, entry } of again) {
      if (this.#waiting.has(index)) this.#waiting.set(index, entry)
      else this.#note(this.log.replace(index, entry))
    }
    for (const { index, entry } of fresh) this.#waiting.set(index, entry)
  }

  #judgeChunk(): void {
    const begun = performance.now()
    const chunk: { index: number; entry: unknown }[] = []
    for (const [index, entry] of this.#waiting) {
      chunk.push({ index, entry })
      if (chunk.length === this.#chunk) break
    }
    for (const { index } of chunk) this.#waiting.delete(index)
    this.#note(this.log.put(chunk))
    const took = performance.now() - begun
    if (took < SLICE / 4) this.#chunk = Math.min(LARGEST_CHUNK, this.#chunk * 2)
    if (took > SLICE / 2) this.#chunk = Math.max(1, this.#chunk >> 1)
  }

  #note({ added, changed, removed }: Change): void {
    for (const ids of [added, changed, removed]) for (const id of ids) this.#touched.add(id)
  }
}
