/** Sends every request of the demo in a browser and takes down what the browser itself says of it. */
import type { Truth } from '../support/cdp-truth.ts'
import type { DevTools } from '../support/devtools.ts'
import { until } from '../support/until.ts'
import type { Origins } from './answers.ts'
import { CASES, type DemoCase } from './cases.ts'
import { urlOf } from './servers.ts'

export interface Walked {
  demoCase: DemoCase
  url: string
  /** What the page saw. */
  worked: boolean
  truth: Truth
}

type Sender = { sendCase: (id: string) => Promise<{ worked: boolean; text: string }> }

/** Opens the demo's page and waits until its buttons work. */
export async function openDemo(devtools: DevTools, origins: Origins): Promise<void> {
  await devtools.page.goto(`${origins.page}/`)
  await until("the demo's page", () =>
    devtools.page.evaluate(() => document.documentElement.dataset.ready === 'true'),
  )
}

/** Sends one case on the open demo page. */
export async function send(devtools: DevTools, origins: Origins, demoCase: DemoCase): Promise<Walked> {
  const url = urlOf(demoCase, origins)
  const { worked } = await devtools.page.evaluate(
    (id) => (globalThis as unknown as Sender).sendCase(id),
    demoCase.id,
  )
  return { demoCase, url, worked, truth: await devtools.truth.settled(url) }
}

/** Sends all cases, one after the other. */
export async function walk(devtools: DevTools, origins: Origins): Promise<Walked[]> {
  await openDemo(devtools, origins)
  const walked: Walked[] = []
  for (const demoCase of CASES) walked.push(await send(devtools, origins, demoCase))
  return walked
}
