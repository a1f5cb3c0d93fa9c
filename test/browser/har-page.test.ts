/** The page for HAR files, as it is built: behind the extension's button, and on any web server. */
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ROOT } from '../project/files.ts'
import { ensureBrowser } from '../support/browser.ts'
import { DevTools } from '../support/devtools.ts'
import { axeViolations } from '../support/states-page.ts'
import { until } from '../support/until.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.png': 'image/png',
}

/** Drops a file on the page; `base64`: its bytes. */
async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page.evaluate(
    (base64, fileName) => {
      const content = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      const transfer = new DataTransfer()
      transfer.items.add(new File([content], fileName))
      document.dispatchEvent(
        new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
      )
    },
    Buffer.from(bytes).toString('base64'),
    name,
  )
}

const stateOf = (page: Page): Promise<string> =>
  page.evaluate(
    () => document.querySelector<HTMLElement>('[data-testid="file-bar"]')?.dataset.state ?? 'no file',
  )
const opened = (page: Page) => until('the log', async () => (await stateOf(page)) === 'open')
const rows = (page: Page): Promise<number> =>
  page.evaluate(() => document.querySelectorAll('[data-testid="flow-row"]').length)

const log = () => readFile('test/fixtures/demo.jsonl')

describe('the page on a web server', () => {
  let server: Server
  let browser: Browser
  let page: Page
  let address: string
  const asked: string[] = []

  beforeAll(async () => {
    server = createServer(async ({ url = '/' }, response) => {
      const path = url === '/' ? 'index.html' : decodeURIComponent(url.split('?')[0] ?? '')
      const content = await readFile(join(ROOT, 'dist', 'web', path)).catch(() => null)
      response.writeHead(content === null ? 404 : 200, { 'content-type': TYPES[extname(path)] ?? '' })
      response.end(content)
    })
    await new Promise<void>((done) => {
      server.listen(0, '127.0.0.1', done)
    })
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const { path } = await ensureBrowser()
    browser = await puppeteer.launch({ executablePath: path, args: ['--no-sandbox', '--disable-gpu'] })
    page = (await browser.pages())[0] ?? (await browser.newPage())
    page.on('request', (request) => asked.push(request.url()))
  })

  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  beforeEach(async () => {
    asked.length = 0
    await page.goto(address)
    await page.waitForSelector('[data-testid="empty"]')
  })

  it.each([
    ['as it is', (bytes: Uint8Array) => bytes],
    ['compressed', (bytes: Uint8Array) => gzipSync(bytes)],
  ])('reads a log that is dropped on it, %s, and asks nobody for anything', async (_, pack) => {
    await drop(page, 'recorded.har', pack(await log()))
    await opened(page)
    expect(await rows(page)).toBeGreaterThan(10)
    await page.waitForSelector('[data-testid="fix-code"] .line span')
    expect(asked.length).toBeGreaterThan(3)
    expect(asked.filter((url) => !url.startsWith(address) && !url.startsWith('data:'))).toEqual([])
  })

  it('says what is wrong with a file that is no log', async () => {
    await drop(page, 'notes.har', Buffer.from('hello'))
    await until('the refusal', async () => (await stateOf(page)) === 'failed')
    expect(await page.$eval('[data-testid="file-bar"]', (bar) => bar.textContent)).toContain(
      'notes.har is not JSON',
    )
  })

  it('gives up when asked, in the middle of a long log', async () => {
    const one = (await log()).toString()
    await drop(page, 'long.har', Buffer.from(one.repeat(60)))
    await page.waitForSelector('[data-state="reading"] progress')
    await page.click('[data-testid="close-file"]')
    await until('the end of reading', async () => (await stateOf(page)) === 'no file')
    expect(await rows(page)).toBe(0)
  })

  it.each(['light', 'dark'] as const)('is accessible by axe-core in a %s system', async (scheme) => {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
    expect(await axeViolations(page)).toEqual([])
    await drop(page, 'proxy.har', await readFile('test/fixtures/logs/04b-same-without-websocket.har'))
    await opened(page)
    expect(await page.$eval('[data-testid="log-limits"]', (limits) => limits.textContent)).toContain(
      'refused',
    )
    expect(await axeViolations(page)).toEqual([])
  })

  it('is walked by keyboard', async () => {
    await drop(page, 'proxy.har', await readFile('test/fixtures/logs/04b-same-without-websocket.har'))
    await opened(page)
    const reached: string[] = []
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press('Tab')
      reached.push(
        await page.evaluate(() => {
          const { activeElement } = document
          return (activeElement as HTMLElement | null)?.dataset.testid ?? activeElement?.tagName ?? ''
        }),
      )
    }
    for (const id of [
      'open-har',
      'filter',
      'show-all',
      'settings',
      'SUMMARY',
      'close-file',
      'flow-list',
      'detail',
    ])
      expect(reached).toContain(id)
  })
})

describe('the page behind the extension’s button', () => {
  let devtools: DevTools

  beforeAll(async () => {
    devtools = await DevTools.launch({ headless: true, dock: 'bottom' })
  })

  afterAll(() => devtools?.close())

  it('opens in a tab and reads a log', async () => {
    const worker = await devtools.serviceWorker()
    await worker.evaluate(() => {
      const clicked = chrome.action.onClicked as unknown as { dispatch: (tab: object) => void }
      clicked.dispatch({})
    })
    const page = await devtools.extensionPage('har.html')
    await page.waitForSelector('[data-testid="empty"]')
    await drop(page, 'recorded.har', await log())
    await opened(page)
    expect(await rows(page)).toBeGreaterThan(10)
    expect(await axeViolations(page)).toEqual([])
  })
})
