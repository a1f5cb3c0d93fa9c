import { describe, expect, test } from 'vitest'
import { middleware } from '../causes/fastapi-cases.ts'
import { type Call, diagnoseFirst, PAGE } from '../causes/log.ts'

const URL = 'https://api.example.com/items'
const ok = (headers: Call['sent'] = {}): Call => ({
  url: URL,
  answer: { status: 200, headers },
  failed: false,
})
const allowing = { 'access-control-allow-origin': PAGE, vary: 'Origin' }
const reasons = (call: Call, others: readonly Call[] = []): string[] =>
  diagnoseFirst(call, others).warnings.map(({ reason }) => reason)

const CASES: readonly [what: string, call: Call, others: readonly Call[], expected: readonly string[]][] = [
  ['one named origin that varies', ok(allowing), [], []],
  ['everyone without credentials', ok({ 'access-control-allow-origin': '*' }), [], []],
  [
    'null',
    { ...ok({ 'access-control-allow-origin': 'null', vary: 'Origin' }), origin: 'null' },
    [],
    ['warn-null-origin-allowed'],
  ],
  [
    'a star with credentials',
    ok({ 'access-control-allow-origin': '*', 'access-control-allow-credentials': 'true' }),
    [],
    ['warn-star-with-allow-credentials'],
  ],
  [
    'a named origin without Vary',
    ok({ 'access-control-allow-origin': PAGE }),
    [],
    ['warn-vary-origin-missing'],
  ],
  [
    'a named origin without Vary that nobody may store',
    ok({ 'access-control-allow-origin': PAGE, 'cache-control': 'no-store' }),
    [],
    [],
  ],
  [
    'two origins, each told that it may, with credentials',
    ok({ ...allowing, 'access-control-allow-credentials': 'true' }),
    [
      {
        ...ok({
          'access-control-allow-origin': 'https://evil.test',
          'access-control-allow-credentials': 'true',
          vary: 'Origin',
        }),
        page: 'https://evil.test',
      },
    ],
    ['warn-reflected-origin-with-credentials'],
  ],
  [
    'two origins without credentials',
    ok(allowing),
    [
      {
        ...ok({ 'access-control-allow-origin': 'https://evil.test', vary: 'Origin' }),
        page: 'https://evil.test',
      },
    ],
    [],
  ],
  [
    'Authorization under a star',
    {
      url: URL,
      sent: { Authorization: 'x' },
      preflight: {
        status: 204,
        headers: {
          'access-control-allow-origin': '*',
          'access-control-allow-headers': '*',
          'access-control-max-age': '600',
        },
      },
      answer: { status: 200, headers: { 'access-control-allow-origin': '*' } },
      failed: false,
    },
    [],
    ['warn-authorization-under-star'],
  ],
]

describe('warnings', () => {
  for (const [what, call, others, expected] of CASES) {
    test(what, () => {
      expect(reasons(call, others)).toEqual(expected)
    })
  }

  test('a preflight asked again and again for want of Access-Control-Max-Age', () => {
    const call: Call = {
      url: URL,
      method: 'PUT',
      preflight: {
        status: 204,
        headers: { 'access-control-allow-origin': PAGE, 'access-control-allow-methods': 'PUT' },
      },
      answer: { status: 200, headers: allowing },
      failed: false,
    }
    expect(reasons(call)).toEqual([])
    expect(reasons(call, [call])).toEqual(['warn-preflight-not-cached'])
    const kept = {
      ...call,
      preflight: { status: 204, headers: { ...call.preflight?.headers, 'access-control-max-age': '600' } },
    }
    expect(reasons(kept, [kept])).toEqual([])
  })

  test('FastAPI before Starlette 1.0 with a star and credentials names any origin to a preflight', () => {
    const star = {
      server: 'uvicorn',
      'access-control-allow-origin': '*',
      'access-control-allow-credentials': 'true',
    }
    const preflight = middleware(200, 2, {
      'access-control-allow-origin': PAGE,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, PUT',
    })
    expect(reasons({ url: URL, method: 'PUT', preflight, answer: { status: 200, headers: star } })).toContain(
      'warn-reflected-origin-with-credentials',
    )
  })

  test('blocked requests are warned about too', () => {
    const { verdict, warnings } = diagnoseFirst({
      url: URL,
      answer: {
        status: 200,
        headers: { 'access-control-allow-origin': '*', 'access-control-allow-credentials': 'true' },
      },
    })
    expect(verdict.outcome).toBe('blocked')
    expect(warnings.map(({ reason }) => reason)).toEqual(['warn-star-with-allow-credentials'])
  })
})
