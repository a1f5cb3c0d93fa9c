/** Every case of the demo in a real browser: what the panel says against what the browser itself says over CDP. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonReport } from '../../src/engine/index.ts'
import { CASES } from '../demo/cases.ts'
import { type Walked, walk } from '../demo/walk.ts'
import type { PanelRow } from '../support/panel.ts'
import { Scene } from './scene.ts'

let scene: Scene
const walked = new Map<string, Walked>()

beforeAll(async () => {
  scene = await Scene.open()
  await scene.panel.check('show-all', true)
  for (const one of await walk(scene.devtools, scene.demo.origins)) walked.set(one.demoCase.id, one)
})

afterAll(() => scene?.close())

/** DevTools hands some answers in late, and the panel then corrects itself. */
const CORRECTED = { timeout: 4000, interval: 50 }

function truthOf(id: string): Walked {
  const found = walked.get(id)
  if (found === undefined) throw new Error(`${id} was not sent.`)
  return found
}

const rowOf = (id: string): Promise<PanelRow> => scene.panel.row(truthOf(id).truth.url)

/** The verdict of the panel and those that it says fit as well. */
async function codesOf(id: string): Promise<string[]> {
  await scene.panel.select(truthOf(id).truth.url)
  return [
    ...(await scene.panel.data('detail', 'chromiumCode')),
    ...(await scene.panel.data('alternative', 'chromiumCode')),
  ]
}

describe('the demo', () => {
  it('has at least 20 different failures and 5 successes', () => {
    const blocked = CASES.filter(({ outcome }) => outcome === 'blocked')
    expect(blocked.length).toBeGreaterThanOrEqual(20)
    expect(CASES.filter(({ outcome }) => outcome === 'allowed').length).toBeGreaterThanOrEqual(5)
    expect(new Set(blocked.map(({ corsError }) => corsError)).size).toBeGreaterThanOrEqual(15)
    expect(new Set(CASES.map(({ id }) => id)).size).toBe(CASES.length)
  })

  it.each(CASES)('$id: the browser says $corsError', ({ id, corsError, outcome }) => {
    const { truth, worked } = truthOf(id)
    expect(truth.corsError).toBe(corsError)
    expect(worked).toBe(outcome === 'allowed')
  })
})

describe('the panel lists', () => {
  it.each(CASES)('$id as $outcome', async ({ id, outcome }) => {
    await expect.poll(() => rowOf(id), CORRECTED).toMatchObject({ outcome, count: 1 })
  })

  it('nothing twice', async () => {
    const urls = (await scene.panel.rows()).map(({ url }) => url)
    expect(urls.toSorted()).toEqual([...new Set(urls)].sort())
    expect(urls.length).toBe(CASES.length)
  })
})

describe('the panel explains', () => {
  const blocked = CASES.filter(({ outcome }) => outcome === 'blocked')

  it.each(blocked)('$id as the browser does: $corsError', async ({ id }) => {
    const { truth } = truthOf(id)
    await expect.poll(() => codesOf(id), CORRECTED).toContain(truth.corsError)
    const [words = ''] = await scene.panel.texts('explanation')
    expect(words.length).toBeGreaterThan(60)
    expect((await scene.panel.texts('detail-title')).join('')).not.toBe('')
  })

  it.each(CASES.filter(({ outcome }) => outcome === 'not-cors'))(
    '$id without a CORS error',
    async ({ id }) => {
      const verdict = await scene.panel.verdict(truthOf(id).truth.url)
      expect(verdict.chromiumCode).toBe('')
      expect(verdict.reason).not.toBe('')
    },
  )

  it.each(blocked)('$id with what to change', async ({ id }) => {
    await scene.panel.select(truthOf(id).truth.url)
    const remedies = [
      ...(await scene.panel.texts('fix-code')),
      ...(await scene.panel.texts('to-do')),
      ...(await scene.panel.texts('cause')),
    ]
    expect(remedies.join('').length).toBeGreaterThan(40)
  })

  it.each(blocked.filter(({ section }) => section !== 'Redirects'))(
    '$id with code to copy',
    async ({ id }) => {
      await scene.panel.select(truthOf(id).truth.url)
      expect((await scene.panel.texts('fix-code')).join('').length).toBeGreaterThan(0)
    },
  )
})

describe('the exported report', () => {
  let report: JsonReport

  beforeAll(async () => {
    report = await scene.panel.exportJson(scene.folder)
  })

  it.each(CASES)('names for $id the value that the browser names', ({ id }) => {
    const { truth } = truthOf(id)
    const flow = report.flows.find(({ url }) => url === truth.url)
    const verdicts = [flow, ...(flow?.alternatives ?? [])].map((verdict) => ({
      code: verdict?.browserCodes.chromium,
      parameter: verdict?.failedParameter || null,
    }))
    expect(verdicts).toContainEqual({ code: truth.corsError, parameter: truth.failedParameter })
  })
})
