/** Right-click on a failure, and what leaves the panel. */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { SCHEMA } from '../../src/engine/index.ts'
import { savedFile } from '../support/panel.ts'
import { until } from '../support/until.ts'
import { Scene } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await Scene.open()
  for (const id of ['origin-missing', 'options-401', 'starlette-headers']) await scene.send(id)
})

afterAll(() => scene?.close())

afterEach(async () => {
  for (const name of await readdir(scene.folder)) await rm(join(scene.folder, name))
})

/** What is on the clipboard, read by a page that may. */
async function clipboard(): Promise<string> {
  const { browser, page } = scene.devtools
  await browser.defaultBrowserContext().overridePermissions(scene.demo.origins.page, ['clipboard-read'])
  await page.bringToFront()
  return page.evaluate(() => navigator.clipboard.readText())
}

describe('a right-click on a row', () => {
  it('opens a menu for that row, and Explain shows its explanation', async () => {
    const url = scene.urlOf('origin-missing')
    await scene.panel.select(scene.urlOf('options-401'))
    await scene.panel.openMenu(url)
    expect(await scene.panel.texts('menu-explain')).toEqual(['Explain this failure'])
    await scene.panel.click('menu-explain')
    await scene.panel.gone('context-menu')
    expect(await scene.panel.data('detail', 'url')).toEqual([url])
    expect(await scene.panel.data('detail', 'chromiumCode')).toEqual(['MissingAllowOriginHeader'])
  })

  it('copies the explanation', async () => {
    const url = scene.urlOf('starlette-headers')
    await scene.panel.openMenu(url)
    await scene.panel.click('menu-copy-explanation')
    expect(await scene.panel.notice('said')).toContain('copied')
    const text = await clipboard()
    expect(text).toContain(url)
    expect(text.toLowerCase()).toContain('authorization')
    expect(text).not.toContain('demo-token')
  })

  it('copies the fix that is shown', async () => {
    await scene.panel.select(scene.urlOf('starlette-headers'))
    const [code = ''] = await scene.panel.texts('fix-code')
    await scene.panel.openMenu(scene.urlOf('starlette-headers'))
    await scene.panel.click('menu-copy-fix')
    expect(code).toContain('CORSMiddleware')
    await until('the fix alone on the clipboard', async () => (await clipboard()).trim() === code.trim())
  })

  it('exports this failure as Markdown, without secrets', async () => {
    await scene.panel.openMenu(scene.urlOf('starlette-headers'))
    await scene.panel.click('menu-export-markdown')
    const text = await savedFile(scene.folder, '.md')
    expect(text).toContain(scene.urlOf('starlette-headers'))
    expect(text).not.toContain(scene.urlOf('options-401'))
    expect(text).not.toContain('demo-token')
  })

  it('exports this failure as JSON, without secrets', async () => {
    await scene.panel.openMenu(scene.urlOf('options-401'))
    await scene.panel.click('menu-export-json')
    const text = await savedFile(scene.folder, '.json')
    expect(text).not.toContain('demo-token')
    const report = JSON.parse(text)
    expect(report.schema).toBe(SCHEMA)
    expect(report.flows.map(({ url }: { url: string }) => url)).toEqual([scene.urlOf('options-401')])
    expect(report.flows[0].browserCodes.chromium).toBe('PreflightMissingAllowOriginHeader')
  })

  it('shows the request in the Network panel', async () => {
    const url = scene.urlOf('origin-missing')
    await scene.panel.openMenu(url)
    await scene.panel.click('menu-show-in-network')
    await until('the Network panel', async () => (await scene.devtools.shownPanel()) === 'network')
    await scene.devtools.openPanel()
  })
})

describe('the menu of the toolbar', () => {
  it('exports all failures as JSON', async () => {
    const report = await scene.panel.exportJson(scene.folder)
    expect(report.source.browser).toBe('chromium')
    expect(report.flows.map(({ url }) => url).sort()).toEqual(
      ['origin-missing', 'options-401', 'starlette-headers'].map((id) => scene.urlOf(id)).sort(),
    )
  })

  it('exports all failures as Markdown', async () => {
    await scene.panel.click('export-all')
    await scene.panel.shown('export-all-menu')
    await scene.panel.click('export-all-markdown')
    const text = await savedFile(scene.folder, '.md')
    expect(text).toContain(scene.urlOf('origin-missing'))
    expect(text).toContain(scene.urlOf('options-401'))
    expect(text).not.toContain('demo-token')
  })
})
