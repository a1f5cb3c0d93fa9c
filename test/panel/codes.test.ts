/** The name of a failure: that of the browser at hand leads, the other one's stands in the small print. */
import { describe, expect, it } from 'vitest'
import { explain } from '../../src/engine/index.ts'
import { codeFor, otherCodeFor } from '../../src/panel/codes.ts'
import { missing } from './fixtures.ts'

const { finding } = missing('a').verdict
const explanation = finding === null ? null : explain(finding)

describe('the name of a failure', () => {
  it.each([
    ['firefox', 'CORSMissingAllowOrigin', { browser: 'Chromium', code: 'MissingAllowOriginHeader' }],
    ['chromium', 'MissingAllowOriginHeader', { browser: 'Firefox', code: 'CORSMissingAllowOrigin' }],
    ['unknown', null, null],
  ] as const)('in %s', (browser, code, other) => {
    expect(explanation && codeFor(browser, explanation)).toBe(code)
    expect(explanation && otherCodeFor(browser, explanation)).toEqual(other)
  })
})
