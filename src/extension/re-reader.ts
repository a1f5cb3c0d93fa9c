/**
 * ReReader: about one failure in two hundred is reported before its answer's headers reach DevTools. A later reading
 * of the log has them, and takes the place of the entry.
 */
import { groupBy } from '../engine/index.ts'
import type { EntryBuffer, Numbered } from './entry-buffer.ts'
import { hasWireHeaders, keyOf, lacksAnswer, tookAsLong, urlOf } from './har-entry.ts'
import type { NetworkLog } from './network.ts'

/** Pauses after which an entry that still lacks its answer is read once more. */
const READ_AGAIN_AFTER = [500, 2000]
/** After so many readings it is handed on as it is: some answers never come. */
const READINGS_TO_WAIT_FOR = 2

export interface ReReaderOptions {
  buffer: EntryBuffer
  /** Null where DevTools does not answer. */
  readLog: () => Promise<NetworkLog | null>
  /** A late reading is done. */
  onRead: () => void
}

export class ReReader {
  readonly #options: ReReaderOptions
  readonly #readings = new WeakMap<object, number>()

  constructor(options: ReReaderOptions) {
    this.#options = options
  }

  /** True for an entry that is to be read again before it is handed on. */
  isAwaited({ entry }: Numbered): boolean {
    return this.#isIncomplete(entry) && this.#readingsOf(entry) < READINGS_TO_WAIT_FOR
  }

  /** Reads what is new and incomplete, and again after a while what still is. */
  async read(attempt = 0): Promise<void> {
    const { buffer, readLog, onRead } = this.#options
    const isWanted = attempt === 0 ? this.#mayBeIncomplete : this.#isIncomplete
    const wanted = buffer
      .unanswered()
      .filter(({ entry }) => isWanted(entry) && this.#readingsOf(entry) === attempt)
    if (wanted.length === 0) return
    for (const { entry } of wanted) this.#readings.set(entry as object, attempt + 1)
    const log = await readLog()
    const complete = log === null ? new Map<Numbered, unknown>() : completed(wanted, log)
    for (const [{ index }, entry] of complete) buffer.replace(index, entry)
    const after = READ_AGAIN_AFTER[attempt]
    const left = wanted.some((numbered) => !complete.has(numbered) && this.#isIncomplete(numbered.entry))
    if (after === undefined || !left) return
    setTimeout(() => void this.read(attempt + 1).then(onRead), after)
  }

  /** No status, no headers, yet a request that went over the wire or needed no preflight. */
  #isIncomplete = (entry: unknown): boolean =>
    lacksAnswer(entry) && (hasWireHeaders(entry) || !this.#options.buffer.hasPreflight(urlOf(entry)))

  /** Rarer still, the request shows no trace of the wire although its preflight may have passed: worth one look. */
  #mayBeIncomplete = (entry: unknown): boolean =>
    lacksAnswer(entry) && (this.#isIncomplete(entry) || this.#options.buffer.hasGrant(urlOf(entry)))

  #readingsOf(entry: unknown): number {
    return this.#readings.get(entry as object) ?? 0
  }
}

/** For each incomplete entry the same request in a later reading of the log, where that has its answer. */
function completed(incomplete: readonly Numbered[], log: NetworkLog): Map<Numbered, unknown> {
  const later = groupByKey(log.entries)
  const found = new Map<Numbered, unknown>()
  for (const numbered of incomplete) {
    const { entry } = numbered
    const itself = later.get(keyOf(entry))?.find((other) => tookAsLong(other, entry))
    if (itself !== undefined && !lacksAnswer(itself)) found.set(numbered, itself)
  }
  return found
}

/** Entries of the same method and URL that started in the same millisecond. */
export const groupByKey = (entries: readonly unknown[]): Map<string, unknown[]> => groupBy(entries, keyOf)
