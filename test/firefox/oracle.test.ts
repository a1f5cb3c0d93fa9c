/** Random requests and responses in real Firefox: the engine's verdict against the console. */
import { beforeAll, describe, expect, it } from 'vitest'
import { runCases } from './cases.ts'
import { findFirefox } from './find.ts'
import { count, type Scored, score } from './score.ts'

const CASES = 300
const SEED = Number(process.env.CORSCOPE_SEED ?? 20261203)
const present = findFirefox() !== null

describe.runIf(present)(`${CASES} random cases in Firefox`, () => {
  let scored: Scored[] = []
  const wrong = (kind: Scored['agreement']) =>
    scored
      .filter(({ agreement }) => agreement === kind)
      .map(
        ({ one, flow }) =>
          `${one.id}: Firefox ${one.refusals.join('+') || one.result}, we ${flow?.verdict.outcome} ${flow?.verdict.finding?.reason}`,
      )
  const refused = () => scored.filter(({ one }) => one.failed && one.refusals.length > 0)

  beforeAll(async () => {
    scored = score(await runCases(CASES, SEED))
  })

  it('hold many refusals', () => {
    expect(refused().length).toBeGreaterThan(90)
  })

  it('have its category as the verdict, or among two stated alternatives, in 97 of 100', () => {
    const { same, stated } = count(refused())
    const share = (same + stated) / refused().length
    expect(share, wrong('other').join('\n')).toBeGreaterThanOrEqual(0.97)
  })

  it('miss at most one in a hundred', () => {
    expect(count(refused()).missed / refused().length, wrong('missed').join('\n')).toBeLessThanOrEqual(0.01)
  })

  it('raise no false alarm', () => {
    expect(wrong('false-alarm')).toEqual([])
  })

  it('have no certain verdict that contradicts the console', () => {
    const contradicted = scored.filter(
      ({ agreement, flow }) => (agreement === 'other' || agreement === 'missed') && flow?.verdict.certain,
    )
    expect(
      contradicted.map(({ one, flow }) => [one.id, one.refusals, flow?.verdict.finding?.reason]),
    ).toEqual([])
  })
})
