/** What is named on the command line, to files: paths, directories, globs in quotes, `-` for standard input. */
import { open, stat } from 'node:fs/promises'
import { isAbsolute, join, normalize } from 'node:path'
import { glob, isDynamicPattern } from 'tinyglobby'
import { LogFileError } from '../engine/index.ts'

/** One log file. */
export interface Source {
  /** A path as given or found, or `-`. */
  file: string
  /** Bytes; null where that is not known. */
  size: number | null
}

export const STDIN = '-'
export const nameOf = (file: string): string => (file === STDIN ? 'standard input' : file)

/** What is read of a directory. */
const LOG_FILES = '**/*.{har,harp,zhar,har.gz,har.zip,network}'
const NOT_SEARCHED = /(?:^|[\\/])(?:node_modules|\.git)[\\/]/
const CHUNK = 1024 * 1024

const SYSTEM_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EISDIR: 'is a directory; name a HAR file',
  EACCES: 'may not be read: permission denied',
  EPERM: 'may not be read: permission denied',
  EMFILE: 'could not be opened: too many open files',
  ELOOP: 'could not be opened: too many symbolic links',
  ENAMETOOLONG: 'no such file: the name is too long',
}

/** Any failure to read, as a LogFileError; what is no such failure comes back as it is. */
export function readingError(error: unknown): unknown {
  const { code, message, syscall } = error as NodeJS.ErrnoException
  if (error instanceof LogFileError || (code === undefined && syscall === undefined)) return error
  return new LogFileError(SYSTEM_ERRORS[code ?? ''] ?? `could not be read: ${message}`)
}

async function sizeOrNull(file: string): Promise<number | null> {
  const found = await stat(file).catch(() => null)
  return found?.isFile() ? found.size : null
}

async function filesIn(patterns: readonly string[], cwd?: string): Promise<string[]> {
  const found = await glob([...patterns], {
    ...(cwd === undefined ? {} : { cwd }),
    ignore: ['**/node_modules/**', '**/.git/**'],
    followSymbolicLinks: false,
    expandDirectories: false,
    caseSensitiveMatch: false,
    absolute: patterns.some(isAbsolute),
  })
  return found
    .map(normalize)
    .filter((file) => !NOT_SEARCHED.test(file))
    .sort()
}

/** The files that one argument names. Throws a LogFileError where it names none. */
async function filesNamed(name: string): Promise<string[]> {
  if (name === STDIN) return [name]
  const found = await stat(name).catch(() => null)
  if (found?.isDirectory()) {
    const files = await filesIn([LOG_FILES], name)
    if (files.length === 0)
      throw new LogFileError('is a directory without a network log (*.har, *.har.gz, …)')
    return files.map((file) => join(name, file))
  }
  // a file may be named like a pattern
  if (found !== null || !isDynamicPattern(name)) return [name]
  const files = await filesIn([name])
  if (files.length === 0) throw new LogFileError('matches no file')
  return files
}

/** Calls `bad` for what names no file. Each file comes once, however often it is named. */
export async function sourcesOf(
  names: readonly string[],
  bad: (name: string, error: LogFileError) => void,
): Promise<Source[]> {
  const files = new Set<string>()
  for (const name of names) {
    try {
      for (const file of await filesNamed(name)) files.add(file)
    } catch (error) {
      const known = readingError(error)
      if (!(known instanceof LogFileError)) throw error
      bad(name, known)
    }
  }
  return Promise.all([...files].map(async (file) => ({ file, size: await sizeOrNull(file) })))
}

/** What is read of a source. */
export interface Bytes {
  read: () => AsyncIterable<Uint8Array>
  /** False where it can be read once only. */
  isLasting: boolean
}

/** `stdin` is read for `-`. */
export const bytesOf = ({ file }: Pick<Source, 'file'>, stdin: AsyncIterable<Uint8Array>): Bytes =>
  file === STDIN ? { read: () => stdin, isLasting: false } : { read: () => chunksOf(file), isLasting: true }

/** One buffer for all chunks: each is used before the next is read. */
async function* chunksOf(file: string): AsyncIterable<Uint8Array> {
  const handle = await open(file)
  try {
    const buffer = Buffer.allocUnsafeSlow(CHUNK)
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK, null)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await handle.close()
  }
}
