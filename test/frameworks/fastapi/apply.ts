/** How a printed fix goes into main.py: as its comments and its note tell the reader to. */
import type { Fix } from '../../../src/engine/index.ts'
import { argumentsOf, splitImports, statementAt, withoutStatements } from '../support/source.ts'

const added = (middleware: string) => new RegExp(`^app\\.add_middleware\\(\\s*${middleware}\\b`, 'm')

const PRINTED = /^( *)(?:app\.add_middleware\(\s*(\w+)|app = (CORSMiddleware)\()/m

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

type Named = Map<string, string>

const named = (parameters: readonly string[]): Named =>
  new Map(
    parameters.flatMap((text) => {
      const [, name = '', value = ''] = /^(\w+)\s*=\s*(.+)$/s.exec(text) ?? []
      return name === '' ? [] : [[name, value] as const]
    }),
  )

/** The lists of both; `*` goes from the origins where credentials are allowed, as the note says. */
function joined(name: string, present: string, printed: string, credentials: boolean): string {
  if (!/^\[/.test(printed)) return printed
  const isStarred = name === 'allow_origins' && credentials
  const kept = isStarred ? `(item for item in ${present} if item != "*")` : `(${present})`
  return `list(dict.fromkeys([*${kept}, *${printed}]))`
}

/** The arguments of the middleware that is there and the printed ones, put together as the note says. */
function merged(present: Named, printed: Named): Named {
  const credentials = [present, printed].some((names) => names.get('allow_credentials') === 'True')
  const all = new Map(present)
  for (const [name, value] of printed) {
    const before = present.get(name)
    all.set(name, before === undefined ? value : joined(name, before, value, credentials))
  }
  return all
}

interface Put {
  source: string
  printed: string
}

/** One printed middleware joined with the one of its kind that the app has, which moves to where the code is put. */
function withPresent({ source, printed }: Put, note: string | null): Put {
  const found = PRINTED.exec(printed)
  const name = found?.[2] ?? found?.[3] ?? ''
  const there = name === '' ? null : statementAt(source, added(name))
  const statement = statementAt(printed, PRINTED)
  if (there === null || statement === null) return { source, printed }
  const [first = '', ...given] = argumentsOf(printed.slice(statement.from, statement.to))
  const [, ...before] = argumentsOf(source.slice(there.from, there.to))
  if (before.length > 0 && !/join the lists/.test(note ?? ''))
    throw new Error(`The note does not say what to do with the middleware that is there: ${note}`)
  const all = merged(named(before), named(given))
  const call = `${found?.[1] ?? ''}${found?.[3] ? 'app = CORSMiddleware(' : 'app.add_middleware('}`
  const parameters = [first, ...[...all].map(([key, value]) => `${key}=${value}`)]
  const written = `${call}\n${parameters.map((text) => `    ${text},`).join('\n')}\n)\n`
  return {
    source: withoutStatements(source, added(name)),
    printed: printed.slice(0, statement.from) + written + printed.slice(statement.to),
  }
}

/** Each middleware of the printed code in turn. */
function withAllPresent(source: string, code: string, note: string | null): Put {
  const pieces = code.split(/\n\n(?=[^ ])/)
  let kept = source
  const printed = pieces.map((piece) => {
    const put = withPresent({ source: kept, printed: piece }, note)
    kept = put.source
    return put.printed
  })
  return { source: kept, printed: printed.join('\n\n') }
}

/**
 * Imports go to the top. Everything else goes to the end of the file, which is after every other middleware; a
 * middleware of the same kind that the app adds before moves there, its arguments joined with the printed ones; and
 * printed decorators take the place of the route's.
 */
export function applyToMain(source: string, { code, note }: Fix): string {
  const { imports, rest } = splitImports(code)
  const isDecorator = rest.replace(/^#.*\n/, '').startsWith('@app.') && !rest.includes('def ')
  if (isDecorator) return [imports, withDecorators(source, rest), ''].join('\n\n')
  const { source: kept, printed } = withAllPresent(source, rest, note)
  return [imports, kept.trim(), printed, ''].join('\n\n')
}
