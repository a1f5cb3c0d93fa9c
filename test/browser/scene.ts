/** What every test in the real browser starts from: the demo's servers, the browser, DevTools, the CORS tab. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CASES, type DemoCase } from '../demo/cases.ts'
import { type Demo, startDemo, urlOf } from '../demo/servers.ts'
import { openDemo, send, type Walked } from '../demo/walk.ts'
import { DevTools, type LaunchOptions } from '../support/devtools.ts'
import { Panel } from '../support/panel.ts'

export function demoCase(id: string): DemoCase {
  const found = CASES.find((other) => other.id === id)
  if (found === undefined) throw new Error(`The demo has no case ${id}.`)
  return found
}

export class Scene {
  readonly demo: Demo
  readonly devtools: DevTools
  readonly panel: Panel
  /** Empty at first; what the panel saves goes here. */
  readonly folder: string

  private constructor(demo: Demo, devtools: DevTools, panel: Panel, folder: string) {
    this.demo = demo
    this.devtools = devtools
    this.panel = panel
    this.folder = folder
  }

  /** Without a display, the demo's page open, nothing sent, the panel's list one row a request. */
  static async open(options: LaunchOptions = {}): Promise<Scene> {
    const demo = await startDemo()
    const devtools = await DevTools.launch({ headless: true, dock: 'bottom', ...options })
    await devtools.ready()
    await devtools.setDockSize(560)
    const panel = await Panel.open(devtools)
    const folder = await mkdtemp(join(tmpdir(), 'corscope-browser-'))
    await devtools.saveDownloadsIn(folder)
    await panel.group(false)
    await openDemo(devtools, demo.origins)
    return new Scene(demo, devtools, panel, folder)
  }

  urlOf(id: string): string {
    return urlOf(demoCase(id), this.demo.origins)
  }

  /** Sends one case of the demo and waits until the panel lists it. */
  async send(id: string): Promise<Walked> {
    const walked = await send(this.devtools, this.demo.origins, demoCase(id))
    await this.panel.row(walked.truth.url)
    return walked
  }

  /** A fresh start: the page as after its first load, the panel empty. */
  async reset(): Promise<void> {
    await this.panel.check('preserve-log', false)
    await this.panel.check('show-all', false)
    await openDemo(this.devtools, this.demo.origins)
    await this.panel.shown('empty')
  }

  async close(): Promise<void> {
    await this.devtools.close()
    await this.demo.close()
    await rm(this.folder, { recursive: true, force: true })
  }
}
