/** The table of reasons: each row happened in a real browser or says why not, and cites a clause that exists. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { diagnose, explain, type FlowDiagnosis, type ReasonId } from '../../src/engine/index.ts'
import { rowOf } from '../../src/engine/reasons/explain.ts'
import { REASONS } from '../../src/engine/reasons/table.ts'
import { type Recorded, readRecording } from '../oracle/recording.ts'
import type { Truth } from '../support/cdp-truth.ts'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const ids = Object.keys(REASONS) as ReasonId[]

const gaps = (JSON.parse(read('../known-gaps.json')) as { reasons: Record<string, string> }).reasons
const recordings = ['requests', 'lookalikes', 'contexts'].flatMap(
  (name) => readRecording(new URL(`../fixtures/oracle/${name}.jsonl`, import.meta.url)).lines,
)

/** An alternative counts where the browser says that it is the true one. */
const named = ({ verdict, warnings }: FlowDiagnosis, truths: readonly Truth[]): ReasonId[] => [
  ...(verdict.finding ? [verdict.finding.reason] : []),
  ...verdict.blockers.map(({ reason }) => reason),
  ...warnings.map(({ reason }) => reason),
  ...verdict.alternatives
    .filter(({ finding }) => truths.some(({ corsError }) => corsError === explain(finding).codes.chromium))
    .map(({ finding }) => finding.reason),
]

const reachedBy = ({ page, truths, entries }: Recorded<unknown>): ReasonId[] =>
  diagnose(entries, { pageUrl: page }).flows.flatMap((flow) => named(flow, truths))

const reached = new Set(recordings.flatMap(reachedBy))

describe('every reason', () => {
  it.each(ids)('%s happened in a browser, or test/known-gaps.json says why not', (id) => {
    expect(reached.has(id) || id in gaps).toBe(true)
  })

  it('that stands among the gaps is one', () => {
    expect(
      Object.keys(gaps).filter((id) => !ids.includes(id as ReasonId) || reached.has(id as ReasonId)),
    ).toEqual([])
  })
})

describe('every clause', () => {
  const anchors = new Set(
    read('../fixtures/fetch-anchors.txt')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#')),
  )

  it.each(ids)('of %s is an anchor of its standard', (id) => {
    expect(anchors).toContain(rowOf(id).clause)
    expect(rowOf(id).step).not.toBe('')
  })

  it('list has no other entries than addresses with an anchor', () => {
    expect(anchors.size).toBeGreaterThan(20)
    expect([...anchors].filter((line) => !/^https:\/\/[a-z.]+\/[a-z-]*\/?#[\w-]+$/.test(line))).toEqual([])
  })
})
