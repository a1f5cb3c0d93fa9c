/** Putting printed code into a source file the way a reader of the fix would, and nothing else. */

/** Where a string that starts here ends: behind its closing quote, or at the end of the text. Three quotes end with three. */
function afterString(source: string, at: number): number {
  const quote = source[at] ?? ''
  const closing = source.startsWith(quote.repeat(3), at) && quote !== '`' ? quote.repeat(3) : quote
  for (let next = at + closing.length; next < source.length; next++) {
    if (source[next] === '\\') next++
    else if (source.startsWith(closing, next)) return next + closing.length
  }
  return source.length
}

/** A comment of Python or JavaScript starts here. */
const isComment = (source: string, at: number): boolean => /^(#|\/\/)/.test(source.slice(at, at + 2))

/** Calls back with every character that is code and how deep in brackets it stands; stops when that gives true. */
function scan(
  source: string,
  from: number,
  stop: (char: string, depth: number, at: number) => boolean,
): number {
  let depth = 0
  let at = from
  while (at < source.length) {
    const char = source[at] ?? ''
    if (/["'`]/.test(char)) {
      at = afterString(source, at)
      continue
    }
    if (isComment(source, at)) {
      const end = source.indexOf('\n', at)
      at = end === -1 ? source.length : end
      continue
    }
    if (/[)\]}]/.test(char)) depth--
    if (stop(char, depth, at)) return at
    if (/[([{]/.test(char)) depth++
    at++
  }
  return source.length
}

export interface Statement {
  from: number
  /** Behind the line break. */
  to: number
}

/** A statement from where it starts to the line break after its last closing bracket; null when there is none. */
export function statementAt(source: string, start: RegExp): Statement | null {
  const found = start.exec(source)
  if (found === null) return null
  const end = scan(source, found.index, (char, depth) => char === '\n' && depth <= 0)
  return { from: found.index, to: Math.min(end + 1, source.length) }
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

/** Text without the comments of its lines. */
export function withoutComments(source: string): string {
  let text = ''
  let last = 0
  let at = 0
  while (at < source.length) {
    if (/["'`]/.test(source[at] ?? '')) at = afterString(source, at)
    else if (isComment(source, at)) {
      text += source.slice(last, at)
      const end = source.indexOf('\n', at)
      at = end === -1 ? source.length : end
      last = at
    } else at++
  }
  return text + source.slice(last)
}

/** The arguments of the first call in a statement, each as it is written; comments left out. */
export function argumentsOf(statement: string): string[] {
  const source = withoutComments(statement)
  const open = source.indexOf('(')
  if (open === -1) return []
  const found: string[] = []
  let from = open + 1
  scan(source, open + 1, (char, depth, at) => {
    if ((char !== ',' || depth !== 0) && depth >= 0) return false
    found.push(source.slice(from, at))
    from = at + 1
    return depth < 0
  })
  return found.map((text) => text.trim()).filter((text) => text !== '')
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
