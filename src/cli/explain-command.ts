/** `corscope explain`: network logs to reports and an exit code. */
import { type Command, Option } from 'commander'
import { type FlowDiagnosis, FRAMEWORKS, isFailure, LogFileError } from '../engine/index.ts'
import { type ExplainedFile, explainFile, type FrameworkChoice } from './explained-file.ts'
import { FORMAT_NAMES, FORMATS, type Format, formatOfFile } from './formats.ts'
import { writeFiles } from './output.ts'
import { collect, commandWith, type ExitCode, type Surroundings, UsageError } from './program.ts'
import { progressOf } from './progress.ts'
import { bytesOf, nameOf, readingError, type Source, STDIN, sourcesOf } from './sources.ts'

export const FAIL_ON = ['blocked', 'undetermined', 'warning', 'never'] as const
export type FailOn = (typeof FAIL_ON)[number]

export interface ExplainOptions {
  format?: string[]
  output?: string[]
  all?: boolean
  origin?: string[]
  server?: string[]
  framework?: string[]
  cause?: string[]
  failOn: FailOn
  quiet?: boolean
  color: boolean
}

const EXAMPLES = [
  'corscope explain page.har',
  'corscope explain --format markdown --output report.md page.har',
  'corscope explain --output report.md --output report.json logs/',
  "corscope explain --server api.example --fail-on undetermined 'test-results/**/*.har'",
  'cat page.har.gz | corscope explain --format json -',
]

export const explainCommand = (): Command =>
  commandWith(
    'explain',
    'Tell why the cross-origin requests of network logs failed, and what to change.',
    EXAMPLES,
  )
    .argument('<file...>', 'a HAR, packed or not, a directory, a pattern in quotes, or - for standard input')
    .option('-f, --format <format>', `${FORMAT_NAMES.join(', ')}; may be given several times`, collect)
    .option(
      '-o, --output <file>',
      'write a report there, whole or not at all; may be given several times',
      collect,
    )
    .option('-a, --all', 'list every cross-origin request, not only the failed ones')
    .option('--origin <origin>', 'only requests that pages of this origin made', collect)
    .option('--server <server>', 'only requests to this origin or host', collect)
    .option('--cause <id>', 'only requests that failed by this cause or reason', collect)
    .option('--framework <id>', '[ORIGIN=]ID: what the server runs on, where CORScope guesses wrong', collect)
    .addOption(
      new Option('--fail-on <what>', 'what makes the exit status 1').choices(FAIL_ON).default('blocked'),
    )
    .option('-q, --quiet', 'write no report to standard output, and no progress')
    .option('--no-color', 'no colours, as with NO_COLOR in the environment')

/** A report and where it goes; null: standard output. */
interface Wanted {
  format: Format
  file: string | null
}

function asFormat(name: string): Format {
  const format = FORMAT_NAMES.find((known) => known === name)
  if (format === undefined)
    throw new UsageError(`there is no format “${name}”, only ${FORMAT_NAMES.join(', ')}`)
  return format
}

/** Formats and files in the order given belong together; without formats, the ending of the file tells. */
export function wantedReports({ format = [], output = [] }: ExplainOptions): Wanted[] {
  const formats = format.flatMap((names) => names.split(',')).map(asFormat)
  if (formats.length === 0)
    return output.length === 0
      ? [{ format: 'text', file: null }]
      : output.map((file) => ({ format: formatOfFile(file) ?? 'text', file }))
  if (output.length > formats.length) throw new UsageError('there are more outputs than formats')
  if (formats.length > output.length + 1)
    throw new UsageError(
      'only one report goes to standard output; name a file for each of the others with --output',
    )
  return formats.map((one, i) => ({ format: one, file: output[i] ?? null }))
}

export function frameworkChoice({ framework = [] }: ExplainOptions): FrameworkChoice {
  return new Map(
    framework.map((choice) => {
      const split = choice.lastIndexOf('=')
      const id = choice.slice(split + 1)
      if (!FRAMEWORKS.some((known) => known.id === id))
        throw new UsageError(
          `there is no framework “${id}”, only ${FRAMEWORKS.map((known) => known.id).join(', ')}`,
        )
      return [split === -1 ? '' : asOrigin(choice.slice(0, split)), id] as const
    }),
  )
}

function asOrigin(text: string): string {
  const { origin } = URL.canParse(text) ? new URL(text) : { origin: 'null' }
  if (origin === 'null') throw new UsageError(`“${text}” is no origin, such as https://api.example`)
  return origin
}

/** What a flow must be to be reported. */
function filterOf({ origin, server, cause }: ExplainOptions): (flow: FlowDiagnosis) => boolean {
  const pages = origin?.map((text) => (text === 'null' ? text : asOrigin(text)))
  return ({ flow, verdict, causes }) => {
    const url = new URL(flow.exchange.url)
    return (
      (pages?.includes(flow.origin.initiator ?? '') ?? true) &&
      (server?.some((name) => [url.origin, url.host, url.hostname].includes(name)) ?? true) &&
      (cause?.some((id) => id === verdict.finding?.reason || causes.some((one) => one.id === id)) ?? true)
    )
  }
}

const FAILS: Readonly<Record<FailOn, (flow: FlowDiagnosis) => boolean>> = {
  never: () => false,
  blocked: ({ verdict }) => verdict.outcome === 'blocked',
  undetermined: ({ verdict }) =>
    verdict.outcome === 'blocked' || (verdict.outcome === 'undetermined' && isFailure(verdict)),
  warning: (flow) => FAILS.undetermined(flow) || flow.warnings.length > 0,
}

/** Reads what can be read; `bad` hears of the rest. */
async function explainSources(
  sources: readonly Source[],
  options: ExplainOptions,
  surroundings: Surroundings,
  bad: (name: string, error: LogFileError) => void,
): Promise<ExplainedFile[]> {
  const choice = frameworkChoice(options)
  const matches = filterOf(options)
  const explained: ExplainedFile[] = []
  for (const source of sources) {
    const progress = progressOf(source, options.quiet ? null : surroundings.progress)
    try {
      const bytes = progress.counting(bytesOf(source, surroundings.stdin))
      const { file, diagnosis } = await explainFile(source.file, bytes, choice, progress.entries)
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
  const wanted = wantedReports(options)
  if (names.filter((name) => name === STDIN).length > 1)
    throw new UsageError('standard input can be read once only')
  let unreadable = 0
  const bad = (name: string, error: LogFileError): void => {
    unreadable += 1
    surroundings.warn(`${nameOf(name)}: ${error.message}`)
  }
  const sources = await sourcesOf(names, bad)
  const explained = await explainSources(sources, options, surroundings, bad)
  if (explained.length > 0) {
    const several = sources.length + unreadable > 1
    const render = (format: Format, color: boolean) =>
      FORMATS[format].render(explained, { all: options.all ?? false, color, several })
    await writeFiles(
      wanted.flatMap(({ format, file }) => (file === null ? [] : [{ file, text: render(format, false) }])),
    )
    const printed = options.quiet ? undefined : wanted.find(({ file }) => file === null)
    if (printed) await surroundings.write(render(printed.format, options.color && surroundings.color))
  }
  if (unreadable > 0) return 2
  return explained.some(({ diagnosis }) => diagnosis.flows.some(FAILS[options.failOn])) ? 1 : 0
}
