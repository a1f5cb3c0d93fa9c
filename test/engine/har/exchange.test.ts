/** Each oddity of an entry, settled: times, statuses, headers, endings. Nothing in a log makes the reader throw. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Exchange, exchangeFromHar } from '../../../src/engine/har/exchange.ts'

const URL_ASKED = 'https://api.example/x'

const read = (entry: object = {}, request: object = {}, response: object = {}): Exchange => {
  const exchange = exchangeFromHar(
    {
      ...entry,
      request: { method: 'GET', url: URL_ASKED, ...request },
      response: { status: 200, ...response },
    },
    0,
  )
  if (exchange === null) throw new Error('no exchange')
  return exchange
}

describe('times', () => {
  const MOMENT = Date.UTC(2026, 0, 5, 10)
  it.each([
    ['2026-01-05T10:00:00.000Z', MOMENT],
    ['2026-01-05T11:00:00+01:00', MOMENT],
    [MOMENT, MOMENT],
    [MOMENT / 1000, MOMENT],
    [MOMENT * 1000, MOMENT],
    [String(MOMENT), MOMENT],
    ['yesterday', 0],
    [null, 0],
    [Number.NaN, 0],
  ])('%s', (startedDateTime, time) => {
    expect(read({ startedDateTime }).startedAt).toBe(time)
  })

  it('that are negative count as none', () => {
    expect(read({ time: -1 }).duration).toBe(0)
  })
})

describe('statuses', () => {
  it.each([
    [200, 200],
    ['204', 204],
    [-1, 0],
    [-2, 0],
    [0, 0],
    [null, 0],
    ['none', 0],
  ])('%s', (status, expected) => {
    expect(read({}, {}, { status }).status).toBe(expected)
  })
})

describe('headers', () => {
  const origins = (headers: unknown): string[] =>
    read({}, { headers }).requestHeaders.flatMap(([name, value]) => (/^origin$/i.test(name) ? [value] : []))
  const named = (...lines: [string, string][]) => lines.map(([name, value]) => ({ name, value }))

  it('are a list, an object, or pairs', () => {
    expect(origins(named(['Origin', 'https://a.example']))).toEqual(['https://a.example'])
    expect(origins({ Origin: 'https://a.example' })).toEqual(['https://a.example'])
    expect(origins([['Origin', 'https://a.example']])).toEqual(['https://a.example'])
    expect(origins({ Origin: ['https://a.example', 'https://b.example'] })).toHaveLength(2)
    expect(origins('Origin: https://a.example')).toEqual([])
  })

  it('that a request has once are one when they are written twice with one value, two with two', () => {
    const twice = (b: string) => origins(named(['Origin', 'https://a.example'], ['origin', b]))
    expect(twice('https://a.example')).toEqual(['https://a.example'])
    expect(twice('https://b.example')).toHaveLength(2)
  })

  it('of a response stay as they are: a server may send one twice', () => {
    const lines = named(['Access-Control-Allow-Origin', '*'], ['Access-Control-Allow-Origin', '*'])
    expect(read({}, {}, { headers: lines }).responseHeaders).toHaveLength(2)
  })
})

describe('endings', () => {
  it.each([
    [{}, { kind: 'unmarked' }],
    [{ _error: null }, { kind: 'unmarked' }],
    [{ _error: '' }, { kind: 'stopped' }],
    [{ _error: 'net::ERR_FAILED' }, { kind: 'failed', netError: 'net::ERR_FAILED' }],
    [
      { status: -1, _failureText: 'net::ERR_ABORTED' },
      { kind: 'failed', netError: 'net::ERR_ABORTED' },
    ],
  ])('%j', (response, ending) => {
    expect(read({}, {}, response).ending).toEqual(ending)
  })
})

describe('the handshake of a WebSocket', () => {
  const error = (data: string) => ({ type: 'error', data })
  it.each([
    [[], null],
    [[error('Error during WebSocket handshake: Unexpected response code: 403')], 403],
    [[error('Error during WebSocket handshake: Invalid status line')], 'refused'],
    [[error('Error in connection establishment: net::ERR_CONNECTION_REFUSED')], 'not-connected'],
    [[{ type: 'receive', data: 'hello' }, error('closed')], 'open'],
  ])('%j', (_webSocketMessages, handshake) => {
    expect(read({ _webSocketMessages }).handshake).toBe(handshake)
  })
})

describe('any entry', () => {
  it('is read or is none, and never throws', () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), (request, response) => {
        const entry = { request: JSON.parse(request), response: JSON.parse(response) }
        expect(() => exchangeFromHar(entry, 0)).not.toThrow()
      }),
    )
    expect(exchangeFromHar(null, 0)).toBe(null)
    expect(exchangeFromHar({ request: { url: 'not an address' } }, 0)).toBe(null)
  })
})

describe('a list of headers with holes', () => {
  it('is the list without them', () => {
    const headers: unknown[] = []
    headers[2] = { name: 'Vary', value: 'Origin' }
    const { requestHeaders, responseHeaders } = read({}, { headers }, { headers })
    expect([...requestHeaders]).toEqual([['Vary', 'Origin']])
    expect([...responseHeaders]).toEqual([['Vary', 'Origin']])
  })
})
