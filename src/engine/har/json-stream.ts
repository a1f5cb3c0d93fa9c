/**
 * JSON of any size, value by value. A value of at most `limit` bytes is cut out and parsed whole; a longer object or
 * array is entered, and its members are values again. Memory is bounded by `limit`, by how deep containers are
 * entered, and by what is kept of them.
 */
import type { Json } from './read-json.ts'
import { CLOSE, CLOSE_LIST, COMMA, endsScalar, isSpace, QUOTE, ValueCutter } from './value-cutter.ts'

export const TOO_EARLY = 'it ends too early'

/** Where the text is not JSON. */
export interface JsonPlace {
  /** Bytes read before it. */
  bytes: number
  /** Values at the top before this one. */
  roots: number
  /** Line in which the value at the top begins, from 1; null where lines were not counted. */
  line: number | null
  /** The value at the top as far as it came; '' where it is too long. */
  text: string
}

/** The text is not JSON. */
export class JsonError extends Error {
  readonly place: JsonPlace

  constructor(message: string, place: JsonPlace) {
    super(message)
    this.place = place
  }
}

/** An array too long to be parsed whole. */
export interface LongArray {
  /** Its name in the object around it; null in an array or at the top. */
  key: string | null
  /** What was read so far of the object around it. */
  around: Json
  /** Elements that nobody took. */
  kept: unknown[]
  /** What stands for the array in the value that holds it; `kept` when null. */
  instead: object | null
}

export interface JsonHandler {
  /** An element of a long array. True: taken, not to be kept. */
  element(array: LongArray, value: unknown): boolean
  /** A value at the top, complete. `bytes`: its length. */
  root(value: unknown, bytes: number): void
}

export interface JsonStreamOptions {
  decode: (bytes: Uint8Array) => string
  /** Bytes that a value may have to be parsed whole. */
  limit?: number
}

const LIMIT = 4 * 1024 * 1024
/** Bytes of values that are kept of entered containers; what comes after is left out. */
const MOST_KEPT = 64 * 1024 * 1024
/** Deeper containers that are too long are left out. */
const DEEPEST = 10

interface Frame {
  object: Json | null
  array: LongArray | null
  key: string | null
}

type Expecting = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'root'

const [COLON, LINE_FEED] = [0x3a, 0x0a]
/** Between values at the top: the record separator of RFC 7464, and the end of a JSONP call. */
const BETWEEN_ROOTS: readonly number[] = [0x1e, 0x29, 0x3b]

export class JsonStream {
  readonly #handler: JsonHandler
  readonly #decode: (bytes: Uint8Array) => string
  readonly #limit: number
  readonly #frames: Frame[] = []
  #expecting: Expecting = 'root'
  #roots = 0
  #line: number | null = 1
  #keptBytes = 0
  /** Bytes of the input before the chunk at hand. */
  #before = 0

  readonly #cutter = new ValueCutter()
  /** A value is being cut out, which began after so many bytes. */
  #isCutting = false
  #cutStart = 0

  constructor(handler: JsonHandler, { decode, limit = LIMIT }: JsonStreamOptions) {
    this.#handler = handler
    this.#decode = decode
    this.#limit = limit
  }

  /** Throws a JsonError. The chunk may be reused by the caller afterwards. */
  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; at += this.#limit) this.#feed(chunk.subarray(at, at + this.#limit))
  }

  /** Throws a JsonError where a value is open. */
  end(): void {
    const { kind, bytes } = this.#cutter
    if (this.#isCutting && kind === 'scalar') this.#finish()
    if (this.#isCutting)
      throw this.#error(TOO_EARLY, this.#cutStart, bytes === null ? '' : this.#decode(bytes))
    if (this.#frames.length > 0) throw this.#error(TOO_EARLY, this.#before)
  }

  #error(message: string, bytes: number, text = ''): JsonError {
    const atTop = this.#frames.length === 0
    const place = { bytes, roots: this.#roots, line: this.#line, text: atTop ? text : '' }
    return new JsonError(message, place)
  }

  #feed(chunk: Uint8Array): void {
    let at = 0
    while (at < chunk.length) {
      at = this.#isCutting ? this.#cut(chunk, this.#cutter.continue(chunk)) : this.#structure(chunk, at)
    }
    this.#before += chunk.length
  }

  /** Between values of entered containers: one byte that means something, and where to go on. */
  #structure(chunk: Uint8Array, from: number): number {
    let at = from
    for (; at < chunk.length && isSpace(chunk[at] as number); at++)
      if (chunk[at] === LINE_FEED && this.#line !== null) this.#line += 1
    if (at === chunk.length) return at
    const byte = chunk[at] as number
    const unexpected = () => this.#error('unexpected character', this.#before + at)
    switch (this.#expecting) {
      case 'colon':
        if (byte !== COLON) throw unexpected()
        this.#expecting = 'value'
        return at + 1
      case 'comma or end':
        if (byte !== COMMA) return this.#close(byte, at, unexpected)
        this.#expecting = this.#frames.at(-1)?.array ? 'value' : 'key'
        return at + 1
      case 'key':
      case 'key or end':
        if (byte === QUOTE) return this.#begin(chunk, at)
        if (this.#expecting === 'key') throw unexpected()
        return this.#close(byte, at, unexpected)
      case 'value or end':
        if (byte === CLOSE_LIST) return this.#close(byte, at, unexpected)
        return this.#begin(chunk, at)
      case 'root':
        if (BETWEEN_ROOTS.includes(byte)) return at + 1
        return this.#begin(chunk, at)
      case 'value':
        if (endsScalar(byte)) throw unexpected()
        return this.#begin(chunk, at)
    }
  }

  #begin(chunk: Uint8Array, at: number): number {
    this.#isCutting = true
    this.#cutStart = this.#before + at
    return this.#cut(chunk, this.#cutter.begin(chunk, at))
  }

  /** `end`: of the value in this chunk, or -1. Where to go on. */
  #cut(chunk: Uint8Array, end: number): number {
    if (end !== -1) {
      this.#finish()
      return end
    }
    if (this.#cutter.length > this.#limit) this.#tooLong()
    return chunk.length
  }

  #finish(): void {
    const { bytes, length } = this.#cutter
    const value = bytes === null ? undefined : this.#parse(this.#decode(bytes))
    this.#isCutting = false
    this.#deliver(value, length)
  }

  #parse(text: string): unknown {
    try {
      const value = JSON.parse(text) as unknown
      if (this.#frames.length === 0 && this.#line !== null) this.#line += lineBreaks(text)
      return value
    } catch (error) {
      throw this.#error((error as Error).message, this.#cutStart, text)
    }
  }

  /** A long container is entered and what was cut of it read again; a long string is left out. */
  #tooLong(): void {
    const { kind, length } = this.#cutter
    if (kind === 'scalar' || this.#expecting.startsWith('key')) {
      if (length > LIMIT) throw this.#error('unexpected character', this.#cutStart)
      return
    }
    if (kind === 'string' || this.#frames.length >= DEEPEST) this.#cutter.drop()
    const { bytes } = this.#cutter
    if (bytes === null) return
    this.#isCutting = false
    this.#enter(kind === 'array')
    const before = this.#before
    this.#before = this.#cutStart + 1
    this.#feed(bytes.subarray(1))
    this.#before = before
  }

  #enter(isArray: boolean): void {
    const parent = this.#frames.at(-1)
    this.#line = null
    const around = parent?.object ?? {}
    const array = isArray ? { key: parent?.key ?? null, around, kept: [], instead: null } : null
    this.#frames.push({ object: isArray ? null : {}, array, key: null })
    this.#expecting = isArray ? 'value or end' : 'key or end'
  }

  #close(byte: number, at: number, unexpected: () => JsonError): number {
    const frame = this.#frames.at(-1)
    if (frame === undefined || byte !== (frame.array ? CLOSE_LIST : CLOSE)) throw unexpected()
    this.#frames.pop()
    this.#expecting = 'value'
    this.#deliver(frame.array ? (frame.array.instead ?? frame.array.kept) : frame.object, 0)
    return at + 1
  }

  #deliver(value: unknown, bytes: number): void {
    const frame = this.#frames.at(-1)
    if (frame === undefined) {
      this.#handler.root(value, bytes)
      this.#roots += 1
      this.#expecting = 'root'
      return
    }
    if (frame.object !== null && this.#expecting !== 'value') {
      frame.key = String(value)
      this.#expecting = 'colon'
      return
    }
    this.#expecting = 'comma or end'
    if (frame.array !== null && this.#handler.element(frame.array, value)) return
    this.#keptBytes += bytes
    if (this.#keptBytes > MOST_KEPT) return
    if (frame.array !== null) frame.array.kept.push(value)
    else if (frame.object !== null) define(frame.object, frame.key ?? '', value)
  }
}

/** As JSON.parse does it: `__proto__` is a name like any other. */
const define = (object: Json, key: string, value: unknown): void => {
  Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true })
}

function lineBreaks(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1
  return count
}
