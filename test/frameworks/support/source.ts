/** Putting printed code into a source file the way a reader of the fix would, and nothing else. */

/** A statement from where it starts to the bracket that closes it, with the line break; null when there is none. */
function statementAt(source: string, start: RegExp): { from: number; to: number } | null {
  const found = start.exec(source)
  if (found === null) return null
  let depth = 0
  for (let at = found.index + found[0].length; at < source.length; at++) {
    const char = source[at] ?? ''
    if ('([{'.includes(char)) depth++
    if (')]}'.includes(char)) depth--
    if (char === '\n' && depth <= 0) return { from: found.index, to: at + 1 }
  }
  return { from: found.index, to: source.length }
}

/**
 * The source without the statements that start so.
 * @param start matches from the first character of the statement
 */
export function withoutStatements(source: string, start: RegExp): string {
  const statement = statementAt(source, start)
  if (statement === null) return source
  return withoutStatements(source.slice(0, statement.from) + source.slice(statement.to), start)
}

/** The lines of printed code that import something, and the rest, each as printed. */
export function splitImports(code: string): { imports: string; rest: string } {
  const lines = code.split('\n')
  const isImport = (line: string) => /^(import|from) /.test(line)
  return {
    imports: lines.filter(isImport).join('\n'),
    rest: lines
      .filter((line) => !isImport(line))
      .join('\n')
      .trim(),
  }
}

/** The source with lines put right behind the line that matches. */
export function insertedAfter(source: string, line: RegExp, code: string): string {
  const found = line.exec(source)
  if (found === null) throw new Error(`No line ${line} in:\n${source}`)
  const end = source.indexOf('\n', found.index + found[0].length)
  const cut = end === -1 ? source.length : end
  return `${source.slice(0, cut)}\n\n${code}\n${source.slice(cut)}`
}
