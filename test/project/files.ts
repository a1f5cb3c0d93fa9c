/** The project's own files, for the tests about the project. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Made by tools, or installed: not ours to hold to anything. */
const FOREIGN = new Set([
  'node_modules',
  'dist',
  'demo-out',
  '.git',
  '.cache',
  '.venv',
  '.next',
  '__pycache__',
])

function* walk(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (FOREIGN.has(entry.name)) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* walk(path)
    else yield path
  }
}

/** Every file of the project, as `src/engine/index.ts`, in order. */
export const files = (): string[] =>
  [...walk(ROOT)].map((path) => relative(ROOT, path).split(sep).join('/')).sort()

export const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

/** Bytes. */
export const sizeOf = (file: string): number => statSync(join(ROOT, file)).size

export const sources = (under = 'src/'): string[] =>
  files().filter((file) => file.startsWith(under) && /\.tsx?$/.test(file))
