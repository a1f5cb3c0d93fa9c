/** Recorder: who wrote this log, judged by all of its entries together. Entries may come, and go, one at a time. */
import { DIALECTS, type DialectId, dialectIn, dialectOf, type LimitId } from './dialects.ts'
import type { Browser } from './read-json.ts'
import { engineOf, SignCounter, type Signs } from './signs.ts'

/** Plain JSON. */
export interface Recorder {
  id: DialectId
  name: string
  browser: Browser
  /** The log's export took cookies and Authorization out: seen, possible, or ruled out. */
  sanitized: 'yes' | 'maybe' | 'no'
  /** A request and its preflight: which of the two starts first. */
  order: 'request-first' | 'preflight-first' | 'either'
  limits: readonly LimitId[]
}

/** True where a log means the same by either. */
export const readsAlike = (a: Recorder, b: Recorder): boolean =>
  a.id === b.id && a.browser === b.browser && a.order === b.order && a.sanitized === b.sanitized

/** What a log says of itself beside its entries. */
export interface LogHead {
  /** Whose DevTools, where that is known for sure. */
  browser?: Browser
  /** HAR `log.creator.name`. */
  creator?: string
  /** HAR `log.browser.name`. */
  browserName?: string
  /** HAR `log.comment` and `log.creator.comment`. */
  comment?: string
}

/** The export of Chromium's DevTools leaves secrets out unless it is asked for them (from 130 on). */
function sanitizedIn(id: DialectId, head: LogHead, signs: Signs): Recorder['sanitized'] {
  const isExport = head.browser === undefined && DIALECTS[id].browser === 'chromium'
  if (!isExport || id === 'playwright-chromium' || signs.secrets > 0) return 'no'
  return signs.askedForAuthorization > 0 ? 'yes' : 'maybe'
}

/** Of entries that are all there. */
export function recorderOf(head: LogHead, entries: readonly unknown[] = []): Recorder {
  const signpost = readRecorder(head)
  for (const entry of entries) signpost.add(entry)
  return signpost.recorder()
}

export interface Signpost {
  add(entry: unknown): void
  /** Takes back an entry that was added, when the oldest ones are dropped. */
  drop(entry: unknown): void
  /** `more`: what the log said of itself since the reading began. */
  recorder(more?: LogHead): Recorder
}

/** Counts what entries show; cheap to add to, and the answer may change as entries come. */
export function readRecorder(head: LogHead): Signpost {
  const counter = new SignCounter()
  return {
    add: (entry) => counter.count(entry, 1),
    drop: (entry) => counter.count(entry, -1),
    recorder: (more = {}) => recorderFrom({ ...head, ...more }, { ...counter.signs }),
  }
}

function recorderFrom(head: LogHead, signs: Signs): Recorder {
  const named = engineOf(head.browserName ?? '')
  if (named !== null) signs[named]++
  const known = head.browser === undefined ? null : dialectIn(head.browser)
  const id = known ?? dialectOf([head.creator ?? '', head.comment ?? ''], signs)
  const { name, browser, order, limits } = DIALECTS[id]
  // Chromium up to 79 typed no preflight as such, and sent the request after it
  const old = id === 'chromium-devtools' && signs.typedPreflights === 0
  return {
    id,
    name,
    browser: head.browser === 'unknown' ? 'unknown' : browser,
    sanitized: sanitizedIn(id, head, signs),
    order: old && head.browser === undefined ? 'either' : order,
    limits,
  }
}
