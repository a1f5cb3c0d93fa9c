/** HAR session: a network log from a file, read as if it had happened here. Loaded when a file is opened. */
import { type Diagnosis, diagnose } from '../engine/index.ts'
import { createEntryScanner, type Scanned } from './entry-scanner.ts'

export interface HarSession {
  name: string
  diagnosis(): Diagnosis
  /** `software` null: back to what the log shows. */
  chooseSoftware(origin: string, software: string | null): void
}

export interface Reading {
  /** From 0 to 1; null when the size says nothing, as of a compressed file. */
  onProgress: (part: number | null) => void
  signal: AbortSignal
}

/** What is not a log at all. */
export class NoLogError extends Error {}

interface Log {
  entries: unknown[]
  pages: unknown[]
  creator: string
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** Bodies are not looked at and may be most of the file. */
function lean(entry: unknown): unknown {
  if (!isObject(entry) || !isObject(entry.response) || !isObject(entry.response.content)) return entry
  const { text: _text, ...content } = entry.response.content
  return { ...entry, response: { ...entry.response, content } }
}

function take(log: Log, { kind, value }: Scanned): void {
  if (kind === 'entry') {
    if (isObject(value) && isObject(value.request)) log.entries.push(lean(value))
  } else if (kind === 'page') log.pages.push(value)
  else if (isObject(value) && typeof value.name === 'string') log.creator = value.name
}

async function isGzip(file: Blob): Promise<boolean> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer())
  return first === 0x1f && second === 0x8b
}

/** The text of a file in pieces, unpacked where it is packed. */
async function pieces(file: Blob, count: (bytes: number) => void): Promise<ReadableStream<string>> {
  const counted = file.stream().pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        count(chunk.byteLength)
        controller.enqueue(chunk)
      },
    }),
  )
  const plain = (await isGzip(file)) ? counted.pipeThrough(new DecompressionStream('gzip')) : counted
  return plain.pipeThrough(new TextDecoderStream())
}

/** Reads a HAR of any browser, packed or not, of any size. Throws a NoLogError, or what `signal` was aborted with. */
export async function openHar(file: File, { onProgress, signal }: Reading): Promise<HarSession> {
  const log: Log = { entries: [], pages: [], creator: '' }
  let read = 0
  const stream = await pieces(file, (bytes) => {
    read += bytes
    onProgress(Math.min(1, read / Math.max(1, file.size)))
  })
  const scanner = createEntryScanner()
  const reader = stream.getReader()
  try {
    for (;;) {
      signal.throwIfAborted()
      const { done, value } = await reader.read()
      if (done) break
      for (const scanned of scanner.push(value)) take(log, scanned)
    }
  } catch (error) {
    if (error instanceof SyntaxError) throw new NoLogError(error.message)
    throw error
  } finally {
    await reader.cancel().catch(() => {})
  }
  if (log.entries.length === 0) throw new NoLogError('no entries')
  return sessionOf(file.name, log)
}

function sessionOf(name: string, { entries, pages, creator }: Log): HarSession {
  let frameworkByOrigin: Readonly<Record<string, string>> = {}
  return {
    name,
    diagnosis: () => diagnose(entries, { pages, creator, frameworkByOrigin }),
    chooseSoftware(origin, software) {
      const { [origin]: _before, ...others } = frameworkByOrigin
      frameworkByOrigin = software === null ? others : { ...others, [origin]: software }
    },
  }
}
