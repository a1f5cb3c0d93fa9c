/** HAR bytes: a file of the person's in pieces of UTF-8, inflated by the browser. */
import { brokenIn, type Chunks, type Compression, textOfLog } from '../engine/index.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** As the platform names them: https://compression.spec.whatwg.org/#compression-format */
const FORMATS = { gzip: 'gzip', zlib: 'deflate', deflate: 'deflate-raw' } as const

/** Whoever stops listening gives the stream up. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}

function streamOf(chunks: Chunks, onError: (error: unknown) => void): ReadableStream<Bytes> {
  const iterator = chunks[Symbol.asyncIterator]()
  return new ReadableStream<Bytes>(
    {
      async pull(controller) {
        try {
          const { done, value } = await iterator.next()
          if (done) controller.close()
          else controller.enqueue(value as Bytes)
        } catch (error) {
          onError(error)
          throw error
        }
      },
      async cancel() {
        await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}

async function* inflate(chunks: Chunks, kind: Compression): Chunks {
  const source: { error?: unknown } = {}
  const packed = streamOf(chunks, (error) => {
    source.error = error
  })
  try {
    yield* chunksOf(packed.pipeThrough(new DecompressionStream(FORMATS[kind])))
  } catch {
    // what is not the source's is that of the bytes
    throw 'error' in source ? source.error : brokenIn(kind)
  }
}

/** Bytes that are handed on at once. */
const PIECE = 64 * 1024

/** `onBytes` hears how many bytes of the file were read. Throws a LogFileError where it is nothing that can be read. */
export async function* piecesOf(file: Blob, onBytes: (count: number) => void): Chunks {
  const counted = (async function* () {
    for await (const chunk of chunksOf(file.stream())) {
      onBytes(chunk.length)
      yield chunk
    }
  })()
  for await (const chunk of textOfLog(counted, inflate))
    for (let at = 0; at < chunk.length; at += PIECE) yield chunk.subarray(at, at + PIECE)
}
