/** `corscope explain`: network logs to reports and an exit code. */
import type { Command } from 'commander'
import { type FlowDiagnosis, LogFileError } from '../engine/index.ts'
import { type ExplainedFile, explainFile } from './explained-file.ts'
import { collect, commandWith, type ExitCode, type Surroundings, UsageError } from './program.ts'
import { progressOf } from './progress.ts'
import { asOrigin, Reporting, type ReportingOptions, withReportingOptions } from './reporting.ts'
import { bytesOf, nameOf, readingError, type Source, STDIN, sourcesOf } from './sources.ts'

export interface ExplainOptions extends ReportingOptions {
  all?: boolean
  origin?: string[]
  server?: string[]
  cause?: string[]
}

const EXAMPLES = [
  'corscope explain page.har',
  'corscope explain --format markdown --output report.md page.har',
  'corscope explain --output report.md --output report.json logs/',
  "corscope explain --server api.example --fail-on undetermined 'test-results/**/*.har'",
  'cat page.har.gz | corscope explain --format json -',
]

export const explainCommand = (): Command =>
  withReportingOptions(
    commandWith(
      'explain',
      'Tell why the cross-origin requests of network logs failed, and what to change.',
      EXAMPLES,
    )
      .argument(
        '<file...>',
        'a HAR, packed or not, a directory, a pattern in quotes, or - for standard input',
      )
      .option('-a, --all', 'list every cross-origin request, not only the failed ones')
      .option('--origin <origin>', 'only requests that pages of this origin made', collect)
      .option('--server <server>', 'only requests to this origin or host', collect)
      .option('--cause <id>', 'only requests that failed by this cause or reason', collect),
  )

/** What a flow must be to be reported. */
function filterOf({ origin, server, cause }: ExplainOptions): (flow: FlowDiagnosis) => boolean {
  const pages = origin?.map((text) => (text === 'null' ? text : asOrigin(text)))
  // causes are read last: they are worked out for the flows that are left
  return (diagnosed) => {
    const { flow, verdict } = diagnosed
    const url = new URL(flow.exchange.url)
    return (
      (pages?.includes(flow.origin.initiator ?? '') ?? true) &&
      (server?.some((name) => [url.origin, url.host, url.hostname].includes(name)) ?? true) &&
      (cause?.some((id) => id === verdict.finding?.reason || diagnosed.causes.some((one) => one.id === id)) ??
        true)
    )
  }
}

/** Reads what can be read; `bad` hears of the rest. */
async function explainSources(
  sources: readonly Source[],
  options: ExplainOptions,
  { choice }: Reporting,
  surroundings: Surroundings,
  bad: (name: string, error: LogFileError) => void,
): Promise<ExplainedFile[]> {
  const matches = filterOf(options)
  const explained: ExplainedFile[] = []
  for (const source of sources) {
    const progress = progressOf(source, options.quiet ? null : surroundings.progress)
    try {
      const bytes = bytesOf(source, surroundings.stdin)
      const counted = { ...bytes, read: () => progress.counting(bytes.read()) }
      const { file, diagnosis } = await explainFile(source.file, counted, choice, progress.entries)
      explained.push({ file, diagnosis: { ...diagnosis, flows: diagnosis.flows.filter(matches) } })
    } catch (error) {
      const known = readingError(error)
      if (!(known instanceof LogFileError)) throw error
      progress.clear()
      bad(source.file, known)
    } finally {
      progress.clear()
    }
  }
  return explained
}

export async function explain(
  names: readonly string[],
  options: ExplainOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const reporting = new Reporting(options)
  if (names.filter((name) => name === STDIN).length > 1)
    throw new UsageError('standard input can be read once only')
  let unreadable = 0
  const bad = (name: string, error: LogFileError): void => {
    unreadable += 1
    surroundings.warn(`${nameOf(name)}: ${error.message}`)
  }
  const sources = await sourcesOf(names, bad)
  const explained = await explainSources(sources, options, reporting, surroundings, bad)
  const several = sources.length + unreadable > 1
  if (explained.length > 0)
    await reporting.deliver(explained, surroundings, { all: options.all ?? false, several })
  return unreadable > 0 ? 2 : reporting.codeOf(explained)
}
