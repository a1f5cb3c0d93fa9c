/** Logs in the shape that other tools write, and what is right for each: nothing false is certain, nothing true is lost. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { diagnose, type FlowDiagnosis } from '../../../src/engine/index.ts'

interface Har {
  log: {
    creator?: { name?: string }
    browser?: { name?: string }
    pages?: unknown[]
    entries: unknown[]
  }
}

const read = (name: string): Har =>
  JSON.parse(readFileSync(new URL(`../../fixtures/logs/${name}.har`, import.meta.url), 'utf8')) as Har

function judged(name: string) {
  const { log } = read(name)
  return diagnose(log.entries, {
    creator: log.creator?.name ?? '',
    browserName: log.browser?.name ?? '',
    pages: log.pages ?? [],
  })
}

const line = ({ flow, verdict }: FlowDiagnosis): string => {
  const { outcome, finding, certain } = verdict
  const { method, url } = flow.exchange
  return `${method} ${new URL(url).pathname} ${outcome} ${finding?.reason ?? '-'}${certain ? ' for sure' : ''}`
}

describe('a log of', () => {
  it.each([
    ['01-chrome-sanitized-bearer', ['GET /items allowed - for sure']],
    ['31-bearer-unsanitized-control', ['GET /items allowed - for sure']],
    ['02-request-after-preflight', ['POST /items allowed -']],
    ['02b-request-after-preflight-echo', ['POST /items allowed -']],
    ['03-websocket-as-http', []],
    ['04-mitmproxy-websocket-hides-failure', ['GET /no-cors-headers blocked allow-origin-missing for sure']],
    ['04b-same-without-websocket', ['GET /no-cors-headers blocked allow-origin-missing for sure']],
    [
      '06-playwright-status-minus-one',
      ['GET /blocked undetermined answer-not-recorded', 'GET / not-cors connection-refused for sure'],
    ],
    ['07-form-post-navigation', []],
    ['14-origin-header-twice', ['GET /x allowed -']],
    ['15-navigation-redirect-other', []],
    ['22-headers-object', ['GET /no-cors-headers blocked allow-origin-missing']],
    ['23-epoch-times', ['POST /x blocked allow-origin-missing']],
    [
      '41-mitmproxy-recorded',
      [
        'GET /c1-missing blocked allow-origin-missing for sure',
        'GET /c2-star allowed -',
        'POST /c3-pre-star allowed -',
        'POST /c4-pre-missing blocked allow-origin-missing for sure',
        'GET /c5-star-cred allowed -',
        'GET /c6-echo-cred allowed -',
        'GET /c7-bearer-star allowed -',
        'POST /c8-nocors-post undetermined mode-not-recorded',
        'POST /c9-beacon undetermined mode-not-recorded',
        'GET /c10.png not-cors no-cors-response for sure',
      ],
    ],
  ])('%s', (name, lines) => {
    expect(judged(name).flows.map(line)).toEqual(lines)
  })

  it('a proxy says on what a verdict rests, also when it is “blocked”', () => {
    const bases = judged('41-mitmproxy-recorded').flows.map(({ verdict }) => verdict.basis)
    expect(new Set(bases)).toEqual(new Set(['complete-exchange', 'headers-only']))
    expect(judged('22-headers-object').flows[0]?.verdict.basis).toBe('headers-only')
    expect(judged('01-chrome-sanitized-bearer').flows[0]?.verdict.basis).toBe('browser-mark')
  })

  it('Chromium, exported without secrets, is recognised', () => {
    expect(judged('01-chrome-sanitized-bearer').recorder).toMatchObject({
      id: 'chromium-devtools',
      sanitized: 'yes',
    })
    expect(judged('31-bearer-unsanitized-control').recorder.sanitized).toBe('no')
  })
})

const HEADERS = {
  page: [{ name: 'Referer', value: 'https://app.example/' }],
  origin: [{ name: 'Origin', value: 'https://app.example' }],
}

/** One entry of a proxy: a request of the page at app.example. */
function one(
  request: { method?: string; url?: string; headers?: Record<string, string> },
  status: number,
  response: Record<string, string> = { date: 'Thu, 26 Nov 2026 00:00:00 GMT' },
  creator = 'mitmproxy',
): FlowDiagnosis[] {
  const { method = 'GET', url = 'https://api.example/x', headers = {} } = request
  const named = (each: Record<string, string>) =>
    Object.entries(each).map(([name, value]) => ({ name, value }))
  return diagnose(
    [
      {
        startedDateTime: '2026-01-05T10:00:00.000Z',
        time: 5,
        request: { method, url, headers: [...HEADERS.page, ...HEADERS.origin, ...named(headers)] },
        response: { status, headers: named(response) },
      },
    ],
    { creator },
  ).flows
}

const only = (flows: readonly FlowDiagnosis[]): string | undefined => flows[0] && line(flows[0])

describe('what is no CORS request', () => {
  it.each([
    ['a page', { headers: { 'Sec-Fetch-Mode': 'navigate' } }],
    ['a form', { method: 'POST', headers: { 'Upgrade-Insecure-Requests': '1' } }],
    ['a form by what it accepts', { method: 'POST', headers: { Accept: 'text/html,application/xhtml+xml' } }],
    ['a WebSocket that opened', { headers: { Upgrade: 'websocket' } }],
  ])('%s is no flow', (name, request) => {
    expect(one(request, name.includes('WebSocket') ? 101 : 200)).toEqual([])
  })

  it('a script that wants HTML is a CORS request still', () => {
    expect(only(one({ headers: { Accept: 'text/html' } }, 200))).toContain('blocked')
  })

  it('a WebSocket that was refused is a row of its own', () => {
    const flows = one({ url: 'wss://api.example/live', headers: { Upgrade: 'websocket' } }, 403)
    expect(only(flows)).toBe('GET /live not-cors websocket-refused for sure')
  })

  it('a program is no browser, and an extension may be let through', () => {
    expect(only(one({ headers: { 'User-Agent': 'okhttp/4.12.0' } }, 200))).toBe(
      'GET /x not-cors not-a-browser',
    )
    expect(only(one({}, 200, {}, 'Insomnia'))).toBe('GET /x not-cors not-a-browser')
    const ofExtension = diagnose(
      [
        {
          request: {
            method: 'GET',
            url: 'https://api.example/x',
            headers: [{ name: 'Origin', value: 'chrome-extension://abc' }],
          },
          response: { status: 200, headers: [{ name: 'date', value: 'x' }] },
        },
      ],
      { creator: 'mitmproxy' },
    ).flows
    expect(only(ofExtension)).toBe('GET /x undetermined extension-request')
  })

  it('a no-cors request that failed is listed with the content type it went out with', () => {
    const flows = one(
      {
        method: 'POST',
        headers: { 'Sec-Fetch-Mode': 'no-cors', 'Content-Type': 'text/plain;charset=UTF-8' },
      },
      415,
    )
    expect(only(flows)).toBe('POST /x not-cors no-cors-failed for sure')
    expect(flows[0]?.verdict.finding?.facts).toMatchObject({ contentType: 'text/plain;charset=UTF-8' })
  })

  it('a report of the browser and a ping are left open', () => {
    for (const type of ['application/csp-report', 'text/ping', 'application/reports+json'])
      expect(only(one({ method: 'POST', headers: { 'Content-Type': type } }, 204))).toBe(
        'POST /x undetermined mode-not-recorded',
      )
  })
})

describe('what a log does not hold', () => {
  it('the stored copy that a 304 stands for', () => {
    expect(only(one({}, 304))).toBe('GET /x undetermined stored-response')
  })

  it('response headers', () => {
    expect(only(one({}, 200, {}, 'BrowserMob Proxy'))).toBe('GET /x undetermined headers-not-recorded')
  })

  it('requests that the browser refused, where the recorder leaves them out', () => {
    expect(only(one({}, 200, { date: 'x' }, 'chrome-har'))).toBe('GET /x undetermined log-contradicts-itself')
  })

  it('the request of a preflight: its answer alone is no proof', () => {
    const lone = (allowed: Record<string, string>) =>
      only(
        one(
          {
            method: 'OPTIONS',
            headers: { 'Access-Control-Request-Method': 'PUT' },
          },
          204,
          { 'access-control-allow-methods': 'PUT', ...allowed },
        ),
      )
    expect(lone({ 'access-control-allow-origin': '*' })).toBe('PUT /x undetermined request-not-recorded')
    expect(lone({ 'access-control-allow-origin': 'https://app.example' })).toBe(
      'PUT /x undetermined request-not-recorded',
    )
    expect(lone({})).toBe('PUT /x blocked allow-origin-missing for sure')
  })

  it('never more than three alternatives', () => {
    const { log } = read('06-playwright-status-minus-one')
    const { flows } = diagnose(log.entries, { creator: 'Playwright', browserName: 'chromium' })
    expect(flows.every(({ verdict }) => verdict.alternatives.length <= 3)).toBe(true)
  })
})
