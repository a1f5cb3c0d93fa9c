/**
 * Mutated logs through diagnose and every format: `npm run fuzz -- --cases 200000 --seed 7`. Each case is checked for
 * throws, for the schema, for formats that a parser refuses, for what a terminal obeys and for changes of the input;
 * each `--repeat`-th (every one, by default) also for the same result twice and in another order. In `--parts`, one a
 * process and a seed: as many as there are processors, by default.
 */
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { Ajv2020 } from 'ajv/dist/2020.js'
import {
  type Diagnosis,
  diagnose,
  REPORT_FORMATS,
  type Report,
  type ReportFormat,
  render,
  renderReports,
  reportOf,
} from '../../src/engine/index.ts'
import schema from '../../src/engine/report/schema.json' with { type: 'json' }
import { type Case, mutated, seeds } from './mutate.ts'
import { changedByOrder } from './order.ts'
import { type Random, randomFrom } from './random.ts'

const FORMATS = Object.keys(REPORT_FORMATS) as ReportFormat[]
const validate = new Ajv2020({
  strict: true,
  allowUnionTypes: true,
  strictRequired: false,
  strictTypes: false,
}).compile(schema)

const CONTROLS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/
const LONE = /\p{Cs}/u
const PLAIN: readonly ReportFormat[] = ['text', 'chat', 'markdown', 'html', 'junit', 'prompt']
/** CPU milliseconds that no case may take, however busy the machine is. */
const LONGEST = 20_000

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) frozen(inner)
    Object.freeze(value)
  }
  return value
}

function faultsOfText(format: ReportFormat, text: string): string[] {
  if (['json', 'sarif', 'har'].includes(format)) JSON.parse(text)
  const found = PLAIN.includes(format) ? (CONTROLS.exec(text) ?? LONE.exec(text)) : null
  return found === null ? [] : [`${format}: ${JSON.stringify(found)}`]
}

/** The same log again, as it is and in another order. */
function faultsOfRepeat(input: Case, diagnosis: Diagnosis, report: Report, random: Random): string[] {
  const { entries, creator, pages } = input
  const again = reportOf(diagnose(entries, { creator, pages }))
  const changed = changedByOrder(random, input, diagnosis)
  return [
    ...(JSON.stringify(again) === JSON.stringify(report) ? [] : ['differs when it is made twice']),
    ...(changed === null ? [] : [`order: ${changed}`]),
  ]
}

function findFaults(input: Case, { formats, repeat }: Checks): string[] {
  const { entries, creator, pages } = frozen(input)
  const diagnosis = diagnose(entries, { creator, pages })
  const report = reportOf(diagnosis)
  return [
    ...(validate(report) ? [] : [`schema: ${JSON.stringify(validate.errors?.[0])}`]),
    ...formats.flatMap((format) =>
      faultsOfText(
        format,
        format === 'har'
          ? render(format, { diagnosis, flows: diagnosis.flows })
          : renderReports(format, [report]),
      ),
    ),
    ...(repeat === null ? [] : faultsOfRepeat(input, diagnosis, report, repeat)),
  ]
}

export interface Checks {
  formats: readonly ReportFormat[]
  /** Draws the other order in which the case is diagnosed again; null: it is diagnosed once. */
  repeat: Random | null
}

/** What is wrong with one case; empty when all is well. */
export function faultsOf(input: Case, { formats = FORMATS, repeat = null }: Partial<Checks> = {}): string[] {
  const begin = performance.now()
  const cpu = process.cpuUsage()
  const faults: string[] = []
  try {
    faults.push(...findFaults(input, { formats, repeat }))
  } catch (error) {
    faults.push(`throws: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  }
  const taken = performance.now() - begin < LONGEST ? 0 : process.cpuUsage(cpu).user / 1000
  if (taken > LONGEST) faults.push(`takes ${Math.round(taken)} ms`)
  return faults
}

export interface Outcome {
  cases: number
  /** The first of each kind, with the number of its case. */
  faults: Map<string, string>
}

/** `checks`: those of each case, by its number. */
export function fuzz(seed: number, cases: number, checks: (number: number) => Partial<Checks>): Outcome {
  const random = randomFrom(seed)
  const logs = seeds()
  const outcome: Outcome = { cases: 0, faults: new Map() }
  for (let number = 0; number < cases; number += 1) {
    const input = mutated(random, logs)
    outcome.cases += 1
    for (const fault of faultsOf(input, checks(number)))
      if (!outcome.faults.has(fault.slice(0, 120)))
        outcome.faults.set(fault.slice(0, 120), `case ${number}: ${fault}`)
  }
  return outcome
}

interface Run {
  cases: number
  seed: number
  repeat: number
}

function runHere({ cases, seed, repeat }: Run): boolean {
  const { faults } = fuzz(seed, cases, (number) => ({
    repeat: number % repeat === 0 ? randomFrom(seed + number) : null,
  }))
  for (const fault of faults.values()) console.log(fault)
  console.log(`${cases} cases of seed ${seed}: ${faults.size} kinds of fault`)
  return faults.size === 0
}

/** A part in a process of its own; true where it found nothing. */
const runBeside = ({ cases, seed, repeat }: Run): Promise<boolean> =>
  new Promise((resolve) => {
    const options = { cases, seed, repeat, parts: 1 }
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
    const script = process.argv[1] ?? ''
    const child = spawn(process.execPath, [...process.execArgv, script, ...args], { stdio: 'inherit' })
    child.once('error', () => resolve(false))
    child.once('close', (code) => resolve(code === 0))
  })

async function main(): Promise<boolean> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { cases: text, seed: text, repeat: text, parts: text } })
  const number = (value: string | undefined, usual: number): number => Number(value ?? usual)
  const [cases, seed] = [number(values.cases, 20_000), number(values.seed, 1)]
  const [repeat, parts] = [number(values.repeat, 1), number(values.parts, availableParallelism())]
  if (parts === 1) return runHere({ cases, seed, repeat })
  const each = Math.ceil(cases / parts)
  const runs = Array.from({ length: parts }, (_, part) => ({ cases: each, seed: seed + part, repeat }))
  return (await Promise.all(runs.map(runBeside))).every((well) => well)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = (await main()) ? 0 : 1
