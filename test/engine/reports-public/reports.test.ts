/** Logs built after public bug reports: who acts, what is said, which fix comes first, and what must not be printed. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { answerLine, diagnose, type FlowDiagnosis, isFailure } from '../../../src/engine/index.ts'
import { REPORTS } from './reports.ts'

const FOLDER = new URL('../../fixtures/reports-public/', import.meta.url)

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

describe('a log after a public report', () => {
  it('has a row each', () => {
    const files = readdirSync(FOLDER).map((name) => name.replace('.har', ''))
    expect(REPORTS.map(({ file }) => file).sort()).toEqual(files.sort())
  })

  it.each(REPORTS)('$file: $report', ({ file, cause, owner, certain, fix, says = [], never = [] }) => {
    const [shown, ...more] = failuresOf(file)
    expect(more).toEqual([])
    expect(shown?.cause?.id ?? null).toBe(cause)
    expect(shown?.cause?.owner ?? null).toBe(owner)
    if (certain !== undefined) expect(shown?.cause?.certain).toBe(certain)
    expect(shown?.fixes[0]?.framework ?? null).toBe(fix)
    if (shown === undefined) return
    for (const each of shown.causes) {
      expect(each.evidence.for, each.id).not.toEqual([])
      if (each.certain) expect(each.evidence.against, each.id).toEqual([])
    }
    for (const part of says) expect(printed(shown)).toMatch(part)
    for (const wrong of never) expect(printed(shown)).not.toMatch(wrong)
  })
})
