/** How the text of a log is packed: compressed, in an archive, in UTF-16. Told from the first bytes; unpacked by who reads. */

export type Packing = 'gzip' | 'zlib' | 'zip' | 'utf-16le' | 'utf-16be' | null

const startsWith = (bytes: Uint8Array, ...start: number[]): boolean =>
  start.every((byte, i) => bytes[i] === byte)

/** RFC 1950, 2.2: method 8, and a header that is a multiple of 31. JSON never begins with an x. */
const isZlib = ([first = 0, second = 0]: Uint8Array): boolean =>
  first === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(second)

/** `head`: the beginning of a file, 4 bytes or the whole. Null: plain UTF-8, or nothing that can be unpacked here. */
export function packingOf(head: Uint8Array): Packing {
  if (startsWith(head, 0x1f, 0x8b)) return 'gzip'
  if (startsWith(head, 0x50, 0x4b, 0x03, 0x04) || startsWith(head, 0x50, 0x4b, 0x05, 0x06)) return 'zip'
  if (isZlib(head)) return 'zlib'
  if (startsWith(head, 0xff, 0xfe)) return 'utf-16le'
  if (startsWith(head, 0xfe, 0xff)) return 'utf-16be'
  // without a mark: JSON begins with an ASCII character, so that one of two bytes is zero
  const [first = 0, second = 0, third = 0] = head
  if (first !== 0 && second === 0 && third !== 0) return 'utf-16le'
  if (first === 0 && second !== 0 && third === 0) return 'utf-16be'
  return null
}

/** UTF-16 to UTF-8 in pieces: a unit or a pair may be cut between two of them. A lone surrogate becomes U+FFFD. */
export class Utf16ToUtf8 {
  readonly #low: 0 | 1
  #odd: number | null = null
  #high: number | null = null

  constructor(encoding: 'utf-16le' | 'utf-16be') {
    this.#low = encoding === 'utf-16le' ? 0 : 1
  }

  push(chunk: Uint8Array): Uint8Array {
    const units = this.#odd === null ? chunk : prefixed(this.#odd, chunk)
    this.#odd = units.length % 2 === 1 ? (units[units.length - 1] as number) : null
    // a unit makes at most 3 bytes; a lone surrogate that waited makes 3 more
    const bytes = new Uint8Array((units.length >> 1) * 3 + 3)
    let length = 0
    for (let at = 0; at + 1 < units.length; at += 2) {
      const unit = (units[at + this.#low] as number) | ((units[at + 1 - this.#low] as number) << 8)
      length = this.#write(unit, bytes, length)
    }
    return bytes.subarray(0, length)
  }

  #write(unit: number, bytes: Uint8Array, from: number): number {
    const isLow = unit >= 0xdc00 && unit <= 0xdfff
    if (this.#high !== null) {
      const high = this.#high
      this.#high = null
      if (isLow) return encode(0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00), bytes, from)
      return this.#write(unit, bytes, encode(0xfffd, bytes, from))
    }
    if (unit >= 0xd800 && unit <= 0xdbff) {
      this.#high = unit
      return from
    }
    return encode(isLow ? 0xfffd : unit, bytes, from)
  }
}

function prefixed(first: number, rest: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(rest.length + 1)
  bytes[0] = first
  bytes.set(rest, 1)
  return bytes
}

/** Writes one code point; gives the index after it. */
function encode(point: number, bytes: Uint8Array, at: number): number {
  if (point < 0x80) {
    bytes[at] = point
    return at + 1
  }
  const length = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  bytes[at] = ((0xf00 >> length) & 0xff) | (point >> (6 * (length - 1)))
  for (let i = 1; i < length; i++) bytes[at + i] = 0x80 | ((point >> (6 * (length - 1 - i))) & 0x3f)
  return at + length
}
