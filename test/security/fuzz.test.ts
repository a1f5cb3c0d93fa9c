/** A few of the mutated logs of `npm run fuzz`, which runs any number of them. */
import { expect, test } from 'vitest'
import { faultsOf, fuzz } from './fuzz.ts'
import { mutated, seeds } from './mutate.ts'
import { reordered } from './order.ts'
import { randomFrom } from './random.ts'

test('no mutated log makes a diagnosis or a report throw, hang, break its schema or depend on chance', () => {
  const { cases, faults } = fuzz(20261126, 400, (number) => ({ repeat: randomFrom(number) }))
  expect(cases).toBe(400)
  expect([...faults.values()]).toEqual([])
}, 300_000)

test('a seed gives the same cases everywhere', () => {
  const [one, other] = [randomFrom(3), randomFrom(3)]
  const logs = seeds()
  for (let i = 0; i < 20; i += 1) expect(mutated(one, logs)).toEqual(mutated(other, logs))
})

test('the other order is another, and keeps what the log alone tells', () => {
  const entries = [1, 1, 2, 3, 2, 4].map((second) => ({
    startedDateTime: `2026-01-02T03:04:0${second}Z`,
    request: { url: 'https://a.example/' },
  }))
  const orders = Array.from({ length: 50 }, (_, seed) => reordered(randomFrom(seed), entries))
  expect(new Set(orders.map(String)).size).toBeGreaterThan(20)
  for (const order of orders) {
    expect([...order].sort()).toEqual([0, 1, 2, 3, 4, 5])
    expect(order.indexOf(0)).toBeLessThan(order.indexOf(1))
    expect(order.indexOf(2)).toBeLessThan(order.indexOf(4))
  }
})

test('values of any length are reported in every format', () => {
  for (const piece of [
    'a',
    ' ',
    '%25',
    'a=',
    '/',
    'eyJ',
    '@',
    '\\"',
    '‹',
    '&a=',
    'Aa1-',
    '"token":"',
    'http://',
    '\ud800',
  ]) {
    const long = piece.repeat(Math.floor(200_000 / piece.length))
    const entry = {
      startedDateTime: '2026-01-02T03:04:05Z',
      _resourceType: 'fetch',
      request: {
        method: 'GET',
        url: `https://api.example/${long.slice(0, 100_000)}`,
        headers: [
          { name: 'Origin', value: 'https://app.example' },
          { name: 'X', value: long },
        ],
      },
      response: {
        status: 200,
        statusText: long,
        headers: [
          { name: 'Access-Control-Allow-Origin', value: long },
          { name: 'Set-Cookie', value: `a=1;${long}!` },
        ],
        _error: 'net::ERR_FAILED',
      },
    }
    expect(faultsOf({ entries: [entry], creator: 'WebInspector', pages: [] }), piece).toEqual([])
  }
}, 300_000)
