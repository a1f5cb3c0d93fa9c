/** axe-core over the panel in real Firefox, in both themes, and walks by keyboard with real keys. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../support/until.ts'
import { runAxe } from './axe.ts'
import { findFirefox } from './find.ts'
import { Scene } from './scene.ts'

const present = findFirefox() !== null
const [DOWN, HOME] = ['\uE015', '\uE011']

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

  const focused = () =>
    scene.inPanel<string>(
      `return document.activeElement?.dataset?.testid ?? document.activeElement?.className ?? ''`,
    )

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
