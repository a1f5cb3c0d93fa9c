/** The CORS panel as a test sees it: what its document says, by `data-testid` and data attributes. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { JsonReport } from '../../src/engine/index.ts'
import type { TestId } from '../../src/panel/testids.ts'
import type { DevTools } from './devtools.ts'
import type { Surface } from './surface.ts'
import { until } from './until.ts'

/** A row of the list, read off its data attributes. */
export interface PanelRow {
  id: string
  url: string
  outcome: string
  count: number
  selected: boolean
  text: string
}

/** The verdict of the request that is explained. */
export interface PanelVerdict {
  /** Our id of the reason, '' when none. */
  reason: string
  stage: string
  /** Chromium's `Network.CorsError`, '' when none. */
  chromiumCode: string
  failedParameter: string
  method: string
  status: number
}

const byTestId = (id: TestId): string => `[data-testid="${id}"]`

const rowSelector = (id: string): string => `${byTestId('flow-row')}[data-id=${JSON.stringify(id)}]`

export class Panel {
  readonly devtools: DevTools
  readonly surface: Surface

  constructor(devtools: DevTools, surface: Surface) {
    this.devtools = devtools
    this.surface = surface
  }

  /** Brings the CORS tab to the front and waits for its content. */
  static async open(devtools: DevTools): Promise<Panel> {
    const panel = new Panel(devtools, await devtools.openPanel())
    await panel.shown('panel')
    return panel
  }

  /** All rows in their order. Only those in view are in the document, so the list is scrolled through. */
  async rows(): Promise<PanelRow[]> {
    return this.surface.evaluate(
      async (listSelector: string, selector: string) => {
        const drawn = (): Promise<void> =>
          new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))
        const found = new Map<string, PanelRow & { place: number }>()
        const list = document.querySelector<HTMLElement>(listSelector)
        if (list === null) return []
        const before = list.scrollTop
        for (let top = 0; ; top += Math.max(60, list.clientHeight - 60)) {
          list.scrollTop = top
          await drawn()
          for (const row of document.querySelectorAll<HTMLElement>(selector)) {
            const key = row.id
            found.set(key, {
              id: row.dataset.id ?? '',
              url: row.dataset.url ?? '',
              outcome: row.dataset.outcome ?? '',
              count: Number(row.dataset.count),
              selected: row.getAttribute('aria-selected') === 'true',
              text: row.textContent,
              place: Number(key.replace('row-', '')),
            })
          }
          if (top + list.clientHeight >= list.scrollHeight) break
        }
        list.scrollTop = before
        await drawn()
        return [...found.values()].sort((a, b) => a.place - b.place).map(({ place: _, ...row }) => row)
      },
      byTestId('flow-list'),
      byTestId('flow-row'),
    )
  }

  /** What the panel says of a request, its row selected. */
  async verdict(url: string): Promise<PanelVerdict> {
    await this.select(url)
    return this.surface.evaluate((selector: string) => {
      const { dataset } = document.querySelector<HTMLElement>(selector) ?? document.body
      return {
        reason: dataset.reason ?? '',
        stage: dataset.stage ?? '',
        chromiumCode: dataset.chromiumCode ?? '',
        failedParameter: dataset.failedParameter ?? '',
        method: dataset.method ?? '',
        status: Number(dataset.status),
      }
    }, byTestId('detail'))
  }

  /** Scrolls the list until a row is in the document. */
  async #bringIntoView(id: string): Promise<void> {
    await this.surface.evaluate(
      async (listSelector: string, selector: string) => {
        const list = document.querySelector<HTMLElement>(listSelector)
        if (list === null) return
        for (let top = list.scrollTop; ; top += Math.max(60, list.clientHeight - 60)) {
          if (document.querySelector(selector) !== null) return
          if (top >= list.scrollHeight) top = 0
          list.scrollTop = top
          await new Promise<void>((done) => requestAnimationFrame(() => setTimeout(done, 0)))
          if (top === 0 && list.scrollHeight <= list.clientHeight) return
        }
      },
      byTestId('flow-list'),
      rowSelector(id),
    )
  }

  /** The row of a request, as soon as the panel lists it. */
  async row(url: string): Promise<PanelRow> {
    return until(`the row of ${url} in the CORS panel`, async () =>
      (await this.rows()).find((row) => row.url === url),
    )
  }

  /** Waits until every one of these requests has its row. */
  async listed(urls: readonly string[]): Promise<void> {
    await until('the requests in the CORS panel', async () => {
      const shown = new Set((await this.rows()).map(({ url }) => url))
      const missing = urls.filter((url) => !shown.has(url))
      if (missing.length > 0) throw new Error(`It lacks ${missing.join(', ')}.`)
      return true
    })
  }

  /** Clicks the row of a request and waits for its explanation; again when the list moved under the mouse. */
  async select(url: string): Promise<void> {
    await until(`the explanation of ${url} in the CORS panel`, async () => {
      const { id } = await this.row(url)
      if ((await this.data('detail', 'id')).includes(id)) return true
      await this.#bringIntoView(id)
      await this.devtools.click(this.surface, rowSelector(id))
      return (await this.data('detail', 'id')).includes(id)
    })
  }

  /** A true right-click on the row of a request; the panel's own menu is open afterwards. */
  async openMenu(url: string): Promise<void> {
    const { id } = await this.row(url)
    await this.#bringIntoView(id)
    await this.devtools.click(this.surface, rowSelector(id), 'right')
    await this.shown('context-menu')
  }

  /** Puts text into a field, as typing does. */
  async fill(id: TestId, text: string): Promise<void> {
    await this.surface.evaluate(
      (selector: string, value: string) => {
        const field = document.querySelector<HTMLInputElement>(selector)
        if (field === null) return
        field.value = value
        field.dispatchEvent(new Event('input', { bubbles: true }))
      },
      byTestId(id),
      text,
    )
  }

  /** One row a request in the order of time, or one a cause. */
  async group(wanted: boolean): Promise<void> {
    const pressed = () =>
      this.surface.evaluate(
        (selector: string) => document.querySelector(selector)?.getAttribute('aria-pressed') === 'true',
        byTestId('grouped'),
      )
    if ((await pressed()) !== wanted) await this.click('grouped')
    await until('the list in its order', async () => (await pressed()) === wanted)
  }

  async click(id: TestId): Promise<void> {
    await this.devtools.click(this.surface, byTestId(id))
  }

  async shown(id: TestId): Promise<void> {
    await this.surface.waitFor(
      id,
      (selector: string) => document.querySelector(selector) !== null,
      byTestId(id),
    )
  }

  async gone(id: TestId): Promise<void> {
    await this.surface.waitFor(
      `the end of ${id}`,
      (selector: string) => document.querySelector(selector) === null,
      byTestId(id),
    )
  }

  /** Waits until the status line speaks of something, or until it is silent again. */
  async notice(wanted: 'said' | 'silent'): Promise<string> {
    const spoken = await until(`the status line to be ${wanted}`, async () => {
      const text = (await this.texts('notice')).join('')
      return (text === '') === (wanted === 'silent') ? { text } : null
    })
    return spoken.text
  }

  /** The words of every element with that test id. */
  async texts(id: TestId): Promise<string[]> {
    return this.surface.evaluate(
      (selector: string) =>
        [...document.querySelectorAll<HTMLElement>(selector)].map((element) => element.textContent),
      byTestId(id),
    )
  }

  /** A data attribute of every element with that test id. */
  async data(id: TestId, name: string): Promise<string[]> {
    return this.surface.evaluate(
      (selector: string, key: string) =>
        [...document.querySelectorAll<HTMLElement>(selector)].map((element) => element.dataset[key] ?? ''),
      byTestId(id),
      name,
    )
  }

  async isChecked(id: TestId): Promise<boolean> {
    return this.surface.evaluate(
      (selector: string) => document.querySelector<HTMLInputElement>(selector)?.checked === true,
      byTestId(id),
    )
  }

  /** Puts a checkbox where it is wanted. */
  async check(id: TestId, wanted: boolean): Promise<void> {
    if ((await this.isChecked(id)) !== wanted) await this.click(id)
    await until(
      `${id} to be ${wanted ? 'checked' : 'unchecked'}`,
      async () => (await this.isChecked(id)) === wanted,
    )
  }

  /** Saves the report of all listed failures as JSON through the panel's own menu and reads the file. */
  async exportJson(folder: string): Promise<JsonReport> {
    await this.devtools.saveDownloadsIn(folder)
    await this.click('export-all')
    await this.shown('export-all-menu')
    await this.click('export-all-json')
    return JSON.parse(await savedFile(folder, '.json')) as JsonReport
  }
}

/** The text of the first file with that ending in a folder, once the browser has written it. */
export async function savedFile(folder: string, ending: string): Promise<string> {
  return until(`a file ${ending} in ${folder}`, async () => {
    const names = await readdir(folder)
    const name = names.find((other) => other.endsWith(ending))
    // while it writes, Chromium has a second file beside it
    if (name === undefined || names.some((other) => other.endsWith('.crdownload'))) return null
    return (await readFile(join(folder, name), 'utf8')) || null
  })
}
