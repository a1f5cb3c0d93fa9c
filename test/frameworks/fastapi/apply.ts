/** How a printed fix goes into main.py: as its comments and its note tell the reader to. */
import type { Fix } from '../../../src/engine/index.ts'
import { splitImports, withoutStatements } from '../support/source.ts'

const added = (middleware: string) => new RegExp(`^app\\.add_middleware\\(\\s*${middleware}\\b`, 'm')

/** Middlewares that the printed code adds, or wraps the app in. */
const middlewaresOf = (code: string): string[] =>
  [...code.matchAll(/(?:add_middleware\(\s*|^app = )(\w+)/gm)].map(([, name]) => name ?? '')

/**
 * Imports go to the top. Everything else goes to the end of the file, which is after every other middleware;
 * a middleware of the same kind that the app adds before is replaced by it.
 */
export function applyToMain(source: string, { code }: Fix): string {
  const { imports, rest } = splitImports(code)
  const kept = middlewaresOf(code).reduce((text, name) => withoutStatements(text, added(name)), source)
  return [imports, kept.trim(), rest, ''].join('\n\n')
}
