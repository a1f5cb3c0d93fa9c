/** What Firefox does that no other browser does (each measured in Firefox 153), as its log shows it. */
import { describe, expect, it } from 'vitest'
import { diagnose, explain } from '../../../src/engine/index.ts'

const PAGE = 'http://page.test/'
const API = 'http://api.test'
const START = Date.UTC(2026, 10, 26)

type Headers = Readonly<Record<string, string>>

interface Logged {
  method?: string
  url?: string
  status?: number
  sent?: Headers
  got?: Headers
  /** Milliseconds after the first. */
  at?: number
  pageStatus?: number
  /** Firefox never made the request, or it is under way; `stopped`: in an export, its preflight failed. */
  unsent?: boolean | 'stopped'
}

const lines = (headers: Headers) => Object.entries(headers).map(([name, value]) => ({ name, value }))

const entry = ({ method = 'GET', url = `${API}/x`, status = 200, at = 0, ...rest }: Logged) => ({
  startedDateTime: new Date(START + at).toISOString(),
  time: 1,
  request: { method, url, headers: lines({ Host: new URL(url).host, ...rest.sent }), cookies: [] },
  response: { status, headers: lines(rest.got ?? {}) },
  timings: rest.unsent ? {} : { wait: 1 },
  ...(rest.unsent === true ? {} : { _securityState: 'insecure' }),
  ...(rest.pageStatus === undefined ? {} : { _pageStatus: rest.pageStatus }),
})

const ORIGIN = { Origin: 'http://page.test' }
const ASKING = { ...ORIGIN, 'Access-Control-Request-Method': 'PUT', 'Access-Control-Request-Headers': 'x-a' }
const PERMITTING = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'PUT',
  'access-control-allow-headers': 'x-a',
}

function verdictOf(...entries: readonly Logged[]) {
  const { flows } = diagnose(entries.map(entry), { browser: 'firefox', pageUrl: PAGE })
  expect(flows).toHaveLength(1)
  const { outcome, finding, certain, alternatives } = flows[0]?.verdict ?? {}
  return {
    outcome,
    reason: finding?.reason ?? null,
    code: finding ? explain(finding).codes.firefox : null,
    certain,
    alternatives: alternatives?.map((each) => each.finding.reason),
  }
}

describe('a redirect', () => {
  it('with an empty Location leads to the same address, until Firefox gives up', () => {
    const hop = { status: 307, sent: ORIGIN, got: { 'access-control-allow-origin': '*', location: '' } }
    const loop = Array.from({ length: 21 }, (_, at) => ({ ...hop, at: at * 5 }))
    expect(verdictOf(...loop)).toMatchObject({ outcome: 'not-cors', reason: 'redirect-loop' })
  })

  it('of a preflight to what is no address has the category of a failed connection', () => {
    const preflight = {
      method: 'OPTIONS',
      status: 302,
      sent: ASKING,
      got: { ...PERMITTING, location: 'http://[/x' },
    }
    expect(verdictOf(preflight)).toMatchObject({
      outcome: 'blocked',
      reason: 'preflight-redirected',
      code: 'CORSDidNotSucceed',
    })
  })

  it('to an address with a user name passes without CORS', () => {
    const target = 'http://user:secret@api.test/y'
    const verdict = verdictOf(
      { url: 'http://page.test/x', status: 307, got: { location: target }, pageStatus: 0 },
      { url: target, sent: { 'Sec-Fetch-Mode': 'no-cors' }, at: 5 },
    )
    expect(verdict).toMatchObject({ outcome: 'not-cors', reason: 'no-cors-response' })
  })
})

describe('Upgrade-Insecure-Requests set by a script', () => {
  const sent = { ...ORIGIN, 'Upgrade-Insecure-Requests': '1', 'x-a': '1' }
  const preflight = {
    method: 'OPTIONS',
    status: 204,
    sent: { ...ASKING, 'Access-Control-Request-Headers': 'upgrade-insecure-requests,x-a' },
    got: { ...PERMITTING, 'access-control-allow-headers': '*' },
    at: 1,
  }

  it.each([
    ['of another method than pages are asked for with', 'PUT', {}],
    ['that accepts anything', 'GET', { Accept: '*/*' }],
  ])('makes no navigation of a request %s', (_, method, accept) => {
    const asking = { ...preflight, sent: { ...preflight.sent, 'Access-Control-Request-Method': method } }
    const answered = { method, sent: { ...sent, ...accept }, got: { 'access-control-allow-origin': '*' } }
    expect(verdictOf(answered, asking)).toMatchObject({ outcome: 'allowed' })
  })
})

describe('a preflight without its request, which passes without credentials and fails with them', () => {
  const preflight = { method: 'OPTIONS', status: 204, sent: ASKING, got: PERMITTING }

  it('is left open: the request may still be running', () => {
    expect(verdictOf(preflight)).toMatchObject({
      outcome: 'undetermined',
      certain: false,
      alternatives: ['allow-origin-star-with-credentials'],
    })
  })

  it('was a request with credentials where the page was given nothing', () => {
    expect(verdictOf({ ...preflight, pageStatus: 0 })).toMatchObject({
      outcome: 'blocked',
      reason: 'allow-origin-star-with-credentials',
      certain: false,
    })
  })

  it('is no failure where the page got an answer that the log does not hold yet', () => {
    expect(verdictOf({ ...preflight, pageStatus: 200 })).toMatchObject({
      outcome: 'undetermined',
      alternatives: [],
    })
  })
})

describe('a request without an answer', () => {
  const preflight = { method: 'OPTIONS', status: 204, sent: ASKING, got: PERMITTING, at: 1 }
  const request = { method: 'PUT', status: 0, sent: { ...ORIGIN, 'x-a': '1' } }

  it('was taken back, or its connection failed: both look alike', () => {
    expect(verdictOf({ ...request, pageStatus: 0 })).toMatchObject({
      outcome: 'not-cors',
      reason: 'connection-failed',
      certain: false,
      alternatives: ['aborted'],
    })
  })

  it('was let through by its preflight where Firefox logs how long it took', () => {
    expect(verdictOf({ ...request, pageStatus: 0 }, preflight)).toMatchObject({
      outcome: 'not-cors',
      reason: 'connection-failed',
    })
  })

  it.each([true, 'stopped'] as const)(
    'was stopped by its preflight, or is under way in an export, where no time is logged',
    (unsent) => {
      expect(verdictOf({ ...request, unsent }, preflight)).toMatchObject({
        outcome: 'blocked',
        reason: 'allow-origin-star-with-credentials',
        certain: false,
        alternatives: ['answer-not-recorded'],
      })
    },
  )
})
