/**
 * The panel under load, in a Chromium without a display: 10,000 requests of which 2,000 fail, told at 500 a second, while
 * a person filters and walks. Part of `npm run bench`; exits with 1 where a limit does not hold.
 */
import puppeteer, { type Page } from 'puppeteer-core'
import { serveStates } from '../screens/serve.ts'
import { ensureBrowser } from '../support/browser.ts'

/** Limits; milliseconds where nothing else is said. */
const MOST_ELEMENTS = 1500
const LONGEST_TASK = 50
const P95 = 50

const p95 = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0

/** From the key to the next frame that is drawn. */
async function keyTime(page: Page, selector: string, key: string): Promise<number> {
  return page.evaluate(
    async (query: string, name: string) => {
      const element = document.querySelector<HTMLElement>(query)
      const start = performance.now()
      if (element instanceof HTMLInputElement) {
        element.value = name
        element.dispatchEvent(new Event('input', { bubbles: true }))
      } else
        element?.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }))
      await new Promise<void>((drawn) => requestAnimationFrame(() => setTimeout(drawn, 0)))
      return performance.now() - start
    },
    selector,
    key,
  )
}

const served = await serveStates()
const { path } = await ensureBrowser()
const browser = await puppeteer.launch({ executablePath: path, args: ['--no-sandbox', '--disable-gpu'] })
try {
  const page = await browser.newPage()
  await page.setViewport({ width: 1200, height: 760 })
  await page.goto(`${served.address}?state=stream`)
  await page.waitForFunction('globalThis.feed !== undefined', { timeout: 120_000 })
  await page.evaluate(() => {
    const scope = globalThis as unknown as { tasks: number[]; feed: () => Promise<void>; fed: boolean }
    scope.tasks = []
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) scope.tasks.push(duration)
    }).observe({ type: 'longtask' })
    void scope.feed().then(() => {
      scope.fed = true
    })
  })
  const letters: number[] = []
  const arrows: number[] = []
  for (let round = 0; ; round++) {
    letters.push(
      await keyTime(
        page,
        '[data-testid="filter"]',
        ['', 'p', 'pa', 'part1', '', 'status-code:200'][round % 6] ?? '',
      ),
    )
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'End', 'Home'])
      arrows.push(await keyTime(page, '[data-testid="flow-list"]', key))
    if (await page.evaluate('globalThis.fed === true')) break
  }
  await keyTime(page, '[data-testid="filter"]', '')
  const elements = await page.evaluate(() => document.querySelectorAll('*').length)
  const tasks = await page.evaluate(() => (globalThis as unknown as { tasks: number[] }).tasks)
  const longest = Math.max(0, ...tasks)
  console.log(
    `panel, 10,000 requests at 500 a second: ${elements} elements, longest task ${Math.round(longest)} ms,`,
  )
  console.log(
    `  ${tasks.length} tasks over 50 ms, filter letter p95 ${Math.round(p95(letters))} ms, arrow p95 ${Math.round(p95(arrows))} ms`,
  )
  const holds =
    elements < MOST_ELEMENTS && longest <= LONGEST_TASK && p95(letters) <= P95 && p95(arrows) <= P95
  if (!holds) process.exitCode = 1
} finally {
  await browser.close()
  await served.close()
}
