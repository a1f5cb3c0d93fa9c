/** Zip archives with the same bytes for the same files: names in order, one date, one compression. APPNOTE.TXT 4.3. */
import { deflateRawSync } from 'node:zlib'

export interface ZipFile {
  /** With slashes. */
  name: string
  bytes: Uint8Array
}

/** 1980-01-01, the first day that zip knows. */
const DATE = 0x0021
const UTF8_NAMES = 0x0800
const DEFLATE = 8
const VERSION = 20

function common(name: Buffer, file: Uint8Array, packed: Uint8Array): Buffer {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(VERSION, 0)
  fields.writeUInt16LE(UTF8_NAMES, 2)
  fields.writeUInt16LE(DEFLATE, 4)
  fields.writeUInt16LE(DATE, 8)
  fields.writeUInt32LE(checksum(file), 10)
  fields.writeUInt32LE(packed.length, 14)
  fields.writeUInt32LE(file.length, 18)
  fields.writeUInt16LE(name.length, 22)
  return fields
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value >>> 0
})

/** CRC-32, for Node before 20.15, which has none. */
function checksum(bytes: Uint8Array): number {
  let sum = 0xffffffff
  for (const byte of bytes) sum = ((TABLE[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8)) >>> 0
  return (sum ^ 0xffffffff) >>> 0
}

export function zipOf(files: readonly ZipFile[]): Buffer {
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1))
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, bytes } of sorted) {
    const packed = deflateRawSync(bytes, { level: 9 })
    const text = Buffer.from(name)
    const fields = common(text, bytes, packed)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, text, packed])
    const place = Buffer.alloc(14)
    // rights of a file that everybody may read
    place.writeUInt32LE(0o100644 * 0x10000, 6)
    place.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), fields, place, text)
    locals.push(local)
    offset += local.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(sorted.length, 8)
  end.writeUInt16LE(sorted.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, list, end])
}
