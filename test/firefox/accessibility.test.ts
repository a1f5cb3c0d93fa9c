/** axe-core over the panel in real Firefox, in both themes, and a walk from row to row by keyboard. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Demo, startDemo } from '../demo/servers.ts'
import { until } from '../support/until.ts'
import { findFirefox } from './find.ts'
import { Firefox } from './firefox.ts'
import { Watch } from './watch.ts'

const present = findFirefox() !== null
const AXE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')

describe.runIf(present)('the panel in Firefox', () => {
  let demo: Demo
  let firefox: Firefox

  beforeAll(async () => {
    demo = await startDemo()
    firefox = await Firefox.launch()
    await firefox.goto(`${demo.origins.page}/`)
    await firefox.openPanel()
    await Watch.start(firefox, '/icon.svg?listening')
    for (const id of ['origin-missing', 'two-layers', 'preflight-not-found'])
      await firefox.inPage('return Promise.resolve(sendCase(arguments[0])).catch(() => null)', id)
    await until('two rows', () =>
      firefox.inExtension<boolean>(
        'devtools_panel',
        `return document.querySelectorAll('[data-testid="flow-row"]').length >= 2`,
      ),
    )
  })

  afterAll(async () => {
    await firefox?.close()
    await demo?.close()
  })

  it.each(['light', 'dark'])('has no fault that axe finds, in %s', async (theme) => {
    await firefox.setPreference('devtools.theme', theme)
    await until(`the ${theme} theme`, () =>
      firefox.inExtension<boolean>(
        'devtools_panel',
        `return matchMedia('(prefers-color-scheme: ${theme})').matches`,
      ),
    )
    const found = await firefox.inExtension<string>(
      'devtools_panel',
      `${AXE}; return window.axe.run(document).then(({ passes, violations }) => JSON.stringify({
         checked: passes.length,
         violations: violations.map(({ id, nodes }) => [id, nodes[0].html]),
       }))`,
    )
    const { checked, violations } = JSON.parse(found) as { checked: number; violations: unknown[] }
    expect(checked).toBeGreaterThan(20)
    expect(violations).toEqual([])
  })

  it('is walked from row to row with the arrow keys', async () => {
    const press = (key: string) =>
      firefox.inExtension(
        'devtools_panel',
        `const list = document.querySelector('[data-testid="flow-list"]')
         list.focus()
         list.dispatchEvent(new KeyboardEvent('keydown', { key: arguments[0], bubbles: true }))`,
        key,
      )
    const isSelected = (place: number) =>
      firefox.inExtension<boolean>(
        'devtools_panel',
        `return document.querySelectorAll('[data-testid="flow-row"]')[arguments[0]].ariaSelected === 'true'`,
        place,
      )
    await press('Home')
    await until('the first row to be selected', () => isSelected(0))
    await press('ArrowDown')
    await until('the second row to be selected', () => isSelected(1))
    expect(await isSelected(0)).toBe(false)
  })
})
