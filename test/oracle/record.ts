/**
 * `npm run record`: plays the oracle's cases and all scenes in the installed browser, and writes what it logged
 * and said to test/fixtures/oracle/, for the tests that run without a browser.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { HeaderLine, RequestPlan } from './case.ts'
import type { Context } from './contexts.ts'
import type { LookAlike } from './lookalike.ts'
import { runOracle } from './oracle.ts'
import { CONTEXT_PROGRAMME, LOOK_ALIKE_PROGRAMMES, playAll } from './play.ts'
import { type Provenance, type Recorded, today, WITHOUT, writeRecording } from './recording.ts'
import type { Played } from './stage.ts'

const FOLDER = 'test/fixtures/oracle'
const CASES = 600
const SEED = 156

/** What a page asked, as far as it differs from a plain fetch(). */
export type AskedFor = Partial<Omit<RequestPlan, 'headers'>> & { headers?: HeaderLine[] }
export interface RecordedCase {
  case: number
  requests: AskedFor[]
}
export type RecordedLookAlike = Pick<LookAlike, 'name' | 'expects' | 'warns'>
export type RecordedContext = Pick<Context, 'name' | 'corsError' | 'verdict'>

const PLAIN: Readonly<Record<string, unknown>> = {
  api: 'fetch',
  headers: [],
  mode: 'cors',
  redirect: 'follow',
  body: null,
  uploadListener: false,
  referrerPolicy: '',
}

const asked = (plan: RequestPlan): AskedFor =>
  Object.fromEntries(
    Object.entries(plan).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(PLAIN[key])),
  )

const from = (browser: string, seed: number | null): Provenance => ({
  browser,
  date: today(),
  command: 'npm run record',
  seed,
  without: WITHOUT,
})

async function recordCases(): Promise<string> {
  const lines: Recorded<RecordedCase>[] = []
  const { browser, tally } = await runOracle({
    cases: CASES,
    seed: SEED,
    onCase: ({ case: item, truths, entries }) => {
      lines.push({
        about: { case: item.id, requests: item.requests.map(asked) },
        page: item.page,
        truths,
        entries,
      })
    },
  })
  writeRecording(join(FOLDER, 'requests.jsonl'), { provenance: from(browser, SEED), lines })
  console.log(`${lines.length} cases of ${browser}; the engine disagreed on ${tally.disagreements} requests.`)
  return browser
}

const recorded = <About>(about: About, { page, truths, entries }: Played): Recorded<About> => ({
  about,
  page,
  truths,
  entries,
})

async function recordScenes(browser: string): Promise<void> {
  const lookAlikes: Recorded<RecordedLookAlike>[] = []
  for (const programme of Object.values(LOOK_ALIKE_PROGRAMMES))
    await playAll(programme, ({ name, expects, warns }, played) => {
      lookAlikes.push(recorded({ name, expects, ...(warns ? { warns } : {}) }, played))
    })
  writeRecording(join(FOLDER, 'lookalikes.jsonl'), { provenance: from(browser, null), lines: lookAlikes })
  const contexts: Recorded<RecordedContext>[] = []
  await playAll(CONTEXT_PROGRAMME, ({ name, corsError, verdict }, played) => {
    contexts.push(recorded({ name, corsError, verdict }, played))
  })
  writeRecording(join(FOLDER, 'contexts.jsonl'), { provenance: from(browser, null), lines: contexts })
  console.log(`${lookAlikes.length} look-alikes and ${contexts.length} contexts.`)
}

mkdirSync(FOLDER, { recursive: true })
await recordScenes(await recordCases())
