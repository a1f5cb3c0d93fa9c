/** How far a file is read, on a terminal. */
import { nameOf, type Source } from './sources.ts'

/** Bytes between two lines: a line a 64th of a gigabyte is read as moving, and costs nothing. */
const STEP = 16 * 1024 * 1024

export interface Progress {
  counting: (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>
  entries: (count: number) => void
  clear: () => void
}

const QUIET: Progress = { counting: (bytes) => bytes, entries: () => {}, clear: () => {} }

const percent = (read: number, { size }: Source): string =>
  size === null || size === 0
    ? `${Math.round(read / 1024 / 1024)} MB`
    : `${Math.min(100, Math.floor((read / size) * 100))} %`

/** `show`: writes a line over the last one; '' takes it away. */
export function progressOf(source: Source, show: ((line: string) => void) | null): Progress {
  if (show === null) return QUIET
  let [read, shownAt, count, shown] = [0, 0, 0, false]
  return {
    async *counting(bytes) {
      read = 0
      shownAt = 0
      for await (const chunk of bytes) {
        read += chunk.length
        yield chunk
        if (read - shownAt < STEP) continue
        shownAt = read
        shown = true
        show(`${nameOf(source.file)}: ${percent(read, source)}, ${count.toLocaleString('en')} requests`)
      }
    },
    entries: (so) => {
      count = so
    },
    clear: () => {
      if (shown) show('')
      shown = false
    },
  }
}
