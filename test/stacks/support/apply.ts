/** Putting printed code into a source, for all stacks alike. */
import { insertedAfter, splitImports, withoutStatements } from '../../frameworks/support/source.ts'

export { insertedAfter, splitImports }

/** Every statement that starts so is gone, as the note tells. */
export const withoutAll = (source: string, starts: readonly RegExp[]): string =>
  starts.reduce(withoutStatements, source)

/** Imports to the top, the rest behind the line that makes the app: for JavaScript and Python. */
export function behindApp(source: string, app: RegExp, code: string): string {
  const { imports, rest } = splitImports(code)
  return `${imports}\n${insertedAfter(source, app, rest)}`
}

/** The code with an origin more in its list, as the note tells the reader who lets one in already. */
export function withOrigin(code: string, page: string, origin: string): string {
  if (code.includes(origin)) return code
  const listed = new RegExp(`(['"])${page.replaceAll('.', '\\.')}\\1`)
  return code.replace(listed, (quoted, quote) => `${quoted}, ${quote}${origin}${quote}`)
}

/** The code with a request header more in its list, which the set-up before allowed: the page's stays beside it. */
export function withHeader(code: string, name: string): string {
  if (code.toLowerCase().includes(name.toLowerCase())) return code
  const listed = /(['"])x-request-id\1/i
  return listed.test(code)
    ? code.replace(listed, (quoted, quote) => `${quoted}, ${quote}${name}${quote}`)
    : code.replaceAll(/x-request-id/gi, (found) => `${found}, ${name}`)
}

/** Lines that are printed as a comment for the reader to decide: taken in by one whose page sends credentials. */
export const withCredentials = (code: string): string =>
  code.replace(
    /^([ \t]*)(#|\/\/) Only if the page sends it with credentials.*\n((?:\1\2 .*(?:\n|$))+)/gm,
    (_all, indent: string, mark: string, lines: string) => lines.replaceAll(`${indent}${mark} `, indent),
  )
