import { describe, expect, it } from 'vitest'
import {
  PAGE_STATUS,
  type ResourceTiming,
  readTimings,
  TIMING_EXPRESSION,
  withPageStatuses,
} from '../../src/extension/resource-timing.ts'

const API = 'https://api.example/items'
const BEGIN = Date.UTC(2026, 10, 26)

const entry = (url: string, at: number, method = 'GET', headers: { name: string; value: string }[] = []) => ({
  startedDateTime: new Date(BEGIN + at).toISOString(),
  request: { method, url, headers },
  response: { status: 200 },
})
const timing = (url: string, status: number, at: number): ResourceTiming => ({
  url,
  status,
  startedAt: BEGIN + at,
})
const statusesOf = (entries: readonly unknown[]) =>
  entries.map((one) => (one as Record<string, unknown>)[PAGE_STATUS] ?? null)

describe('what the page was given', () => {
  it('is joined with the only request of an address', () => {
    expect(statusesOf(withPageStatuses([entry(API, 0)], [timing(API, 0, -20)]))).toEqual([0])
  })

  it('is joined in the order of time where there is one for each', () => {
    const entries = [entry(API, 100), entry(API, 0)]
    expect(statusesOf(withPageStatuses(entries, [timing(API, 200, 0), timing(API, 0, 90)]))).toEqual([0, 200])
  })

  it('is joined where all of an address agree, although some of its requests are not in the log', () => {
    const timings = [timing(API, 0, 0), timing(API, 0, 10)]
    expect(statusesOf(withPageStatuses([entry(API, 0)], timings))).toEqual([0])
  })

  it.each([
    ['they differ and there are more of them', [entry(API, 0)], [timing(API, 0, 0), timing(API, 200, 5)]],
    ['the list was full before the last request', [entry(API, 0), entry(API, 50)], [timing(API, 200, 0)]],
    ['none is of that address', [entry(API, 0)], [timing('https://other.example/', 0, 0)]],
  ])('is left open where %s', (_, entries, timings) => {
    expect(statusesOf(withPageStatuses(entries, timings))).toEqual(entries.map(() => null))
  })

  const preflight = (at: number) =>
    entry(API, at, 'OPTIONS', [{ name: 'Access-Control-Request-Method', value: 'PUT' }])

  it('is never that of a preflight whose request is logged', () => {
    expect(statusesOf(withPageStatuses([preflight(1), entry(API, 0)], [timing(API, 200, 0)]))).toEqual([
      null,
      200,
    ])
  })

  it('is that of a preflight whose request Firefox does not log', () => {
    expect(statusesOf(withPageStatuses([preflight(0)], [timing(API, 0, 0)]))).toEqual([0])
    expect(statusesOf(withPageStatuses([preflight(0), preflight(9)], [timing(API, 0, 0)]))).toEqual([
      null,
      null,
    ])
  })

  it('stays what it was once known: a later page has timings of its own', () => {
    const [known] = withPageStatuses([entry(API, 0)], [timing(API, 0, 0)])
    expect(statusesOf(withPageStatuses([known], [timing(API, 200, 900)]))).toEqual([0])
  })
})

describe('the list of the page', () => {
  it.each([[null], ['text'], [[['https://a.example/', '200', 1]]], [[[1, 2, 3]]], [[null]]])(
    '%j holds nothing',
    (value) => {
      expect(readTimings(value)).toEqual([])
    },
  )

  it('names addresses without fragment', () => {
    expect(readTimings([[`${API}#part`, 200, 5]])).toEqual([{ url: API, status: 200, startedAt: 5 }])
  })

  it('is read by an expression that ends well in a page without frames', () => {
    const window = {
      performance: {
        timeOrigin: 1000,
        getEntriesByType: () => [{ name: API, responseStatus: 0, startTime: 5 }],
      },
      frames: [],
    }
    expect(new Function('window', `return ${TIMING_EXPRESSION}`)(window)).toEqual([[API, 0, 1005]])
  })
})
