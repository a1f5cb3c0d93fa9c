/** Proof in the real browser: a request made again before and after its server changed, and a fix tried in one tab. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DevTools } from '../support/devtools.ts'
import { Panel } from '../support/panel.ts'
import { until } from '../support/until.ts'

interface Rule {
  condition: { tabIds?: number[]; regexFilter?: string }
}

/** As built, but with the hosts of this machine granted: no prompt can be answered without a screen. */
async function grantedExtension(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'corscope-granted-'))
  await cp('dist/extension', folder, { recursive: true })
  const file = join(folder, 'manifest.json')
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>
  manifest.host_permissions = ['http://localhost/*', 'http://127.0.0.1/*']
  await writeFile(file, JSON.stringify(manifest))
  return folder
}

let folder: string
let devtools: DevTools
let panel: Panel
let api: Server
let pages: Server
let origin = ''
let page = ''
/** What the API says in its responses now. */
let allow: Record<string, string> = {}
const requests: string[] = []

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  )

beforeAll(async () => {
  api = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    response.writeHead(request.method === 'OPTIONS' ? 204 : 200, { 'cache-control': 'no-store', ...allow })
    response.end()
  })
  pages = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end('<!doctype html><title>Page</title>')
  })
  origin = `http://127.0.0.1:${await listen(api)}`
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
  pages?.close()
  if (folder) await rm(folder, { recursive: true, force: true })
})

beforeEach(async () => {
  allow = {}
  requests.length = 0
  await devtools.page.goto(`${page}/`)
  await panel.gone('flow-row')
})

/** What became of a fetch of the page: its status, or the error. */
const call = (path: string, init: RequestInit = {}, target = devtools.page): Promise<string> =>
  target.evaluate(
    (url, options) =>
      fetch(url, options).then(
        ({ status }) => String(status),
        (error) => String(error),
      ),
    origin + path,
    init as never,
  )

const results = () => panel.data('again', 'result')
/** Asked in the panel: a worker with a debugger attached is not woken after it was stopped. */
const rules = (): Promise<Rule[]> =>
  panel.surface.evaluate(() => chrome.declarativeNetRequest.getSessionRules()) as Promise<Rule[]>

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
    expect(await rules()).toEqual([])
  }

  it('lets the request pass, preflight included, and blocks it again when it ends', async () => {
    await begin()
    expect(await call('/items/5', init)).toBe('200')
    await end()
    expect(await call('/items/5', init)).toContain('Failed to fetch')
  })

  it('reaches no other path, and no other tab', async () => {
    await begin()
    expect(await call('/items/6', init)).toContain('Failed to fetch')
    const other = await devtools.browser.newPage()
    await other.goto(`${page}/`)
    expect(await call('/items/5', init, other)).toContain('Failed to fetch')
    await other.close()
    await end()
  })

  it('is said to have proven the fix', async () => {
    await begin()
    await panel.select(`${origin}/items/5`)
    await panel.click('test-again')
    await panel.click('send-again')
    await until('the proof', async () => (await results())[0] === 'passes-in-trial')
    await end()
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
