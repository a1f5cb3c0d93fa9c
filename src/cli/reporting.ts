/** What every command that reports has in common: its options, its reports, its exit status. */
import { type Command, Option } from 'commander'
import { type FlowDiagnosis, FRAMEWORKS, isFailure, type ReportFormat } from '../engine/index.ts'
import type { ExplainedFile, FrameworkChoice } from './explained-file.ts'
import { FORMAT_NAMES, formatOfFile, printed } from './formats.ts'
import { writeFiles } from './output.ts'
import { collect, type ExitCode, type Surroundings, UsageError } from './program.ts'

const FAIL_ON = ['blocked', 'undetermined', 'warning', 'never'] as const
type FailOn = (typeof FAIL_ON)[number]

export interface ReportingOptions {
  format?: string[]
  output?: string[]
  framework?: string[]
  failOn: FailOn
  redact: 'secrets' | 'none'
  quiet?: boolean
  color: boolean
}

export const withReportingOptions = (command: Command): Command =>
  command
    .option('-f, --format <format>', `${FORMAT_NAMES.join(', ')}; may be given several times`, collect)
    .option(
      '-o, --output <file>',
      'write a report there, whole or not at all; may be given several times',
      collect,
    )
    .option('--framework <id>', '[ORIGIN=]ID: what the server runs on, where CORScope guesses wrong', collect)
    .addOption(
      new Option('--fail-on <what>', 'what makes the exit status 1').choices(FAIL_ON).default('blocked'),
    )
    .addOption(
      new Option('--redact <what>', 'none: secrets stay in; for a report that nobody else sees')
        .choices(['secrets', 'none'])
        .default('secrets'),
    )
    .option('-q, --quiet', 'write no report to standard output, and no progress')
    .option('--no-color', 'no colours, as with NO_COLOR in the environment')

/** A report and where it goes; null: standard output. */
interface Wanted {
  format: ReportFormat
  file: string | null
}

function asFormat(name: string): ReportFormat {
  const format = FORMAT_NAMES.find((known) => known === name)
  if (format === undefined)
    throw new UsageError(`there is no format “${name}”, only ${FORMAT_NAMES.join(', ')}`)
  return format
}

/** Formats and files in the order given belong together; without formats, the ending of the file tells. */
function wantedReports({ format = [], output = [] }: ReportingOptions): Wanted[] {
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

export function frameworkChoice({ framework = [] }: ReportingOptions): FrameworkChoice {
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

export function asOrigin(text: string): string {
  const { origin } = URL.canParse(text) ? new URL(text) : { origin: 'null' }
  if (origin === 'null') throw new UsageError(`“${text}” is no origin, such as https://api.example`)
  return origin
}

const FAILS: Readonly<Record<FailOn, (flow: FlowDiagnosis) => boolean>> = {
  never: () => false,
  blocked: ({ verdict }) => verdict.outcome === 'blocked',
  undetermined: ({ verdict }) =>
    verdict.outcome === 'blocked' || (verdict.outcome === 'undetermined' && isFailure(verdict)),
  warning: (flow) => FAILS.undetermined(flow) || flow.warnings.length > 0,
}

/** A report of what was read, ready to be delivered. Throws a UsageError before anything is read. */
export class Reporting {
  readonly #options: ReportingOptions
  readonly #wanted: readonly Wanted[]
  readonly choice: FrameworkChoice

  constructor(options: ReportingOptions) {
    this.#options = options
    this.#wanted = wantedReports(options)
    this.choice = frameworkChoice(options)
  }

  /** `all`: every cross-origin request; `several`: each file is named. */
  async deliver(
    explained: readonly ExplainedFile[],
    { write, color }: Surroundings,
    { all, several }: { all: boolean; several: boolean },
  ): Promise<void> {
    const { redact, quiet } = this.#options
    const print = (format: ReportFormat, colored: boolean) =>
      printed(format, explained, { all, color: colored, several, unredacted: redact === 'none' })
    await writeFiles(
      this.#wanted.flatMap(({ format, file }) =>
        file === null ? [] : [{ file, text: print(format, false) }],
      ),
    )
    const shown = quiet ? undefined : this.#wanted.find(({ file }) => file === null)
    if (shown) for (const piece of print(shown.format, this.#options.color && color)) await write(piece)
  }

  codeOf(explained: readonly ExplainedFile[]): ExitCode {
    const fails = FAILS[this.#options.failOn]
    return explained.some(({ diagnosis }) => diagnosis.flows.some(fails)) ? 1 : 0
  }
}
