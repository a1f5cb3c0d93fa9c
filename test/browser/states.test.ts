/** The panel's states in an ordinary page: accessible by axe-core's rules, of the size they have to be. */
import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cutTexts } from '../support/cut-texts.ts'
import { forcedColours } from '../support/forced-colours.ts'
import { type Shown, StatesPage } from '../support/states-page.ts'

let states: StatesPage
let page: Page
const show = (state: string, options?: Shown) => states.show(state, options)
const violations = () => states.violations()

beforeAll(async () => {
  states = await StatesPage.open()
  page = states.page
})

afterAll(() => states?.close())

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
  'report',
  'file',
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

/** Rows, and values of two lines with “more” beside them, end in an ellipsis on purpose; chips are scrolled through. */
const ELLIPSES = '.row, .long'

const SIZES = [
  ...[1, 1.5, 2].flatMap((zoom) => [
    { width: 1200, height: 760, zoom },
    { width: 540, height: 900, zoom },
  ]),
  { width: 300, height: 600, zoom: 1 },
]

describe('no text is cut, at 100, 150 and 200 %', () => {
  it.each([
    'demo',
    'settings',
    'allowed',
    'filtered-out',
    'nothing-recorded',
    'no-file',
    'orphaned',
    'german',
    'report',
    'file',
  ])('in %s', async (state) => {
    await show(state)
    const cut: string[] = []
    for (const { width, height, zoom } of SIZES)
      for (const view of ['list', 'detail'] as const) {
        await states.resize({ width, height, zoom }, view)
        const found = await page.evaluate(cutTexts, ELLIPSES)
        cut.push(...found.map((text) => `${zoom} ${width} ${view}: ${text}`))
      }
    expect(cut).toEqual([])
  })
})

describe('the check for cut text', () => {
  it('finds text that is cut', async () => {
    await show('demo')
    await page.addStyleTag({ content: '.answer h1 { height: 10px; overflow: hidden }' })
    expect(await page.evaluate(cutTexts, ELLIPSES)).not.toEqual([])
  })
})

describe('forced colours', () => {
  beforeAll(() => forcedColours(page, true))
  afterAll(() => forcedColours(page, false))

  /** A property of the first element that fits. */
  const styleOf = (query: string, property: string): Promise<string> =>
    page.evaluate(
      (selector, name) => {
        const element = document.querySelector(selector)
        return element === null ? 'no element' : getComputedStyle(element).getPropertyValue(name)
      },
      query,
      property,
    )

  it('are in force', async () => {
    await show('demo')
    expect(await page.evaluate(() => matchMedia('(forced-colors: active)').matches)).toBe(true)
    // the tab's own colours are gone
    expect(await styleOf('.owner', 'background-color')).toBe(await styleOf('body', 'background-color'))
  })

  it.each(['[data-testid="filter"]', '.owner', '[data-testid="copy-fix"]', '.count'])(
    'leave %s a border',
    async (query) => {
      await show('demo')
      expect(await styleOf(query, 'border-top-width')).toBe('1px')
    },
  )

  it('leave the selected row, the marked line and the changed letters their marks', async () => {
    await show('demo')
    expect(await styleOf('.row[aria-selected="true"]', 'outline-style')).toBe('solid')
    expect(await styleOf('.line.matters', 'border-left-width')).toBe('2px')
    const changed = await page.evaluate(() => {
      const { store } = globalThis as unknown as {
        store: {
          log: { items: { value: { id: string; flow: { exchange: { url: string } } }[] } }
          receive: (event: object) => void
        }
      }
      const other = store.log.items.value.find(({ flow }) =>
        flow.exchange.url.endsWith('/api/products/featured'),
      )
      store.receive({ type: 'select', id: other?.id })
    })
    expect(changed).toBeUndefined()
    await page.waitForSelector('.side mark')
    expect(await styleOf('.side mark', 'text-decoration-line')).toBe('underline')
  })

  it.each(['demo', 'settings'])('axe-core finds nothing in %s', async (state) => {
    await show(state)
    expect(await violations()).toEqual([])
  })
})
