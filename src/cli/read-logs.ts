/** Bytes of a file or of standard input to its network logs, however they are packed. Nothing is held but what is at hand. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import {
  brokenIn,
  type Chunks,
  type Compression,
  HarScanner,
  type LogFrame,
  type LogReceiver,
  textOfLog,
} from '../engine/index.ts'

const UNPACKERS = { gzip: createGunzip, zlib: createInflate, deflate: createInflateRaw } as const

/** A stream reads ahead of who takes from it. */
async function* copied(chunks: Chunks): Chunks {
  for await (const chunk of chunks) yield new Uint8Array(chunk)
}

async function* inflate(chunks: Chunks, kind: Compression): Chunks {
  const unpacker = UNPACKERS[kind]({ chunkSize: 1024 * 1024 })
  const feeding = pipeline(Readable.from(copied(chunks)), unpacker)
  feeding.catch(() => {}) // comes out of the loop below
  try {
    for await (const chunk of unpacker) yield chunk as Uint8Array
  } catch (error) {
    if (!/^Z_/.test(String((error as NodeJS.ErrnoException).code))) throw error
    throw brokenIn(kind)
  }
}

const decode = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')

/** Hands every log to a receiver of its own. Throws a LogFileError where there is none, and what `chunks` throws. */
export async function readLogs(chunks: Chunks, begin: (frame: LogFrame) => LogReceiver): Promise<void> {
  const scanner = new HarScanner({ decode, begin })
  for await (const chunk of textOfLog(chunks, inflate)) scanner.push(chunk)
  scanner.end()
}
