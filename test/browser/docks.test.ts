/** The tab in the real DevTools as people have it: narrow, low, zoomed, in high contrast, with hostile text in the log. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { cutTexts } from '../support/cut-texts.ts'
import { until } from '../support/until.ts'
import { Scene } from './scene.ts'

let scene: Scene
let hostile: Server

/** As its bytes come over the wire: header values are Latin-1 to Node. */
const asBytes = (text: string): string => Buffer.from(text).toString('latin1')
const HOSTILE = 'https://app.example\u202e gpj.exe\u2066<b onclick=alert(1)>`x`</b>'

beforeAll(async () => {
  scene = await Scene.open({ window: [1200, 1000] })
  hostile = createServer((_, response) => {
    response.setHeader('Access-Control-Allow-Origin', asBytes(HOSTILE))
    response.end('{}')
  })
  await new Promise<void>((done) => {
    hostile.listen(0, '127.0.0.1', done)
  })
  await scene.send('starlette-headers')
  await scene.send('several-missing')
})

afterAll(async () => {
  await scene?.close()
  hostile?.close()
})

const showDetail = (): Promise<void> =>
  scene.panel.surface.evaluate(() => {
    document
      .querySelector<HTMLElement>('[data-testid="flow-list"]')
      ?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
  })

/** How far below the edge of the panel each element ends, in pixels; NaN for what is not there. */
const below = (queries: readonly string[]): Promise<number[]> =>
  scene.panel.surface.evaluate(
    (selectors: readonly string[]) =>
      selectors.map((selector) => {
        const box = document.querySelector(selector)?.getBoundingClientRect()
        return box && box.height > 0 ? Math.max(0, box.bottom - innerHeight) : -1
      }),
    queries,
  )
const ANSWER = ['[data-testid="detail-title"]', '[data-testid="copy-fix"]']

describe('docks', () => {
  afterEach(async () => {
    await scene.panel.surface.evaluate(() =>
      document.querySelector<HTMLElement>('[data-testid="back"]')?.click(),
    )
    await scene.devtools.setDock('bottom')
    await scene.devtools.setDockSize(560)
  })

  it('of 300 px at the right shows answer and copy button', async () => {
    await scene.panel.select(scene.urlOf('starlette-headers'))
    await scene.devtools.setDock('right')
    await scene.devtools.setDockSize(300)
    const width = await until('the narrow panel', () =>
      scene.panel.surface.evaluate(() => (innerWidth <= 340 ? innerWidth : null)),
    )
    expect(width).toBeLessThanOrEqual(340)
    await showDetail()
    expect(await below(ANSWER)).toEqual([0, 0])
  })

  it('of 250 px at the bottom shows answer and copy button', async () => {
    await scene.panel.select(scene.urlOf('starlette-headers'))
    await scene.devtools.setDockSize(250)
    await until('the low panel', () => scene.panel.surface.evaluate(() => innerHeight <= 250))
    expect(await below(ANSWER)).toEqual([0, 0])
  })
})

describe('zoom', () => {
  it('of 200 % cuts no text', async () => {
    await scene.panel.select(scene.urlOf('several-missing'))
    await scene.devtools.zoom(2)
    await until('the zoomed panel', () => scene.panel.surface.evaluate(() => devicePixelRatio >= 2))
    expect(await scene.panel.surface.evaluate(cutTexts, '.row, .long')).toEqual([])
    await showDetail()
    expect(await scene.panel.surface.evaluate(cutTexts, '.row, .long')).toEqual([])
    await scene.devtools.zoom(1)
    await until('the panel as before', () => scene.panel.surface.evaluate(() => devicePixelRatio < 1.1))
  })
})

describe('forced colours', () => {
  it('leave borders and the mark of the selected row', async () => {
    const { session } = scene.panel.surface
    await session.send('Emulation.setEmulatedMedia', {
      features: [{ name: 'forced-colors', value: 'active' }],
    })
    await until('the forced colours', () =>
      scene.panel.surface.evaluate(() => matchMedia('(forced-colors: active)').matches),
    )
    const looks = await scene.panel.surface.evaluate(() => {
      const style = (query: string) => getComputedStyle(document.querySelector(query) ?? document.body)
      return [
        style('[data-testid="filter"]').borderTopWidth,
        style('.owner').borderTopWidth,
        style('[data-testid="copy-fix"]').borderTopWidth,
        style('.row[aria-selected="true"]').outlineStyle,
      ]
    })
    await session.send('Emulation.setEmulatedMedia', { features: [] })
    expect(looks).toEqual(['1px', '1px', '1px', 'solid'])
  })
})

describe('hostile text', () => {
  it('is shown as marks, and never turns the text around it', async () => {
    const url = `http://127.0.0.1:${(hostile.address() as AddressInfo).port}/a%E2%80%AE/<b>?q=\u202e`
    await scene.devtools.page.evaluate((address) => fetch(address).catch(() => null), url)
    const row = await until('the row of the hostile answer', async () =>
      (await scene.panel.rows()).find(({ text }) => text.includes(new URL(url).host)),
    )
    await scene.panel.select(row.url)
    const shown = await scene.panel.surface.evaluate(() => ({
      text: document.querySelector('[data-testid="panel"]')?.textContent ?? '',
      titles: [...document.querySelectorAll('[title]')].map((element) => element.getAttribute('title') ?? ''),
      elements: document.querySelectorAll('b, [onclick]').length,
    }))
    expect(shown.text).toContain('gpj.exe')
    expect([shown.text, ...shown.titles].filter((text) => /[\u202a-\u202e\u2066-\u2069]/.test(text))).toEqual(
      [],
    )
    expect(shown.elements).toBe(0)
  })
})
