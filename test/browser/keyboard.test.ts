/** The panel without a mouse, in an ordinary page of a real Chromium: what each key does. */
import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { StatesPage } from '../support/states-page.ts'

let states: StatesPage
let page: Page
const show: StatesPage['show'] = (...options) => states.show(...options)

beforeAll(async () => {
  states = await StatesPage.open()
  page = states.page
})

afterAll(() => states?.close())

describe('the keyboard', () => {
  it('reaches the list, the explanation and everything in the toolbar', async () => {
    await show('demo')
    const reached = new Set<string>()
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press('Tab')
      reached.add(await states.focused())
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

const attribute = (query: string, name: string): Promise<string | null> =>
  page.evaluate(
    (selector, attributeName) => document.querySelector(selector)?.getAttribute(attributeName) ?? null,
    query,
    name,
  )
const isThere = (query: string): Promise<boolean> =>
  page.evaluate((selector) => document.querySelector(selector) !== null, query)
/** Place of the selected row; the list is virtual, so that it may have to be scrolled to. */
const selected = async (): Promise<number> =>
  Number((await attribute('[data-testid="flow-list"]', 'aria-activedescendant'))?.replace('row-', ''))
const rowCount = async (): Promise<number> =>
  Number(await attribute('[data-testid="flow-list"]', 'aria-rowcount')) - 1
const view = (): Promise<string | null> => attribute('[data-testid="panel"]', 'data-view')

async function press(...keys: Parameters<Page['keyboard']['press']>[0][]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 0))))
}

describe('the list', () => {
  it('goes up and down, to its ends, and by pages; the selected row is in sight', async () => {
    await show('demo')
    await page.focus('[data-testid="flow-list"]')
    const last = (await rowCount()) - 1
    await press('End')
    expect(await selected()).toBe(last)
    expect(await isThere(`#row-${last}[aria-selected="true"]`)).toBe(true)
    await press('PageUp')
    const paged = await selected()
    expect(paged).toBeLessThan(last - 3)
    await press('ArrowUp')
    expect(await selected()).toBe(paged - 1)
    await press('ArrowDown', 'ArrowDown')
    expect(await selected()).toBe(paged + 1)
    await press('Home')
    expect(await selected()).toBe(0)
    await press('PageDown')
    expect(await selected()).toBeGreaterThan(3)
  })

  it('unfolds a cause and folds it again', async () => {
    await show('demo')
    await page.focus('[data-testid="flow-list"]')
    await press('Home')
    const before = await rowCount()
    await press('ArrowRight')
    expect(await rowCount()).toBeGreaterThan(before)
    await press('ArrowDown', 'ArrowLeft')
    expect(await selected()).toBe(0)
    await press('ArrowLeft')
    expect(await rowCount()).toBe(before)
  })

  it('gives the focus to the explanation on Enter', async () => {
    await show('demo')
    await page.focus('[data-testid="flow-list"]')
    await press('Enter')
    expect(await states.focused()).toBe('detail')
  })

  it.each([
    ['the menu key', ['ContextMenu']],
    ['Shift+F10', ['Shift', 'F10']],
  ] as const)('opens the row’s menu with %s, which arrows walk and Escape closes', async (_, keys) => {
    await show('demo')
    await page.focus('[data-testid="flow-list"]')
    const [held, key] = keys.length === 2 ? keys : [null, keys[0]]
    if (held) await page.keyboard.down(held)
    await page.keyboard.press(key)
    if (held) await page.keyboard.up(held)
    await page.waitForSelector('[data-testid="context-menu"]')
    expect(await states.focused()).toBe('menu-explain')
    await press('ArrowDown')
    expect(await states.focused()).toBe('menu-copy-explanation')
    await press('End')
    expect(await states.focused()).toBe('menu-export-json')
    await press('Home')
    expect(await states.focused()).toBe('menu-explain')
    await press('Escape')
    expect(await isThere('[data-testid="context-menu"]')).toBe(false)
    expect(await states.focused()).toBe('flow-list')
  })
})

describe('F6', () => {
  it('goes from the list to the explanation and back', async () => {
    await show('demo')
    await page.focus('[data-testid="flow-list"]')
    await press('F6')
    expect(await states.focused()).toBe('detail')
    await press('F6')
    expect(await states.focused()).toBe('flow-list')
  })

  it('does so too where there is room for one of the two', async () => {
    await show('demo', { width: 540, height: 900 })
    await page.focus('[data-testid="flow-list"]')
    await press('F6')
    expect([await view(), await states.focused()]).toEqual(['detail', 'detail'])
    await press('Escape')
    expect([await view(), await states.focused()]).toEqual(['list', 'flow-list'])
  })
})

describe('Escape', () => {
  it('closes the suggestions first, then clears the filter', async () => {
    await show('demo')
    await page.focus('[data-testid="filter"]')
    await page.keyboard.type('method:P')
    await press('Escape')
    expect(await isThere('[data-testid="suggestion"]')).toBe(false)
    const value = () => page.$eval('[data-testid="filter"]', (field) => (field as HTMLInputElement).value)
    expect(await value()).toBe('method:P')
    await press('Escape')
    expect(await value()).toBe('')
  })
})

describe('the splitter', () => {
  it('moves with the arrow keys', async () => {
    await show('demo')
    await page.focus('.splitter')
    const before = Number(await attribute('.splitter', 'aria-valuenow'))
    await press('ArrowRight', 'ArrowRight')
    expect(Number(await attribute('.splitter', 'aria-valuenow'))).toBe(before + 4)
    await press('ArrowLeft')
    expect(Number(await attribute('.splitter', 'aria-valuenow'))).toBe(before + 2)
  })
})

describe('columns', () => {
  it('are sorted by with Tab and Enter', async () => {
    await show('flat')
    await page.focus('[data-column="path"]')
    await press('Enter')
    const order = () =>
      page.evaluate(
        () => document.querySelector('[data-column="path"]')?.parentElement?.getAttribute('aria-sort') ?? '',
      )
    expect(await order()).toBe('ascending')
    await press('Enter')
    expect(await order()).toBe('descending')
  })
})
