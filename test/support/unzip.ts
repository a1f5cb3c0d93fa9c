/** Members of a zip archive, read by its central directory. APPNOTE.TXT 4.3.12; no zip64, no encryption. */
import { inflateRawSync } from 'node:zlib'

const END = 0x06054b50
const DEFLATE = 8

export function unzip(archive: Buffer): Map<string, Buffer> {
  const members = new Map<string, Buffer>()
  let end = archive.length - 22
  while (archive.readUInt32LE(end) !== END) end--
  let place = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const [name, extra, comment] = [28, 30, 32].map((at) => archive.readUInt16LE(place + at)) as [
      number,
      number,
      number,
    ]
    const local = archive.readUInt32LE(place + 42)
    const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
    const packed = archive.subarray(from, from + archive.readUInt32LE(place + 20))
    const isPacked = archive.readUInt16LE(place + 10) === DEFLATE
    members.set(
      archive.subarray(place + 46, place + 46 + name).toString(),
      isPacked ? inflateRawSync(packed) : packed,
    )
    place += 46 + name + extra + comment
  }
  return members
}
