/**
 * `npm run bench` measures all there is and writes the table to test/bench/last.md; `-- --million` measures the command
 * line on a HAR of a million entries (3.5 GB, minutes) and changes those lines of the table only; `npm run bench:short`
 * what takes a minute, and fails where something is more than twice its goal, or twice what was reached of it so far. All figures are ratios of one run, or
 * times on the machine it ran on.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { bundleSizes } from './bundles.ts'
import { commandLine } from './command-line.ts'
import { bundledEngine, growth, oneMore, overParse, verdictsPerSecond } from './engine.ts'
import { type Line, overHeld, table, withLines } from './measure.ts'

const LAST = new URL('last.md', import.meta.url)
/** Worse by this much is a failure, and less than that the day's weather. */
const MARGIN = 2

const short = process.argv.includes('--short')
const million = process.argv.includes('--million')
const tell = (found: readonly Line[]): readonly Line[] => {
  if (found.length > 0) console.log(table(found).split('\n').slice(2).join('\n'))
  return found
}

async function measureEngine(): Promise<Line[]> {
  const engine = await bundledEngine()
  return [
    ...tell(overParse(engine, 5000, short ? 7 : 15)),
    // a time, and no ratio: it says more of the machine
    ...(short ? [] : tell(verdictsPerSecond(engine))),
    ...tell(oneMore(engine)),
    ...tell(growth(engine, short ? [1250, 5000] : undefined)),
  ]
}

async function measure(): Promise<Line[]> {
  if (million) return [...tell(await commandLine(1_000_000))]
  const lines = await measureEngine()
  return short ? lines : [...lines, ...tell(await commandLine(50_000)), ...tell(await bundleSizes())]
}

const lines = await measure()

if (short) {
  /** Names of what is over; the milliseconds in them are another time's. */
  const over = (found: readonly Line[]): string[] =>
    found.filter((line) => overHeld(line) > MARGIN).map(({ what }) => what.replace(/ \(\d+ ms\)$/, ''))
  const once = over(lines)
  // what a busy machine slows down is over once, and not again in the same place
  const again = once.length === 0 ? [] : over(await measureEngine())
  const failed = once.filter((what) => again.includes(what))
  for (const what of failed) console.error(`more than ${MARGIN} times what it is held to, twice: ${what}`)
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

// in one command with the rest, so that its switches reach the rest
if (!short && !million) await import('./panel.ts')
