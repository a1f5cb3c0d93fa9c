/** The real servers without servers: what a browser logged before them, recorded, and the engine's word on it today. */
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { diagnose, type FlowDiagnosis } from '../../src/engine/index.ts'
import type { RecordedStep } from '../frameworks/support/recordings.ts'
import { type Recorded, readRecording } from '../oracle/recording.ts'

const FOLDER = new URL('../fixtures/frameworks/', import.meta.url)

const recordings = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.jsonl'))
  .map((name) => ({ name, ...readRecording<RecordedStep>(new URL(name, FOLDER)) }))

const steps = recordings.flatMap(({ name, lines }) =>
  lines.map((line) => ({ name: `${name} ${line.about.id} ${line.about.step}`, line })),
)
const broken = steps.filter(({ line }) => line.about.step === 'broken')
const mended = steps.filter(({ line }) => line.about.step === 'mended')

const flowsOf = ({ entries }: Recorded<RecordedStep>): FlowDiagnosis[] => diagnose(entries).flows

/** The flow that is judged: its address is that of one of its hops. */
function judged(line: Recorded<RecordedStep>): FlowDiagnosis | undefined {
  return flowsOf(line).findLast(({ flow }) =>
    [...flow.hops.map(({ exchange }) => exchange), flow.exchange].some(({ url }) => url === line.about.url),
  )
}

describe('recordings', () => {
  it('are there for every stack', () => {
    expect(recordings.map(({ name }) => name.replace('.jsonl', '')).sort()).toEqual([
      'express',
      'fastapi',
      'fastify',
      'hono',
      'nextjs-build',
      'nextjs-dev',
      'nextjs-fastapi',
      'nginx',
    ])
  })

  it.each(recordings)('of $name tell where they come from', ({ provenance, lines }) => {
    expect(provenance).toMatchObject({
      browser: expect.stringMatching(/^Chrom/),
      date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      command: 'CORSCOPE_RECORD=1 npm test -- frameworks',
      versions: expect.any(Object),
    })
    expect(lines.length).toBeGreaterThanOrEqual(6)
  })
})

describe('a failure before a real server', () => {
  it.each(broken)('$name', ({ line }) => {
    const found = judged(line)
    const { corsError: _seenByTheBrowser, ...expected } = line.about.expect
    expect({
      outcome: found?.verdict.outcome,
      framework: found?.server.framework,
      cause: found?.cause?.id,
      owner: found?.cause?.owner,
    }).toEqual({ outcome: 'blocked', ...expected })
  })
})

describe('the same request once the server is mended', () => {
  it.each(mended)('$name', ({ line }) => {
    const failed = flowsOf(line).filter(
      ({ flow, verdict }) => flow.exchange.url === line.about.url && verdict.outcome === 'blocked',
    )
    expect(failed).toEqual([])
  })
})

describe('detection', () => {
  it('is never certain of another stack than the one that answered', () => {
    const wrong = steps.flatMap(({ name, line }) =>
      flowsOf(line)
        .filter(({ server }) => server.confidence === 'certain')
        .filter(({ server }) => !stacksOf(line).includes(server.framework))
        .map(({ server, flow }) => `${name}: ${flow.exchange.url} ${server.framework}`),
    )
    expect(wrong).toEqual([])
  })
})

/** Next.js before FastAPI may rightly be taken for either, by what the answer bears. */
function stacksOf({ about }: Recorded<RecordedStep>): (string | null)[] {
  const forwarded = about.id.startsWith('N') && about.expect.framework === 'fastapi'
  return forwarded ? ['fastapi', 'nextjs'] : [about.expect.framework]
}
