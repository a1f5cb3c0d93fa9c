/** Bytes of a file to the UTF-8 text of its log, layer by layer. Who reads the file brings the means to inflate. */
import { foreignBytes } from './foreign-files.ts'
import { LogFileError } from './log-file-error.ts'
import { packingOf, Utf16ToUtf8 } from './packing.ts'
import { logInZip } from './zip.ts'

/** Each chunk is what it is until the next one is asked for: who reads may use the same memory again. */
export type Chunks = AsyncIterable<Uint8Array>

/** RFC 1952, RFC 1950, and RFC 1951 without a header. */
export type Compression = 'gzip' | 'zlib' | 'deflate'

/** Fails with a LogFileError where the packed bytes are at fault (`brokenIn`), and as `chunks` fail. */
export type Inflate = (chunks: Chunks, kind: Compression) => Chunks

/** What an Inflate throws of bytes that are no such compression, or are cut off. */
export const brokenIn = (kind: Compression): LogFileError =>
  new LogFileError(`is compressed with ${kind}, and cut off or broken`)

/** Bytes that tell how a file is packed, and whose it is. */
const HEAD = 512
/** An archive may hold an archive; more is a trap. */
const MOST_LAYERS = 3
/** Bytes. An archive is read whole, since its list of files stands at its end. */
const LARGEST_ZIP = 1024 * 1024 * 1024

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

/** The same bytes, the first chunk of which is long enough to tell what they are. */
async function* withHead(chunks: Chunks): Chunks {
  const head: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    if (length >= HEAD) {
      yield chunk
      continue
    }
    head.push(new Uint8Array(chunk))
    length += chunk.length
    if (length >= HEAD) yield joined(head)
  }
  if (length < HEAD) yield joined(head)
}

async function* only(bytes: Uint8Array): Chunks {
  yield bytes
}

async function* ofZip(chunks: Chunks, inflate: Inflate): Chunks {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    length += chunk.length
    if (length > LARGEST_ZIP) throw new LogFileError('is a zip archive of more than 1 GB; unpack it first')
    parts.push(new Uint8Array(chunk))
  }
  const { method, bytes } = logInZip(joined(parts))
  yield* method === 'deflate' ? inflate(only(bytes), 'deflate') : only(bytes)
}

async function* ofUtf16(chunks: Chunks, encoding: 'utf-16le' | 'utf-16be'): Chunks {
  const converter = new Utf16ToUtf8(encoding)
  for await (const chunk of chunks) yield converter.push(chunk)
}

/** UTF-8, whatever it is packed in. Throws a LogFileError where it is nothing that can be read, and as `packed` fails. */
export async function* textOfLog(packed: Chunks, inflate: Inflate, layer = 0): Chunks {
  const iterator = withHead(packed)[Symbol.asyncIterator]()
  const { value: head = new Uint8Array(0) } = await iterator.next()
  const whole = (async function* () {
    yield head
    yield* { [Symbol.asyncIterator]: () => iterator }
  })()
  const packing = packingOf(head)
  if (packing !== null && layer >= MOST_LAYERS) throw new LogFileError('is packed too often; unpack it first')
  if (packing === 'gzip' || packing === 'zlib') yield* textOfLog(inflate(whole, packing), inflate, layer + 1)
  else if (packing === 'zip') yield* textOfLog(ofZip(whole, inflate), inflate, layer + 1)
  else if (packing !== null) yield* ofUtf16(whole, packing)
  else {
    const foreign = foreignBytes(head)
    if (foreign !== null) throw new LogFileError(foreign)
    yield* whole
  }
}
