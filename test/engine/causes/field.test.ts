/** Logs made after public bug reports: what is said of them, who acts, and what must never be printed. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { answerLine, diagnose, type FlowDiagnosis, isFailure } from '../../../src/engine/index.ts'
import { FIELD_CASES } from './field-cases.ts'

const FOLDER = new URL('../../fixtures/field/', import.meta.url)

function failuresOf(file: string): FlowDiagnosis[] {
  const { log } = JSON.parse(readFileSync(new URL(`${file}.har`, FOLDER), 'utf8'))
  const { flows } = diagnose(log.entries, { creator: log.creator?.name, pages: log.pages })
  return flows.filter(({ verdict, causes }) => isFailure(verdict) || causes.length > 0)
}

/** All that a person is shown of a failure besides the verdict itself. */
const printed = (shown: FlowDiagnosis): string =>
  [
    answerLine(shown)?.text,
    ...shown.causes.flatMap(({ title, text, misleading }) => [title, text, misleading]),
    ...shown.fixes.flatMap(({ title, code, note }) => [title, code, note]),
  ].join('\n')

describe('a log from the field', () => {
  it('has a row each', () => {
    const files = readdirSync(FOLDER).map((name) => name.replace('.har', ''))
    const others = ['a35-proxy-log-mitmproxy']
    expect([...FIELD_CASES.map(({ file }) => file), ...others].sort()).toEqual(files.sort())
  })

  for (const { file, at = '', cause, owner, certain, never } of FIELD_CASES) {
    it(file, () => {
      const shown = failuresOf(file).find(({ flow }) => flow.exchange.url.includes(at))
      expect(shown?.cause?.id).toBe(cause)
      expect(shown?.cause?.owner).toBe(owner)
      if (certain !== undefined) expect(shown?.cause?.certain).toBe(certain)
      if (shown === undefined) return
      for (const wrong of never) expect(printed(shown)).not.toMatch(wrong)
      expect(shown.causes.length).toBeLessThanOrEqual(3)
      for (const { id, evidence } of shown.causes) expect(evidence.for, id).not.toEqual([])
      for (const { text, title, answer } of shown.causes)
        expect([text, title, answer].join()).not.toMatch(/\{(?!false)\w+\}/)
    })
  }

  it('of a proxy, which tells the preflight first, says of each request what became of it', () => {
    const { log } = JSON.parse(readFileSync(new URL('a35-proxy-log-mitmproxy.har', FOLDER), 'utf8'))
    const { flows, recorder } = diagnose(log.entries, { creator: log.creator?.name, pages: log.pages })
    const told = flows.map(({ flow, verdict, cause, fixes }) => ({
      call: `${flow.exchange.method} ${flow.exchange.url}`,
      paired: flow.preflight !== null,
      outcome: verdict.outcome,
      credentials: verdict.credentials.mode,
      cause: cause?.id ?? null,
      fixes: fixes.length,
    }))
    const passed = { paired: true, outcome: 'allowed', credentials: 'unknown', cause: null, fixes: 0 }
    expect(recorder.name).toBe('mitmproxy')
    expect(told.filter(({ call }) => call.startsWith('POST'))).toEqual([
      { call: 'POST http://localhost:8000/items', ...passed },
      { call: 'POST http://localhost:8000/items', ...passed },
    ])
    expect(
      told.filter(({ call }) => !call.startsWith('POST')).map(({ call, cause }) => [call, cause]),
    ).toEqual([
      ['GET http://localhost:8002/me', 'starlette-auth-outside-cors'],
      ['GET http://localhost:8912/', 'answer-without-cors'],
    ])
  })

  it('of a service worker that answers for itself joins the two requests', () => {
    const causes = failuresOf('a31-ngsw-504').map(({ flow, cause }) => [flow.exchange.status, cause?.id])
    expect(causes).toEqual(
      expect.arrayContaining([
        [200, 'asked-by-service-worker'],
        [504, 'answered-by-service-worker'],
      ]),
    )
  })
})
