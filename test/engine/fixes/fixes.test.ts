import { describe, expect, test } from 'vitest'
import { FASTAPI_CASES } from '../causes/fastapi-cases.ts'
import { GENERAL_CASES } from '../causes/general-cases.ts'
import { diagnoseFirst } from '../causes/log.ts'
import { NEXT_CASES } from '../causes/next-cases.ts'

describe('fixes for every measured case', () => {
  for (const { id, what, call, others, fix, untested, code = [], without = [] } of [
    ...FASTAPI_CASES,
    ...NEXT_CASES,
    ...GENERAL_CASES,
  ]) {
    test(`${id}: ${what}`, () => {
      const { fixes } = diagnoseFirst(call, others)
      expect(fixes[0]?.framework ?? null).toBe(fix)
      for (const part of code) expect(fixes[0]?.code).toContain(part)
      for (const part of without) expect(fixes[0]?.code).not.toContain(part)
      if (fixes[0] !== undefined) expect(fixes[0].check.proof).toBe(untested ? 'untested' : 'simulated')
      // the page's own server is in no log
      for (const shown of fixes.slice(1).filter(({ framework }) => framework !== 'front-end'))
        expect(shown.check.proof).toBe('simulated')
    })
  }
})
