/** The oracle without a browser: what Chromium logged and said, recorded, and the engine's verdict on it today. */
import { describe, expect, it } from 'vitest'
import { diagnose, explain, type FlowDiagnosis } from '../../src/engine/index.ts'
import { brokenRule, compareCase, emptyTally, describe as inWords } from '../oracle/compare.ts'
import type { RecordedCase, RecordedContext, RecordedLookAlike } from '../oracle/record.ts'
import { type Recorded, readRecording } from '../oracle/recording.ts'
import { flowsOf } from '../oracle/stage.ts'

const fixture = (name: string): URL => new URL(`../fixtures/oracle/${name}.jsonl`, import.meta.url)

const requests = readRecording<RecordedCase>(fixture('requests'))
const lookAlikes = readRecording<RecordedLookAlike>(fixture('lookalikes'))
const contexts = readRecording<RecordedContext>(fixture('contexts'))

describe('provenance', () => {
  it.each(Object.entries({ requests, lookAlikes, contexts }))('of %s is told', (_, { provenance, lines }) => {
    expect(provenance).toMatchObject({
      browser: expect.stringMatching(/^Chrom/),
      date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      command: 'npm run record',
    })
    expect(lines.length).toBeGreaterThan(50)
  })
})

describe('recorded requests', () => {
  it('are judged as the browser judged them', () => {
    const tally = emptyTally()
    const disagreements = requests.lines.flatMap(({ about, page, truths, entries }) =>
      compareCase(
        { page, truths },
        diagnose(entries, { pageUrl: `${page}/page` }),
        entries,
        tally,
      ).disagreements.map(
        ({ rule, truth, engine }) =>
          `case ${about.case}: “${rule}” does not hold: ${truth?.corsError} | ${engine}`,
      ),
    )
    expect(disagreements).toEqual([])
    expect(tally.needless).toBe(0)
    expect(tally.blocked).toBeGreaterThan(200)
    expect(tally.letThrough).toBeGreaterThan(200)
  })
})

/** The flow of a scene's request, as it ended. */
function flowOf({ page, truths, entries }: Recorded<unknown>): FlowDiagnosis | null {
  const [truth] = truths
  const diagnosis = diagnose(entries, { pageUrl: page })
  return truth === undefined ? (diagnosis.flows[0] ?? null) : (flowsOf(diagnosis, truth)[0] ?? null)
}

describe('recorded look-alikes', () => {
  it.each(lookAlikes.lines.map((line) => ({ name: line.about.name, line })))('$name', ({ line }) => {
    const verdict = flowOf(line)?.verdict
    expect({ outcome: verdict?.outcome, reason: verdict?.finding?.reason ?? null }).toEqual(
      line.about.expects,
    )
  })
})

describe('recorded contexts', () => {
  const of = (wanted: RecordedContext['verdict']) =>
    contexts.lines
      .filter(({ about }) => about.verdict === wanted)
      .map((line) => ({ name: line.about.name, line }))

  it.each(of('exact'))('$name', ({ line }) => {
    const flow = flowOf(line)
    const [truth] = line.truths
    expect(truth && brokenRule(flow, truth), inWords(flow)).toBe(null)
  })

  it.each(of('open'))('$name: left open', ({ line }) => {
    const verdict = flowOf(line)?.verdict
    const codes = verdict?.alternatives.map(({ finding }) => explain(finding).codes.chromium)
    expect(verdict?.certain).toBe(false)
    expect(codes).toContain(line.about.corsError)
  })

  it.each(of('unlogged'))('$name: nothing to judge', ({ line }) => {
    expect(flowOf(line)).toBe(null)
  })
})
