/** Edge is the Chromium package: as far as a Chromium that calls itself Edge can tell, and what Edge's store asks of it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '../project/files.ts'
import { Scene } from './scene.ts'

const EDGE =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0'

describe('a Chromium that calls itself Edge', () => {
  let scene: Scene

  beforeAll(async () => {
    scene = await Scene.open({ switches: [`--user-agent=${EDGE}`] })
    for (const id of ['origin-missing', 'options-401']) await scene.send(id)
  })

  afterAll(() => scene?.close())

  it('is one, to the page and to the panel', async () => {
    expect(await scene.devtools.page.evaluate(() => navigator.userAgent)).toBe(EDGE)
  })

  it('has the verdicts, the codes and the words of Chromium', async () => {
    await scene.panel.select(scene.urlOf('options-401'))
    expect(await scene.panel.data('detail', 'chromiumCode')).toEqual(['PreflightMissingAllowOriginHeader'])
    expect(await scene.panel.texts('browser-code')).toEqual(['PreflightMissingAllowOriginHeader'])
    expect(await scene.panel.texts('other-code')).toEqual(['In Firefox: CORSMissingAllowOrigin'])
  })

  it('says in a report which browser sent the request', async () => {
    const report = await scene.panel.exportJson(scene.folder)
    expect(report.source.browser).toBe('chromium')
    expect(report.flows.map(({ userAgent }) => userAgent)).toContain(EDGE)
    expect(report.flows.map(({ outcome }) => outcome)).toEqual(['blocked', 'blocked'])
  })
})

describe('the Chromium package', () => {
  it('has what Edge’s store asks for: no address for updates, no other browser in its name', () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, 'dist/extension/manifest.json'), 'utf8'))
    expect(manifest).not.toHaveProperty('update_url')
    expect(`${manifest.name} ${manifest.description}`).not.toMatch(/chrome/i)
  })
})
