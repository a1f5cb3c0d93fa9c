/** A thousand generated cases in the browser: the engine says what the browser says. */
import { describe, expect, it } from 'vitest'
import { runOracle } from '../oracle/oracle.ts'

const CASES = 1_000
const SEED = 20_261_122

describe('the oracle', () => {
  it(`agrees on ${CASES} cases`, { timeout: 300_000 }, async () => {
    const { tally, disagreements } = await runOracle({ cases: CASES, seed: SEED })
    const said = disagreements.map(({ case: item, disagreement: { rule, truth, engine } }) =>
      [`case ${item.id}: “${rule}” does not hold`, truth?.corsError ?? truth?.errorText, engine].join(' | '),
    )
    expect(said).toEqual([])
    expect(tally.needless).toBe(0)
    // The cases reach what they are made for.
    expect(tally.cases).toBe(CASES)
    expect(tally.blocked).toBeGreaterThan(CASES / 3)
    expect(tally.letThrough).toBeGreaterThan(CASES / 3)
    expect(tally.alternatives).toBeGreaterThan(20)
    expect(tally.sure).toBeGreaterThan(tally.alternatives)
  })
})
