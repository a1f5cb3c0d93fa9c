/** The panel in real Firefox over the life of a page: navigation, the log that is kept, the theme, its words, what it hands out. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../support/until.ts'
import { findFirefox } from './find.ts'
import { CLIPBOARD } from './internals.ts'
import { Scene } from './scene.ts'

const present = findFirefox() !== null

describe.runIf(present)('the panel in Firefox', () => {
  let scene: Scene

  beforeAll(async () => {
    scene = await Scene.open()
  })

  afterAll(() => scene?.close())

  const panelBrightness = () =>
    scene.inPanel<number>(
      `const parts = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)
       return (parts[0] + parts[1] + parts[2]) / 3`,
    )
  const shown = () =>
    scene.inPanel<string[]>(
      `return [...document.querySelectorAll('[data-testid]')].map((one) => one.dataset.testid)`,
    )

  const keepsLog = () =>
    scene.firefox.inExtension<boolean>(
      'devtools_page',
      `return window.browser.storage.local.get('preserveLog').then(({ preserveLog }) => preserveLog === true)`,
    )

  it('is cleared by a navigation', async () => {
    await scene.openDemo()
    await scene.send('origin-missing')
    await scene.listed(1)
    await scene.openDemo()
    await scene.listed(0)
  })

  it('keeps the list when the log is to persist, in Firefox’s own words', async () => {
    expect(await scene.inPanel<string>('return document.body.textContent')).toContain('Persist Logs')
    await scene.firefox.click('[data-testid="preserve-log"]')
    await until('the setting to change', keepsLog)
    await scene.send('origin-missing')
    await scene.listed(1)
    await scene.openDemo()
    await scene.send('two-layers')
    await scene.listed(2)
    await scene.firefox.click('[data-testid="preserve-log"]')
    await until('the setting to change', async () => !(await keepsLog()))
  })

  it('leads with Firefox’s reason and its page on MDN; Chromium’s stands in the small print', async () => {
    await scene.openDemo()
    await scene.listed(0)
    const url = await scene.send('origin-missing')
    await until('the explanation', async () => (await scene.explained()) === url)
    const words = await scene.inPanel<Record<string, string>>(
      `const print = document.querySelector('.small-print')
       const text = (id) => print.querySelector(\`[data-testid="\${id}"]\`).textContent
       return { code: text('browser-code'), other: text('other-code'), page: print.querySelector('a').href, all: print.textContent }`,
    )
    expect(words.code).toBe('CORSMissingAllowOrigin')
    expect(words.page).toMatch(/^https:\/\/developer\.mozilla\.org\/.*\/CORSMissingAllowOrigin$/)
    expect(words.other).toBe('In Chromium: MissingAllowOriginHeader')
    expect(words.all?.indexOf('CORSMissingAllowOrigin')).toBe(0)
  })

  it('offers nothing that Firefox’s DevTools lack, and says why no fix is tried', async () => {
    expect(await scene.firefox.inExtension('devtools_page', LACKING)).toEqual([])
    const ids = await shown()
    for (const id of ['show-in-network', 'open-initiator', 'try-fix']) expect(ids).not.toContain(id)
    expect(ids).toContain('test-again')
    const sentence = await scene.inPanel(
      `return document.querySelector('[data-testid="no-trial"]')?.textContent`,
    )
    expect(sentence).toContain('Chromium')
  })

  it('has in the menu of a row what works in Firefox, and no more', async () => {
    await scene.firefox.click('[data-testid="flow-row"]', 2)
    await until('the menu', async () => (await shown()).includes('context-menu'))
    const ids = await shown()
    expect(ids).toEqual(expect.arrayContaining(['menu-explain', 'menu-copy-fix', 'menu-export-json']))
    for (const id of ['menu-show-in-network', 'menu-open-initiator']) expect(ids).not.toContain(id)
    await scene.firefox.click('[data-testid="menu-copy-explanation"]')
    await until('the answer on the clipboard', async () => {
      const text = await scene.firefox.inBrowser<string>(CLIPBOARD)
      return text.includes('Access-Control-Allow-Origin') && text.includes('/articles')
    })
  })

  it('copies the fix and saves reports', async () => {
    await scene.firefox.click('[data-testid="copy-fix"]')
    const fix = await scene.inPanel<string>(
      `return document.querySelector('[data-testid="fix-code"]').textContent`,
    )
    await until('the fix on the clipboard', async () => {
      const text = await scene.firefox.inBrowser<string>(CLIPBOARD)
      return text.trim() === fix.trim()
    })
    const report = await scene.exportReport()
    expect(report.flows.map(({ url }) => url)).toEqual([await scene.explained()])
    expect(await scene.exportText('markdown')).toContain(report.flows[0]?.url)
  })

  it('sends a request again from the page', async () => {
    await scene.firefox.click('[data-testid="test-again"]')
    await until('the answer', () =>
      scene.inPanel<boolean>(
        `return document.querySelector('[data-testid="again"]')?.dataset.result === 'unchanged'`,
      ),
    )
  })

  it.each(['dark', 'light'])('is %s as DevTools are', async (theme) => {
    await scene.firefox.setPreference('devtools.theme', theme)
    await until(`the ${theme} panel`, async () => (await panelBrightness()) > 128 === (theme === 'light'))
  })

  it('comes back when DevTools are closed and opened', async () => {
    await scene.firefox.closeDevTools()
    await scene.openPanel()
    await scene.send('two-layers')
    await scene.listed(1)
  })
})

/** Whichever of these Firefox has by now could be offered. */
const LACKING = `
  const { panels } = window.chrome.devtools
  return [
    ['setThemeChangeHandler', panels.setThemeChangeHandler],
    ['openResource', panels.openResource],
    ['network.show', panels.network?.show],
    ['permissions.request', window.browser.permissions?.request],
  ].filter(([, call]) => call !== undefined).map(([name]) => name)`
