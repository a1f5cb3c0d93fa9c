/** What redaction must leave alone: words and ids that we wrote ourselves. */
import { describe, expect, it } from 'vitest'
import { createRedactor } from '../../../src/engine/report/redactor.ts'

describe('sentences and code of ours', () => {
  it.each([
    ['Keep the other options (such as `credentials: true`), and call it again.'],
    ['with `credentials: true` if the client uses `withCredentials`.'],
    ['    credentials: true,'],
    ["  fetch(url, { credentials: 'include' })"],
    ['    OriginRequestPolicyId: 88a5eaf4-2fd4-4709-b370-b4c650ea3fcf'],
  ])('%s', (words) => {
    expect(createRedactor().words(words)).toBe(words)
  })

  it('are looked through all the same', () => {
    expect(createRedactor().words('`token: a8Fk29sLq0Zx7Yt3`')).not.toContain('a8Fk29')
    expect(createRedactor().words('id 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed')).not.toContain('1b9d6bcd')
  })
})
