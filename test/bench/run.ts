/**
 * `npm run bench` measures all there is and writes the table to test/bench/last.md; `-- --million` measures the command
 * line on a HAR of a million entries (3.5 GB, minutes) and changes those lines of the table only; `npm run bench:short`
 * what takes a minute, and fails where something is more than twice its goal. All figures are ratios of one run, or
 * times on the machine it ran on.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { bundleSizes } from './bundles.ts'
import { commandLine } from './command-line.ts'
import { bundledEngine, growth, oneMore, overParse, verdictsPerSecond } from './engine.ts'
import { type Line, overGoal, table, withLines } from './measure.ts'

const LAST = new URL('last.md', import.meta.url)
/** Worse than its goal by this much is a failure, and less than that the day's weather. */
const MARGIN = 2

const short = process.argv.includes('--short')
const million = process.argv.includes('--million')
const lines: Line[] = []
const tell = (found: readonly Line[]): void => {
  lines.push(...found)
  if (found.length > 0) console.log(table(found).split('\n').slice(2).join('\n'))
}

async function measureEngine(): Promise<void> {
  const engine = await bundledEngine()
  tell(overParse(engine, 5000, short ? 7 : 15))
  // a time, and no ratio: it says more of the machine
  if (!short) tell(verdictsPerSecond(engine))
  tell(oneMore(engine))
  tell(growth(engine, short ? [1250, 5000] : undefined))
}

if (million) tell(await commandLine(1_000_000))
else await measureEngine()
if (!short && !million) {
  tell(await commandLine(50_000))
  tell(await bundleSizes())
}

if (short) {
  const failed = lines.filter((line) => overGoal(line) > MARGIN)
  for (const { what } of failed) console.error(`more than ${MARGIN} times its goal: ${what}`)
  process.exitCode = failed.length > 0 ? 1 : 0
} else {
  const where = `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} cores`
  const before = readFileSync(LAST, 'utf8')
  writeFileSync(
    LAST,
    million
      ? withLines(before, lines)
      : `# Bench: the last run\n\n${where}. Made by \`npm run bench\`.\n\n${table(lines)}\n`,
  )
}
