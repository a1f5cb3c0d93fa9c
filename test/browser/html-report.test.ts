/** The HTML report in a real browser: it says nothing to the console, asks for nothing, and runs nothing of a log. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import puppeteer, { type Browser } from 'puppeteer-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { diagnose, render } from '../../src/engine/index.ts'
import { ensureBrowser } from '../support/browser.ts'
import { API, entry, har, PAGE, SCENE } from '../support/har.ts'

let browser: Browser
let folder = ''

beforeAll(async () => {
  const { path } = await ensureBrowser()
  folder = await mkdtemp(join(tmpdir(), 'corscope-html-'))
  browser = await puppeteer.launch({
    executablePath: path,
    headless: true,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
})
afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true, force: true })
})

const EVIL =
  '"><img src="https://evil.example/p.png" onerror="document.title=1"><script>document.title=1</script>'
const hostile = entry({
  url: `${API}/x`,
  statusText: EVIL,
  error: EVIL,
  sent: [
    ['Origin', PAGE],
    ['X-Evil', EVIL],
  ],
  answered: [
    ['Access-Control-Allow-Origin', EVIL],
    ['cf-ray', EVIL],
  ],
})

interface Seen {
  title: string
  messages: string[]
  requests: string[]
  headings: number
  width: number
}

async function open(
  entries: readonly unknown[],
  scheme: 'light' | 'dark',
  media: 'screen' | 'print',
): Promise<Seen> {
  const diagnosis = diagnose(entries, { creator: 'WebInspector', pages: har([]).log.pages })
  const file = join(folder, 'report.html')
  await writeFile(file, render('html', { diagnosis, flows: diagnosis.flows }))
  const page = await browser.newPage()
  const [messages, requests]: [string[], string[]] = [[], []]
  page.on('console', (message) => messages.push(message.text()))
  page.on('pageerror', (error) => messages.push(String(error)))
  page.on('request', (request) => requests.push(request.url()))
  await page.setViewport({ width: 500, height: 800 })
  await page.emulateMediaType(media)
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
  await page.goto(pathToFileURL(file).href, { waitUntil: 'networkidle0' })
  const { headings, width } = await page.evaluate(() => ({
    headings: document.querySelectorAll('article h2').length,
    width: document.documentElement.scrollWidth,
  }))
  const title = await page.title()
  await page.close()
  return { title, messages, requests: requests.filter((url) => !url.startsWith('file:')), headings, width }
}

test.each([
  ['light', 'screen'],
  ['dark', 'screen'],
  ['light', 'print'],
] as const)('%s, %s: no message, no request, nothing wider than the window', async (scheme, media) => {
  const seen = await open([...SCENE, hostile], scheme, media)
  expect(seen).toMatchObject({ title: 'CORS report', messages: [], requests: [], headings: 7 })
  expect(seen.width).toBeLessThanOrEqual(500)
})
