/**
 * "Explain this CORS failure" in the menu of the inspected page. Native menus cannot be clicked over CDP;
 * the event that the browser sends on a click can be sent to the real listener.
 */
import type { Page } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { axeViolations } from '../support/states-page.ts'
import { until } from '../support/until.ts'
import { Scene } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await Scene.open()
})

afterAll(() => scene?.close())

interface Click {
  srcUrl?: string
  linkUrl?: string
}

const explanations = async (): Promise<Page[]> => {
  const targets = scene.devtools.browser.targets().filter((target) => target.url().includes('/explain.html'))
  return (await Promise.all(targets.map((target) => target.page()))).filter((page) => page !== null)
}

afterEach(async () => {
  for (const page of await explanations()) await page.close()
  await until('the explanation to close', async () => (await explanations()).length === 0)
})

/** Clicks the item on the inspected page and gives the window that opens. */
async function click(on: Click = {}, tabUrl = scene.devtools.page.url()): Promise<Page> {
  const worker = await scene.devtools.serviceWorker()
  await worker.evaluate(
    async (info, url) => {
      const tabs = await chrome.tabs.query({})
      const tab =
        tabs.find((other) => other.url === url) ??
        tabs.find((other) => !other.url?.startsWith('chrome')) ??
        tabs[0]
      const clicked = chrome.contextMenus.onClicked as unknown as {
        dispatch: (info: unknown, tab: unknown) => void
      }
      clicked.dispatch({ menuItemId: 'explain', editable: false, pageUrl: url, ...info }, tab)
    },
    on,
    tabUrl,
  )
  const page = await until('the window with the explanation', async () => (await explanations())[0] ?? null)
  await page.waitForSelector('[data-testid="explain"][data-state]')
  return page
}

const stateOf = (page: Page): Promise<string> =>
  page.$eval('[data-testid="explain"]', (element) => (element as HTMLElement).dataset.state ?? '')

const urlOf = (page: Page): Promise<string> =>
  page.$eval('[data-testid="detail"]', (element) => (element as HTMLElement).dataset.url ?? '')

describe('the item in the menu of the page', () => {
  it('says so when nothing failed', async () => {
    const page = await click()
    expect(await stateOf(page)).toBe('nothing-failed')
  })

  it('explains the latest failure of the tab', async () => {
    await scene.send('origin-missing')
    const { url } = await scene.send('options-401')
    const page = await click()
    expect(await stateOf(page)).toBe('found')
    expect(await urlOf(page)).toBe(url)
    const row = await scene.panel.row(url)
    expect(row.selected).toBe(true)
  })

  it('explains the failure of the element under the pointer', async () => {
    const { url } = await scene.send('image-crossorigin')
    await scene.send('trailing-slash')
    const page = await click({ srcUrl: url })
    expect(await urlOf(page)).toBe(url)
    expect(await page.$eval('[data-testid="explanation"]', (element) => element.textContent)).not.toBe('')
  })

  it('shows the answer, the fix and the way on in the first screen', async () => {
    await scene.send('starlette-headers')
    const page = await click()
    await page.waitForSelector('[data-testid="fix-code"] .line')
    const bottoms = await page.evaluate(() =>
      [
        '[data-testid="detail-title"]',
        '[data-testid="go-to-tab"]',
        '[data-testid="go-to-network"]',
        '[data-testid="copy-fix"]',
        '[data-testid="fix-code"] .line.matters',
      ].map((query) => {
        const bottom = document.querySelector(query)?.getBoundingClientRect().bottom ?? Number.NaN
        return bottom <= innerHeight ? 'in view' : `${query}: ${bottom} of ${innerHeight}`
      }),
    )
    expect(bottoms).toEqual(Array.from({ length: 5 }, () => 'in view'))
    expect(await page.$eval('[data-testid="detail-title"]', (title) => title.textContent)).toContain(
      'authorization',
    )
  })

  it('leads to the Network panel of the page, filtered to the request', async () => {
    await scene.send('options-401')
    await scene.devtools.openPanel()
    const page = await click()
    await page.click('[data-testid="go-to-network"]')
    await until('the Network panel', async () => (await scene.devtools.shownPanel()) === 'network')
    await scene.devtools.openPanel()
  })

  it('leads to the page', async () => {
    await scene.send('options-401')
    const other = await scene.devtools.browser.newPage()
    const page = await click()
    expect(await scene.devtools.page.evaluate(() => document.visibilityState)).toBe('hidden')
    await page.click('[data-testid="go-to-tab"]')
    await until('the page in front', () =>
      scene.devtools.page.evaluate(() => document.visibilityState === 'visible'),
    )
    await other.close()
  })

  it.each(['light', 'dark'] as const)('is accessible by axe-core in a %s system', async (scheme) => {
    await scene.send('starlette-headers')
    const page = await click()
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
    await page.waitForSelector('[data-testid="fix-code"] .line span')
    expect(await axeViolations(page)).toEqual([])
  })

  it('is walked by keyboard', async () => {
    await scene.send('starlette-headers')
    const page = await click()
    await page.waitForSelector('[data-testid="fix-code"] .line')
    await page.bringToFront()
    const reached: string[] = []
    for (let presses = 0; presses < 20; presses++) {
      await page.keyboard.press('Tab')
      reached.push(
        await page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.testid ?? ''),
      )
    }
    for (const id of [
      'go-to-tab',
      'go-to-network',
      'detail',
      'copy-fix',
      'copy-explanation',
      'fix-choice',
      'copy-code',
    ])
      expect(reached).toContain(id)
  })

  it('says what to do when DevTools is closed', async () => {
    await scene.devtools.closeDevTools()
    const page = await click()
    expect(await stateOf(page)).toBe('devtools-closed')
    expect(await page.$eval('[data-testid="explain"]', (element) => element.textContent)).toContain(
      'DevTools',
    )
  })
})
