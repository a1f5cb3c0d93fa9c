/** Tabs, private windows, the menu of the page and the window it opens, in real Firefox; the background page comes and goes. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../support/until.ts'
import { runAxe } from './axe.ts'
import { findFirefox } from './find.ts'
import { CLOSE_EXPLANATIONS, COUNT_EXPLANATIONS, stopBackground } from './internals.ts'
import { Scene } from './scene.ts'

const present = findFirefox() !== null
const EXPLAIN = 'Explain this CORS failure'
const TAB = '\uE004'

describe.runIf(present)('the extension in Firefox', () => {
  let scene: Scene
  let first: string

  beforeAll(async () => {
    scene = await Scene.open({ privateBrowsing: true })
    first = (await scene.firefox.tabs())[0] ?? ''
  })

  afterAll(() => scene?.close())

  const windowOpen = () => scene.firefox.inBrowser<number>(COUNT_EXPLANATIONS)

  afterEach(async () => {
    await scene.firefox.inBrowser(CLOSE_EXPLANATIONS)
    await until('the explanation to close', async () => (await windowOpen()) === 0)
  })

  const inWindow = <Result>(body: string) => scene.firefox.inExtension<Result>('tab', body)

  /** Chooses the item over an element of the page; what the window says. */
  async function explain(selector = 'h1') {
    expect(await scene.firefox.choosePageMenu(selector, EXPLAIN)).toBe(true)
    await until('the window with the explanation', async () => (await windowOpen()) === 1)
    return until('the explanation', () =>
      inWindow<{ state: string; url: string | null } | null>(
        `const explain = document.querySelector('[data-testid="explain"]')
         const detail = document.querySelector('[data-testid="detail"]')
         return explain && { state: explain.dataset.state, url: detail?.dataset.url ?? null }`,
      ),
    )
  }

  describe('the menu of the page', () => {
    it('says so when nothing failed', async () => {
      expect(await explain()).toEqual({ state: 'nothing-failed', url: null })
    })

    it('explains the latest failure, in the window and in the panel', async () => {
      await scene.send('origin-missing')
      const url = await scene.send('options-401')
      await scene.listed(2)
      expect(await explain()).toEqual({ state: 'found', url })
      await until('the panel to select it', async () => (await scene.explained()) === url)
    })

    it('explains the failure of the link under the pointer', async () => {
      const url = await scene.send('two-layers')
      await scene.send('origin-list')
      await scene.firefox.inPage(
        `const link = Object.assign(document.createElement('a'), { href: arguments[0], id: 'failing' })
         link.textContent = 'the address that failed'
         document.body.prepend(link)`,
        url,
      )
      expect(await explain('#failing')).toEqual({ state: 'found', url })
    })

    it('wakes the background page that Firefox has stopped', async () => {
      await scene.firefox.inBrowser(stopBackground(scene.firefox.extensionId))
      await until(
        'the background page to stop',
        async () => !(await scene.firefox.pages()).includes('background'),
      )
      const url = await scene.send('trailing-slash')
      expect(await explain()).toEqual({ state: 'found', url })
      expect(await scene.firefox.pages()).toContain('background')
    })

    it.each(['light', 'dark'])('opens a window without a fault that axe finds, in %s', async (theme) => {
      await scene.firefox.setPreference(
        'layout.css.prefers-color-scheme.content-override',
        theme === 'dark' ? 0 : 1,
      )
      expect(await explain()).toMatchObject({ state: 'found' })
      await until(`the ${theme} window`, () =>
        inWindow<boolean>(`return matchMedia('(prefers-color-scheme: ${theme})').matches`),
      )
      const { checked, violations } = await runAxe(scene.firefox, 'tab')
      expect(checked).toBeGreaterThan(15)
      expect(violations).toEqual([])
    })

    it('opens a window that is walked with the Tab key', async () => {
      await explain()
      const [, ...others] = await scene.firefox.tabs()
      await scene.firefox.switchTo(others.at(-1) ?? first)
      const reached = new Set<string>()
      for (let presses = 0; presses < 25; presses++) {
        await scene.firefox.pressKey(TAB)
        reached.add(await inWindow<string>(`return document.activeElement?.dataset?.testid ?? ''`))
      }
      await scene.firefox.switchTo(first)
      expect([...reached]).toEqual(expect.arrayContaining(['copy-fix', 'copy-explanation', 'copy-code']))
    })
  })

  describe('two tabs', () => {
    it('list their own failures only', async () => {
      await scene.openDemo()
      const here = await scene.send('origin-missing')
      await scene.listed(1)
      const second = await scene.firefox.openTab()
      await scene.openDemo()
      await scene.openPanel()
      const there = await scene.send('options-401')
      await scene.listed(1)
      await until('the second failure', async () => (await scene.explained()) === there)
      await scene.firefox.switchTo(first)
      await until('the first tab’s panel', async () => (await scene.explained()) === here)
      expect(await scene.rows()).toHaveLength(1)
      await scene.firefox.switchTo(second)
      await scene.firefox.closeTab()
      await scene.firefox.switchTo(first)
    })
  })

  describe('a private window', () => {
    it('has the panel and the menu of the page, where the person allows it', async () => {
      const tab = await scene.firefox.openTab('private')
      await scene.openDemo()
      await scene.openPanel()
      const url = await scene.send('two-layers')
      await scene.listed(1)
      await until('the failure', async () => (await scene.explained()) === url)
      expect(await explain()).toEqual({ state: 'found', url })
      await scene.firefox.switchTo(tab)
      await scene.firefox.closeTab()
      await scene.firefox.switchTo(first)
    })
  })

  it('says what to do when DevTools is closed', async () => {
    await scene.firefox.closeDevTools()
    expect(await explain()).toEqual({ state: 'devtools-closed', url: null })
  })
})
