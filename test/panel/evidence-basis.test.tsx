// @vitest-environment happy-dom
/** What a verdict rests on is said in the panel too: one made from headers alone is none of the browser's. */
import { describe, expect, it } from 'vitest'
import { EN } from '../../src/panel/strings/panel-en.ts'
import { diagnosis, missing } from './fixtures.ts'
import { mount } from './mount.tsx'

describe('what the verdict rests on', () => {
  it.each(['browser-mark', 'complete-exchange', 'headers-only'] as const)('%s', (basis) => {
    const panel = mount()
    const failure = missing('a')
    const judged = { ...failure, verdict: { ...failure.verdict, basis } }
    panel.receive({ type: 'diagnosis', diagnosis: diagnosis(judged) })
    expect(panel.one('basis').textContent).toBe(EN[`basis.${basis}`])
  })
})
