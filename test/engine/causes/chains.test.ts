import { describe, expect, test } from 'vitest'
import { type Call, diagnoseFirst, FASTAPI, PAGE } from './log.ts'

const SECURE = 'https://api.example.com'
const uvicorn = { server: 'uvicorn', 'content-length': '0' }
const allowing = { 'access-control-allow-origin': PAGE }

interface Chain {
  id: string
  what: string
  hops: readonly Call[]
  last: Call
  cause: string
  /** Framework and a fragment of the first fix; null when nothing can be typed. */
  fix: readonly [framework: string, code: string] | null
}

const passed = (url: string, location: string, more: Record<string, string> = {}, status = 307): Call => ({
  url,
  answer: { status, headers: { location, ...more } },
  failed: false,
})

const CHAINS: readonly Chain[] = [
  {
    id: 'N11b',
    what: 'a rewrite passes on the redirect of FastAPI',
    hops: [passed(`${PAGE}/backend/orders`, `${FASTAPI}/orders/`, uvicorn)],
    last: { url: `${FASTAPI}/orders/`, answer: { status: 200, headers: uvicorn } },
    cause: 'rewrite-leaks-location',
    fix: ['fastapi', '@app.get("/orders/", include_in_schema=False)'],
  },
  {
    id: 'N11c',
    what: 'Next.js takes the slash, FastAPI adds it again',
    hops: [
      passed(`${PAGE}/backend/orders/`, '/backend/orders', { refresh: '0;url=/backend/orders' }, 308),
      passed(`${PAGE}/backend/orders`, `${FASTAPI}/orders/`, uvicorn),
    ],
    last: { url: `${FASTAPI}/orders/`, answer: { status: 200, headers: uvicorn } },
    cause: 'rewrite-leaks-location',
    fix: ['fastapi', '@app.get("/orders")'],
  },
  {
    id: 'F40',
    what: 'the API redirects to the login page of the page’s own origin',
    hops: [passed(`${FASTAPI}/me`, `${PAGE}/login`, { ...uvicorn, ...allowing }, 302)],
    last: {
      url: `${PAGE}/login`,
      origin: 'null',
      answer: { status: 200, headers: { 'content-type': 'text/html' } },
    },
    cause: 'login-redirect',
    fix: ['fastapi', 'raise HTTPException(status_code=401'],
  },
  {
    id: 'https to http',
    what: 'an application behind a proxy redirects to plain http',
    hops: [passed(`${SECURE}/items`, 'http://api.example.com/items/', { ...uvicorn, ...allowing })],
    last: { url: 'http://api.example.com/items/', origin: 'null', answer: { status: 200, headers: uvicorn } },
    cause: 'http-downgrade',
    fix: ['fastapi', '--proxy-headers'],
  },
  {
    id: 'A to B to C',
    what: 'the origin becomes null',
    hops: [
      passed(`${SECURE}/file`, 'https://cdn.example.org/file', { 'access-control-allow-origin': '*' }, 302),
    ],
    last: { url: 'https://cdn.example.org/file', origin: 'null', answer: { status: 200, headers: allowing } },
    cause: 'origin-null-redirect',
    fix: null,
  },
]

describe('redirect chains', () => {
  for (const { id, what, hops, last, cause, fix } of CHAINS) {
    test(`${id}: ${what}`, () => {
      const [first, ...rest] = [...hops, last].map((call, index) => ({ ...call, at: index * 10 }))
      if (first === undefined) throw new Error('an empty chain')
      const diagnosis = diagnoseFirst(first, rest)
      expect(diagnosis.flow.hops).toHaveLength(hops.length)
      expect(diagnosis.cause?.id).toBe(cause)
      expect(diagnosis.fixes[0]?.framework ?? null).toBe(fix?.[0] ?? null)
      expect(diagnosis.fixes[0]?.code ?? '').toContain(fix?.[1] ?? '')
    })
  }

  test('the rewrite’s own app can keep the slash too', () => {
    const first = passed(`${PAGE}/backend/orders`, `${FASTAPI}/orders/`, uvicorn)
    const { fixes } = diagnoseFirst(first, [
      { url: `${FASTAPI}/orders/`, at: 10, answer: { status: 200, headers: uvicorn } },
    ])
    const next = fixes.find(({ framework }) => framework === 'nextjs')
    expect(next?.code).toContain(
      "{ source: '/backend/:path*/', destination: 'http://localhost:9410/:path*/' },",
    )
    expect(next?.code).toContain('skipTrailingSlashRedirect: true')
  })
})
