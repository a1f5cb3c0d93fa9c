/**
 * Every case of the demo in real Firefox: the verdict against the category of Firefox's own console message, what is
 * exported from the tab, and what the command line says of that and of Firefox's own HAR.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diagnose, type FlowDiagnosis, isFailure, type Report } from '../../src/engine/index.ts'
import { CASES, type DemoCase } from '../demo/cases.ts'
import { urlOf } from '../demo/servers.ts'
import { until } from '../support/until.ts'
import { explainOnCommandLine } from './command-line.ts'
import { agreement, refusalsIn } from './console.ts'
import { findFirefox } from './find.ts'
import { type Compared, compareReports, type Difference } from './har-verdicts.ts'
import { HAR_EXPORT } from './internals.ts'
import { Scene } from './scene.ts'

interface Walked {
  worked: boolean
  refusals: string[]
}

const present = findFirefox() !== null

describe.runIf(present)('the demo in Firefox', () => {
  let scene: Scene
  let flows: readonly FlowDiagnosis[] = []
  let listed: string[] = []
  const walked = new Map<string, Walked>()

  async function send(demoCase: DemoCase): Promise<Walked> {
    const { firefox } = scene
    const { worked } = await firefox.inPage<{ worked: boolean }>('return sendCase(arguments[0])', demoCase.id)
    await firefox.inBrowser('await new Promise((resolve) => Services.tm.dispatchToMainThread(resolve))')
    return { worked, refusals: refusalsIn(await firefox.messages()) }
  }

  beforeAll(async () => {
    scene = await Scene.open()
    await scene.openDemo()
    await scene.watch.forget()
    await scene.firefox.messages()
    for (const demoCase of CASES) walked.set(demoCase.id, await send(demoCase))
    const { page } = scene.demo.origins
    const last = `${page}/icon.svg?last`
    await scene.firefox.inPage('return fetch(arguments[0]).then(() => true)', last)
    const entries = await scene.watch.entries(last)
    flows = diagnose(entries, { browser: 'firefox', pageUrl: `${page}/` }).flows
    await until('the failures in the panel', async () => (await scene.rows()).length > 0)
    listed = await scene.rows()
  })

  afterAll(() => scene?.close())

  const flowOf = (demoCase: DemoCase): FlowDiagnosis | null => {
    const { landing } = demoCase
    const ends = [
      urlOf(demoCase, scene.demo.origins),
      ...(landing ? [scene.demo.origins[landing.on] + landing.path] : []),
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
    const own = (await scene.firefox.messages()).filter(
      ({ source, category }) => source.startsWith('moz-extension:') && !isHint(category),
    )
    expect(own).toEqual([])
  })

  describe('on the command line', () => {
    let tab: Report

    beforeAll(async () => {
      tab = await scene.exportReport()
    })

    const kindsOf = (compared: readonly Compared[]) => (kind: Difference) =>
      compared.filter(({ difference }) => difference === kind)

    it('the tab’s report has every failure, in Firefox’s words and without secrets', () => {
      expect(tab.source.browser).toBe('firefox')
      expect(tab.flows.length).toBe(flows.filter(({ verdict }) => isFailure(verdict)).length)
      expect(JSON.stringify(tab)).not.toContain('demo-token')
    })

    it('a HAR that the tab exports gives the verdicts of the tab', async () => {
      const file = explainOnCommandLine(await scene.exportText('har'))
      const of = kindsOf(compareReports(tab, file))
      expect([...of('contradicts'), ...of('not-listed'), ...of('less-sure')]).toEqual([])
      expect(of('same').length).toBe(tab.flows.length)
    })

    it('a HAR that Firefox exports gives the same, or says less, and contradicts in nothing', async () => {
      const har = await scene.firefox.inBrowser<string>(HAR_EXPORT)
      const compared = compareReports(tab, explainOnCommandLine(har))
      const of = kindsOf(compared)
      expect(of('contradicts')).toEqual([])
      expect(of('not-listed')).toEqual([])
      const lessSure = JSON.stringify(of('less-sure'), null, 1)
      expect(of('same').length / tab.flows.length, lessSure).toBeGreaterThan(0.8)
    })
  })
})
