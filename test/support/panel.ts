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
  method: string
  outcome: string
  /** Our id of the reason, '' when none. */
  reason: string
  stage: string
  /** Chromium's `Network.CorsError`, '' when none. */
  chromiumCode: string
  failedParameter: string
  status: number
  count: number
  selected: boolean
  text: string
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

  async rows(): Promise<PanelRow[]> {
    return this.surface.evaluate(
      (selector: string) =>
        [...document.querySelectorAll<HTMLElement>(selector)].map((row) => ({
          id: row.dataset.id ?? '',
          url: row.dataset.url ?? '',
          method: row.dataset.method ?? '',
          outcome: row.dataset.outcome ?? '',
          reason: row.dataset.reason ?? '',
          stage: row.dataset.stage ?? '',
          chromiumCode: row.dataset.chromiumCode ?? '',
          failedParameter: row.dataset.failedParameter ?? '',
          status: Number(row.dataset.status),
          count: Number(row.dataset.count),
          selected: row.getAttribute('aria-selected') === 'true',
          text: row.textContent,
        })),
      byTestId('flow-row'),
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
      await this.devtools.click(this.surface, rowSelector(id))
      return (await this.data('detail', 'id')).includes(id)
    })
  }

  /** A true right-click on the row of a request; the panel's own menu is open afterwards. */
  async openMenu(url: string): Promise<void> {
    const { id } = await this.row(url)
    await this.devtools.click(this.surface, `${byTestId('flow-row')}[data-id=${JSON.stringify(id)}]`, 'right')
    await this.shown('context-menu')
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
