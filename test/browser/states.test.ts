/** The panel's states in an ordinary page: accessible by axe-core's rules, of the size they have to be, walked by keyboard. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Served, serveStates } from '../screens/serve.ts'
import { ensureBrowser } from '../support/browser.ts'

let served: Served
let browser: Browser
let page: Page
let axe: string

beforeAll(async () => {
  served = await serveStates()
  const { path } = await ensureBrowser()
  browser = await puppeteer.launch({ executablePath: path, args: ['--no-sandbox', '--disable-gpu'] })
  page = (await browser.pages())[0] ?? (await browser.newPage())
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
})

afterAll(async () => {
  await browser?.close()
  await served?.close()
})

interface Shown {
  theme?: 'light' | 'dark'
  width?: number
  height?: number
  detail?: boolean
  zoom?: number
}

async function show(
  state: string,
  { theme = 'light', width = 1200, height = 760, detail, zoom = 1 }: Shown = {},
) {
  await page.setViewport({
    width: Math.round(width / zoom),
    height: Math.round(height / zoom),
    deviceScaleFactor: zoom,
  })
  await page.goto(`${served.address}?state=${state}&theme=${theme}`)
  await page.waitForSelector('[data-testid="panel"]')
  if (detail)
    await page.evaluate(() => {
      ;(globalThis as unknown as { store: { view: { value: string } } }).store.view.value = 'detail'
    })
  // the code is coloured when its highlighter has come
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))))
}

interface AxeRun {
  axe: {
    run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>
  }
}

async function violations(): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const found = await (globalThis as unknown as AxeRun).axe.run()
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary ?? ''}`),
    )
  })
}

const STATES = [
  'demo',
  'flat',
  'folded',
  'settings',
  'allowed',
  'nothing-recorded',
  'nothing-failed',
  'no-file',
  'filtered-out',
  'orphaned',
  'hostile',
]

describe.each(['light', 'dark'] as const)('axe-core in the %s theme', (theme) => {
  it.each(STATES)('finds nothing in %s', async (state) => {
    await show(state, { theme })
    expect(await violations()).toEqual([])
  })

  it.each(['demo', 'allowed'])('finds nothing in the narrow explanation of %s', async (state) => {
    await show(state, { theme, width: 300, height: 600, detail: true })
    expect(await violations()).toEqual([])
  })
})

/** Lower edge of an element, in pixels of the window; null when it is not there. */
const bottomOf = (selector: string): Promise<number | null> =>
  page.evaluate((query) => {
    const box = document.querySelector(query)?.getBoundingClientRect()
    return box && box.height > 0 ? box.bottom : null
  }, selector)

describe('room', () => {
  it.each([
    ['300 px wide', { width: 300, height: 600, detail: true }],
    ['250 px high', { width: 1200, height: 250 }],
    ['300 px wide and 250 px high', { width: 300, height: 250, detail: true }],
  ])('%s shows the answer and its copy button', async (_, size) => {
    await show('demo', size)
    expect(await bottomOf('[data-testid="detail-title"]')).toBeLessThanOrEqual(size.height)
    expect(await bottomOf('[data-testid="copy-fix"]')).toBeLessThanOrEqual(size.height)
  })

  it.each([1200, 540, 300])('the head takes at most 60 px at a width of %i', async (width) => {
    await show('demo', { width, height: 760 })
    expect(await bottomOf('.head')).toBeLessThanOrEqual(60)
  })

  it('long addresses and values take two lines', async () => {
    await show('long', { width: 540, height: 900, detail: true })
    const heights = await page.evaluate(() =>
      [...document.querySelectorAll('.long')].map((element) => element.getBoundingClientRect().height),
    )
    expect(heights.length).toBeGreaterThan(2)
    expect(Math.max(...heights)).toBeLessThan(45)
  })

  it.each([1.5, 2])('nothing is cut at a zoom of %f', async (zoom) => {
    await show('demo', { zoom, detail: true })
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll('.detail *, .head *')]
        .filter((element) => !element.closest('.long, .chips, .visually-hidden'))
        .filter((element) => {
          const { left, right, width } = element.getBoundingClientRect()
          return width > 0 && (right > innerWidth + 1 || left < -1)
        })
        .map((element) => element.outerHTML.slice(0, 100)),
    )
    expect(cut).toEqual([])
  })

  it('has the order of the document as the order that is seen', async () => {
    await show('demo', { width: 540, height: 900, detail: true })
    const tops = await page.evaluate(() =>
      [...document.querySelectorAll('.detail h1, .detail h2')].map(
        (element) => element.getBoundingClientRect().top,
      ),
    )
    expect(tops).toEqual([...tops].sort((a, b) => a - b))
    expect(tops.length).toBeGreaterThan(3)
  })

  it('shows ten thousand requests in few elements', async () => {
    await show('many')
    const elements = await page.evaluate(() => document.querySelectorAll('*').length)
    expect(elements).toBeLessThan(1500)
  })
})

describe('the keyboard', () => {
  it('reaches the list, the explanation and everything in the toolbar', async () => {
    await show('demo')
    const reached = new Set<string>()
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press('Tab')
      reached.add(
        await page.evaluate(() => {
          const { activeElement } = document
          return (activeElement as HTMLElement | null)?.dataset.testid ?? activeElement?.className ?? ''
        }),
      )
    }
    for (const id of [
      'clear',
      'reload',
      'open-har',
      'export-all',
      'filter',
      'preserve-log',
      'show-all',
      'grouped',
      'settings',
      'flow-list',
      'splitter',
      'detail',
      'copy-fix',
      'copy-explanation',
      'show-in-network',
      'fix-choice',
      'copy-code',
    ])
      expect([...reached]).toContain(id)
  })

  it('filters with completion', async () => {
    await show('demo')
    await page.focus('[data-testid="filter"]')
    await page.keyboard.type('meth')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.keyboard.type('PU')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(await page.$eval('[data-testid="filter"]', (field) => (field as HTMLInputElement).value)).toBe(
      'method:PUT',
    )
    const methods = await page.$$eval('[data-testid="flow-row"] .cell-method', (cells) =>
      cells.map(({ textContent }) => textContent),
    )
    expect(new Set(methods)).toEqual(new Set(['PUT']))
    await page.keyboard.press('Escape')
    expect(await page.$eval('[data-testid="filter"]', (field) => (field as HTMLInputElement).value)).toBe('')
  })
})

describe('forced colours', () => {
  it('keep the borders of the filter and of the owner', async () => {
    const session = await page.createCDPSession()
    await session.send('Emulation.setEmulatedMedia', {
      features: [{ name: 'forced-colors', value: 'active' }],
    })
    await show('demo')
    const borders = await page.evaluate(() =>
      ['[data-testid="filter"]', '.owner'].map((query) => {
        const element = document.querySelector(query)
        return element ? getComputedStyle(element).borderTopWidth : ''
      }),
    )
    await session.send('Emulation.setEmulatedMedia', { features: [] })
    expect(borders).toEqual(['1px', '1px'])
  })
})
