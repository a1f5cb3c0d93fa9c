/** Bytes to network logs, entry by entry, at any size: HAR, JSON Lines of entries or of logs, JSONP. */
import { entryOf, frameOf, isEntry, type LogFrame, logsIn, NO_FRAME } from './find-logs.ts'
import { foreignJson } from './foreign-files.ts'
import { explained } from './json-error-words.ts'
import { JsonStream } from './json-stream.ts'
import { LogFileError } from './log-file-error.ts'
import { asObject } from './read-json.ts'

/** Takes one log. */
export interface LogReceiver {
  /** Some of the entries, in their order; trusted in nothing. */
  add(entries: readonly unknown[]): void
  /** After the last entry. `frame`: what the log says of itself, now whole. */
  end(frame: LogFrame): void
}

export interface ScannerOptions {
  /** UTF-8 to text; never throws. */
  decode: (bytes: Uint8Array) => string
  /** A log begins. Entries may come before the rest of the log: `frame` is what was read so far. */
  begin: (frame: LogFrame) => LogReceiver
  /** Bytes above which a value is read in pieces. For tests. */
  limit?: number
}

/** Entries that are handed on at once. */
const BATCH = 256

/** The entries of a log that is too long to be kept. */
class OpenLog {
  readonly #receiver: LogReceiver
  #batch: unknown[] = []
  isEmpty = true
  hasRequest = false

  constructor(receiver: LogReceiver) {
    this.#receiver = receiver
  }

  add(entry: unknown): void {
    this.isEmpty = false
    this.hasRequest ||= isRequest(entry)
    if (this.#batch.push(entry) >= BATCH) this.#flush()
  }

  end(frame: LogFrame): void {
    this.#flush()
    this.#receiver.end(frame)
  }

  #flush(): void {
    if (this.#batch.length > 0) this.#receiver.add(this.#batch)
    this.#batch = []
  }
}

const isRequest = (entry: unknown): boolean => typeof asObject(asObject(entry).request).url === 'string'

const isOpenLog = (value: unknown): value is OpenLog => value instanceof OpenLog

/** `callback(` and `);` around the JSON: https://en.wikipedia.org/wiki/JSONP, HAR's older files with the ending .harp. */
const CALL = /^\s*[\w$][\w$.]*\s*\(/
const LONGEST_CALL = 256

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0

export class HarScanner {
  readonly #options: ScannerOptions
  readonly #json: JsonStream
  /** Bytes before the JSON is known to begin; null afterwards. */
  #head: Uint8Array | null = new Uint8Array(0)
  /** Entries that stand on lines of their own make one log together. */
  #lines: OpenLog | null = null
  readonly #logs: OpenLog[] = []
  /** Values at the top of the text, and the first of them. */
  #firstRoot: unknown
  #roots = 0

  constructor(options: ScannerOptions) {
    this.#options = options
    const { decode, limit } = options
    this.#json = new JsonStream(
      {
        element: (array, value) => {
          const entry = entryOf(value)
          if (isOpenLog(array.instead)) array.instead.add(entry)
          else if (array.key === 'entries' || isEntry(entry)) {
            const log = this.#begin(frameOf(array.around))
            for (const kept of array.kept.splice(0)) log.add(kept)
            log.add(entry)
            array.instead = log
          } else return false
          return true
        },
        root: (value) => this.#root(value),
      },
      { decode, ...(limit === undefined ? {} : { limit }) },
    )
  }

  /** Throws a LogFileError. */
  push(chunk: Uint8Array): void {
    try {
      if (this.#head === null) this.#json.push(chunk)
      else this.#pushHead(chunk)
    } catch (error) {
      throw explained(error)
    }
  }

  /** Ends every log. Throws a LogFileError where there was none, or where the text is cut off. */
  end(): void {
    try {
      if (this.#head !== null) this.#startJson(this.#head)
      this.#json.end()
    } catch (error) {
      throw explained(error)
    }
    this.#lines?.end(NO_FRAME)
    if (this.#roots === 0) throw new LogFileError('is empty; export the network log as HAR again')
    if (this.#logs.length > 0) this.#assertRequests()
    else if (isEmptyList(this.#firstRoot)) this.#begin(NO_FRAME).end(NO_FRAME)
    else throw new LogFileError(foreignJson(this.#firstRoot))
  }

  /** A log may be empty, but entries of which none asks for anything are something else. */
  #assertRequests(): void {
    if (this.#logs.some(({ isEmpty, hasRequest }) => isEmpty || hasRequest)) return
    throw new LogFileError(
      'holds entries, but no request in any of them; export the network log as HAR again',
    )
  }

  #begin(frame: LogFrame): OpenLog {
    const log = new OpenLog(this.#options.begin(frame))
    this.#logs.push(log)
    return log
  }

  /** A byte order mark and the call of JSONP go, once there is enough to tell. */
  #pushHead(chunk: Uint8Array): void {
    const head = new Uint8Array((this.#head?.length ?? 0) + chunk.length)
    head.set(this.#head ?? [])
    head.set(chunk, this.#head?.length ?? 0)
    this.#head = head
    if (head.length >= LONGEST_CALL) this.#startJson(head)
  }

  #startJson(head: Uint8Array): void {
    this.#head = null
    const text = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? head.subarray(3) : head
    const [call = ''] = CALL.exec(this.#options.decode(text.subarray(0, LONGEST_CALL))) ?? []
    this.#json.push(text.subarray(call.length))
  }

  #root(value: unknown): void {
    if (this.#roots === 0) this.#firstRoot = value
    this.#roots += 1
    const entry = entryOf(value)
    if (isEntry(entry)) {
      this.#lines ??= this.#begin(NO_FRAME)
      this.#lines.add(entry)
      return
    }
    for (const { entries, ...frame } of logsIn(value, isOpenLog)) {
      if (isOpenLog(entries)) {
        entries.end(frame)
        continue
      }
      const log = this.#begin(frame)
      for (const item of entries) log.add(item)
      log.end(frame)
    }
  }
}
