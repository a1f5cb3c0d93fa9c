// @vitest-environment happy-dom
/** What there is to know where nothing is to be fixed: allowed requests, failures that are not CORS, an empty list. */
import { beforeEach, describe, expect, it } from 'vitest'
import { diagnose } from '../../src/engine/index.ts'
import { type Mounted, mount } from './mount.tsx'

const PAGE = 'https://app.example'
const URL = 'https://api.example/items'

type Headers = Readonly<Record<string, string>>

const entry = (
  method: string,
  at: number,
  {
    asked = {},
    sent = {},
    time = 7,
    error,
  }: { asked?: Headers; sent?: Headers; time?: number; error?: string },
) => {
  const list = (headers: Headers) => Object.entries(headers).map(([name, value]) => ({ name, value }))
  return {
    _resourceType: method === 'OPTIONS' ? 'preflight' : 'fetch',
    startedDateTime: new Date(1_790_000_000_000 + at).toISOString(),
    time,
    request: { method, url: URL, headers: list({ Origin: PAGE, Host: 'api.example', ...asked }) },
    response: {
      status: error === undefined ? 200 : 0,
      headers: list(sent),
      content: {},
      ...(error === undefined ? {} : { _error: error }),
    },
  }
}

const preflight = (sent: Headers) =>
  entry('OPTIONS', 10, {
    time: 38.4,
    asked: { 'Access-Control-Request-Method': 'PUT' },
    sent: { 'Access-Control-Allow-Origin': PAGE, 'Access-Control-Allow-Methods': 'PUT', ...sent },
  })
const put = entry('PUT', 0, { sent: { 'Access-Control-Allow-Origin': PAGE } })
const get = (sent: Headers) => entry('GET', 0, { sent })

let panel: Mounted
beforeEach(() => {
  panel = mount()
  panel.receive({ type: 'settings', settings: { preserveLog: false, showAll: true } })
})

const show = (...entries: unknown[]) =>
  panel.receive({ type: 'diagnosis', diagnosis: diagnose(entries, { browser: 'chromium' }) })
const facts = () => panel.one('allowed-facts').textContent

describe('an allowed request', () => {
  it('names the header that let it through, and offers no fix', () => {
    show(get({ 'Access-Control-Allow-Origin': PAGE }))
    expect(panel.one('detail').dataset.outcome).toBe('allowed')
    expect(panel.one('detail-title').textContent).toBe(`Allowed by Access-Control-Allow-Origin: ${PAGE}`)
    expect([...panel.all('fix'), ...panel.all('fix-choice'), ...panel.all('copy-fix')]).toEqual([])
  })

  it('costs no preflight where the log has none', () => {
    show(get({ 'Access-Control-Allow-Origin': '*' }))
    expect(facts()).toContain('No preflight is in the log for this request.')
  })

  it('costs a preflight again and again for lack of Access-Control-Max-Age', () => {
    show(preflight({}), put)
    expect(panel.one('detail').dataset.outcome).toBe('allowed')
    expect(facts()).toContain('A preflight of 38 ms, repeated after about 5 seconds')
    expect(facts()).toContain('no Access-Control-Max-Age')
  })

  it('keeps its permission where the response says so', () => {
    show(preflight({ 'Access-Control-Max-Age': '600' }), put)
    expect(facts()).toContain('A preflight of 38 ms; Access-Control-Max-Age: 600')
  })

  it('names the response headers that scripts cannot read', () => {
    show(
      get({
        'Access-Control-Allow-Origin': PAGE,
        'Access-Control-Expose-Headers': 'X-Total',
        'Content-Type': 'application/json',
        'X-Total': '3',
        'X-Request-Id': '7',
        'Set-Cookie': 'a=b',
      }),
    )
    expect(facts()).toMatch(/Access-Control-Expose-Headers: X-Request-Id$/)
  })

  it('says that all are readable where they are', () => {
    show(get({ 'Access-Control-Allow-Origin': PAGE, 'Content-Type': 'text/plain' }))
    expect(facts()).toContain('Every response header in the log is readable')
  })
})

describe('a failure that is not CORS', () => {
  it('says what it is with its value, and names no code of a CORS failure', () => {
    show(entry('GET', 0, { error: 'net::ERR_CONNECTION_REFUSED' }))
    expect(panel.one('detail').dataset.outcome).toBe('not-cors')
    expect(panel.one('detail-title').textContent).toBe(
      'GET /items failed with ERR_CONNECTION_REFUSED at api.example: start the server, or correct host and port',
    )
    expect([...panel.all('browser-code'), ...panel.all('fix-choice')]).toEqual([])
  })
})

describe('the empty list', () => {
  it('offers a reload and says what no log shows', () => {
    show()
    expect(panel.one('empty').dataset.why).toBe('nothing-recorded')
    panel.click(panel.one('empty-reload'))
    expect(panel.commands).toContainEqual({ type: 'reload' })
    expect(panel.one('no-entry').textContent).toContain('connect-src')
  })

  it('offers a look at what went well', () => {
    panel.receive({ type: 'settings', settings: { preserveLog: false, showAll: false } })
    show(get({ 'Access-Control-Allow-Origin': PAGE }))
    expect(panel.one('empty').dataset.why).toBe('nothing-failed')
    panel.click(panel.one('empty-show-all'))
    expect(panel.all('flow-row')).toHaveLength(1)
  })

  it.each([
    ['x-not-there', [], 'The filter “x-not-there” hides 1 request.'],
    ['', ['blocked'], 'The chosen chips hide 1 request.'],
    ['x-not-there', ['blocked'], 'The filter “x-not-there” and the chosen chips hide 1 request.'],
  ] as const)('says what hides requests: filter %j, chips %j', (filter, outcomes, words) => {
    show(get({ 'Access-Control-Allow-Origin': PAGE }))
    panel.type(panel.one('filter'), filter)
    panel.receive({ type: 'theme', theme: 'light' })
    panel.store.preferences.chips.value = { owners: [], outcomes }
    panel.receive({ type: 'theme', theme: 'dark' })
    expect(panel.one('empty').textContent).toContain(words)
  })
})
