/** Collector: the network log of one tab from the moment DevTools opens, over every navigation. */
import { EntryBuffer, type Taken } from './entry-buffer.ts'
import { isDocument, keyOf, urlOf } from './har-entry.ts'
import { Navigation } from './navigation.ts'
import type { NetworkLog, NetworkSource } from './network.ts'
import { groupByKey, ReReader } from './re-reader.ts'
import { hasPageStatus, pageStatuses, withPageStatus } from './resource-timing.ts'

/** Quiet after the last entry before the log is handed on: a preflight may come after its request. */
export const QUIET = 200
/** Traffic that never rests is handed on at this pace. */
export const LONGEST_WAIT = 1000
/** DevTools may never answer: then what was heard is all there is. */
export const ANSWER_TIMEOUT = 3000

export interface Recorded extends Taken {
  /** All pages that the log names. */
  pages: readonly unknown[]
  pageUrl: string | null
  /** Entries that are kept. */
  entries: number
  /** Entries that were dropped because there were too many. */
  dropped: number
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
  /** What has become of the log since it was taken last. */
  take(): Recorded
  /** An entry by its number; undefined once it is gone. */
  entry(index: number): unknown
  /** Forgets all but the documents, which tell the pages' addresses. */
  clear(): void
}

/** The promise's value, or null where it does not come in time or fails. */
function inTime<Value>(promise: Promise<Value>): Promise<Value | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), ANSWER_TIMEOUT)
    const settle = (value: Value | null) => {
      clearTimeout(timer)
      resolve(value)
    }
    promise.then(settle, () => settle(null))
  })
}

/** Calls back once the log has come to rest. */
function createRest(onRest: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let waitingSince: number | null = null
  return () => {
    waitingSince ??= Date.now()
    clearTimeout(timer)
    const left = LONGEST_WAIT - (Date.now() - waitingSince)
    timer = setTimeout(
      () => {
        waitingSince = null
        onRest()
      },
      Math.max(0, Math.min(QUIET, left)),
    )
  }
}

export function createCollector({ source, chromium, preserveLog, onChange }: CollectorOptions): Collector {
  const buffer = new EntryBuffer()
  const navigation = new Navigation()
  let pages: readonly unknown[] = []
  /** What was heard before the log was read for the first time; null from then on. */
  let heard: unknown[] | null = []

  async function readLog(): Promise<NetworkLog | null> {
    const log = await inTime(source.readLog())
    if (log !== null && log.pages.length > 0) pages = withPages(pages, log.pages)
    return log
  }
  const reReader = new ReReader({ buffer, readLog, onRead: onChange })
  const schedule = createRest(() => void rest())

  async function rest(): Promise<void> {
    if (chromium) await reReader.read()
    else await readTimings()
    onChange()
  }

  /** What the page was given: a log without refusals says nothing of it. */
  async function readTimings(): Promise<void> {
    const timings = await inTime(source.timings())
    if (timings === null) return
    const current = buffer.all().filter(({ entry }) => !navigation.isGone(entry))
    const statuses = pageStatuses(
      current.map(({ entry }) => entry),
      timings,
    )
    for (const { index, entry } of current) {
      const status = statuses.get(entry)
      if (status !== undefined && !hasPageStatus(entry)) buffer.replace(index, withPageStatus(entry, status))
    }
  }

  function add(entry: unknown): void {
    if (heard !== null) heard.push(entry)
    else if (preserveLog() || !navigation.isLate(entry)) buffer.add(entry)
    schedule()
  }

  async function onNavigated(url: string): Promise<void> {
    const now = Date.now()
    navigation.pageUrl = url
    const start = await inTime(source.documentStart())
    if (navigation.goTo(url, start, now) && !preserveLog()) forgetEarlierPages(url)
    schedule()
  }

  function forgetEarlierPages(url: string): void {
    const [address] = url.split('#')
    const latest = buffer.newest((entry) => isDocument(entry) && urlOf(entry) === address)
    buffer.keep((entry) => entry === latest || !navigation.isGone(entry))
  }

  /** What DevTools logged before this page listened, and then what has been heard since. */
  async function readEarlier(): Promise<void> {
    const log = chromium ? await readLog() : null
    const listened = heard ?? []
    const twins = groupByKey(listened)
    heard = null
    for (const entry of log?.entries ?? [])
      if (twins.get(keyOf(entry))?.shift() === undefined) buffer.add(entry)
    for (const entry of listened) add(entry)
  }

  return {
    async start() {
      source.onEntry(add)
      source.onNavigated((url) => void onNavigated(url))
      const [url, start] = await Promise.all([inTime(source.pageUrl()), inTime(source.documentStart())])
      navigation.begin(url, start)
      await readEarlier()
      schedule()
    },
    take: () => ({
      ...buffer.take((numbered) => chromium && reReader.isAwaited(numbered)),
      pages,
      pageUrl: navigation.pageUrl,
      entries: buffer.size,
      dropped: buffer.dropped,
    }),
    entry: (index) => buffer.get(index),
    clear() {
      buffer.keep(isDocument)
      buffer.dropped = 0
      onChange()
    },
  }
}

/** The pages known before and those of a later reading, which know better. */
function withPages(known: readonly unknown[], read: readonly unknown[]): readonly unknown[] {
  const idOf = (page: unknown): unknown => (page as { id?: unknown } | null)?.id
  const ids = new Map([...known, ...read].map((page) => [idOf(page), page]))
  return [...ids.values()]
}
