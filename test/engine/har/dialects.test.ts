/** Who wrote a log: by its own name, else by what all entries show together; and what the absence of a mark means in each. */
import { describe, expect, it } from 'vitest'
import { DIALECTS } from '../../../src/engine/har/dialects.ts'
import { readRecorder, recorderOf } from '../../../src/engine/har/recorder.ts'
import { entry } from '../../support/har.ts'

const bare = (extra: object = {}, response: object = {}) => ({
  request: { method: 'GET', url: 'https://api.example/x', headers: [] },
  response: { status: 200, headers: [], ...response },
  ...extra,
})

const preflightFor = (names: string, extra: object = {}) => ({
  ...bare(extra, { _error: null }),
  request: {
    method: 'OPTIONS',
    url: 'https://api.example/x',
    headers: [
      { name: 'Access-Control-Request-Method', value: 'GET' },
      { name: 'Access-Control-Request-Headers', value: names },
    ],
  },
})

describe('the recorder', () => {
  it.each([
    ['WebInspector', [entry()], 'chromium-devtools'],
    ['WebInspector', [bare({ _resourceType: 'fetch' })], 'chromium-devtools-bare'],
    ['Firefox', [bare()], 'firefox-devtools'],
    ['WebKit Web Inspector', [bare()], 'safari-web-inspector'],
    ['Charles Proxy', [bare()], 'charles'],
    ['mitmproxy', [bare({ _resourceType: 'websocket' }), bare({}, { _error: 'refused' })], 'mitmproxy'],
    ['mitmproxy exporthar', [bare()], 'mitmproxy'],
    ['Fiddler', [bare()], 'fiddler'],
    ['Proxyman', [bare()], 'proxyman'],
    ['OWASP ZAP', [bare()], 'zap'],
    ['BrowserMob Proxy', [bare()], 'browsermob'],
    ['HTTP Toolkit', [bare()], 'http-toolkit'],
    ['Insomnia REST Client', [bare()], 'insomnia'],
    ['WebPagetest', [bare({ _resourceType: 'x' }, { _error: null })], 'webpagetest'],
    ['Browsertime', [bare()], 'chrome-har'],
    ['Chrome HAR Capturer', [bare()], 'chrome-har-capturer'],
    ['Some Proxy', [bare()], 'other-proxy'],
    ['', [bare({ _securityState: 'secure' })], 'firefox-devtools'],
    ['', [entry(), entry()], 'chromium-devtools'],
    ['', [bare(), bare(), bare({ _resourceType: 'websocket' }, { _error: 'net::ERR_FAILED' })], 'other'],
    ['', [], 'other'],
  ] as const)('%s with these entries is %s', (creator, entries, id) => {
    expect(recorderOf({ creator }, entries).id).toBe(id)
  })

  it('is named by a comment where its creator is unknown', () => {
    expect(recorderOf({ creator: 'my tool', comment: 'Charles 5' }, [bare()]).id).toBe('charles')
  })

  it('knows the browser of Playwright by its name, by net errors or by the user agent', () => {
    const failed = (text: string) => bare({}, { status: -1, _failureText: text })
    const of = (browserName: string, entry: object) =>
      recorderOf({ creator: 'Playwright', browserName }, [entry]).id
    expect(of('chromium', bare())).toBe('playwright-chromium')
    expect(of('', failed('net::ERR_FAILED'))).toBe('playwright-chromium')
    expect(of('firefox', bare())).toBe('playwright')
    expect(of('', failed('NS_ERROR_NET_RESET'))).toBe('playwright')
  })

  it('is DevTools of the browser that the extension runs in, whatever the entries look like', () => {
    expect(recorderOf({ browser: 'firefox' }, [entry()]).id).toBe('firefox-devtools')
    expect(recorderOf({ browser: 'chromium' }).id).toBe('chromium-devtools')
  })

  it('may be another when more entries come, and the first again when they are dropped', () => {
    const odd = bare({}, { _error: null })
    const signpost = readRecorder({})
    signpost.add(odd)
    expect(signpost.recorder().id).toBe('chromium-devtools')
    for (let count = 0; count < 3; count++) signpost.add(bare())
    expect(signpost.recorder().id).toBe('other')
    for (let count = 0; count < 3; count++) signpost.drop(bare())
    expect(signpost.recorder().id).toBe('chromium-devtools')
  })
})

describe('an export without secrets', () => {
  const of = (entries: readonly unknown[], creator = 'WebInspector') =>
    recorderOf({ creator }, entries).sanitized

  it('is seen by a preflight that asks for Authorization where no request has one', () => {
    expect(of([entry(), preflightFor('authorization')])).toBe('yes')
    expect(of([entry({ sent: [['Authorization', 'x']] }), preflightFor('authorization')])).toBe('no')
    expect(of([entry({ sent: [['Cookie', 'a=1']] })])).toBe('no')
    expect(of([entry()])).toBe('maybe')
  })

  it('is Chromium’s alone, and never what the extension reads', () => {
    expect(of([preflightFor('authorization')], 'mitmproxy')).toBe('no')
    expect(recorderOf({ browser: 'chromium' }, [preflightFor('authorization')]).sanitized).toBe('no')
  })
})

describe('the order of a preflight and its request', () => {
  it('is known of a Chromium that types its preflights, and open in an older one', () => {
    const of = (entries: readonly unknown[]) => recorderOf({ creator: 'WebInspector' }, entries).order
    expect(of([entry(), preflightFor('x-a', { _resourceType: 'preflight' })])).toBe('request-first')
    expect(of([entry(), preflightFor('x-a', { _resourceType: 'xhr' })])).toBe('either')
  })
})

describe('a row of the table', () => {
  it.each(Object.entries(DIALECTS))('%s says what it costs unless the browser marks all', (_, dialect) => {
    expect(dialect.name).not.toBe('')
    expect(dialect.limits.length === 0).toBe(dialect.refusals === 'net-errors' && dialect.preflights)
    if (dialect.refusals === 'left-out') expect(dialect.limits).toContain('refusals-left-out')
    if (dialect.refusals === 'unmarked') expect(dialect.limits).toContain('refusals-unmarked')
    if (!dialect.preflights) expect(dialect.limits).toContain('preflights-not-logged')
  })
})
