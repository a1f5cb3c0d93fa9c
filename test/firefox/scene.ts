/** The demo's page in Firefox with the tab CORS open, and what the panel shows. */
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Report } from '../../src/engine/index.ts'
import { CASES } from '../demo/cases.ts'
import { type Demo, startDemo, urlOf } from '../demo/servers.ts'
import { until } from '../support/until.ts'
import { Firefox } from './firefox.ts'
import type { LaunchOptions } from './process.ts'
import { Watch } from './watch.ts'

export class Scene {
  readonly demo: Demo
  readonly firefox: Firefox
  /** What Firefox hands extensions in the DevTools that were opened last. */
  watch!: Watch
  #listening = 0

  private constructor(demo: Demo, firefox: Firefox) {
    this.demo = demo
    this.firefox = firefox
  }

  static async open(options: LaunchOptions = {}): Promise<Scene> {
    const demo = await startDemo()
    const scene = new Scene(demo, await Firefox.launch(options))
    await scene.openDemo()
    await scene.openPanel()
    return scene
  }

  async close(): Promise<void> {
    await this.firefox.close()
    await this.demo.close()
  }

  /** Loads the demo's page in the tab at hand. */
  async openDemo(): Promise<void> {
    await this.firefox.goto(`${this.demo.origins.page}/`)
    await until("the demo's page", () =>
      this.firefox.inPage<boolean>('return document.documentElement.dataset.ready === "true"'),
    )
  }

  /** Opens DevTools on the tab at hand and waits until requests are heard. */
  async openPanel(): Promise<void> {
    await this.firefox.openPanel()
    this.watch = await Watch.start(this.firefox, `/icon.svg?listening=${++this.#listening}`)
  }

  /** Lets the page fail; gives the address of that request. */
  async send(id: string): Promise<string> {
    await this.firefox.inPage('return sendCase(arguments[0])', id)
    const demoCase = CASES.find((one) => one.id === id)
    if (demoCase === undefined) throw new Error(`The demo has no case “${id}”.`)
    return urlOf(demoCase, this.demo.origins)
  }

  inPanel<Result>(body: string, ...args: unknown[]): Promise<Result> {
    return this.firefox.inExtension<Result>('devtools_panel', body, ...args)
  }

  rows(): Promise<string[]> {
    return this.inPanel(
      `return [...document.querySelectorAll('[data-testid="flow-row"]')].map((row) => row.textContent)`,
    )
  }

  listed(count: number): Promise<boolean> {
    return until(`${count} rows`, async () => (await this.rows()).length === count)
  }

  /** Address of the request that is explained; null where none is. */
  explained(): Promise<string | null> {
    return this.inPanel(`return document.querySelector('[data-testid="detail"]')?.dataset.url ?? null`)
  }

  /** Saves all failures from the panel's toolbar, as the person does, and reads the file. */
  async exportText(format: 'json' | 'markdown' | 'har'): Promise<string> {
    const folder = this.firefox.downloads
    const ending = { json: '.json', markdown: '.md', har: '.har' }[format]
    const saved = async () =>
      (await readdir(folder)).find((name) => name.startsWith('corscope-') && name.endsWith(ending))
    await this.firefox.click('[data-testid="export-all"]')
    await this.firefox.click(`[data-testid="export-all-${format}"]`)
    const name = await until(`a file ${ending}`, saved)
    // while it writes, Firefox has the file empty and a second one beside it
    const text = await until('the whole file', async () => {
      if ((await readdir(folder)).includes(`${name}.part`)) return null
      return (await readFile(join(folder, name), 'utf8')) || null
    })
    await rm(join(folder, name))
    return text
  }

  async exportReport(): Promise<Report> {
    return JSON.parse(await this.exportText('json')) as Report
  }
}
