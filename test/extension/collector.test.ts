import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  ANSWER_TIMEOUT,
  type Collector,
  createCollector,
  LONGEST_WAIT,
  QUIET,
  type Recorded,
} from '../../src/extension/collector.ts'
import { MOST_ENTRIES } from '../../src/extension/entry-buffer.ts'
import { type FakeSource, fakeSource } from './fake-source.ts'
import { API, documentEntry, failed, harEntry, incomplete, PAGE } from './har.ts'

let source: FakeSource
let collector: Collector
let preserveLog: boolean
let changes: number

const collect = (chromium = true) => {
  collector = createCollector({
    source,
    chromium,
    preserveLog: () => preserveLog,
    onChange: () => {
      changes++
    },
  })
  return collector.start()
}

interface Entry {
  startedDateTime: string
  request: { url: string }
  response: { status: number }
}

/** The log as somebody has it who takes what comes, by number. */
let kept: Map<number, Entry>

function take(): Recorded {
  const recorded = collector.take()
  for (const index of recorded.removed) kept.delete(index)
  for (const { index, entry } of [...recorded.fresh, ...recorded.again]) kept.set(index, entry as Entry)
  return recorded
}

function entries(): Entry[] {
  take()
  return [...kept].sort(([a], [b]) => a - b).map(([, entry]) => entry)
}
const urls = () => entries().map(({ request }) => request.url)
const statuses = () => entries().map(({ response }) => response.status)

beforeEach(() => {
  vi.useFakeTimers({ now: 10_000 })
  source = fakeSource()
  preserveLog = false
  changes = 0
  kept = new Map()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('from the moment DevTools opens', () => {
  it('takes what was logged before it listened, once each', async () => {
    const before = failed({ at: 700 })
    const both = failed({ at: 900, url: `${API}/both` })
    source.log.entries = [before, both]
    const started = collect()
    source.deliver({ ...both })
    await started
    expect(urls()).toEqual([API, `${API}/both`])
  })

  it('keeps twins of one millisecond apart', async () => {
    source.log.entries = [failed(), failed({ time: 7 }), failed({ time: 9 })]
    const started = collect()
    source.deliver(failed({ time: 7 }))
    await started
    expect(urls()).toHaveLength(3)
  })

  it('never reads the log of Firefox, which loses requests by that', async () => {
    source.log.entries = [failed({ at: 700 })]
    await collect(false)
    source.deliver(incomplete())
    await vi.advanceTimersByTimeAsync(10_000)
    expect(source.readings).toBe(0)
    expect(urls()).toEqual([API])
  })

  it('knows the page’s address and the log’s pages', async () => {
    source.log.pages = [{ id: 'page_1', title: PAGE }]
    await collect()
    expect(take()).toMatchObject({ pageUrl: PAGE, pages: [{ id: 'page_1' }] })
  })
})

describe('handing on', () => {
  beforeEach(async () => {
    await collect()
    await vi.advanceTimersByTimeAsync(QUIET)
    changes = 0
  })

  it('waits until the log has come to rest', async () => {
    source.deliver(failed())
    await vi.advanceTimersByTimeAsync(QUIET - 1)
    source.deliver(failed({ at: 1001 }))
    await vi.advanceTimersByTimeAsync(QUIET - 1)
    expect(changes).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(changes).toBe(1)
  })

  it('does not wait for ever where the page never rests', async () => {
    for (let elapsed = 0; elapsed < 3 * LONGEST_WAIT; elapsed += 100) {
      source.deliver(harEntry({ at: 1000 + elapsed }))
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(changes).toBeGreaterThanOrEqual(2)
    expect(changes).toBeLessThanOrEqual(4)
  })

  it('tells each entry once', () => {
    source.deliver(harEntry())
    expect(take().fresh).toHaveLength(1)
    source.deliver(harEntry({ at: 2000 }))
    expect(take().fresh.map(({ index }) => index)).toEqual([1])
    expect(take()).toMatchObject({ fresh: [], again: [], removed: [], entries: 2, dropped: 0 })
  })
})

describe('a log that is too long', () => {
  const TOO_MANY = MOST_ENTRIES + 4000
  beforeEach(async () => {
    source.log.entries = [documentEntry(PAGE, 500)]
    await collect()
    take()
    for (let index = 0; index < TOO_MANY; index++) source.deliver(harEntry({ at: 1000 + index }))
  })

  it('keeps the newest entries and tells how many were dropped', () => {
    const { entries: count, dropped } = take()
    expect(count).toBeGreaterThanOrEqual(MOST_ENTRIES)
    expect(count).toBeLessThanOrEqual(MOST_ENTRIES * 1.1)
    expect(count + dropped).toBe(TOO_MANY + 1)
    expect(entries().at(-1)?.startedDateTime).toBe(new Date(1000 + TOO_MANY - 1).toISOString())
  })

  it('keeps the page’s document', () => {
    expect(urls()[0]).toBe(PAGE)
  })

  it('gives no number twice, and takes back those that were given', () => {
    const first = take().fresh.map(({ index }) => index)
    for (let index = 0; index < TOO_MANY; index++) source.deliver(harEntry({ at: 50_000 + index }))
    const { fresh, removed } = take()
    expect(fresh.map(({ index }) => index).filter((index) => first.includes(index))).toEqual([])
    expect(removed.length).toBeGreaterThan(0)
    expect(kept.size).toBeLessThanOrEqual(MOST_ENTRIES * 1.1)
  })

  it('counts anew once it is cleared', () => {
    collector.clear()
    expect(take()).toMatchObject({ dropped: 0, entries: 1 })
  })
})

describe('DevTools that never answers', () => {
  beforeEach(() => {
    source.readLog = () => new Promise(() => {})
  })

  it('does not keep what was heard', async () => {
    void collect()
    source.deliver(failed())
    await vi.advanceTimersByTimeAsync(ANSWER_TIMEOUT + QUIET)
    expect(urls()).toEqual([API])
    expect(changes).toBeGreaterThan(0)
  })

  it('when an entry is to be read again lets the entry go on as it is', async () => {
    void collect()
    await vi.advanceTimersByTimeAsync(ANSWER_TIMEOUT + QUIET)
    source.deliver(incomplete())
    await vi.advanceTimersByTimeAsync(QUIET + 2 * ANSWER_TIMEOUT + 500)
    expect(statuses()).toEqual([0])
  })

  it('with the page’s address neither', async () => {
    source.pageUrl = () => new Promise(() => {})
    source.documentStart = () => Promise.reject(new Error('no page'))
    void collect()
    source.deliver(failed())
    await vi.advanceTimersByTimeAsync(2 * ANSWER_TIMEOUT + QUIET)
    expect(urls()).toEqual([API])
    expect(take().pageUrl).toBeNull()
  })
})

describe('an entry that arrived without its answer', () => {
  beforeEach(async () => {
    await collect()
    await vi.advanceTimersByTimeAsync(QUIET)
    source.readings = 0
    changes = 0
  })

  it('is read again before it is handed on', async () => {
    source.deliver(incomplete())
    source.log.entries = [failed({ status: 200 })]
    await vi.advanceTimersByTimeAsync(QUIET)
    expect(statuses()).toEqual([200])
    expect(changes).toBe(1)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(source.readings).toBe(1)
  })

  it('is read twice more when the log is late, and then left alone', async () => {
    source.deliver(incomplete())
    source.log.entries = [incomplete()]
    await vi.advanceTimersByTimeAsync(QUIET)
    expect(statuses()).toEqual([])
    await vi.advanceTimersByTimeAsync(500)
    expect(statuses()).toEqual([0])
    source.log.entries = [failed({ status: 404 })]
    await vi.advanceTimersByTimeAsync(2000)
    expect(statuses()).toEqual([404])
    expect(changes).toBe(3)

    source.deliver(incomplete({ at: 2000 }))
    source.readings = 0
    await vi.advanceTimersByTimeAsync(60_000)
    expect(source.readings).toBe(3)
  })

  it('is its own twin, not the other request of the same millisecond', async () => {
    source.deliver(failed({ status: 200, time: 7 }), incomplete({ time: 9 }))
    source.log.entries = [failed({ status: 200, time: 7 }), failed({ status: 500, time: 9 })]
    await vi.advanceTimersByTimeAsync(QUIET)
    expect(statuses()).toEqual([200, 500])
  })

  it('stays without an answer beside a twin that has one', async () => {
    const put = { method: 'PUT', sent: { Referer: PAGE } }
    source.deliver(
      incomplete({ ...put, time: 9 }),
      harEntry({ method: 'OPTIONS', type: 'preflight', status: 204, at: 1001 }),
    )
    source.log.entries = [incomplete({ ...put, time: 9 }), failed({ method: 'PUT', status: 504, time: 7 })]
    await vi.advanceTimersByTimeAsync(QUIET)
    expect(source.readings).toBe(1)
    expect(statuses()).toEqual([0, 204])
  })

  it('is not one whose preflight failed: that has no answer ever', async () => {
    const sent = { Referer: PAGE }
    source.deliver(
      incomplete({ method: 'PUT', sent }),
      harEntry({ method: 'OPTIONS', type: 'preflight', status: 405, at: 1001 }),
    )
    await vi.advanceTimersByTimeAsync(10_000)
    expect(source.readings).toBe(0)
  })

  it('is one without a preflight, whatever its headers', async () => {
    source.deliver(incomplete({ sent: { Referer: PAGE } }))
    await vi.advanceTimersByTimeAsync(QUIET)
    expect(source.readings).toBe(1)
  })

  it('can be a preflight that was redirected', async () => {
    const preflight = { method: 'OPTIONS', type: 'preflight', error: 'net::ERR_INVALID_REDIRECT' }
    source.deliver(incomplete(preflight))
    source.log.entries = [failed({ ...preflight, status: 307 })]
    await vi.advanceTimersByTimeAsync(QUIET)
    expect(statuses()).toEqual([307])
  })

  it('is not one with another error', async () => {
    source.deliver(incomplete({ error: 'net::ERR_CONNECTION_REFUSED' }))
    await vi.advanceTimersByTimeAsync(10_000)
    expect(source.readings).toBe(0)
  })
})

describe('navigation', () => {
  const NEXT = 'https://app.example/next'
  beforeEach(async () => {
    source.log.entries = [documentEntry(PAGE, 500), failed({ at: 600 })]
    await collect()
  })

  it('forgets the page before, and knows the new one', async () => {
    await source.navigate(NEXT, 2000)
    source.deliver(documentEntry(NEXT, 2001), failed({ at: 2100, url: `${API}/new` }))
    expect(urls()).toEqual([NEXT, `${API}/new`])
    expect(take().pageUrl).toBe(NEXT)
  })

  it('keeps what the new page already did when the news of it comes late', async () => {
    source.deliver(documentEntry(NEXT, 2001), failed({ at: 2100, url: `${API}/new` }))
    await source.navigate(`${NEXT}#top`, 2000)
    expect(urls()).toEqual([NEXT, `${API}/new`])
  })

  it('does not let late failures of the old page in', async () => {
    await source.navigate(NEXT, 2000)
    source.deliver(failed({ at: 1900, url: `${API}/late` }))
    expect(urls()).toEqual([])
  })

  it('preserves the log when asked to', async () => {
    preserveLog = true
    await source.navigate(NEXT, 2000)
    source.deliver(documentEntry(NEXT, 2001), failed({ at: 1900, url: `${API}/late` }))
    expect(urls()).toEqual([PAGE, API, NEXT, `${API}/late`])
  })

  it.each(['https://app.example/route-of-the-app', `${PAGE}#section`])(
    'to %s within the same document forgets nothing',
    async (url) => {
      await source.changeAddress(url)
      expect(urls()).toEqual([PAGE, API])
      expect(take().pageUrl).toBe(url)
    },
  )

  it('back to a page from the cache forgets the page between', async () => {
    await source.navigate(NEXT, 2000)
    source.deliver(failed({ at: 2100 }))
    vi.setSystemTime(20_000)
    await source.navigate(PAGE, 500)
    expect(urls()).toEqual([])
    source.deliver(failed({ at: 21_000, url: `${API}/again` }))
    expect(urls()).toEqual([`${API}/again`])
  })

  it.each([
    ['the future', 1e15],
    ['the past', -1],
  ])('to a page whose clock lies, far in %s, loses nothing of that page', async (_, start) => {
    await source.navigate(NEXT, start)
    source.deliver(documentEntry(NEXT, 10_001), failed({ at: 10_500, url: `${API}/new` }))
    await vi.advanceTimersByTimeAsync(QUIET)
    expect(urls().slice(-2)).toEqual([NEXT, `${API}/new`])
  })

  it('to a page from a page whose clock lies forgets that one', async () => {
    await source.navigate(NEXT, 1e15)
    source.deliver(failed({ at: 10_500, url: `${API}/new` }))
    vi.setSystemTime(20_000)
    await source.navigate(PAGE, 19_000)
    expect(urls()).toEqual([])
  })

  it('to a page of the browser itself, which tells nothing, forgets as well', async () => {
    await source.navigate('chrome://version/', null)
    expect(urls()).toEqual([])
  })

  it('hands the change on', async () => {
    await vi.advanceTimersByTimeAsync(QUIET)
    changes = 0
    await source.navigate(NEXT, 2000)
    await vi.advanceTimersByTimeAsync(QUIET)
    expect(changes).toBe(1)
  })
})

describe('clear', () => {
  it('forgets all but the documents, at once', async () => {
    source.log.entries = [documentEntry(PAGE, 500), failed({ at: 600 })]
    await collect()
    collector.clear()
    expect(urls()).toEqual([PAGE])
    expect(changes).toBe(1)
  })
})

describe('hostile entries', () => {
  it.each([
    null,
    7,
    'x',
    {},
    { request: null, response: [] },
    { request: { headers: 5 }, response: { headers: {} } },
  ])('%j does no harm', async (entry) => {
    await collect()
    source.deliver(entry)
    source.log.entries = [entry]
    await source.navigate('https://app.example/next', 2000)
    await vi.advanceTimersByTimeAsync(QUIET)
    expect(changes).toBeGreaterThan(0)
  })
})
