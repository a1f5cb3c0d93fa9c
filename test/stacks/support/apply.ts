/** Putting printed code into a source, for all stacks alike. */
import { insertedAfter, splitImports } from '../../frameworks/support/source.ts'

export { insertedAfter, splitImports }

/** Where the statement that starts here ends: at the first line break outside of all brackets. */
function endOf(source: string, start: number): number {
  let depth = 0
  for (let at = start; at < source.length; at++) {
    const char = source[at] ?? ''
    if ('([{'.includes(char)) depth++
    if (')]}'.includes(char)) depth--
    if (char === '\n' && depth <= 0) return at + 1
  }
  return source.length
}

/** Every statement that starts so is gone, as the note tells. */
export function withoutAll(source: string, starts: readonly RegExp[]): string {
  let rest = source
  for (const start of starts) {
    for (let found = start.exec(rest); found !== null; found = start.exec(rest))
      rest = rest.slice(0, found.index) + rest.slice(endOf(rest, found.index))
  }
  return rest
}

/** Imports to the top, the rest behind the line that makes the app: for JavaScript and Python. */
export function behindApp(source: string, app: RegExp, code: string): string {
  const { imports, rest } = splitImports(code)
  return `${imports}\n${insertedAfter(source, app, rest)}`
}

/** The code with an origin more in its list, as the note tells the reader who lets one in already. */
export function carryingOver(code: string, page: string, origin: string | undefined): string {
  if (origin === undefined || code.includes(origin)) return code
  const listed = new RegExp(`(['"])${page.replaceAll('.', '\\.')}\\1`)
  return code.replace(listed, (quoted, quote) => `${quoted}, ${quote}${origin}${quote}`)
}

/** Lines that are printed as a comment for the reader to decide: taken in by one whose page sends credentials. */
export const withCredentials = (code: string): string =>
  code.replace(
    /^([ \t]*)(#|\/\/) Only if the page sends it with credentials.*\n((?:\1\2 .*(?:\n|$))+)/gm,
    (_all, indent: string, mark: string, lines: string) => lines.replaceAll(`${indent}${mark} `, indent),
  )
