/** A file or standard input to text. What cannot be read is an InputError that says why and what to do. */
import { constants } from 'node:buffer'
import { createReadStream } from 'node:fs'

/** Bad input: the message is for the user, without the name of the file. */
export class InputError extends Error {}

/** Bytes. No more fit into one string. */
export const MOST_BYTES = constants.MAX_STRING_LENGTH

const MEGABYTE = 1024 * 1024
const SYSTEM_ERRORS: Record<string, string> = {
  ENOENT: 'no such file',
  EISDIR: 'is a directory; name a HAR file',
  EACCES: 'may not be read: permission denied',
  EPERM: 'may not be read: permission denied',
  EMFILE: 'could not be opened: too many open files',
}

const startsWith = (bytes: Buffer, ...start: number[]): boolean => start.every((byte, i) => bytes[i] === byte)
const isUtf16 = (bytes: Buffer): boolean => startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)

/** Fails on the first bytes of what is no text, so that a large file is not read for nothing. */
function assertText(bytes: Buffer): void {
  if (startsWith(bytes, 0x1f, 0x8b)) throw new InputError('is compressed with gzip; unpack it first')
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) throw new InputError('is a zip archive; unpack it first')
  if (!isUtf16(bytes) && bytes.includes(0))
    throw new InputError('is not text but binary; export the network log as HAR')
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stream) {
    if (length === 0) assertText(chunk)
    length += chunk.length
    if (length > MOST_BYTES) {
      const limit = Math.round(MOST_BYTES / MEGABYTE)
      throw new InputError(
        `is larger than ${limit} MB; filter the requests before you export, or leave the bodies out`,
      )
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** UTF-8, or UTF-16 as a byte order mark says (PowerShell writes it). The mark is dropped. */
function decode(bytes: Buffer): string {
  if (startsWith(bytes, 0xff, 0xfe)) return new TextDecoder('utf-16le').decode(bytes)
  if (startsWith(bytes, 0xfe, 0xff)) return new TextDecoder('utf-16be').decode(bytes)
  return bytes.toString('utf8').replace(/^\ufeff/, '')
}

/** `file`: a path, or `-` for `stdin`. */
export async function readInput(file: string, stdin: AsyncIterable<Buffer>): Promise<string> {
  try {
    return decode(await readAll(file === '-' ? stdin : createReadStream(file)))
  } catch (error) {
    if (error instanceof InputError) throw error
    const { code, message } = error as NodeJS.ErrnoException
    throw new InputError(SYSTEM_ERRORS[code ?? ''] ?? `could not be read: ${message}`)
  }
}
