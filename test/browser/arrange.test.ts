/** What a person arranges in the tab of the real DevTools: chips, order, settings; and that it is there the next time. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { send, walk } from '../demo/walk.ts'
import { Panel } from '../support/panel.ts'
import { until } from '../support/until.ts'
import { demoCase, Scene } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await Scene.open({ window: [1400, 1000] })
  const failing = (await walk(scene.devtools, scene.demo.origins)).filter(({ worked }) => !worked)
  await scene.panel.listed(failing.map(({ truth }) => truth.url))
})

afterAll(() => scene?.close())

/** Presses a chip by its words, and gives the count that stands on it. */
async function chip(label: string): Promise<number> {
  const count = await until(`the chip ${label}`, () =>
    scene.panel.surface.evaluate((wanted: string) => {
      const found = [...document.querySelectorAll<HTMLElement>('.chip')].find(({ textContent }) =>
        textContent.startsWith(wanted),
      )
      found?.click()
      return found ? Number(found.querySelector('.chip-count')?.textContent) : null
    }, label),
  )
  return count
}

describe('chips', () => {
  it('of an outcome show its requests alone, as many as they say', async () => {
    const count = await chip('Not CORS')
    await until('the requests of that outcome', async () => (await scene.panel.rows()).length === count)
    expect(new Set((await scene.panel.rows()).map(({ outcome }) => outcome))).toEqual(new Set(['not-cors']))
    await chip('Not CORS')
  })

  it('of an owner show the requests that it has to mend', async () => {
    const count = await chip('Front end')
    expect(count).toBeGreaterThan(0)
    await until('the requests of that owner', async () => (await scene.panel.rows()).length === count)
    for (const { url } of await scene.panel.rows()) {
      await scene.panel.select(url)
      expect(await scene.panel.data('owner', 'owner')).toEqual(['front-end'])
    }
    await chip('All')
  })
})

describe('the search of DevTools', () => {
  it('steps on and back through what it found', async () => {
    const shown = async () => (await scene.panel.data('detail', 'url'))[0] ?? ''
    await scene.devtools.search('/api/orders/')
    await until('the first', async () => (await shown()).includes('/api/orders/'))
    const first = await shown()
    await scene.devtools.searchOn('next')
    await until('another', async () => (await shown()) !== first)
    const second = await shown()
    expect(second).toContain('/api/orders/')
    await scene.devtools.searchOn('previous')
    await until('the first again', async () => (await shown()) === first)
    await scene.devtools.search(null)
  })
})

describe('columns', () => {
  it.each(['method', 'status', 'path', 'time'])('%s sorts the list up and down', async (column) => {
    const order = async () => (await scene.panel.rows()).map(({ id }) => id)
    const press = () => scene.devtools.click(scene.panel.surface, `[data-column="${column}"]`)
    const sortedBy = (direction: string) =>
      until(`the order ${direction}`, () =>
        scene.panel.surface.evaluate(
          (name: string, wanted: string) =>
            document.querySelector(`[data-column="${name}"]`)?.parentElement?.getAttribute('aria-sort') ===
            wanted,
          column,
          direction,
        ),
      )
    const before = await order()
    await press()
    if (column === 'time') await press()
    await sortedBy(column === 'time' ? 'descending' : 'ascending')
    const up = await order()
    expect(up).not.toEqual(before)
    expect([...up].sort()).toEqual([...before].sort())
    await press()
    await sortedBy(column === 'time' ? 'ascending' : 'descending')
    expect(await order()).not.toEqual(up)
  })
})

describe('what was arranged', () => {
  it('is there the next time DevTools opens', async () => {
    const { surface } = scene.panel
    await scene.panel.click('settings')
    await scene.panel.shown('sheet')
    await scene.panel.check('fold', false)
    await surface.evaluate(() => {
      const boxes = [...document.querySelectorAll<HTMLInputElement>('.sheet fieldset:nth-of-type(2) input')]
      boxes[0]?.click()
      const language = document.querySelector<HTMLSelectElement>('[data-testid="language"]')
      if (language) language.value = 'de'
      language?.dispatchEvent(new Event('change', { bubbles: true }))
    })
    await until('German', () => surface.evaluate(() => document.documentElement.lang === 'de'))
    await scene.panel.fill('filter', 'api')
    await surface.evaluate(() => {
      const splitter = document.querySelector<HTMLElement>('.splitter')
      for (let press = 0; press < 4; press++)
        splitter?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }))
    })
    const arranged = (panel: Panel) =>
      panel.surface.evaluate(() => ({
        filter: document.querySelector<HTMLInputElement>('[data-testid="filter"]')?.value,
        splitter: document.querySelector('.splitter')?.getAttribute('aria-valuenow'),
        grouped: document.querySelector('[data-testid="grouped"]')?.getAttribute('aria-pressed'),
        // which of the others have room is a matter of the width
        withMethod: document.querySelector('[data-column="method"]') !== null,
        language: document.documentElement.lang,
      }))
    const before = await arranged(scene.panel)
    expect(before).toEqual({
      filter: 'api',
      splitter: '50',
      grouped: 'false',
      withMethod: false,
      language: 'de',
    })

    await scene.devtools.restart()
    await send(scene.devtools, scene.demo.origins, demoCase('origin-list'))
    const again = await Panel.open(scene.devtools)
    await again.row(scene.urlOf('origin-list'))
    expect(await arranged(again)).toEqual(before)
    await again.click('settings')
    expect(await again.isChecked('fold')).toBe(false)
  })
})
