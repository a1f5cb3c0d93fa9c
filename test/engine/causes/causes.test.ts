import { describe, expect, test } from 'vitest'
import { EN } from '../../../src/engine/words/en.ts'
import { FASTAPI_CASES } from './fastapi-cases.ts'
import { GENERAL_CASES } from './general-cases.ts'
import { diagnoseFirst } from './log.ts'
import { NEXT_CASES } from './next-cases.ts'

describe('causes of FastAPI', () => {
  for (const { id, what, call, others, cause } of FASTAPI_CASES) {
    test(`${id}: ${what}`, () => {
      const diagnosis = diagnoseFirst(call, others)
      expect(diagnosis.verdict.outcome).toBe('blocked')
      expect(diagnosis.cause?.id).toBe(cause)
      expect(diagnosis.server.framework).toBe('fastapi')
      expect(diagnosis.cause?.evidence.for).not.toEqual([])
    })
  }
})

describe('causes of Next.js', () => {
  for (const { id, what, call, others, cause } of NEXT_CASES) {
    test(`${id}: ${what}`, () => {
      const diagnosis = diagnoseFirst(call, others)
      expect(diagnosis.verdict.outcome).toBe('blocked')
      expect(diagnosis.cause?.id).toBe(cause)
      expect(diagnosis.cause?.evidence.for).not.toEqual([])
    })
  }
})

describe('causes of any server', () => {
  for (const { id, what, call, others, cause } of GENERAL_CASES) {
    test(`${id}: ${what}`, () => {
      const found = diagnoseFirst(call, others).cause
      expect(found?.id).toBe(cause)
      expect(found?.evidence.for).not.toEqual([])
    })
  }
})

test('every cause has words that are no sentence cut short', () => {
  for (const [id, row] of Object.entries(EN.causes)) {
    expect(row.title.length, id).toBeGreaterThan(10)
    expect(row.title, id).not.toMatch(/\.$/)
  }
})
