/** Proof in the real browser: a request made again before and after its server changed, and a fix tried in one tab. */
import { rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DevTools } from '../support/devtools.ts'
import { expectNothingHidden, grantedExtension, rulesOf } from '../support/granted.ts'
import { Panel } from '../support/panel.ts'
import { until } from '../support/until.ts'

let folder: string
let devtools: DevTools
let panel: Panel
let api: Server
let other: Server
let pages: Server
let origin = ''
/** Another server of the same host. */
let second = ''
let page = ''
/** What the API says in its responses now. */
let allow: Record<string, string> = {}
/** What it says to who brings a cookie; as to all others where this is null. */
let allowWithCookie: Record<string, string> | null = null
const requests: string[] = []

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  )

beforeAll(async () => {
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    requests.push(`${request.method} ${request.url}`)
    const said = request.headers.cookie === undefined ? allow : (allowWithCookie ?? allow)
    response.writeHead(request.method === 'OPTIONS' ? 204 : 200, { 'cache-control': 'no-store', ...said })
    response.end()
  }
  api = createServer(answer)
  other = createServer(answer)
  pages = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end('<!doctype html><title>Page</title>')
  })
  origin = `http://127.0.0.1:${await listen(api)}`
  second = `http://127.0.0.1:${await listen(other)}`
  page = `http://localhost:${await listen(pages)}`
  folder = await grantedExtension()
  devtools = await DevTools.launch({ headless: true, dock: 'bottom', extension: folder })
  await devtools.ready()
  await devtools.setDockSize(700)
  panel = await Panel.open(devtools)
})

afterAll(async () => {
  await devtools?.close()
  api?.close()
  other?.close()
  pages?.close()
  if (folder) await rm(folder, { recursive: true, force: true })
})

beforeEach(async () => {
  allow = {}
  allowWithCookie = null
  requests.length = 0
  await devtools.page.goto(`${page}/`)
  await panel.gone('flow-row')
})

afterEach(async () => {
  if (devtools.browser.targets().some((target) => target.url().includes('/panel.html')))
    await expectNothingHidden(panel)
})

/** What became of a fetch of the page: its status, or the error. */
const call = (
  path: string,
  init: RequestInit = {},
  target = devtools.page,
  server = origin,
): Promise<string> =>
  target.evaluate(
    (url, options) =>
      fetch(url, options).then(
        // a body that nobody reads is cancelled, and logged as that
        async (response) => `${await response.text()}${response.status}`,
        (error) => String(error),
      ),
    server + path,
    init as never,
  )

const results = () => panel.data('again', 'result')
describe('test again', () => {
  it('says that the server is unchanged, and then that it passes', async () => {
    await call('/orders')
    await panel.select(`${origin}/orders`)
    await panel.click('test-again')
    await until('the answer', async () => (await results())[0] === 'unchanged')
    allow = { 'access-control-allow-origin': page }
    await panel.click('test-again')
    await until('the new answer', async () => (await results())[0] === 'passes')
    expect(requests).toEqual(['GET /orders', 'GET /orders', 'GET /orders'])
  })

  it('asks before it sends what may change something', async () => {
    await call('/orders/1', { method: 'DELETE' })
    await panel.select(`${origin}/orders/1`)
    requests.length = 0
    await panel.click('test-again')
    await panel.shown('ask-again')
    expect(requests).toEqual([])
    await panel.click('send-again')
    await until('the preflight', async () => requests.includes('OPTIONS /orders/1'))
  })

  it('sends it with and without credentials where the log cannot tell them apart', async () => {
    // without credentials the header is missing, with them Access-Control-Allow-Credentials is
    allow = { 'access-control-allow-origin': page }
    await call('/session', { headers: { 'x-tenant': 'a' } })
    await panel.select(`${origin}/session`)
    await panel.click('test-both')
    await until('the two answers', async () => {
      const all = await results()
      return all.length === 2 && !all.includes('waiting')
    })
    expect(await panel.data('again', 'credentials')).toEqual(['same-origin', 'include'])
    expect(await panel.data('again', 'reason')).toEqual(['header-not-allowed', 'allow-credentials-not-true'])
    expect(await panel.data('proven', 'kind')).toEqual(['fails-both-ways'])
    expect((await panel.texts('proven')).join()).toContain('Both have to be mended')
  })

  it('settles the mode where the request fails in one and passes in the other', async () => {
    allowWithCookie = { 'access-control-allow-origin': page, 'access-control-allow-credentials': 'true' }
    await devtools.page.setCookie({ name: 'sid', value: '1', url: origin, sameSite: 'Lax' })
    const own = origin.replace('127.0.0.1', 'localhost')
    await devtools.page.setCookie({ name: 'sid', value: '1', url: own, sameSite: 'Lax' })
    await call('/who', {}, devtools.page, own)
    await panel.select(`${own}/who`)
    expect(await panel.data('credentials', 'mode')).toEqual(['unknown'])
    await panel.click('test-both')
    await until('the mode to be settled', async () => (await panel.data('proven', 'kind'))[0] === 'settled')
    expect(await panel.data('again', 'result')).toEqual(['unchanged', 'passes'])
    expect(await panel.data('credentials', 'mode')).toEqual(['not-include'])
    expect((await panel.texts('credentials')).join()).toContain('Sent again both ways')
  })

  it('notices by itself that the page’s own request passes since the server was mended', async () => {
    await call('/orders')
    await panel.select(`${origin}/orders`)
    allow = { 'access-control-allow-origin': page, 'access-control-allow-credentials': 'true' }
    expect(await call('/orders')).toBe('200')
    await until('the mend', async () => (await panel.data('proven', 'kind'))[0] === 'mended')
    expect((await panel.texts('proven')).join()).toContain('access-control-allow-origin')
  })

  it('sends it again on coming back to the window, where that was asked for', async () => {
    await call('/orders')
    await panel.select(`${origin}/orders`)
    const back = () => panel.surface.evaluate(() => void window.dispatchEvent(new Event('focus')))
    await back()
    await panel.check('watch', true)
    allow = { 'access-control-allow-origin': page, 'access-control-allow-credentials': 'true' }
    await back()
    await until('the mend', async () => (await panel.data('proven', 'kind'))[0] === 'mended')
    expect(requests).toEqual(['GET /orders', 'GET /orders'])
    await panel.check('watch', false)
  })

  it('sends all failures of a group, and counts those that pass now', async () => {
    await panel.group(true)
    for (const path of ['/a', '/b', '/c']) await call(path)
    await until('the group', async () => (await panel.rows())[0]?.count === 3)
    await panel.select((await panel.rows())[0]?.url ?? '')
    requests.length = 0
    allow = { 'access-control-allow-origin': page, 'access-control-allow-credentials': 'true' }
    await panel.click('test-group')
    await until('the outcome', async () => (await panel.data('group-outcome', 'passing'))[0] === '3')
    expect((await panel.texts('group-outcome')).join()).toContain('3 of 3 pass now')
    expect(requests.toSorted()).toEqual(['GET /a', 'GET /b', 'GET /c'])
    await panel.group(false)
  })

  it('asks before it sends a group of which some may change something', async () => {
    await panel.group(true)
    for (const path of ['/d', '/e']) await call(path, { method: 'DELETE' })
    await until('the group', async () => (await panel.rows())[0]?.count === 2)
    await panel.select((await panel.rows())[0]?.url ?? '')
    requests.length = 0
    await panel.click('test-group')
    await panel.shown('ask-group')
    expect((await panel.texts('ask-group')).join()).toContain(`DELETE ${origin}/d`)
    expect(requests).toEqual([])
    await panel.click('send-group')
    await until('the preflights', async () => requests.length === 2)
    await panel.group(false)
  })
})

describe('what if', () => {
  it('says what would come of other headers, and nothing is sent', async () => {
    await call('/orders')
    await panel.select(`${origin}/orders`)
    requests.length = 0
    await panel.click('edit')
    await panel.shown('edit-status')
    await panel.fill('edit-status', '404')
    expect(await panel.data('what-if-outcome', 'outcome')).toEqual(['blocked'])
    expect((await panel.texts('edited')).join()).toContain('not observed')
    await panel.click('as-recorded')
    await panel.gone('edited')
    expect(requests).toEqual([])
  })
})

describe('a trial', () => {
  const init = { method: 'PUT', body: '{}', headers: { 'content-type': 'application/json', 'x-tenant': 'a' } }

  async function begin(): Promise<void> {
    expect(await call('/items/5', init)).toContain('Failed to fetch')
    await panel.select(`${origin}/items/5`)
    await panel.click('try-fix')
    await panel.shown('trial-bar')
  }

  const end = async (): Promise<void> => {
    await panel.click('end-trial')
    await panel.gone('trial-bar')
    expect(await rulesOf(panel)).toEqual([])
  }

  it('lets the request pass, preflight included, and blocks it again when it ends', async () => {
    await begin()
    expect(await call('/items/5', init)).toBe('200')
    await end()
    expect(await call('/items/5', init)).toContain('Failed to fetch')
  })

  it('reaches no other path, no other server, no other page and no other tab', async () => {
    await begin()
    expect(await call('/items/6', init)).toContain('Failed to fetch')
    expect(await call('/items/5', init, devtools.page, second)).toContain('Failed to fetch')
    const tab = await devtools.browser.newPage()
    await tab.goto(`${page}/`)
    expect(await call('/items/5', init, tab)).toContain('Failed to fetch')
    await tab.close()
    await end()
  })

  it('is for every path of a group', async () => {
    await panel.group(true)
    for (const path of ['/one', '/two']) await call(path, init)
    await until('the group', async () => (await panel.rows())[0]?.count === 2)
    await panel.select((await panel.rows())[0]?.url ?? '')
    await panel.click('try-group')
    await panel.shown('trial-bar')
    expect([await call('/one', init), await call('/two', init)]).toEqual(['200', '200'])
    expect(await call('/three', init)).toContain('Failed to fetch')
    await end()
    await panel.group(false)
  })

  it('is said to have proven the fix', async () => {
    await begin()
    await panel.select(`${origin}/items/5`)
    await panel.click('test-again')
    await panel.click('send-again')
    await until('the proof', async () => (await results())[0] === 'passes-in-trial')
    await until('the fix to say so', async () => (await panel.data('fix-check', 'proof'))[0] === 'proven')
    expect((await panel.texts('fix-check')).join()).toMatch(/Proven in this tab, \d/)
    await end()
    expect(await panel.data('fix-check', 'proof')).toEqual(['proven'])
  })

  it('survives the service worker, and never without its bar', async () => {
    await begin()
    await stopWorker()
    expect(await call('/items/5', init)).toBe('200')
    await panel.shown('trial-bar')
    await end()
  })

  it('ends with DevTools', async () => {
    await begin()
    await devtools.closeDevTools()
    const worker = await devtools.serviceWorker()
    const left = () => worker.evaluate(() => chrome.declarativeNetRequest.getSessionRules())
    await until('the rules to be gone', async () => (await left()).length === 0)
  })
})

/** Chromium stops service workers at will; this is that. */
async function stopWorker(): Promise<void> {
  const { session } = panel.surface
  await session.send('ServiceWorker.enable')
  await session.send('ServiceWorker.stopAllWorkers')
}
