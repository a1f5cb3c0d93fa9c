/** CORS in workers, frames, file: pages, elements and beacons: the engine's verdict beside the browser's. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { explain, type FlowDiagnosis } from '../../src/engine/index.ts'
import { brokenRule, describe as inWords } from '../oracle/compare.ts'
import { CONTEXT_PROGRAMME, play } from '../oracle/play.ts'
import { Stage } from '../oracle/stage.ts'

const { items, options } = CONTEXT_PROGRAMME
const of = (verdict: 'exact' | 'open' | 'unlogged') => items.filter((context) => context.verdict === verdict)

const offered = ({ verdict }: FlowDiagnosis): (string | null)[] =>
  verdict.alternatives.map(({ finding }) => explain(finding).codes.chromium)

describe('contexts', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await Stage.start(options)
  })
  afterAll(() => stage?.close())

  it.each(of('exact'))('$name', async (context) => {
    const { truths, flows } = await play(stage, context)
    const [truth] = truths
    const flow = flows[0]?.[0] ?? null
    expect(truth, 'what the browser says: the scene provokes what it claims').toMatchObject({
      corsError: context.corsError,
    })
    expect(truth && brokenRule(flow, truth), inWords(flow)).toBe(null)
  })

  it.each(of('open'))('$name: the log cannot decide', async (context) => {
    const { truths, flows } = await play(stage, context)
    const [flow] = flows[0] ?? []
    expect(truths[0]).toMatchObject({ corsError: context.corsError })
    expect(flow?.verdict.certain).toBe(false)
    expect(flow && offered(flow)).toContain(context.corsError)
  })

  it.each(of('unlogged'))('$name: no entry in the log', async (context) => {
    const { diagnosis } = await play(stage, context)
    expect(diagnosis.flows).toEqual([])
  })
})
