// @vitest-environment happy-dom
/** What is covered is what the log holds: the tab's own words are not secrets. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { answerLine, diagnose, isFailure } from '../../src/engine/index.ts'
import { mount } from './mount.tsx'

const entries = readFileSync('test/fixtures/demo.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as unknown)
const diagnosis = diagnose(entries, { browser: 'chromium' })
const failures = diagnosis.flows.filter(({ verdict }) => isFailure(verdict))

describe('answers of the demo', () => {
  it('stand in headline and fix as they were written, “credentials: name …” too', () => {
    const panel = mount()
    panel.receive({ type: 'diagnosis', diagnosis })
    const shown = failures.map((failure) => {
      panel.receive({ type: 'select', id: failure.id })
      return panel.one('detail-title').textContent
    })
    expect(shown).toEqual(failures.map((failure) => answerLine(failure)?.text))
    expect(shown.join()).toContain('credentials: name ')
  })
})
