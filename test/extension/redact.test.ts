import { describe, expect, it } from 'vitest'
import { redactedDiagnosis } from '../../src/extension/redact.ts'
import { diagnosis, missing, redirected, refusedPreflight } from '../panel/fixtures.ts'

describe('redactedDiagnosis', () => {
  it('holds the one flow, and none of its secrets', () => {
    const secret = missing(
      '1000 GET https://api.example/items?token=q8Zr71mPfX2c',
      'https://api.example/items?token=q8Zr71mPfX2c',
      {
        requestHeaders: [
          ['Origin', 'https://app.example'],
          ['Authorization', 'Bearer abc.def.ghi'],
          ['Cookie', 'session=8f3kq0zx71m'],
        ],
      },
    )
    const log = diagnosis(refusedPreflight('other'), secret)
    const redacted = redactedDiagnosis(log, secret)
    const text = JSON.stringify(redacted)
    for (const value of ['q8Zr71mPfX2c', 'abc.def.ghi', '8f3kq0zx71m']) expect(text).not.toContain(value)
    expect(redacted.flows).toHaveLength(1)
    expect(redacted.flows[0]?.verdict.finding?.reason).toBe('allow-origin-missing')
    expect(redacted.flows[0]?.verdict.finding?.facts).toMatchObject({
      origin: 'https://app.example',
      received: null,
    })
    expect(redacted.entries).toBe(log.entries)
  })

  it('redacts preflights, hops and redirects', () => {
    const text = JSON.stringify([
      redactedDiagnosis(diagnosis(), refusedPreflight('a')),
      redactedDiagnosis(diagnosis(), redirected('b')),
    ])
    expect(text).not.toContain('8f3kq0zx71m')
    expect(text).not.toContain('q8Zr71mPfX2c')
    expect(text).toContain('access-control-allow-methods')
  })

  it('leaves the diagnosis itself as it was', () => {
    const diagnosed = refusedPreflight('a')
    const before = structuredClone(diagnosed)
    redactedDiagnosis(diagnosis(diagnosed), diagnosed)
    expect(diagnosed).toEqual(before)
  })
})
