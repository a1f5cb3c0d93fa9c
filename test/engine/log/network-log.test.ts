/** The growing log says after any arrival what the batch of the same entries says. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recorderOf } from '../../../src/engine/har/recorder.ts'
import { type Browser, type DiagnosedLog, diagnose, networkLog } from '../../../src/engine/index.ts'
import { readRecording } from '../../oracle/recording.ts'
import { scene } from '../../support/scene.ts'

const recorded = (name: string): readonly unknown[][] =>
  readRecording<unknown>(new URL(`../../fixtures/${name}.jsonl`, import.meta.url)).lines.map(
    ({ entries }) => entries,
  )

const CASES = [
  ...recorded('oracle/requests'),
  ...recorded('oracle/contexts'),
  ...recorded('oracle/lookalikes'),
  ...recorded('frameworks/nextjs-dev'),
  ...recorded('frameworks/fastapi'),
]

const EMPTY = {}

/** Flows and verdicts. */
const stateOf = (log: DiagnosedLog) => log.flows().map(({ id, flow, verdict }) => ({ id, flow, verdict }))

function batch(entries: readonly unknown[], browser: Browser, pages: readonly unknown[] = []) {
  const log = networkLog({ recorder: recorderOf({ browser }) })
  log.setPages(pages)
  log.add(entries)
  return stateOf(log)
}

/** Several recordings as one log: the same addresses come up again, at the same times. */
const log = fc
  .array(fc.nat(CASES.length - 1), { minLength: 1, maxLength: 6 })
  .map((cases) => cases.flatMap((index) => CASES[index] ?? []))

const browser = fc.constantFrom<Browser>('chromium', 'chromium', 'firefox', 'unknown')

/** Each entry's turn, by any numbers. */
const inTurn = (entries: readonly unknown[], turns: readonly number[]): number[] =>
  entries
    .map((_, index) => index)
    .sort((a, b) => (turns[a % turns.length] ?? 0) - (turns[b % turns.length] ?? 0) || a - b)

const turns = fc.array(fc.nat(1000), { minLength: 1, maxLength: 40 })

describe('a growing log', () => {
  it('fed in chunks is the batch', () => {
    fc.assert(
      fc.property(
        log,
        browser,
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        (entries, who, sizes) => {
          const growing = networkLog({ recorder: recorderOf({ browser: who }) })
          for (let from = 0, chunk = 0; from < entries.length; chunk++) {
            const size = sizes[chunk % sizes.length] ?? 1
            growing.add(entries.slice(from, from + size))
            from += size
          }
          expect(stateOf(growing)).toEqual(batch(entries, who))
        },
      ),
    )
  })

  it('gathered, with few that wait and with what was let go recalled, is the batch', () => {
    fc.assert(
      fc.property(log, browser, fc.integer({ min: 0, max: 5 }), (entries, who, mostWaiting) => {
        const recorder = recorderOf({ browser: who })
        const growing = networkLog({ recorder: recorderOf({}), mostWaiting })
        for (let from = 0; from < entries.length; from += 3) growing.gather(entries.slice(from, from + 3))
        if (growing.misses) growing.recall(entries, 0)
        growing.complete(recorder, [])
        expect(stateOf(growing)).toEqual(batch(entries, who))
      }),
    )
  })

  it('fed in any order, each entry under its index, is the batch', () => {
    fc.assert(
      fc.property(log, browser, turns, (entries, who, order) => {
        const growing = networkLog({ recorder: recorderOf({ browser: who }) })
        for (const index of inTurn(entries, order)) growing.add([entries[index]], index)
        expect(stateOf(growing)).toEqual(batch(entries, who))
      }),
    )
  })

  it('from which entries went is the batch without them, and the others keep their ids', () => {
    fc.assert(
      fc.property(log, browser, turns, fc.nat(100), (entries, who, order, percent) => {
        const growing = networkLog({ recorder: recorderOf({ browser: who }) })
        growing.add(entries)
        const gone = inTurn(entries, order).slice(0, Math.floor((entries.length * percent) / 100))
        growing.remove(gone)
        const left = entries.map((entry, index) => (gone.includes(index) ? EMPTY : entry))
        expect(stateOf(growing)).toEqual(batch(left, who))
      }),
    )
  })

  it('whose entries come again, complete, is the batch of the complete ones', () => {
    fc.assert(
      fc.property(log, turns, (entries, order) => {
        const growing = networkLog({ recorder: recorderOf({ browser: 'chromium' }) })
        const late = inTurn(entries, order).slice(0, 5)
        growing.add(entries.map((entry, index) => (late.includes(index) ? withoutResponse(entry) : entry)))
        for (const index of late) growing.replace(index, entries[index])
        expect(stateOf(growing)).toEqual(batch(entries, 'chromium'))
      }),
    )
  })

  it('tells of each change: who keeps count has the flows of the log', () => {
    fc.assert(
      fc.property(log, turns, (entries, order) => {
        const growing = networkLog({ recorder: recorderOf({ browser: 'chromium' }) })
        const known = new Map<string, unknown>()
        const keep = ({ added, changed, removed }: ReturnType<DiagnosedLog['add']>) => {
          expect(added.filter((id) => known.has(id))).toEqual([])
          expect([...changed, ...removed].filter((id) => !known.has(id))).toEqual([])
          expect(new Set([...added, ...changed, ...removed]).size).toBe(
            added.length + changed.length + removed.length,
          )
          for (const id of removed) known.delete(id)
          for (const id of [...added, ...changed]) known.set(id, snapshot(growing, id))
        }
        for (const index of inTurn(entries, order)) keep(growing.add([entries[index]], index))
        expect(known).toEqual(new Map(stateOf(growing).map((state) => [state.id, JSON.stringify(state)])))
        keep(growing.remove(inTurn(entries, order).slice(0, entries.length >> 1)))
        expect(known).toEqual(new Map(stateOf(growing).map((state) => [state.id, JSON.stringify(state)])))
      }),
    )
  })

  it('advises as the batch does', () => {
    fc.assert(
      fc.property(log, turns, (entries, order) => {
        const growing = networkLog({ recorder: recorderOf({ browser: 'chromium' }) })
        for (const index of inTurn(entries, order)) {
          growing.add([entries[index]], index)
          // advice given early is given anew where what it rests on has changed
          growing.advice(growing.flows()[0]?.id ?? '')
        }
        const advice = growing.flows().map(({ id }) => growing.advice(id))
        expect(advice).toEqual(diagnose(entries, { browser: 'chromium' }).flows)
      }),
      { numRuns: 40 },
    )
  })
})

function snapshot(growing: DiagnosedLog, id: string): string {
  const { flow, verdict } = growing.flow(id) ?? {}
  return JSON.stringify({ id, flow, verdict })
}

const withoutResponse = (entry: unknown): unknown => ({
  ...(entry as object),
  response: { status: 0, headers: [], _error: 'net::ERR_FAILED' },
})

describe('twins', () => {
  const REQUEST = `
    > GET https://api.example/orders
    < 200
    ! net::ERR_FAILED`

  it('keep their ids when the oldest of them are dropped', () => {
    const entries = scene(`page https://app.example/${REQUEST.repeat(4)}`)
    const growing = networkLog({ recorder: recorderOf({ browser: 'chromium' }) })
    growing.add(entries)
    const before = growing.flows()
    expect(before.map(({ id }) => id)).toEqual(['1', '2', '3', '4'])
    expect(growing.remove([1, 2])).toEqual({ added: [], changed: [], removed: ['1', '2'] })
    expect(growing.flows()).toEqual(before.slice(2))
    expect(growing.flow('1')).toBeNull()
    growing.add(entries.slice(1, 2))
    expect(growing.flows().map(({ id }) => id)).toEqual(['3', '4', '5'])
  })

  it('of a redirect to a forbidden target show the second, and the first when that one is dropped', () => {
    const [page, redirect] = scene(`
      page https://app.example/
      > GET https://api.example/old
      < 302
      location: http://api.example/new
      access-control-allow-origin: *
      ! net::ERR_ABORTED`) as [object, object & { response: object }]
    const stopped = { ...redirect, response: { ...redirect.response, _error: '' } }
    const growing = networkLog({ recorder: recorderOf({ browser: 'chromium' }) })
    growing.add([page, stopped])
    expect(growing.add([redirect])).toEqual({ added: ['2'], changed: [], removed: ['1'] })
    expect(growing.remove([2])).toEqual({ added: ['1'], changed: [], removed: ['2'] })
  })
})

describe('pages', () => {
  const entries = scene(`
    page https://app.example/
    > GET https://api.example/orders
    < 200
    ! net::ERR_FAILED`).map((entry) => ({ ...entry, pageref: 'page_1' }))
  const bare = entries.slice(1).map((entry) => ({
    ...entry,
    request: { method: 'GET', url: 'https://api.example/orders', headers: [] },
  }))
  const pages = [{ id: 'page_1', title: 'https://app.example/start' }]

  it('that come later are those of the requests before', () => {
    const growing = networkLog({ recorder: recorderOf({ browser: 'chromium' }) })
    growing.add(bare)
    const { changed, added } = growing.setPages(pages)
    expect(changed.length + added.length).toBeGreaterThan(0)
    expect(stateOf(growing)).toEqual(batch(bare, 'chromium', pages))
    expect(stateOf(growing)[0]?.flow.pageUrl).toBe('https://app.example/start')
  })

  it('named from outside are the last resort', () => {
    const growing = networkLog({ recorder: recorderOf({ browser: 'chromium' }) })
    growing.add(bare)
    growing.setPageUrl('https://other.example/')
    expect(growing.flows()[0]?.flow.pageUrl).toBe('https://other.example/')
    growing.setPages(pages)
    expect(growing.flows()[0]?.flow.pageUrl).toBe('https://app.example/start')
  })
})
