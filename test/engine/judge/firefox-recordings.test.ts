/** Random cases recorded in real Firefox, with what its console said: as in the browser's own suite, without a browser. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { diagnose, isFailure, jsonReport, render } from '../../../src/engine/index.ts'
import type { FirefoxRun } from '../../firefox/cases.ts'
import { compareReports } from '../../firefox/har-verdicts.ts'
import { count, type Scored, score } from '../../firefox/score.ts'

const [, ...lines] = readFileSync(new URL('../../fixtures/firefox/random.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
const runs = lines.map((line) => JSON.parse(line) as FirefoxRun)
const scored = score(runs)
const refused = scored.filter(({ one }) => one.failed && one.refusals.length > 0)
const idsOf = (kind: Scored['agreement']) =>
  scored.filter(({ agreement }) => agreement === kind).map(({ one }) => one.id)

/** As a HAR export has it: without what the extension learned from the page. */
const withoutPageStatus = (run: FirefoxRun): FirefoxRun => ({
  ...run,
  entries: run.entries.map((entry) => {
    const { _pageStatus: _, ...rest } = entry as Record<string, unknown>
    return rest
  }),
})

describe("Firefox's log with what the page was given", () => {
  it('holds many refusals', () => {
    expect(refused.length).toBeGreaterThan(90)
  })

  it('has a verdict that is the console’s, or states it, in 97 of 100', () => {
    const { same, stated } = count(refused)
    expect((same + stated) / refused.length).toBeGreaterThanOrEqual(0.97)
  })

  it('raises no false alarm and misses nothing', () => {
    expect([idsOf('false-alarm'), idsOf('missed')]).toEqual([[], []])
  })
})

describe("Firefox's log alone", () => {
  const alone = score(runs.map(withoutPageStatus))

  it('has no certain verdict that the console contradicts', () => {
    const wrong = alone.filter(
      ({ agreement, flow }) => !['same', 'stated'].includes(agreement) && flow?.verdict.certain,
    )
    expect(wrong.map(({ one, flow }) => [one.id, flow?.verdict.finding?.reason])).toEqual([])
  })

  it('misses nothing that it does not state', () => {
    const missed = alone.filter(({ agreement }) => agreement === 'missed')
    expect(missed.map(({ one }) => one.id)).toEqual([])
  })
})

describe('a HAR that the tab exports', () => {
  it('reads back to the verdicts of the tab', () => {
    const differing = runs.flatMap(({ page, entries }) => {
      const tab = diagnose(entries, { browser: 'firefox', pageUrl: `${page}/page` })
      const failed = tab.flows.filter(({ verdict }) => isFailure(verdict))
      const { log } = JSON.parse(render('har', { diagnosis: tab, flows: failed }))
      const again = diagnose(log.entries, { creator: log.creator.name, pages: log.pages })
      return compareReports(jsonReport(tab, failed), jsonReport(again)).filter(
        ({ difference }) => difference !== 'same',
      )
    })
    expect(differing).toEqual([])
  })
})
