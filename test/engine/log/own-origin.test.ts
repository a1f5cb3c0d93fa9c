/** What goes to a page's own origin is not read until something else goes there. */
import { describe, expect, it } from 'vitest'
import { networkLog, recorderOf } from '../../../src/engine/index.ts'
import { OwnOrigin } from '../../../src/engine/log/own-origin.ts'

const OWN = 'https://app.example'

const entry = (
  parts: { url?: string; status?: number; error?: string | null; headers?: string[][] } = {},
) => ({
  _resourceType: 'fetch',
  startedDateTime: '2026-01-01T00:00:00.000Z',
  time: 5,
  request: {
    method: 'GET',
    url: parts.url ?? `${OWN}/items`,
    headers: (parts.headers ?? [['Referer', `${OWN}/page`]]).map(([name, value]) => ({ name, value })),
  },
  response: { status: parts.status ?? 200, headers: [], _error: parts.error ?? null },
})

describe('an entry of the page’s own origin', () => {
  it('is told by its Origin, else by its Referer', () => {
    expect(new OwnOrigin().keeps(0, entry())).toBe(true)
    expect(new OwnOrigin().keeps(0, entry({ headers: [['origin', OWN]] }))).toBe(true)
  })

  it.each([
    ['of another page', { headers: [['referer', 'https://other.example/']] }],
    ['that names no page', { headers: [] }],
    [
      'with two Origin headers',
      {
        headers: [
          ['origin', OWN],
          ['Origin', OWN],
        ],
      },
    ],
    [
      'of an opaque origin',
      {
        headers: [
          ['origin', 'null'],
          ['referer', `${OWN}/`],
        ],
      },
    ],
    ['that failed', { error: 'net::ERR_FAILED' }],
    ['that was redirected', { status: 302 }],
    ['without an answer', { status: 0 }],
    [
      'of a service worker’s script',
      {
        headers: [
          ['referer', OWN],
          ['service-worker', 'script'],
        ],
      },
    ],
    ['that is no URL', { url: 'nonsense' }],
  ])('is none %s', (_, parts) => {
    expect(new OwnOrigin().keeps(0, entry(parts))).toBe(false)
  })

  it.each([
    null,
    7,
    'x',
    {},
    { request: null },
    { request: { url: OWN, headers: [null, 1] }, response: { status: 200 } },
  ])('is none: %j', (hostile) => {
    expect(new OwnOrigin().keeps(0, hostile)).toBe(false)
  })
})

describe('entries that wait', () => {
  it('are handed out once, when their origin is asked, and wait no more', () => {
    const waiting = new OwnOrigin()
    expect([waiting.keeps(0, entry()), waiting.keeps(1, entry())]).toEqual([true, true])
    expect(waiting.ask('https://other.example/')).toEqual([])
    expect(waiting.ask(`${OWN}/api`).map(({ index }) => index)).toEqual([0, 1])
    expect(waiting.ask(`${OWN}/api`)).toEqual([])
    expect(waiting.keeps(2, entry())).toBe(false)
  })

  it('can be taken out', () => {
    const waiting = new OwnOrigin()
    waiting.keeps(0, entry())
    waiting.keeps(1, entry())
    waiting.remove(new Set([0]))
    expect(waiting.ask(OWN).map(({ index }) => index)).toEqual([1])
  })
})

describe('entries that are too many to wait', () => {
  const ELSE = 'https://else.example'
  const elsewhere = () => entry({ url: `${ELSE}/`, headers: [['origin', ELSE]] })

  it('are let go, those of the origin that has most, and are missed when it is asked', () => {
    const waiting = new OwnOrigin(2)
    for (const [index, one] of [entry(), elsewhere(), entry(), entry()].entries())
      expect(waiting.keeps(index, one)).toBe(true)
    expect(waiting.misses).toBe(false)
    expect(waiting.ask(ELSE).map(({ index }) => index)).toEqual([1])
    expect(waiting.misses).toBe(false)
    expect(waiting.ask(OWN)).toEqual([])
    expect(waiting.misses).toBe(true)
    expect([0, 2, 3].map((index) => waiting.isMissed(index, entry()))).toEqual([true, true, true])
    expect(waiting.isMissed(1, elsewhere())).toBe(false)
  })

  it('are missed once: what comes later is read at once', () => {
    const waiting = new OwnOrigin(0)
    waiting.keeps(0, entry())
    waiting.ask(OWN)
    expect(waiting.keeps(1, entry())).toBe(false)
    expect(waiting.isMissed(1, entry())).toBe(false)
  })
})

describe('a redirect back to the page’s own origin', () => {
  it('finds its target, which was logged before it was asked for', () => {
    const log = networkLog({ recorder: recorderOf({ browser: 'chromium' }) })
    const redirected = entry({ url: 'https://login.example/', status: 302, headers: [['origin', OWN]] })
    log.add([
      { ...entry({ url: `${OWN}/back` }), startedDateTime: '2026-01-01T00:00:00.006Z' },
      { ...redirected, response: { ...redirected.response, redirectURL: `${OWN}/back` } },
    ])
    expect(log.flows().map(({ flow }) => [flow.hops.length, flow.exchange.url])).toEqual([[1, `${OWN}/back`]])
  })
})
