/**
 * The extension is updated under an open DevTools. Chromium closes DevTools then, and with it the tab, whatever the way of
 * the update: the tab cannot die silently, and what is asked next says that DevTools is to be opened. Where a browser
 * leaves the page standing, the tab finds out that it is orphaned and says so (test/panel).
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { isDevTools } from '../support/launch.ts'
import { until } from '../support/until.ts'
import { Scene } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await Scene.open()
})

afterAll(() => scene?.close())

it('closes DevTools, and the page’s menu says how to go on', async () => {
  const { devtools } = scene
  await scene.send('origin-missing')
  await devtools.browser.installExtension('dist/extension')
  await until(
    'DevTools to close',
    () => !devtools.browser.targets().some((target) => isDevTools(target.url())),
  )
  const page = await until('the window that says so', async () => {
    const worker = await devtools.serviceWorker()
    await worker.evaluate(async () => {
      const [tab] = await chrome.tabs.query({ windowType: 'normal' })
      const clicked = chrome.contextMenus.onClicked as unknown as {
        dispatch: (info: unknown, tab: unknown) => void
      }
      clicked.dispatch({ menuItemId: 'explain', editable: false, pageUrl: 'http://localhost/' }, tab)
    })
    return devtools.extensionPage('explain.html')
  })
  await page.waitForSelector('[data-testid="explain"][data-state="devtools-closed"]')
  expect(await page.$eval('[data-testid="explain"]', (window) => window.textContent)).toContain(
    'Reload the page, or do in it what fails.',
  )
})
