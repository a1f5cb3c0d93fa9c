/** A log file, diagnosed. */
import { getHeapStatistics } from 'node:v8'
import {
  type DiagnoseOptions,
  type Diagnosis,
  diagnose,
  type Exchange,
  type FlowDiagnosis,
  LogFileError,
  type LogFrame,
  recorderOf,
} from '../engine/index.ts'
import { readLogs } from './read-logs.ts'

export interface ExplainedFile {
  /** As it was named, or found. */
  file: string
  diagnosis: Diagnosis
}

interface CollectedLog extends LogFrame {
  entries: unknown[]
}

/** Framework by server origin; under `''` the one for every other server. */
export type FrameworkChoice = ReadonlyMap<string, string>

function shifted(diagnosed: FlowDiagnosis, by: number): FlowDiagnosis {
  if (by === 0) return diagnosed
  const shift = <T extends Exchange | null>(exchange: T): T =>
    exchange === null ? exchange : { ...exchange, index: exchange.index + by }
  const { flow } = diagnosed
  const hops = flow.hops.map(({ exchange, preflight }) => ({
    exchange: shift(exchange),
    preflight: shift(preflight),
  }))
  return {
    ...diagnosed,
    id: `${by} ${diagnosed.id}`,
    flow: { ...flow, exchange: shift(flow.exchange), preflight: shift(flow.preflight), hops },
  }
}

const originsIn = ({ flows }: Diagnosis): string[] =>
  flows.map(({ flow }) => new URL(flow.exchange.url).origin)

/** A choice for every server is spread over the servers that the log has. */
export function diagnoseWith(
  entries: readonly unknown[],
  options: DiagnoseOptions,
  choice: FrameworkChoice,
): Diagnosis {
  const forAll = choice.get('')
  const first = diagnose(entries, { ...options, frameworkByOrigin: Object.fromEntries(choice) })
  if (forAll === undefined) return first
  const spread = originsIn(first).map((origin) => [origin, choice.get(origin) ?? forAll])
  return diagnose(entries, { ...options, frameworkByOrigin: Object.fromEntries(spread) })
}

/** Each log is diagnosed by itself, so that no flow takes part in two; entries are counted through the file. */
function diagnoseLogs(logs: readonly CollectedLog[], choice: FrameworkChoice): Diagnosis {
  let count = 0
  const flows: FlowDiagnosis[] = []
  const browsers = new Set<Diagnosis['browser']>()
  const recorders: Diagnosis['recorder'][] = []
  for (const { entries, ...frame } of logs) {
    const diagnosis = diagnoseWith(entries, frame, choice)
    recorders.push(diagnosis.recorder)
    for (const flow of diagnosis.flows) flows.push(shifted(flow, count))
    if (entries.length > 0) browsers.add(diagnosis.browser)
    count += entries.length
  }
  const [browser = 'unknown', ...others] = browsers
  return {
    browser: others.length === 0 ? browser : 'unknown',
    recorder: recorders[0] ?? recorderOf({}),
    entries: count,
    flows,
  }
}

/** Of the heap that Node allows itself; what is worked out after reading needs the rest. */
const MOST_HEAP = 0.6

/** Refuses in words what Node would end the program over. */
function assertMemory(entries: number): void {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics()
  if (used < limit * MOST_HEAP) return
  throw new LogFileError(
    `holds more than fits into memory (${entries.toLocaleString('en')} entries were read); ` +
      'export less, or give Node more: NODE_OPTIONS=--max-old-space-size=16384',
  )
}

/** Reads to the end and diagnoses. `onEntries` hears how many there are so far. */
export async function explainFile(
  file: string,
  bytes: AsyncIterable<Uint8Array>,
  choice: FrameworkChoice,
  onEntries: (count: number) => void,
): Promise<ExplainedFile> {
  const logs: CollectedLog[] = []
  let count = 0
  await readLogs(bytes, (frame) => {
    const log: CollectedLog = { ...frame, entries: [] }
    logs.push(log)
    return {
      add: (entries) => {
        for (const entry of entries) log.entries.push(entry)
        count += entries.length
        assertMemory(count)
        onEntries(count)
      },
      end: (whole) => {
        Object.assign(log, whole)
      },
    }
  })
  return { file, diagnosis: diagnoseLogs(logs, choice) }
}
