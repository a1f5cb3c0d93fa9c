/** Text to network logs: a HAR of any browser, and the shapes that tools and scripts make of one. */
import { InputError } from './input.ts'

export interface NetworkLog {
  entries: readonly unknown[]
  /** `creator.name`, '' when there is none. */
  creator: string
  pages: readonly unknown[]
}

type Json = Record<string, unknown>

/** What a log may lack and take from a log beside it that holds no entries. */
type Frame = Pick<NetworkLog, 'creator' | 'pages'>
const NO_FRAME: Frame = { creator: '', pages: [] }

/** How deep a log may lie in another object. */
const DEEPEST = 4

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isEntry = (value: unknown): value is Json => isObject(value) && isObject(value.request)
const asArray = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

function frameOf(log: Json, lent: Frame): Frame {
  const { creator, pages } = log
  const name = isObject(creator) && typeof creator.name === 'string' ? creator.name : lent.creator
  return { creator: name, pages: Array.isArray(pages) ? pages : lent.pages }
}

/** A log without entries lends its creator and its pages to its neighbours. */
function lentBy(values: readonly unknown[], lent: Frame): Frame {
  const lender = values.find(
    (value): value is Json => isObject(value) && isObject(value.creator) && !('entries' in value),
  )
  return lender === undefined ? lent : frameOf(lender, lent)
}

function logsInObject(value: Json, lent: Frame, depth: number): NetworkLog[] {
  if (Array.isArray(value.entries)) return [{ entries: value.entries, ...frameOf(value, lent) }]
  for (const key of ['log', 'har', 'getHAR']) {
    if (key in value) return logsIn(value[key], lent, depth + 1)
  }
  const values = Object.values(value)
  const frame = lentBy(values, lent)
  return values.flatMap((item) => logsIn(item, frame, depth + 1))
}

function logsIn(value: unknown, lent: Frame, depth: number): NetworkLog[] {
  if (depth > DEEPEST) return []
  if (isObject(value)) return logsInObject(value, lent, depth)
  const items = asArray(value)
  if (items.some(isEntry)) return [{ entries: items, ...lent }]
  return items.flatMap((item) => logsIn(item, lent, depth + 1))
}

/** Lines that are entries make one log together; any other line brings its own. */
function logsInLines(values: readonly unknown[]): NetworkLog[] {
  const entries = values.filter(isEntry)
  const logs = values.filter((value) => !isEntry(value)).flatMap((value) => logsIn(value, NO_FRAME, 0))
  return entries.length === 0 ? logs : [{ entries, ...NO_FRAME }, ...logs]
}

function parse(text: string): unknown {
  return JSON.parse(text) as unknown
}

function parsesAsObject(text: string): boolean {
  try {
    return typeof parse(text) === 'object'
  } catch {
    return false
  }
}

/** JSON Lines: more than one line, the first of them JSON by itself. Null when the text is none. */
function parseLines(text: string): unknown[] | null {
  const lines = text.split(/\r?\n/).map((line, i) => ({ line: line.trim(), number: i + 1 }))
  const filled = lines.filter(({ line }) => line !== '')
  if (filled.length < 2 || !parsesAsObject(filled[0]?.line ?? '')) return null
  return filled.map(({ line, number }) => {
    try {
      return parse(line)
    } catch {
      throw new InputError(`line ${number} is not JSON`)
    }
  })
}

/** Where V8 stopped: it gives a position, says that the text ended, or quotes the place. Null when it cannot be found. */
function stopIn(text: string, message: string): number | null {
  const position = /at position (\d+)/.exec(message)?.[1]
  if (position !== undefined) return Number(position)
  if (message.includes('end of JSON input')) return text.length
  const [, quoted = ''] = /"([\s\S]+)"(?:\.\.\.)? is not valid JSON$/.exec(message) ?? []
  const index = quoted === '' ? -1 : text.indexOf(quoted)
  return index === -1 || text.includes(quoted, index + 1) ? null : index + Math.floor(quoted.length / 2)
}

function whereIn(text: string, message: string): string {
  const index = stopIn(text, message)
  if (index === null) return ''
  const before = text.slice(0, index)
  const tooEarly = index >= text.trimEnd().length ? ': it ends too early' : ''
  return `${tooEarly}, near line ${before.split('\n').length}, column ${index - before.lastIndexOf('\n')}`
}

/** The logs of a file in its order. Throws an InputError where there is none. */
export function parseLogs(text: string): NetworkLog[] {
  if (text.trim() === '') throw new InputError('is empty; export the network log as HAR again')
  let logs: NetworkLog[]
  try {
    const value = parse(text)
    logs =
      Array.isArray(value) && value.length === 0 ? [{ entries: [], ...NO_FRAME }] : logsIn(value, NO_FRAME, 0)
  } catch (error) {
    const lines = parseLines(text)
    if (lines === null) throw new InputError(`is not JSON${whereIn(text, (error as Error).message)}`)
    logs = logsInLines(lines)
  }
  if (logs.length === 0) throw new InputError('holds no network log: a HAR has its requests in log.entries')
  return logs
}
