/** Sizes of what is shipped, compressed as a server or a store would. Wants a build. */
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Line } from './measure.ts'

const DIST = new URL('../../dist/', import.meta.url)

function kilobytes(folder: string, ending: RegExp): number {
  const root = new URL(folder, DIST)
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => ending.test(name))
  return files.reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, root))).length, 0) / 1024
}

export const bundleSizes = async (): Promise<Line[]> => [
  {
    what: 'extension, scripts and styles',
    value: kilobytes('extension/', /\.(js|css)$/),
    unit: 'kB gzip',
    goal: null,
  },
  { what: 'command line', value: kilobytes('cli/', /\.js$/), unit: 'kB gzip', goal: null },
]
