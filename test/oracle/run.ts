/**
 * `npm run oracle -- --cases N --seed S [--out file.jsonl]`: generated cases in a real browser, the engine's
 * verdict beside the browser's own. Exit 0 when they agree on all, 1 when not, 2 on bad usage.
 */
import { appendFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type OracleReport, runOracle } from './oracle.ts'

const USAGE = 'Usage: npm run oracle -- [--cases N] [--seed S] [--out file.jsonl] [--extension folder]'

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} takes a whole number, not “${text}”. ${USAGE}`)
  return Number(text)
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
      extension: { type: 'string' },
    },
  })
  return {
    ...values,
    cases: wholeNumber('cases', values.cases),
    seed: wholeNumber('seed', values.seed),
  }
}

const percent = (part: number, whole: number): string =>
  whole === 0 ? '-' : `${((100 * part) / whole).toFixed(2)} %`

function print({ tally, disagreements, speed, browser }: OracleReport, seed: number): void {
  for (const { case: item, disagreement, entries } of disagreements) {
    const { rule, truth, engine } = disagreement
    console.log(`case ${item.id}: “${rule}” does not hold`)
    console.log(
      `  browser: ${truth?.corsError ?? truth?.errorText ?? truth?.outcome} ${JSON.stringify(truth?.failedParameter)}`,
    )
    console.log(`  engine:  ${engine}`)
    console.log(`  ${JSON.stringify({ case: item, truth, entries })}`)
  }
  console.log(
    `${browser}, seed ${seed}: ${tally.cases} cases, ${tally.requests} cross-origin requests, ${speed.toFixed(0)} cases a second`,
  )
  console.log(
    `  blocked by CORS  ${tally.blocked} (one verdict ${tally.sure}, several that fit ${tally.alternatives}, of these needless ${tally.needless};\n    the first of several missing headers not in the log ${tally.orderUnknown})`,
  )
  console.log(`  let through      ${tally.letThrough}`)
  console.log(`  failed otherwise ${tally.otherwise}`)
  console.log(
    `agreement ${percent(tally.requests - tally.disagreements, tally.requests)}, ${tally.disagreements} disagreements`,
  )
}

async function main(): Promise<void> {
  const { cases, seed, out, extension } = readOptions()
  if (out) writeFileSync(out, '')
  const report = await runOracle({
    cases,
    seed,
    ...(extension ? { extension } : {}),
    onCase: (run, found) => {
      if (out) appendFileSync(out, `${JSON.stringify({ ...run, ...found })}\n`)
    },
  })
  print(report, seed)
  if (report.disagreements.length > 0) process.exitCode = 1
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
})
