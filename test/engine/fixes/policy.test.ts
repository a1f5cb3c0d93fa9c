import { describe, expect, test } from 'vitest'
import { isAllowableName, isAllowableOrigin } from '../../../src/engine/fixes/policy.ts'
import { type Call, diagnoseFirst, PAGE } from '../causes/log.ts'

const URL = 'https://api.example.com/items'
const allowing = { 'access-control-allow-origin': PAGE }
const policyOf = (call: Omit<Call, 'url'>, others: readonly Call[] = []) =>
  diagnoseFirst({ url: URL, ...call }, others).policy

describe('the policy names', () => {
  test('the exact origin, the method and the headers of the preflight, as the page wrote them', () => {
    expect(
      policyOf({ method: 'PUT', sent: { 'X-Custom': '1', Authorization: 'x' }, preflight: { status: 405 } }),
    ).toEqual({
      origin: PAGE,
      methods: ['PUT'],
      headers: ['Authorization', 'X-Custom'],
      credentials: false,
      maxAge: 600,
      preflighted: true,
    })
  })

  test('nothing that a simple request does not need', () => {
    expect(policyOf({ answer: { status: 200 } })).toEqual({
      origin: PAGE,
      methods: ['GET'],
      headers: [],
      credentials: false,
      maxAge: 600,
      preflighted: false,
    })
  })

  test('credentials when the request uses them', () => {
    expect(policyOf({ cookies: true, answer: { status: 200 } })?.credentials).toBe(true)
    expect(
      policyOf({ answer: { status: 200, headers: { 'access-control-allow-origin': '*' } } })?.credentials,
    ).toBe(true)
  })

  test('what this address grants to this origin already', () => {
    const preflight = {
      status: 204,
      headers: {
        ...allowing,
        'access-control-allow-methods': 'GET, POST, DELETE',
        'access-control-allow-headers': 'X-Known',
      },
    }
    expect(policyOf({ method: 'PUT', preflight })).toMatchObject({
      methods: ['PUT', 'GET', 'POST', 'DELETE'],
      headers: ['X-Known'],
    })
  })

  test('no grant made to another origin, and no star', () => {
    const headers = { 'access-control-allow-methods': 'DELETE', 'access-control-allow-headers': 'X-Known' }
    const other = {
      status: 204,
      headers: { ...headers, 'access-control-allow-origin': 'https://partner.test' },
    }
    expect(policyOf({ method: 'PUT', preflight: other })).toMatchObject({ methods: ['PUT'], headers: [] })
    const star = {
      status: 204,
      headers: {
        ...allowing,
        'access-control-allow-methods': '*',
        'access-control-allow-credentials': 'true',
      },
    }
    expect(policyOf({ method: 'PUT', preflight: star })).toMatchObject({ methods: ['PUT'], headers: [] })
  })

  test('grants without credentials only where the request uses none', () => {
    const preflight = {
      status: 204,
      headers: {
        'access-control-allow-origin': '*',
        'access-control-allow-methods': 'DELETE',
        'access-control-allow-headers': '*',
      },
    }
    // a star passes without credentials, so that this failure proves them
    expect(policyOf({ method: 'DELETE', preflight })).toMatchObject({
      credentials: true,
      methods: ['DELETE'],
    })
  })
})

describe('no policy', () => {
  const NONE: Record<string, Omit<Call, 'url'>> = {
    'for an opaque origin': { origin: 'null', page: 'null', answer: { status: 200 } },
    'where the browser redirected the preflight': { method: 'PUT', preflight: { status: 0 } },
    'where the redirect leads to another server': {
      answer: { status: 302, headers: { location: 'https://other.example/x' } },
    },
    'for a page whose host is a pattern': { page: 'https://*.example.com', answer: { status: 200 } },
    'for a page whose host has a quote': { page: "https://a'b.example", answer: { status: 200 } },
    'for a method that is a star': { method: '*', preflight: { status: 405 } },
    'for a header with a star': { sent: { 'x-*': '1' }, preflight: { status: 405 } },
  }
  for (const [what, call] of Object.entries(NONE)) {
    test(what, () => {
      expect(policyOf(call)).toBeNull()
    })
  }

  test('for a request that passed', () => {
    expect(policyOf({ answer: { status: 200, headers: allowing }, failed: false })).toBeNull()
  })
})

test('origins that may be written into a configuration', () => {
  for (const origin of [
    'https://a.example',
    'http://localhost:3000',
    'http://127.0.0.1',
    'http://[::1]:8080',
    'https://my_app.example',
    'file://',
    'capacitor://localhost',
    'ionic://localhost',
    'tauri://localhost',
    'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
  ]) {
    expect(isAllowableOrigin(origin), origin).toBe(true)
  }
  for (const origin of [
    'null',
    '*',
    'https://*.a.example',
    'https://a.example/',
    'https://a.example/x',
    'a.example',
    'https://a"b',
    '',
    'data:',
    'chrome-extension://*',
    'capacitor://localhost/',
    "https://a'.b",
    'https://a.example:443',
  ]) {
    expect(isAllowableOrigin(origin), origin).toBe(false)
  }
  for (const name of ['*', 'x-*', 'a b', '', 'a,b', 'a\nb']) expect(isAllowableName(name), name).toBe(false)
})

describe('an origin with another port', () => {
  const url = 'http://localhost:8000/items'
  const port3000 = { 'access-control-allow-origin': 'http://localhost:3000', vary: 'Origin' }
  const refused = { url, answer: { status: 200, headers: port3000 } }

  test('is named where nothing in the log uses it', () => {
    const [fix] = diagnoseFirst(refused).fixes
    expect(fix?.code).not.toContain('http://localhost:3000')
    expect(fix?.note).toContain('http://localhost:3000 is allowed now.')
  })

  test('stays in the code where its pages get responses', () => {
    const used = { ...refused, url: `${url}/1`, page: 'http://localhost:3000', failed: false }
    const { fixes } = diagnoseFirst(refused, [used], {
      frameworkByOrigin: { 'http://localhost:8000': 'express' },
    })
    expect(fixes[0]?.code).toContain("origin: ['http://localhost:9400', 'http://localhost:3000']")
    expect(fixes[0]?.check).toEqual({ proof: 'simulated', loses: [] })
  })
})
