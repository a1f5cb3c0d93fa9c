/** How a printed fix goes into main.py: as its comments and its note tell the reader to. */
import type { Fix } from '../../../src/engine/index.ts'
import { splitImports, withoutStatements } from '../support/source.ts'

const added = (middleware: string) => new RegExp(`^app\\.add_middleware\\(\\s*${middleware}\\b`, 'm')

/** Middlewares that the printed code adds, or wraps the app in. */
const middlewaresOf = (code: string): string[] =>
  [...code.matchAll(/(?:add_middleware\(\s*|^app = )(\w+)/gm)].map(([, name]) => name ?? '')

const DECORATOR = /^@app\.(get|post|put|patch|delete)\("([^"]*)".*$/gm

/** Printed decorators take the place of the one that declares the path, with or without its slash. */
function withDecorators(source: string, printed: string): string {
  const paths = new Set([...printed.matchAll(DECORATOR)].map(([, , path]) => path))
  let placed = false
  return source.replace(DECORATOR, (line, _method: string, path: string) => {
    if (placed || !paths.has(path)) return line
    placed = true
    return printed
  })
}

/**
 * Imports go to the top. Everything else goes to the end of the file, which is after every other middleware;
 * a middleware of the same kind that the app adds before is replaced by it, and so is the decorator of a route.
 */
export function applyToMain(source: string, { code }: Fix): string {
  const { imports, rest } = splitImports(code)
  const kept = middlewaresOf(code).reduce((text, name) => withoutStatements(text, added(name)), source)
  const isDecorator = rest.replace(/^#.*\n/, '').startsWith('@app.') && !rest.includes('def ')
  const parts = isDecorator ? [withDecorators(kept, rest)] : [kept.trim(), rest]
  return [imports, ...parts, ''].join('\n\n')
}
