/** Sizes of what is shipped, compressed as a server or a store would. */
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import type { Line } from './measure.ts'

const DIST = new URL('../../dist/', import.meta.url)

function kilobytes(folder: string, ending: RegExp): number {
  const root = new URL(folder, DIST)
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => ending.test(name))
  return files.reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, root))).length, 0) / 1024
}

/** Builds what it weighs. */
export async function bundleSizes(): Promise<Line[]> {
  const root = new URL('../', DIST).pathname
  await build({ root, logLevel: 'error' })
  await build({ root, mode: 'cli', logLevel: 'error' })
  return [
    {
      what: 'extension, scripts and styles',
      value: kilobytes('extension/', /\.(js|css)$/),
      unit: 'kB gzip',
      goal: null,
    },
    { what: 'command line', value: kilobytes('cli/', /\.js$/), unit: 'kB gzip', goal: null },
  ]
}
