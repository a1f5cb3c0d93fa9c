/** The log in a zip archive, as Playwright, sitespeed.io and people who mail logs make them. */
import { LogFileError } from './log-file-error.ts'

/** A file in an archive, packed. */
export interface ZipMember {
  name: string
  /** `deflate`: raw, without a header of zlib. */
  method: 'stored' | 'deflate'
  bytes: Uint8Array
}

interface Listed {
  name: string
  method: number
  encrypted: boolean
  size: number
  offset: number
}

const [DIRECTORY_END, DIRECTORY_ENTRY, LOCAL_HEADER] = [0x06054b50, 0x02014b50, 0x04034b50]
const END_SIZE = 22
const MOST_COMMENT = 0xffff
/** A size or place that stands in the additions of zip64 instead. */
const ELSEWHERE = 0xffffffff

const BROKEN = 'is a zip archive that is cut off or broken'

/** APPNOTE.TXT 4.3.16: the list of files is at the end, before a comment of any length. */
function directoryOf(view: DataView): { start: number; count: number } {
  const first = Math.max(0, view.byteLength - END_SIZE - MOST_COMMENT)
  for (let at = view.byteLength - END_SIZE; at >= first; at--) {
    if (view.getUint32(at, true) !== DIRECTORY_END) continue
    return { count: view.getUint16(at + 10, true), start: view.getUint32(at + 16, true) }
  }
  throw new LogFileError(BROKEN)
}

/** 4.3.12. Names are read byte by byte: they are compared with ASCII, and shown. */
function listedIn(bytes: Uint8Array, view: DataView): Listed[] {
  const { start, count } = directoryOf(view)
  const listed: Listed[] = []
  let at = start
  for (let i = 0; i < count; i++) {
    if (view.getUint32(at, true) !== DIRECTORY_ENTRY) throw new LogFileError(BROKEN)
    const nameLength = view.getUint16(at + 28, true)
    listed.push({
      name: String.fromCharCode(...bytes.subarray(at + 46, at + 46 + nameLength)),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      size: view.getUint32(at + 20, true),
      offset: view.getUint32(at + 42, true),
    })
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return listed
}

const ofKind = (listed: readonly Listed[], ending: RegExp): Listed[] =>
  listed.filter(({ name }) => ending.test(name) && !/(?:^|\/)(?:__MACOSX\/|\._)/.test(name))

/** A HAR is taken before anything else; then Playwright's network trace; then any JSON. */
const KINDS = [/\.har(?:\.gz)?$/i, /\.network$/, /\.jsonl?$/i]

function chosen(listed: readonly Listed[]): Listed {
  const kind = KINDS.map((ending) => ofKind(listed, ending)).find(({ length }) => length > 0) ?? []
  const [first, second] = kind
  if (first !== undefined && second === undefined) return first
  if (first !== undefined)
    throw new LogFileError(`is a zip archive with ${kind.length} logs; unpack it and name the one you mean`)
  if (listed.some(({ name }) => /^raw\/\d+_[csm]\./.test(name)))
    throw new LogFileError(
      'is a Fiddler archive; in Fiddler choose File > Export Sessions > All Sessions and the format HTTPArchive',
    )
  throw new LogFileError('is a zip archive without a HAR in it')
}

/** The one log in an archive. Throws a LogFileError where there is none, or several. */
export function logInZip(bytes: Uint8Array): ZipMember {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    return memberOf(bytes, view)
  } catch (error) {
    // a place outside of the file
    throw error instanceof RangeError ? new LogFileError(BROKEN) : error
  }
}

function memberOf(bytes: Uint8Array, view: DataView): ZipMember {
  const { name, method, encrypted, size, offset } = chosen(listedIn(bytes, view))
  if (encrypted) throw new LogFileError('is a zip archive with a password; unpack it first')
  if (size === ELSEWHERE || offset === ELSEWHERE || (method !== 0 && method !== 8))
    throw new LogFileError('is a zip archive of a kind that is not read here; unpack it first')
  if (view.getUint32(offset, true) !== LOCAL_HEADER) throw new LogFileError(BROKEN)
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  if (start + size > bytes.length) throw new LogFileError(BROKEN)
  return { name, method: method === 0 ? 'stored' : 'deflate', bytes: bytes.subarray(start, start + size) }
}
