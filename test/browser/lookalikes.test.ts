/** Each failure that is taken for CORS is provoked, and comes out under its own name. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { UNLOGGED } from '../oracle/lookalikes.ts'
import { LOOK_ALIKE_PROGRAMMES, play } from '../oracle/play.ts'
import { fetching } from '../oracle/scripts.ts'
import { Stage } from '../oracle/stage.ts'

describe.each(Object.entries(LOOK_ALIKE_PROGRAMMES))('%s', (_, { items, options }) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await Stage.start(options)
  })
  afterAll(() => stage?.close())

  it.each(items)('$name', async (lookAlike) => {
    const { truths, flows } = await play(stage, lookAlike)
    expect(truths[0], 'what the browser says: the scene provokes what it claims').toMatchObject(
      lookAlike.truth,
    )
    const verdicts = (flows[0] ?? []).map(({ verdict }) => ({
      outcome: verdict.outcome,
      reason: verdict.finding?.reason ?? null,
    }))
    expect(verdicts[0]).toEqual(lookAlike.expects)
    const warnings = flows[0]?.[0]?.warnings.map(({ reason }) => reason)
    expect(warnings).toEqual(
      expect.arrayContaining([lookAlike.warns].filter((reason) => reason !== undefined)),
    )
    // Whatever else the log holds of that address is not called a CORS failure either.
    const called = verdicts.filter(({ outcome }) => outcome === 'blocked').length
    expect(called).toBeLessThanOrEqual(lookAlike.expects.outcome === 'blocked' ? 1 : 0)
  })
})

describe('what leaves nothing in the log', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await Stage.start()
  })
  afterAll(() => stage?.close())

  it.each(UNLOGGED)('$name', async ({ name, scene }) => {
    const at = stage.addresses(name)
    const { script, ...rest } = scene(at)
    // A request to the page's own server comes last: once it is in the log, what came before would be too.
    const last = `${at.page}${at.path}last`
    const { diagnosis, entries } = await stage.play(name, {
      ...rest,
      targets: [last],
      script: `${script}; ${fetching(last)}`,
    })
    const urls = entries.map(({ request }) => request.url).sort()
    expect(urls).toEqual([last, `${at.page}${at.path}page`])
    expect(diagnosis.flows).toEqual([])
  })
})
