/** Each rule by which preflights are joined with requests and redirects with what follows them, with its constant. */
import { describe, expect, it } from 'vitest'
import { type Exchange, exchangeFromHar } from '../../../src/engine/har/exchange.ts'
import { recorderOf } from '../../../src/engine/har/recorder.ts'
import { pairingRules } from '../../../src/engine/judge/preflight-results.ts'
import { followersAt } from '../../../src/engine/log/join-redirects.ts'
import { pairAtUrl } from '../../../src/engine/log/pair-preflights.ts'
import { scene } from '../../support/scene.ts'

const BEGIN = Date.UTC(2026, 0, 1)
const CHROMIUM = recorderOf({ browser: 'chromium' })
const PROXY = recorderOf({ creator: 'mitmproxy' })

interface Change {
  /** Milliseconds after the scene began. */
  at?: number
  lasts?: number
  without?: string
  with?: readonly [name: string, value: string]
}

/** An exchange of a scene, changed. */
function changed(exchange: Exchange, { at, lasts, without, with: added }: Change): Exchange {
  const requestHeaders = exchange.requestHeaders.filter(([name]) => name.toLowerCase() !== without)
  return {
    ...exchange,
    startedAt: at === undefined ? exchange.startedAt : BEGIN + at,
    duration: lasts ?? exchange.duration,
    requestHeaders: added === undefined ? requestHeaders : [...requestHeaders, added],
  }
}

/** The exchanges of a scene but its page, changed place by place. */
function exchangesOf(text: string, changes: readonly Change[] = []): Exchange[] {
  return scene(`page https://app.example/\n${text}`)
    .flatMap((entry, index) => exchangeFromHar(entry, index) ?? [])
    .slice(1)
    .map((exchange, place) => changed(exchange, changes[place] ?? {}))
}

/** Who is joined with whom, by the places of preflight and request in the scene. */
function pairsIn(exchanges: readonly Exchange[], recorder = CHROMIUM): string[] {
  const requests = exchanges.filter(({ isPreflight }) => !isPreflight)
  const preflights = exchanges.filter(({ isPreflight }) => isPreflight)
  const pairs = pairAtUrl(requests, preflights, pairingRules(recorder))
  return [...pairs]
    .map(([request, preflight]) => `${exchanges.indexOf(preflight)}-${exchanges.indexOf(request)}`)
    .sort()
}

const PUT = `> PUT https://api.example/x
  ? 204
  access-control-allow-origin: *
  access-control-allow-methods: PUT
  < 200
  access-control-allow-origin: *`

const REFUSED_PUT = `> PUT https://api.example/x
  ? 204
  ! net::ERR_FAILED`

describe('where the request is logged first', () => {
  it.each([
    [0, ['0-1']],
    [3, ['0-1']],
    [4, []],
  ])('a request starts at most 3 ms after its preflight: %s ms', (late, pairs) => {
    const failing = exchangesOf(REFUSED_PUT, [{ at: 100 }, { at: 100 + late }])
    expect(pairsIn(failing)).toEqual(pairs)
  })

  it('a preflight belongs to the latest request before it', () => {
    const exchanges = exchangesOf(`${PUT}\n${PUT}`, [{ at: 101 }, { at: 100 }, { at: 201 }, { at: 200 }])
    expect(pairsIn(exchanges)).toEqual(['0-1', '2-3'])
  })

  it('a request that was made again without a preflight, from the cache, has none', () => {
    const again = `${PUT}\n> PUT https://api.example/x\n< 200\naccess-control-allow-origin: *`
    expect(pairsIn(exchangesOf(again, [{ at: 101 }, { at: 100 }, { at: 9_000 }]))).toEqual(['0-1'])
  })

  it('one that fails goes to the request that was not sent, of two made at once', () => {
    const exchanges = exchangesOf(`${PUT}\n${REFUSED_PUT}`, [
      { at: 101 },
      { at: 100 },
      { at: 101 },
      { at: 100 },
    ])
    expect(pairsIn(exchanges)).toEqual(['0-1', '2-3'])
  })

  it.each([
    [25, ['0-2']],
    [26, ['0-1']],
  ])('within 25 ms the request that has the headers asked for is preferred: %s ms', (apart, pairs) => {
    const [preflight, provisional, named] = exchangesOf(
      `> GET https://api.example/x
       > X-A: 1
       ? 204
       ! net::ERR_FAILED
       > GET https://api.example/x
       > X-A: 1
       ! net::ERR_FAILED`,
      [{ at: 200 }, { at: 200, without: 'x-a' }, { at: 200 - apart }],
    )
    expect(pairsIn([preflight, provisional, named].filter((each) => each !== undefined))).toEqual(pairs)
  })

  it('another method, another origin and other headers on the wire do not belong', () => {
    const [preflight, request] = exchangesOf(PUT) as [Exchange, Exchange]
    expect(pairsIn([preflight, { ...request, method: 'PATCH' }])).toEqual([])
    const elsewhere = changed(request, { without: 'origin', with: ['Origin', 'https://other.example'] })
    expect(pairsIn([preflight, elsewhere])).toEqual([])
    const asking = changed(preflight, { with: ['Access-Control-Request-Headers', 'x-a'] })
    expect(pairsIn([asking, request])).toEqual([])
    expect(pairsIn([asking, changed(request, { without: 'origin' })])).toEqual(['0-1'])
  })
})

describe('an export without secrets', () => {
  const withBearer = exchangesOf(PUT).map((exchange) =>
    exchange.isPreflight
      ? changed(exchange, { with: ['Access-Control-Request-Headers', 'authorization'] })
      : exchange,
  )

  it('lacks the Authorization that its preflight asks for, and is joined all the same', () => {
    expect(pairsIn(withBearer, { ...CHROMIUM, sanitized: 'yes' })).toEqual(['0-1'])
    expect(pairsIn(withBearer, { ...CHROMIUM, sanitized: 'no' })).toEqual([])
  })
})

describe('on the wire', () => {
  it('a request follows the answer to its preflight', () => {
    expect(pairsIn(exchangesOf(PUT, [{ at: 100, lasts: 40 }, { at: 150 }]), PROXY)).toEqual(['0-1'])
  })

  it.each([
    [5_000, ['0-1']],
    [5_001, []],
  ])('within 5 s: %s ms', (gap, pairs) => {
    const exchanges = exchangesOf(PUT, [{ at: 100, lasts: 0 }, { at: 100 + gap }])
    expect(pairsIn(exchanges, PROXY)).toEqual(pairs)
  })

  it('each takes the nearest, and each is used once', () => {
    const two = exchangesOf(`${PUT}\n${PUT}`, [
      { at: 100, lasts: 10 },
      { at: 112 },
      { at: 130, lasts: 10 },
      { at: 142 },
    ])
    expect(pairsIn(two, PROXY)).toEqual(['0-1', '2-3'])
    const parallel = exchangesOf(`${PUT}\n${PUT}`, [
      { at: 100, lasts: 10 },
      { at: 111 },
      { at: 102, lasts: 18 },
      { at: 121 },
    ])
    expect(pairsIn(parallel, PROXY)).toEqual(['0-1', '2-3'])
  })

  it('one that fails in between takes no request from one that passes', () => {
    const exchanges = exchangesOf(`${REFUSED_PUT}\n${PUT}`, [
      { at: 104, lasts: 1 },
      { at: 90_000 },
      { at: 100, lasts: 2 },
      { at: 107 },
    ])
    expect(
      pairsIn(
        exchanges.filter((_, place) => place !== 1),
        PROXY,
      ),
    ).toEqual(['1-2'])
  })
})

describe('where the order is not known', () => {
  const EITHER = { ...CHROMIUM, order: 'either' as const }

  it('the one that joins nearer is taken, whichever it is', () => {
    const wire = [{ at: 100, lasts: 10 }, { at: 112 }, { at: 300, lasts: 10 }, { at: 312 }]
    expect(pairsIn(exchangesOf(`${PUT}\n${PUT}`, wire), EITHER)).toEqual(['0-1', '2-3'])
    const devtools = [{ at: 101, lasts: 10 }, { at: 100 }, { at: 301, lasts: 10 }, { at: 300 }]
    expect(pairsIn(exchangesOf(`${PUT}\n${PUT}`, devtools), EITHER)).toEqual(['0-1', '2-3'])
  })
})

describe('redirects', () => {
  const REDIRECT = `> GET https://api.example/old
    < 302
    location: https://api.example/new
    access-control-allow-origin: *
    > GET https://api.example/new
    < 200
    access-control-allow-origin: *
    > GET https://api.example/new
    < 200
    access-control-allow-origin: *`

  function followerOf(exchanges: readonly Exchange[]): number | null {
    const [hop, ...targets] = exchanges
    if (hop === undefined) return null
    const next = followersAt([hop], targets, new Map(), pairingRules(CHROMIUM)).get(hop)
    return next === undefined ? null : exchanges.indexOf(next)
  }

  it('are followed by the request nearest to their answer', () => {
    const times = (a: number, b: number) => [{ at: 100, lasts: 10 }, { at: a }, { at: b }]
    expect(followerOf(exchangesOf(REDIRECT, times(400, 111)))).toBe(2)
    expect(followerOf(exchangesOf(REDIRECT, times(112, 400)))).toBe(1)
  })

  it.each([
    [-3, 1],
    [-4, null],
  ])('which starts at most 3 ms before the hop: %s ms', (early, follower) => {
    const [hop, target] = exchangesOf(REDIRECT, [{ at: 100 }, { at: 100 + early }])
    expect(followerOf([hop, target].filter((each) => each !== undefined))).toBe(follower)
  })

  it('a request from another place of the script counts as a minute away', () => {
    const [hop, near, far] = exchangesOf(REDIRECT, [{ at: 100, lasts: 10 }, { at: 111 }, { at: 60_000 }]) as [
      Exchange,
      Exchange,
      Exchange,
    ]
    const elsewhere = { ...near, initiator: { ...near.initiator, url: 'https://app.example/other.js' } }
    expect(followerOf([hop, elsewhere, far])).toBe(2)
    expect(followerOf([hop, elsewhere, changed(far, { at: 60_200 })])).toBe(1)
  })

  it.each([
    [59_999, 1],
    [60_001, 2],
  ])('by exactly that, where both are as near but for it: %s ms', (later, follower) => {
    const [hop, near, far] = exchangesOf(REDIRECT, [
      { at: 100, lasts: 10 },
      { at: 110 },
      { at: 110 + later },
    ]) as [Exchange, Exchange, Exchange]
    const elsewhere = { ...near, initiator: { ...near.initiator, url: 'https://app.example/other.js' } }
    expect(followerOf([hop, far, elsewhere])).toBe(follower)
  })

  it.each([
    [4, 'preflighted'],
    [6, 'bare'],
  ])('a target with a preflight is preferred by 5 ms, where one is needed: %s ms', (later, follower) => {
    const [hop, bare, preflight, preflighted] = exchangesOf(
      `> GET https://api.example/old
       > X-A: 1
       < 302
       location: https://api.example/new
       > GET https://api.example/new
       > X-A: 1
       < 200
       > GET https://api.example/new
       > X-A: 1
       ? 204
       < 200`,
      [{ at: 100, lasts: 10 }, { at: 120 }, { at: 120 }, { at: 120 + later }],
    ) as [Exchange, Exchange, Exchange, Exchange]
    const preflights = new Map([[preflighted, preflight]])
    const next = followersAt([hop], [bare, preflighted], preflights, pairingRules(CHROMIUM)).get(hop)
    expect(next === preflighted ? 'preflighted' : 'bare').toBe(follower)
  })

  it('of two hops to one target the one that was answered nearest is followed', () => {
    const [hop, target] = exchangesOf(REDIRECT, [{ at: 100, lasts: 10 }, { at: 400 }]) as [Exchange, Exchange]
    const next = followersAt([hop], [target], new Map(), pairingRules(CHROMIUM))
    expect([...next]).toEqual([[hop, target]])
  })

  it('one that failed is followed by nothing, and a POST becomes a GET only by 301, 302 and 303', () => {
    const [hop, target] = exchangesOf(REDIRECT) as [Exchange, Exchange]
    const failed = { ...hop, ending: { kind: 'failed', netError: 'net::ERR_FAILED' } as const }
    expect(followerOf([failed, target])).toBe(null)
    expect(followerOf([{ ...hop, method: 'POST' }, target])).toBe(1)
    expect(followerOf([{ ...hop, method: 'POST', status: 303 }, target])).toBe(1)
    expect(followerOf([{ ...hop, method: 'POST', status: 307 }, target])).toBe(null)
    expect(
      followerOf([
        { ...hop, method: 'POST', status: 307 },
        { ...target, method: 'POST' },
      ]),
    ).toBe(1)
  })
})
