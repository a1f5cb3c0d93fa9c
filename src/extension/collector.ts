/** Collector: the network log of one tab from the moment DevTools opens, over every navigation. */
import {
  hasOkStatus,
  hasWireHeaders,
  isDocument,
  isPreflight,
  keyOf,
  lacksAnswer,
  startOf,
  tookAsLong,
  urlOf,
} from './har-entry.ts'
import type { NetworkLog, NetworkSource } from './network.ts'

/** Quiet after the last entry before the log is handed on: a preflight may come after its request. */
export const QUIET = 200
/** Traffic that never rests is handed on at this pace. */
export const LONGEST_WAIT = 1000
/** Pauses after which an entry that still lacks its answer is read once more. */
const READ_AGAIN_AFTER = [500, 2000]
/** After so many readings it is handed on as it is: some answers never come. */
const READINGS_TO_WAIT_FOR = 2
/** The oldest entries go first. */
const MOST_ENTRIES = 20_000

export interface Recorded {
  entries: readonly unknown[]
  pages: readonly unknown[]
  pageUrl: string | null
}

export interface CollectorOptions {
  source: NetworkSource
  /** Chromium's log may be read at any time, and some entries must be read again there. */
  chromium: boolean
  preserveLog: () => boolean
  /** The log changed and has come to rest. */
  onChange: () => void
}

export interface Collector {
  start(): Promise<void>
  recorded(): Recorded
  /** Forgets all but the documents, which tell the pages' addresses. */
  clear(): void
}

export function createCollector({ source, chromium, preserveLog, onChange }: CollectorOptions): Collector {
  let entries: unknown[] = []
  let pageUrl: string | null = null
  let documentStart: number | null = null
  /** Entries that started earlier belong to a page that is gone. */
  let cutoff = Number.NEGATIVE_INFINITY
  const pages = new Map<unknown, unknown>()
  const preflightUrls = new Set<string>()
  /** Of these, the ones that were answered with an ok status. */
  const grantedUrls = new Set<string>()
  const readings = new WeakMap<object, number>()

  let quietTimer: ReturnType<typeof setTimeout> | undefined
  let waitingSince: number | null = null

  function schedule(): void {
    waitingSince ??= Date.now()
    clearTimeout(quietTimer)
    const left = LONGEST_WAIT - (Date.now() - waitingSince)
    quietTimer = setTimeout(rest, Math.max(0, Math.min(QUIET, left)))
  }

  async function rest(): Promise<void> {
    waitingSince = null
    await readAgain(0)
    onChange()
  }

  function notePreflight(entry: unknown): void {
    if (!isPreflight(entry)) return
    preflightUrls.add(urlOf(entry))
    if (hasOkStatus(entry)) grantedUrls.add(urlOf(entry))
  }

  function add(entry: unknown): void {
    if (startOf(entry) < cutoff && !preserveLog() && !isDocument(entry)) return
    entries.push(entry)
    notePreflight(entry)
    if (entries.length > MOST_ENTRIES * 1.1) entries = entries.slice(-MOST_ENTRIES)
    schedule()
  }

  /**
   * About one failure in two hundred is reported before its answer's headers reach DevTools: no status, no
   * headers, yet a request that went over the wire or needed no preflight. A later reading of the log has them.
   */
  const isIncomplete = (entry: unknown): boolean =>
    lacksAnswer(entry) && (hasWireHeaders(entry) || !preflightUrls.has(urlOf(entry)))

  /** Rarer still, the request shows no trace of the wire although its preflight may have passed: worth one look. */
  const mayBeIncomplete = (entry: unknown): boolean =>
    lacksAnswer(entry) && (isIncomplete(entry) || grantedUrls.has(urlOf(entry)))

  const readingsOf = (entry: unknown): number => readings.get(entry as object) ?? 0

  const isAwaited = (entry: unknown): boolean =>
    isIncomplete(entry) && readingsOf(entry) < READINGS_TO_WAIT_FOR

  async function readAgain(attempt: number): Promise<void> {
    const after = READ_AGAIN_AFTER[attempt]
    const isWanted = attempt === 0 ? mayBeIncomplete : isIncomplete
    const incomplete = entries.filter((entry) => isWanted(entry) && readingsOf(entry) === attempt)
    if (!chromium || incomplete.length === 0) return
    for (const entry of incomplete) readings.set(entry as object, attempt + 1)
    const log = await source.readLog()
    rememberPages(log)
    const complete = completed(incomplete, log)
    if (complete.size > 0) entries = entries.map((entry) => complete.get(entry) ?? entry)
    const left = incomplete.filter((entry) => isIncomplete(entry) && !complete.has(entry))
    if (after !== undefined && left.length > 0)
      setTimeout(async () => {
        await readAgain(attempt + 1)
        onChange()
      }, after)
  }

  function rememberPages(log: NetworkLog): void {
    for (const page of log.pages) pages.set((page as { id?: unknown } | null)?.id, page)
  }

  async function onNavigated(url: string): Promise<void> {
    const now = Date.now()
    pageUrl = url
    const start = await source.documentStart()
    const sameDocument = start !== null && start === documentStart
    documentStart = start
    if (!sameDocument) {
      // a page from the back/forward cache is older than the page it follows
      cutoff = start !== null && start > cutoff ? start : now
      if (!preserveLog()) forgetEarlierPages(url)
    }
    schedule()
  }

  function forgetEarlierPages(url: string): void {
    const [address] = url.split('#')
    const latest = entries.findLast((entry) => isDocument(entry) && urlOf(entry) === address)
    replaceEntries(entries.filter((entry) => entry === latest || !(startOf(entry) < cutoff)))
  }

  function replaceEntries(kept: unknown[]): void {
    entries = kept
    preflightUrls.clear()
    grantedUrls.clear()
    for (const entry of kept) notePreflight(entry)
  }

  /** What DevTools logged before this page listened, without what has been heard since. */
  async function readEarlier(): Promise<void> {
    const log = await source.readLog()
    rememberPages(log)
    const heard = groupByKey(entries)
    const earlier = log.entries.filter((entry) => heard.get(keyOf(entry))?.shift() === undefined)
    if (earlier.length > 0) replaceEntries([...earlier, ...entries])
  }

  return {
    async start() {
      source.onEntry(add)
      source.onNavigated((url) => void onNavigated(url))
      const [url, start] = await Promise.all([source.pageUrl(), source.documentStart()])
      pageUrl ??= url
      documentStart ??= start
      if (chromium) await readEarlier()
      schedule()
    },
    recorded: () => ({
      entries: chromium ? entries.filter((entry) => !isAwaited(entry)) : entries,
      pages: [...pages.values()],
      pageUrl,
    }),
    clear() {
      replaceEntries(entries.filter(isDocument))
      onChange()
    },
  }
}

/** For each incomplete entry the same request in a later reading of the log, where that has its answer. */
function completed(incomplete: readonly unknown[], log: NetworkLog): Map<unknown, unknown> {
  const later = groupByKey(log.entries)
  const found = new Map<unknown, unknown>()
  for (const entry of incomplete) {
    const itself = later.get(keyOf(entry))?.find((other) => tookAsLong(other, entry))
    if (itself !== undefined && !lacksAnswer(itself)) found.set(entry, itself)
  }
  return found
}

function groupByKey(entries: readonly unknown[]): Map<string, unknown[]> {
  const groups = new Map<string, unknown[]>()
  for (const entry of entries) {
    const group = groups.get(keyOf(entry))
    if (group) group.push(entry)
    else groups.set(keyOf(entry), [entry])
  }
  return groups
}
