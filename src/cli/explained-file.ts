/** A log file, judged; advised on where a report asks. */
import { getHeapStatistics } from 'node:v8'
import {
  type DiagnosedLog,
  type Diagnosis,
  type FlowDiagnosis,
  LogFileError,
  type LogFrame,
  type LogHead,
  type LogReceiver,
  networkLog,
  readRecorder,
  recorderOf,
} from '../engine/index.ts'
import { Advice, FlowOnDemand } from './on-demand.ts'
import { readLogs } from './read-logs.ts'
import type { Bytes } from './sources.ts'

export interface ExplainedFile {
  /** As it was named, or found. */
  file: string
  /** Advice is worked out as it is read: see `FlowOnDemand`. */
  diagnosis: Diagnosis
}

/** Framework by server origin; under `''` the one for every other server. */
export type FrameworkChoice = ReadonlyMap<string, string>

/** Requests of pages to their own servers that are kept, a few kilobytes each; most logs need none of them. */
const MOST_WAITING = 20_000

const frameworkFor = (choice: FrameworkChoice) => (origin: string) => choice.get(origin) ?? choice.get('')

/** One log of a file. It is judged when the last entry is in, by who wrote it as all of them show. */
class GatheredLog {
  readonly log: DiagnosedLog
  entries = 0
  readonly #signpost = readRecorder({})

  constructor(choice: FrameworkChoice) {
    this.log = networkLog({
      recorder: recorderOf({}),
      frameworkFor: frameworkFor(choice),
      mostWaiting: MOST_WAITING,
    })
  }

  add(entries: readonly unknown[]): void {
    for (const entry of entries) {
      dropBody(entry)
      this.#signpost.add(entry)
    }
    this.log.gather(entries, this.entries)
    this.entries += entries.length
  }

  end({ pages, ...head }: Omit<LogHead, 'browser'> & Pick<LogFrame, 'pages'>, known: LogHead = {}): void {
    this.log.complete(this.#signpost.recorder({ ...head, ...known }), pages)
  }
}

/** Bodies are not looked at, and may be most of a log. */
function dropBody(entry: unknown): void {
  const { response } = (entry ?? {}) as { response?: { content?: { text?: unknown } } | null }
  if (typeof response?.content?.text === 'string') response.content.text = ''
}

/** Each log is judged by itself, so that no flow takes part in two; entries are counted through the file. */
function diagnosisOf(logs: readonly GatheredLog[]): Diagnosis {
  let count = 0
  const flows: FlowDiagnosis[] = []
  const browsers = new Set<Diagnosis['browser']>()
  for (const { log, entries } of logs) {
    const advice = new Advice(log)
    for (const judged of log.flows()) flows.push(new FlowOnDemand(judged, advice, count))
    if (entries > 0) browsers.add(log.recorder.browser)
    count += entries
  }
  const [browser = 'unknown', ...others] = browsers
  return {
    browser: others.length === 0 ? browser : 'unknown',
    recorder: logs[0]?.log.recorder ?? recorderOf({}),
    entries: count,
    flows,
  }
}

/** Diagnoses entries that are there already. */
export function diagnoseWith(
  entries: readonly unknown[],
  { pages, ...head }: LogHead & { pages: readonly unknown[] },
  choice: FrameworkChoice,
): Diagnosis {
  const log = new GatheredLog(choice)
  log.add(entries)
  log.end({ pages }, head)
  return diagnosisOf([log])
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

/** What was let go of in the first reading and turned out to be needed is read again. */
async function readAgain(bytes: Bytes, logs: readonly GatheredLog[]): Promise<void> {
  if (!bytes.isLasting)
    throw new LogFileError(
      'has requests of a page to its own server that are needed after all, and can be read only once; ' +
        'save it and name the file',
    )
  let next = 0
  await readLogs(bytes.read(), (): LogReceiver => {
    const gathered = logs[next++]
    let from = 0
    return {
      add(entries) {
        gathered?.log.recall(entries, from)
        from += entries.length
      },
      end() {},
    }
  })
}

/** Reads to the end and judges. `onEntries` hears how many there are so far. */
export async function explainFile(
  file: string,
  bytes: Bytes,
  choice: FrameworkChoice,
  onEntries: (count: number) => void = () => {},
): Promise<ExplainedFile> {
  const logs: GatheredLog[] = []
  const frames: LogFrame[] = []
  let count = 0
  await readLogs(bytes.read(), (frame) => {
    const place = logs.length
    const log = new GatheredLog(choice)
    logs.push(log)
    frames.push(frame)
    return {
      add(entries) {
        log.add(entries)
        count += entries.length
        assertMemory(count)
        onEntries(count)
      },
      end(whole) {
        frames[place] = whole
      },
    }
  })
  if (logs.some(({ log }) => log.misses)) await readAgain(bytes, logs)
  for (const [place, log] of logs.entries()) log.end(frames[place] as LogFrame)
  return { file, diagnosis: diagnosisOf(logs) }
}
