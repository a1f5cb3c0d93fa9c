/** Every case of the demo in real Firefox: the verdict against the category of Firefox's own console message. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diagnose, type FlowDiagnosis, isFailure } from '../../src/engine/index.ts'
import { CASES, type DemoCase } from '../demo/cases.ts'
import { type Demo, startDemo, urlOf } from '../demo/servers.ts'
import { until } from '../support/until.ts'
import { agreement, refusalsIn } from './console.ts'
import { findFirefox } from './find.ts'
import { Firefox } from './firefox.ts'
import { Watch } from './watch.ts'

interface Walked {
  worked: boolean
  refusals: string[]
}

const present = findFirefox() !== null

describe.runIf(present)('the demo in Firefox', () => {
  let demo: Demo
  let firefox: Firefox
  let flows: readonly FlowDiagnosis[] = []
  let listed: string[] = []
  const walked = new Map<string, Walked>()

  const openDemo = async (): Promise<void> => {
    await firefox.goto(`${demo.origins.page}/`)
    await until("the demo's page", () =>
      firefox.inPage<boolean>('return document.documentElement.dataset.ready === "true"'),
    )
  }

  async function send(demoCase: DemoCase): Promise<Walked> {
    const { worked } = await firefox.inPage<{ worked: boolean }>('return sendCase(arguments[0])', demoCase.id)
    await firefox.inBrowser('await new Promise((resolve) => Services.tm.dispatchToMainThread(resolve))')
    return { worked, refusals: refusalsIn(await firefox.messages()) }
  }

  const rowsInPanel = () =>
    firefox.inExtension<string[]>(
      'devtools_panel',
      `return [...document.querySelectorAll('[data-testid="flow-row"]')].map((row) => row.textContent)`,
    )

  beforeAll(async () => {
    demo = await startDemo()
    firefox = await Firefox.launch()
    await openDemo()
    await firefox.openPanel()
    const watch = await Watch.start(firefox, '/icon.svg?listening')
    await openDemo()
    await watch.forget()
    await firefox.messages()
    for (const demoCase of CASES) walked.set(demoCase.id, await send(demoCase))
    const last = `${demo.origins.page}/icon.svg?last`
    await firefox.inPage('return fetch(arguments[0]).then(() => true)', last)
    const entries = await watch.entries(last)
    flows = diagnose(entries, { browser: 'firefox', pageUrl: `${demo.origins.page}/` }).flows
    await until('the failures in the panel', async () => (await rowsInPanel()).length > 0)
    listed = await rowsInPanel()
  })

  afterAll(async () => {
    await firefox?.close()
    await demo?.close()
  })

  const flowOf = (demoCase: DemoCase): FlowDiagnosis | null => {
    const { landing } = demoCase
    const ends = [
      urlOf(demoCase, demo.origins),
      ...(landing ? [demo.origins[landing.on] + landing.path] : []),
    ]
    return flows.findLast(({ flow }) => ends.includes(flow.exchange.url)) ?? null
  }

  it.each(CASES)('$id: the page gets what Chromium gives it', ({ id, outcome }) => {
    expect(walked.get(id)?.worked).toBe(outcome === 'allowed')
  })

  it.each(CASES)('$id: the verdict is that of the console, or states it', (demoCase) => {
    const { worked, refusals } = walked.get(demoCase.id) ?? { worked: false, refusals: [] }
    expect(['same', 'stated']).toContain(agreement(flowOf(demoCase), !worked, refusals))
  })

  it('shows in the panel what failed', () => {
    const failed = flows.filter(({ verdict }) => isFailure(verdict))
    expect(failed.length).toBeGreaterThan(30)
    expect(listed.length).toBeGreaterThan(0)
  })

  it('leaves nothing in the console of its own', async () => {
    // a hint about the virtual list, which Firefox gives to any page that moves things while it scrolls
    const isHint = (category: string) => category === 'Async Pan/Zoom'
    const own = (await firefox.messages()).filter(
      ({ source, category }) => source.startsWith('moz-extension:') && !isHint(category),
    )
    expect(own).toEqual([])
  })
})
