/** Network logs in a JSON value: a HAR of any tool, and the shapes that tools and scripts make of one. */
import { asObject, asString, asStringOrNull, type Json } from './read-json.ts'

/** What a log says of itself, beside its entries. */
export interface LogFrame {
  /** HAR `creator.name`, '' when there is none. */
  creator: string
  /** HAR `browser.name`, '' when there is none. */
  browserName: string
  /** HAR `comment` of the log and of its creator. */
  comment: string
  /** HAR `pages`. */
  pages: readonly unknown[]
}

/** `Long` stands for entries that were too many to be kept. */
export interface FoundLog<Long> extends LogFrame {
  entries: readonly unknown[] | Long
}

export const NO_FRAME: LogFrame = { creator: '', browserName: '', comment: '', pages: [] }

/** How deep a log may lie in another object. */
const DEEPEST = 4

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const asArray = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:/i

/** Asks for a whole address, and what came of it is no list: collections of requests to be made are no log. */
export const isEntry = (value: unknown): value is Json =>
  isObject(value) &&
  isObject(value.request) &&
  typeof value.request.url === 'string' &&
  ABSOLUTE.test(value.request.url) &&
  (value.response === undefined || value.response === null || isObject(value.response))

/** A line of Playwright's trace.network holds an entry: https://playwright.dev/docs/trace-viewer. */
export const entryOf = (value: unknown): unknown =>
  isObject(value) && value.type === 'resource-snapshot' && isObject(value.snapshot) ? value.snapshot : value

export function frameOf(log: Json, lent: LogFrame = NO_FRAME): LogFrame {
  const [creator, browser] = [asObject(log.creator), asObject(log.browser)]
  const comment = `${asString(log.comment)} ${asString(creator.comment)}`.trim()
  return {
    creator: asStringOrNull(creator.name) ?? lent.creator,
    browserName: asStringOrNull(browser.name) ?? lent.browserName,
    comment: comment || lent.comment,
    pages: Array.isArray(log.pages) ? log.pages : lent.pages,
  }
}

/** A log without entries lends its creator and its pages to its neighbours. */
function lentBy(values: readonly unknown[], lent: LogFrame): LogFrame {
  const lender = values.find(
    (value): value is Json => isObject(value) && isObject(value.creator) && !('entries' in value),
  )
  return lender === undefined ? lent : frameOf(lender, lent)
}

/** All logs of a value, in its order. `isLong`: what stands for entries that are kept elsewhere. */
export function logsIn<Long>(
  value: unknown,
  isLong: (value: unknown) => value is Long,
  lent = NO_FRAME,
  depth = 0,
): FoundLog<Long>[] {
  if (depth > DEEPEST) return []
  if (isLong(value)) return [{ entries: value, ...lent }]
  const inner = (item: unknown, frame: LogFrame) => logsIn(item, isLong, frame, depth + 1)
  if (!isObject(value)) {
    const items = asArray(value)
    if (items.some((item) => isEntry(entryOf(item)))) return [{ entries: items.map(entryOf), ...lent }]
    return items.flatMap((item) => inner(item, lent))
  }
  const { entries } = value
  if (Array.isArray(entries) || isLong(entries)) return [{ entries, ...frameOf(value, lent) }]
  for (const key of ['log', 'har', 'getHAR']) {
    if (Object.hasOwn(value, key)) return inner(value[key], lent)
  }
  const values = Object.values(value)
  const frame = lentBy(values, lent)
  return values.flatMap((item) => inner(item, frame))
}
