/** Cuts one JSON value out of bytes that come in pieces. Looks at nothing but brackets, quotes and backslashes. */

/** What the value's first byte says of it. */
export type ValueKind = 'object' | 'array' | 'string' | 'scalar'

export const [QUOTE, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, COMMA] = [0x22, 0x7b, 0x7d, 0x5b, 0x5d, 0x2c]
const BACKSLASH = 0x5c

const KINDS: Readonly<Record<number, ValueKind>> = {
  [OPEN]: 'object',
  [OPEN_LIST]: 'array',
  [QUOTE]: 'string',
}

/** The white space of JSON, RFC 8259, 2. */
export const isSpace = (byte: number): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
export const endsScalar = (byte: number): boolean =>
  isSpace(byte) || byte === COMMA || byte === CLOSE || byte === CLOSE_LIST

export class ValueCutter {
  kind: ValueKind = 'scalar'
  /** Bytes of it so far. */
  length = 0
  #parts: Uint8Array[] = []
  #dropped = false
  #depth = 0
  #inString = false
  #escaped = false

  /** A value begins at `start` of `chunk`. The index after it, or -1 where it goes on in the next chunk. */
  begin(chunk: Uint8Array, start: number): number {
    this.kind = KINDS[chunk[start] as number] ?? 'scalar'
    this.#depth = this.kind === 'object' || this.kind === 'array' ? 1 : 0
    this.#inString = this.kind === 'string'
    this.#escaped = false
    this.#dropped = false
    this.#parts = []
    this.length = 0
    return this.#take(chunk, start, start + 1)
  }

  /** The value goes on at the beginning of `chunk`. The index after it, or -1. */
  continue(chunk: Uint8Array): number {
    return this.#take(chunk, 0, 0)
  }

  /** Its bytes so far; null when they were dropped. */
  get bytes(): Uint8Array | null {
    return this.#dropped ? null : joined(this.#parts, this.length)
  }

  /** It is read over from here on. */
  drop(): void {
    this.#dropped = true
    this.#parts = []
  }

  #take(chunk: Uint8Array, start: number, from: number): number {
    const found = this.kind === 'scalar' ? endOfScalar(chunk, from) : this.#endOf(chunk, from)
    const end = found === -1 ? chunk.length : found
    this.length += end - start
    if (this.#dropped) return found
    const part = chunk.subarray(start, end)
    // a chunk may be used again by who reads
    this.#parts.push(found === -1 ? new Uint8Array(part) : part)
    return found
  }

  /** Here a log of gigabytes spends its time: the shortest loop is the fastest (measured). */
  #endOf(chunk: Uint8Array, from: number): number {
    const { length } = chunk
    let depth = this.#depth
    let at = this.#inString ? endOfString(chunk, this.#escaped ? from + 1 : from) : from
    if (depth === 0 && at <= length) return at
    for (; at < length; at++) {
      const byte = chunk[at] as number
      if (byte === QUOTE) {
        at = endOfString(chunk, at + 1) - 1
        // the brackets have these bits in common
      } else if ((byte & 0x59) === 0x59) {
        if (byte === OPEN || byte === OPEN_LIST) depth += 1
        else if (byte === CLOSE || byte === CLOSE_LIST) {
          depth -= 1
          if (depth === 0) return at + 1
        }
      }
    }
    this.#inString = at > length
    this.#escaped = at > length + 1
    this.#depth = depth
    return -1
  }
}

/** The index after the quote that ends a string; length + 1 where it does not end, + 2 where the next byte is escaped. */
function endOfString(chunk: Uint8Array, from: number): number {
  const { length } = chunk
  let at = from
  while (at < length) {
    const byte = chunk[at]
    if (byte === QUOTE) return at + 1
    at += byte === BACKSLASH ? 2 : 1
  }
  return at + 1
}

function endOfScalar(chunk: Uint8Array, from: number): number {
  for (let at = from; at < chunk.length; at++) if (endsScalar(chunk[at] as number)) return at
  return -1
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const [first] = parts
  if (first !== undefined && parts.length === 1) return first
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
