/** Bytes of a file or of standard input to its network logs, however they are packed. Nothing is held but what is at hand. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import {
  foreignBytes,
  HarScanner,
  LogFileError,
  type LogFrame,
  type LogReceiver,
  logInZip,
  packingOf,
  Utf16ToUtf8,
} from '../engine/index.ts'

type Chunks = AsyncIterable<Uint8Array>

/** Bytes that tell how a file is packed, and whose it is. */
const HEAD = 512
/** An archive may hold an archive; more is a trap. */
const MOST_LAYERS = 3
/** Bytes. An archive is read whole, since its list of files stands at its end. */
const LARGEST_ZIP = 1024 * 1024 * 1024

const joined = (chunks: readonly Uint8Array[]): Buffer => Buffer.concat(chunks)

/** The same bytes, the first chunk of which is long enough to tell what they are. */
async function* withHead(chunks: Chunks): Chunks {
  const head: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    if (length >= HEAD) {
      yield chunk
      continue
    }
    head.push(chunk)
    length += chunk.length
    if (length >= HEAD) yield joined(head)
  }
  if (length < HEAD) yield joined(head)
}

const UNPACKERS = { gzip: createGunzip, zlib: createInflate, deflate: createInflateRaw } as const

/** Fails as the source fails, and with a LogFileError where the packed bytes are at fault. */
async function* unpacked(chunks: Chunks, kind: keyof typeof UNPACKERS): Chunks {
  const unpacker = UNPACKERS[kind]({ chunkSize: 1024 * 1024 })
  const feeding = pipeline(Readable.from(chunks), unpacker)
  feeding.catch(() => {}) // comes out of the loop below
  try {
    for await (const chunk of unpacker) yield chunk as Uint8Array
  } catch (error) {
    if (!/^Z_/.test(String((error as NodeJS.ErrnoException).code))) throw error
    throw new LogFileError(`is compressed with ${kind}, and cut off or broken`)
  }
}

async function* ofZip(chunks: Chunks): Chunks {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    length += chunk.length
    if (length > LARGEST_ZIP) throw new LogFileError('is a zip archive of more than 1 GB; unpack it first')
    parts.push(chunk)
  }
  const { method, bytes } = logInZip(joined(parts))
  const packed = Readable.from([bytes])
  yield* method === 'deflate' ? unpacked(packed, 'deflate') : packed
}

async function* ofUtf16(chunks: Chunks, encoding: 'utf-16le' | 'utf-16be'): Chunks {
  const converter = new Utf16ToUtf8(encoding)
  for await (const chunk of chunks) yield converter.push(chunk)
}

/** UTF-8, whatever it is packed in. */
async function* textOf(packed: Chunks, layer = 0): Chunks {
  const chunks = withHead(packed)
  const iterator = chunks[Symbol.asyncIterator]()
  const { value: head = new Uint8Array(0) } = await iterator.next()
  const whole = (async function* () {
    yield head
    yield* { [Symbol.asyncIterator]: () => iterator }
  })()
  const packing = packingOf(head)
  if (packing !== null && layer >= MOST_LAYERS) throw new LogFileError('is packed too often; unpack it first')
  if (packing === 'gzip' || packing === 'zlib') yield* textOf(unpacked(whole, packing), layer + 1)
  else if (packing === 'zip') yield* textOf(ofZip(whole), layer + 1)
  else if (packing !== null) yield* ofUtf16(whole, packing)
  else {
    const foreign = foreignBytes(head)
    if (foreign !== null) throw new LogFileError(foreign)
    yield* whole
  }
}

const decode = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')

/** Hands every log to a receiver of its own. Throws a LogFileError where there is none, and what `chunks` throws. */
export async function readLogs(chunks: Chunks, begin: (frame: LogFrame) => LogReceiver): Promise<void> {
  const scanner = new HarScanner({ decode, begin })
  for await (const chunk of textOf(chunks)) scanner.push(chunk)
  scanner.end()
}
