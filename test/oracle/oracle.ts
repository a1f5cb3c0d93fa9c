/** Runs generated cases in the browser and compares, page by page. */
import type { Case } from './case.ts'
import type { LoggedEntry } from './collector.ts'
import { compareCase, type Disagreement, diagnosePage, emptyTally, type Tally } from './compare.ts'
import { generateCases, PAGE_RUN } from './generate.ts'
import { type CaseRun, OracleSession } from './session.ts'

export interface OracleOptions {
  cases: number
  seed: number
  /** Folder of the built extension; dist/extension when absent. */
  extension?: string
  /** Called for each case with what was compared. */
  onCase?: (run: CaseRun, found: { disagreements: Disagreement[]; needless: string[] }) => void
}

export interface OracleReport {
  tally: Tally
  disagreements: { case: Case; disagreement: Disagreement; entries: LoggedEntry[] }[]
  /** Cases a second, the start of the browser left out. */
  speed: number
  /** As the browser names itself. */
  browser: string
}

/** @throws when the browser cannot be driven; a disagreement is no error but part of the report */
export async function runOracle({ cases, seed, extension, onCase }: OracleOptions): Promise<OracleReport> {
  const session = await OracleSession.start(extension)
  const tally = emptyTally()
  const disagreements: OracleReport['disagreements'] = []
  try {
    const start = performance.now()
    for (let from = 0; from < cases; from += PAGE_RUN) {
      const batch = generateCases(seed, from, Math.min(PAGE_RUN, cases - from), session.origins)
      const { entries, runs } = await session.run(batch)
      const diagnosis = diagnosePage(entries, batch[0]?.page ?? '')
      for (const run of runs) {
        const found = compareCase({ page: run.case.page, truths: run.truths }, diagnosis, entries, tally)
        for (const disagreement of found.disagreements)
          disagreements.push({ case: run.case, disagreement, entries: run.entries })
        onCase?.(run, { disagreements: found.disagreements, needless: found.needless.map(({ id }) => id) })
      }
    }
    const speed = cases / ((performance.now() - start) / 1000)
    return { tally, disagreements, speed, browser: await session.devtools.browser.version() }
  } finally {
    await session.close()
  }
}
