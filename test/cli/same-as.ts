/**
 * Whether the command says what another build of it says: every format, on every log of the project.
 * By hand, after a change that must change nothing: `npx tsx test/cli/same-as.ts OTHER/corscope.js [FILE…]`.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { globSync } from 'tinyglobby'
import { FORMAT_NAMES } from '../../src/cli/formats.ts'

const MINE = new URL('../../dist/cli/corscope.js', import.meta.url).pathname
const LOGS = 'test/fixtures/**/*.{har,har.gz,jsonl,network,json}'
const VARIANTS: readonly (readonly string[])[] = [
  [],
  ['--all', '--fail-on', 'warning'],
  ['--framework', 'fastapi', '--redact', 'none'],
]

const [other = '', ...named] = process.argv.slice(2)
const scratch = mkdtempSync(join(tmpdir(), 'corscope-same-'))

/** All that a run says: its reports, its exit status, its errors. */
function saidBy(command: string, parameters: readonly string[], files: readonly string[]): string {
  const outputs = FORMAT_NAMES.map((name) => join(scratch, `report.${name}`))
  const asked = FORMAT_NAMES.flatMap((name, place) => ['--format', name, '--output', outputs[place] ?? ''])
  const { status, stderr } = spawnSync(
    process.execPath,
    [command, 'explain', ...asked, ...parameters, ...files],
    {
      encoding: 'utf8',
    },
  )
  const texts = outputs.map((file) => {
    try {
      return readFileSync(file, 'utf8')
    } catch {
      return 'no report'
    } finally {
      rmSync(file, { force: true })
    }
  })
  return [String(status), stderr, ...texts].join('\n')
}

const files = named.length > 0 ? named : globSync(LOGS).sort()
// one by one, and all in one report
const runs = [...files.map((file) => [file]), files]
let different = 0
for (const run of runs)
  for (const variant of VARIANTS) {
    if (saidBy(MINE, variant, run) === saidBy(other, variant, run)) continue
    different += 1
    console.log(`another report: ${[...variant, run.length > 1 ? 'all files' : run[0]].join(' ')}`)
  }
rmSync(scratch, { recursive: true })
console.log(`${runs.length * VARIANTS.length} runs, ${different} different`)
process.exitCode = different > 0 ? 1 : 0
