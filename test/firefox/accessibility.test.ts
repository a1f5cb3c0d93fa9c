/** axe-core over the panel in real Firefox, in both themes, and walks by keyboard with real keys. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../support/until.ts'
import { runAxe } from './axe.ts'
import { findFirefox } from './find.ts'
import { Scene } from './scene.ts'

const present = findFirefox() !== null
const [TAB, SHIFT, DOWN, HOME] = ['\uE004', '\uE008', '\uE015', '\uE011']

/** What a keyboard must reach, in this order. */
const STOPS = [
  ...['clear', 'reload', 'open-har', 'export-all', 'filter', 'preserve-log', 'show-all', 'grouped'],
  ...['settings', 'chip', 'flow-list', 'splitter', 'detail', 'copy-fix', 'copy-explanation'],
  ...['export-markdown', 'fix-choice', 'copy-code', 'test-again', 'test-both', 'watch', 'edit'],
]

/** All in the panel that takes the focus and is in sight, first to last. */
const TABBABLE = `Array.from(
  document.querySelectorAll('a[href], button, input, select, summary, textarea, [tabindex="0"]'),
).filter((one) => one.tabIndex === 0 && !one.disabled && one.checkVisibility())`

describe.runIf(present)('the panel in Firefox', () => {
  let scene: Scene

  beforeAll(async () => {
    scene = await Scene.open()
    for (const id of ['origin-missing', 'two-layers', 'options-404']) await scene.send(id)
    await scene.listed(3)
  })

  afterAll(() => scene?.close())

  it.each(['light', 'dark'])('has no fault that axe finds, in %s', async (theme) => {
    await scene.firefox.setPreference('devtools.theme', theme)
    await until(`the ${theme} theme`, () =>
      scene.inPanel<boolean>(`return matchMedia('(prefers-color-scheme: ${theme})').matches`),
    )
    const { checked, violations } = await runAxe(scene.firefox, 'devtools_panel')
    expect(checked).toBeGreaterThan(20)
    expect(violations).toEqual([])
  })

  /** Marks it, too. */
  const focused = () =>
    scene.inPanel<string>(
      `document.activeElement?.setAttribute('data-reached', '')
       return document.activeElement?.dataset?.testid ?? document.activeElement?.className ?? ''`,
    )

  /** What has the focus after each press, until the keyboard has left the panel. */
  async function walk(...keys: string[]): Promise<string[]> {
    const reached = []
    while (reached.length < 100 && (await scene.inPanel<boolean>('return document.hasFocus()'))) {
      reached.push(await focused())
      await scene.firefox.pressKey(...keys)
    }
    return reached
  }

  it.each([
    ['Tab, forwards', 0, [TAB], STOPS],
    ['Shift and Tab, backwards', -1, [SHIFT, TAB], STOPS.toReversed()],
  ])('is walked with %s, and left', async (_, from, keys, stops) => {
    await scene.firefox.click('[data-testid="filter"]')
    await scene.inPanel(
      `for (const one of document.querySelectorAll('[data-reached]')) one.removeAttribute('data-reached')
       ${TABBABLE}.at(arguments[0]).focus()`,
      from,
    )
    const reached = await walk(...keys)
    const known = reached.filter((stop) => STOPS.includes(stop))
    expect(known.filter((stop, place) => stop !== known[place - 1])).toEqual(stops)
    const left = await scene.inPanel<string[]>(
      `return ${TABBABLE}.filter((one) => !one.hasAttribute('data-reached')).map((one) => one.outerHTML)`,
    )
    expect(left).toEqual([])
  })

  it('is walked from row to row with the arrow keys', async () => {
    const isSelected = (place: number) =>
      scene.inPanel<boolean>(
        `return document.querySelectorAll('[data-testid="flow-row"]')[arguments[0]].ariaSelected === 'true'`,
        place,
      )
    await scene.firefox.click('[data-testid="flow-row"]')
    await until('the list to have the focus', async () => (await focused()) === 'flow-list')
    await scene.firefox.pressKey(HOME)
    await until('the first row to be selected', () => isSelected(0))
    await scene.firefox.pressKey(DOWN)
    await until('the second row to be selected', () => isSelected(1))
    expect(await isSelected(0)).toBe(false)
  })
})
