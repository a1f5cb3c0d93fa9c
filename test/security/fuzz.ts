/**
 * Mutated logs through diagnose and every format: `npm run fuzz -- --cases 200000 --seed 7`. Each case is checked for
 * throws, for the schema, for formats that a parser refuses, for what a terminal obeys and for changes of the input.
 */
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { Ajv2020 } from 'ajv/dist/2020.js'
import {
  diagnose,
  REPORT_FORMATS,
  type ReportFormat,
  render,
  renderReports,
  reportOf,
} from '../../src/engine/index.ts'
import schema from '../../src/engine/report/schema.json' with { type: 'json' }
import { type Case, mutated, seeds } from './mutate.ts'
import { randomFrom } from './random.ts'

const FORMATS = Object.keys(REPORT_FORMATS) as ReportFormat[]
const validate = new Ajv2020({
  strict: true,
  allowUnionTypes: true,
  strictRequired: false,
  strictTypes: false,
}).compile(schema)

const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/
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

/** What is wrong with one case; empty when all is well. */
export function faultsOf(input: Case, formats: readonly ReportFormat[] = FORMATS): string[] {
  const faults: string[] = []
  const begin = process.cpuUsage()
  try {
    const { entries, creator, pages } = frozen(input)
    const diagnosis = diagnose(entries, { creator, pages })
    const report = reportOf(diagnosis)
    if (!validate(report)) faults.push(`schema: ${JSON.stringify(validate.errors?.[0])}`)
    for (const format of formats) {
      const text =
        format === 'har'
          ? render(format, { diagnosis, flows: diagnosis.flows })
          : renderReports(format, [report])
      if (PLAIN.includes(format) && UNSEEN.test(text))
        faults.push(`${format}: ${JSON.stringify(UNSEEN.exec(text))}`)
      if (['json', 'sarif', 'har'].includes(format)) JSON.parse(text)
    }
  } catch (error) {
    faults.push(`throws: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  }
  const { user } = process.cpuUsage(begin)
  if (user / 1000 > LONGEST) faults.push(`takes ${Math.round(user / 1000)} ms`)
  return faults
}

export interface Outcome {
  cases: number
  /** The first of each kind, with the number of its case. */
  faults: Map<string, string>
}

/** `formats`: those of each case, by its number. */
export function fuzz(
  seed: number,
  cases: number,
  formats = (_: number): readonly ReportFormat[] => FORMATS,
): Outcome {
  const random = randomFrom(seed)
  const logs = seeds()
  const outcome: Outcome = { cases: 0, faults: new Map() }
  for (let number = 0; number < cases; number += 1) {
    const input = mutated(random, logs)
    outcome.cases += 1
    for (const fault of faultsOf(input, formats(number)))
      if (!outcome.faults.has(fault.slice(0, 120)))
        outcome.faults.set(fault.slice(0, 120), `case ${number}: ${fault}`)
  }
  return outcome
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({ options: { cases: { type: 'string' }, seed: { type: 'string' } } })
  const [cases, seed] = [Number(values.cases ?? 20_000), Number(values.seed ?? 1)]
  const { faults } = fuzz(seed, cases)
  for (const fault of faults.values()) console.log(fault)
  console.log(`${cases} cases of seed ${seed}: ${faults.size} kinds of fault`)
  process.exitCode = faults.size === 0 ? 0 : 1
}
