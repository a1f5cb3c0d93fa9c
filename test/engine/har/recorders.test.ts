/** Logs that real tools recorded, with the browser's own verdict beside them: as in the recorders' own suite, without a browser. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compared, faultOf, type RecordedLog } from '../../recorders/recorded.ts'

const FOLDER = new URL('../../fixtures/recorders/', import.meta.url)

const read = (name: string): RecordedLog =>
  JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as RecordedLog

describe('a log recorded by', () => {
  it.each(readdirSync(FOLDER))('%s has no verdict that the browser contradicts', (name) => {
    const calls = compared(read(name))
    expect(calls.filter(({ corsError }) => corsError !== null).length).toBeGreaterThan(4)
    expect(calls.map(faultOf).filter((fault) => fault !== null)).toEqual([])
  })

  it('mitmproxy has certain verdicts where the exchange is complete', () => {
    const sure = compared(read('mitmproxy.json')).filter(({ flow }) => flow?.verdict.certain)
    expect(sure.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'missing',
        'other',
        'preflight-missing',
        'after-preflight',
        'redirected-without',
      ]),
    )
    expect(new Set(sure.map(({ flow }) => flow?.verdict.basis))).toContain('complete-exchange')
  })

  it('Playwright marks what the browser let through', () => {
    const read_ = compared(read('playwright.json')).filter(({ outcome }) => outcome === 'read')
    expect(read_.length).toBeGreaterThan(3)
    expect(new Set(read_.map(({ flow }) => flow?.verdict.basis))).toEqual(new Set(['browser-mark']))
  })
})
