/**
 * `npx tsx test/firefox/record.ts [CASES] [SEED]`: random cases in real Firefox, written down so that unit tests hold
 * its dialect without a browser. Entries keep what the engine reads.
 */
import { writeFileSync } from 'node:fs'
import { type FirefoxRun, runCases } from './cases.ts'
import { findFirefox } from './find.ts'

const [cases = 300, seed = 77] = process.argv.slice(2).map(Number)

type Entry = Record<string, Record<string, unknown>>

const lean = (entry: unknown) => {
  const { startedDateTime, time, request, response, timings, ...rest } = entry as Entry
  return {
    startedDateTime,
    time,
    request: {
      method: request?.method,
      url: request?.url,
      headers: request?.headers,
      cookies: request?.cookies,
    },
    response: { status: response?.status, headers: response?.headers, redirectURL: response?.redirectURL },
    timings: Object.keys(timings ?? {}).length === 0 ? {} : { wait: 0 },
    ...('_securityState' in rest ? { _securityState: rest._securityState } : {}),
    ...('_pageStatus' in rest ? { _pageStatus: rest._pageStatus } : {}),
  }
}

const leanRun = (run: FirefoxRun) => ({ ...run, entries: run.entries.map(lean) })

const runs = await runCases(cases, seed)
const about = {
  firefox: findFirefox()?.version,
  cases,
  seed,
  recorded: new Date().toISOString().slice(0, 10),
}
const file = new URL('../fixtures/firefox/random.jsonl', import.meta.url)
writeFileSync(file, `${[about, ...runs.map(leanRun)].map((line) => JSON.stringify(line)).join('\n')}\n`)
