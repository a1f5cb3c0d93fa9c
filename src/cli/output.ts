/** Reports to files: whole or not at all. */
import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, realpath, rename, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** A report could not be written; the message is for the user. */
export class OutputError extends Error {}

export interface OutputFile {
  file: string
  /** In pieces: all of it may be longer than a string can be. */
  text: Iterable<string>
}

/** Files beside the ones asked for, to be removed when the program is stopped. */
const unfinished = new Set<string>()

/** For a signal: nothing half-written stays behind. */
export const unfinishedFiles = (): readonly string[] => [...unfinished]

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left on the device',
  EFBIG: 'the file would be too large',
  EDQUOT: 'no space left: the quota is used up',
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  EISDIR: 'is a directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
}

export function outputError(file: string, error: unknown): OutputError {
  const { code = '', message } = error as NodeJS.ErrnoException
  return new OutputError(`${file}: could not be written: ${REASONS[code] ?? message}`)
}

async function writePieces(handle: FileHandle, text: Iterable<string>): Promise<void> {
  for (const piece of text) await handle.writeFile(piece)
}

async function writeAll(handle: FileHandle, text: Iterable<string>): Promise<void> {
  try {
    await writePieces(handle, text)
  } finally {
    await handle.close()
  }
}

interface Prepared {
  temporary: string
  target: string
}

/** Writes beside the target, where the last step is a rename. Null: a device or a pipe, written straight. */
async function prepare({ file, text }: OutputFile): Promise<Prepared | null> {
  const target = await realpath(file).catch(() => file)
  const found = await stat(target).catch(() => null)
  if (found !== null && !found.isFile()) {
    await writeAll(await open(target, constants.O_WRONLY), text)
    return null
  }
  const temporary = join(
    dirname(target),
    `.${basename(target).slice(0, 200)}.${randomUUID().slice(0, 8)}.part`,
  )
  unfinished.add(temporary)
  // as new files are made, or with the rights of the file that is replaced
  const handle = await open(temporary, 'wx', found === null ? 0o666 : found.mode)
  try {
    await writePieces(handle, text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  return { temporary, target }
}

async function discard(temporary: string): Promise<void> {
  await unlink(temporary).catch(() => {})
  unfinished.delete(temporary)
}

/** All of them, or none under the name asked for. Throws an OutputError. */
export async function writeFiles(files: readonly OutputFile[]): Promise<void> {
  const prepared: Prepared[] = []
  let current = ''
  try {
    for (const output of files) {
      current = output.file
      const one = await prepare(output)
      if (one !== null) prepared.push(one)
    }
    for (const { temporary, target } of prepared) {
      current = target
      await rename(temporary, target)
      unfinished.delete(temporary)
    }
  } catch (error) {
    for (const temporary of [...unfinished]) await discard(temporary)
    throw outputError(current, error)
  }
}
