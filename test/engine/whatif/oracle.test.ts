/** What if, against the browser: recorded exchanges edited into other recorded ones are judged as the browser judged those. */
import { describe, expect, it } from 'vitest'
import { diagnose, whatIf } from '../../../src/engine/index.ts'
import { brokenRule, describe as inWords } from '../../oracle/compare.ts'
import { Random } from '../../oracle/random.ts'
import type { RecordedCase } from '../../oracle/record.ts'
import { type Recorded, readRecording } from '../../oracle/recording.ts'
import { flowsOf } from '../../oracle/stage.ts'
import { canBecome, type Exchanged, editsInto } from './oracle-edits.ts'

const { lines } = readRecording<RecordedCase>(
  new URL('../../fixtures/oracle/requests.jsonl', import.meta.url),
)

/** Cases of one request as fetch() makes it by default; the log of several to one address may be paired otherwise. */
function exchanged({ about, page, truths, entries }: Recorded<RecordedCase>): Exchanged[] {
  const [request, ...others] = about.requests
  const [truth] = truths
  if (request === undefined || truth === undefined || others.length > 0) return []
  const { mode = 'cors', redirect = 'follow', uploadListener = false } = request
  // what failed for another reason than CORS no edit of headers explains
  const failedOtherwise = truth.outcome === 'failed' && truth.corsError === null
  if (mode !== 'cors' || redirect !== 'follow' || uploadListener || failedOtherwise) return []
  const credentials = request.credentials === 'include' ? 'include' : 'not-include'
  return flowsOf(diagnose(entries, { pageUrl: `${page}/page` }), truth).map((flow) => ({
    name: `case ${about.case}`,
    page,
    credentials,
    truth,
    flow,
  }))
}

const all = lines.flatMap(exchanged)
const EDITS = 1000

/** Each is edited, over and over, into another one that chance picks. */
function* pairs(random: Random): Generator<[Exchanged, Exchanged]> {
  for (let turn = 0; ; turn++) {
    const source = all[turn % all.length] as Exchanged
    const target = random.pick(all.filter((other) => other !== source && canBecome(source, other)))
    yield [source, target]
  }
}

describe('recorded exchanges, edited into other recorded ones', () => {
  it('are enough, and blocked and passing in number', () => {
    expect(all.length).toBeGreaterThan(350)
    expect(all.filter(({ truth }) => truth.corsError !== null).length).toBeGreaterThan(150)
    expect(all.filter(({ truth }) => truth.corsError === null).length).toBeGreaterThan(150)
  })

  it(`are judged as the browser judged those: ${EDITS} of them`, () => {
    const wrong: string[] = []
    const seen = { blocked: 0, passed: 0 }
    const some = pairs(new Random(1))
    for (let edit = 0; edit < EDITS; edit++) {
      const [source, target] = some.next().value as [Exchanged, Exchanged]
      const expected = whatIf(source.flow, editsInto(target))
      seen[target.truth.corsError === null ? 'passed' : 'blocked'] += 1
      const rule = brokenRule(expected, target.truth)
      const open = expected.verdict.alternatives.length > 0 || expected.verdict.outcome === 'undetermined'
      if (rule !== null || open)
        wrong.push(
          `${source.name} into ${target.name}: ${rule ?? 'open'}: ${target.truth.corsError} ${target.truth.failedParameter} | ${inWords(expected)}`,
        )
    }
    expect(wrong).toEqual([])
    expect(seen.blocked).toBeGreaterThan(300)
    expect(seen.passed).toBeGreaterThan(300)
  })

  it('come back as they were where nothing is edited', () => {
    for (const { flow } of all) expect(whatIf(flow, {})).toBe(flow)
  })

  it('keep their verdict where all of it is typed anew', () => {
    const wrong = all.flatMap((one) => {
      const typed = whatIf(one.flow, editsInto(one))
      return brokenRule(typed, one.truth) === null ? [] : [`${one.name}: ${inWords(typed)}`]
    })
    expect(wrong).toEqual([])
  })
})
