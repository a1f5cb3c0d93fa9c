/**
 * `npm test`: every check of the project, one after the other, and what came of them in one last line.
 * `npm test -- unit types` runs those steps only.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

interface Counts {
  passed: number
  failed: number
  skipped: number
}

interface Step {
  name: string
  /** Counts its own tests, or null when it is one test as a whole. */
  project: string | null
  commands: readonly (readonly [command: string, ...parameters: string[]])[]
  /** The step is passed over while this folder does not exist. */
  folder?: string
}

const suite = (name: string): Step => ({
  name,
  project: name,
  commands: [['vitest', 'run', '--project', name]],
  folder: name === 'unit' ? 'test' : `test/${name}`,
})

const STEPS: readonly Step[] = [
  {
    name: 'types',
    project: null,
    commands: [
      ['tsc', '--noEmit'],
      ['tsc', '--noEmit', '-p', 'src/engine'],
    ],
  },
  { name: 'lint', project: null, commands: [['biome', 'ci', '.']] },
  suite('unit'),
  {
    name: 'fuzz',
    project: null,
    commands: [['tsx', 'test/security/fuzz.ts', '--cases', '20000', '--seed', '1', '--repeat', '10']],
  },
  {
    name: 'build',
    project: null,
    commands: [
      ['vite', 'build', '--logLevel', 'warn'],
      ['vite', 'build', '--mode', 'firefox', '--logLevel', 'warn'],
      ['vite', 'build', '--mode', 'cli', '--logLevel', 'warn'],
      ['vite', 'build', '--mode', 'web', '--logLevel', 'warn'],
      ['vite', 'build', '--mode', 'library', '--logLevel', 'warn'],
      ['tsc', '-p', 'src/library'],
    ],
  },
  // ratios with a margin of two: what fails here grew worse by far
  { name: 'bench', project: null, commands: [['tsx', 'test/bench/run.ts', '--short']] },
  suite('browser'),
  suite('firefox'),
  suite('formats'),
  suite('recorders'),
  suite('frameworks'),
]

const NOTHING: Counts = { passed: 0, failed: 0, skipped: 0 }
const ONE_FAILED: Counts = { ...NOTHING, failed: 1 }

/** Runs a command of the project's own packages, its output as it comes; true when it ended well. */
function run(command: string, parameters: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, {
      stdio: 'inherit',
      shell: process.platform === 'win32',
      env: { ...process.env, PATH: [join('node_modules', '.bin'), process.env.PATH].join(delimiter) },
    })
    child.on('error', (error) => {
      console.error(error.message)
      resolve(false)
    })
    child.on('close', (code) => resolve(code === 0))
  })
}

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numFailedTestSuites: number
  numPendingTests: number
  numTodoTests: number
}

async function readReport(file: string): Promise<VitestReport | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as VitestReport
  } catch {
    return null
  }
}

/** A run that ended badly counts at least one failure, also when it died before or after its tests. */
function countsOf(report: VitestReport | null, endedWell: boolean): Counts {
  if (report === null) return ONE_FAILED
  const failed = report.numFailedTests
  return {
    passed: report.numPassedTests,
    failed: endedWell ? failed : Math.max(failed, 1),
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

async function runStep(step: Step, scratch: string): Promise<Counts> {
  const file = join(scratch, `${step.name}.json`)
  const reporters =
    step.project === null ? [] : ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  for (const [command, ...parameters] of step.commands) {
    const endedWell = await run(command, [...parameters, ...reporters])
    if (step.project !== null) return countsOf(await readReport(file), endedWell)
    if (!endedWell) return ONE_FAILED
  }
  return { ...NOTHING, passed: 1 }
}

function chosen(names: readonly string[]): readonly Step[] {
  const unknown = names.find((name) => !STEPS.some((step) => step.name === name))
  if (unknown !== undefined) {
    console.error(`There is no step "${unknown}". Steps: ${STEPS.map(({ name }) => name).join(', ')}.`)
    process.exit(2)
  }
  return names.length === 0 ? STEPS : STEPS.filter(({ name }) => names.includes(name))
}

const inWords = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`

const sum = (all: readonly Counts[]): Counts =>
  all.reduce(
    (total, counts) => ({
      passed: total.passed + counts.passed,
      failed: total.failed + counts.failed,
      skipped: total.skipped + counts.skipped,
    }),
    NOTHING,
  )

const scratch = await mkdtemp(join(tmpdir(), 'corscope-test-'))
const results: { name: string; counts: Counts; seconds: number }[] = []
for (const step of chosen(process.argv.slice(2))) {
  console.log(`\n── ${step.name}`)
  if (step.folder !== undefined && !existsSync(step.folder)) {
    console.log(`There is no ${step.folder}.`)
    continue
  }
  const start = Date.now()
  const counts = await runStep(step, scratch)
  results.push({ name: step.name, counts, seconds: (Date.now() - start) / 1000 })
}
await rm(scratch, { recursive: true, force: true })

console.log('\n── summary')
for (const { name, counts, seconds } of results) {
  console.log(
    `${counts.failed > 0 ? '✗' : '✓'} ${name.padEnd(11)} ${inWords(counts)} (${seconds.toFixed(1)} s)`,
  )
}
const total = sum(results.map(({ counts }) => counts))
console.log(`\n${inWords(total)}`)
process.exitCode = total.failed > 0 ? 1 : 0
