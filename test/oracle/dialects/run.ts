/**
 * `npm run dialects -- FILE.jsonl`: the cases that `npm run oracle -- --out FILE.jsonl` wrote, each rewritten into
 * every dialect and judged again. Exit 0 where nothing false is certain, 1 where something is, 2 on bad usage.
 */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Truth } from '../../support/cdp-truth.ts'
import type { LoggedEntry } from '../collector.ts'
import { DIALECTS, type RewrittenDialect } from './rewrite.ts'
import { emptyScore, scoreCase } from './score.ts'

interface Run {
  case: { page: string }
  truths: Truth[]
  entries: LoggedEntry[]
}

const [file] = process.argv.slice(2)
if (file === undefined) {
  console.error('Usage: npm run dialects -- FILE.jsonl (written by npm run oracle -- --out FILE.jsonl)')
  process.exit(2)
}

const dialects = Object.keys(DIALECTS) as RewrittenDialect[]
const scores = new Map(dialects.map((dialect) => [dialect, emptyScore()]))
for await (const line of createInterface({ input: createReadStream(file) })) {
  const { case: item, truths, entries } = JSON.parse(line) as Run
  for (const [dialect, score] of scores) scoreCase(dialect, { page: item.page, truths, entries }, score)
}

let wrong = 0
for (const [dialect, score] of scores) {
  const { requests, right, open, absent, falseBlocks, falsePasses, falseAlarms, silentMisses } = score
  wrong += falseBlocks.length + falsePasses.length
  console.log(
    `${dialect}: ${requests} requests, ${right} as the browser, ${open} left open, ${absent} not in the log; ` +
      `false and certain: ${falseBlocks.length} blocked, ${falsePasses.length} allowed; ` +
      `false and uncertain: ${falseAlarms.length} blocked, ${silentMisses.length} allowed`,
  )
  for (const each of [...falseBlocks, ...falsePasses].slice(0, 5)) console.log(`  ${each}`)
}
process.exitCode = wrong > 0 ? 1 : 0
