/** The command line: arguments to an exit code. Touches no process but what it is given. */
import { Command, CommanderError } from 'commander'
import { LogFileError, VERSION } from '../engine/index.ts'
import { type CompareOptions, compare, compareCommand } from './compare-command.ts'
import { completionCommand, completionFor, type Shell } from './completion-command.ts'
import { type ExplainOptions, explain, explainCommand } from './explain-command.ts'
import { OutputError } from './output.ts'
import { type ProbeOptions, probe, probeCommand } from './probe-command.ts'
import { type ExitCode, type Surroundings, UsageError } from './program.ts'
import { type RegressionOptions, regressionCommand, writeRegressionTest } from './regression-command.ts'
import { oneLine } from './terminal-text.ts'

const EXIT_STATUS = `
Exit status: 0 nothing was blocked by CORS, 1 something was (see --fail-on), 2 a file could
not be read, a report could not be written, or the arguments make no sense.

Secrets (Authorization, cookies, tokens) are left out of every report.`

interface Outcome {
  code: ExitCode
}

function programOf(surroundings: Surroundings, outcome: Outcome, texts: string[]): Command {
  const program = new Command('corscope')
    .description('Tells why cross-origin requests failed and what to change.')
    .version(`corscope ${VERSION}`, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXIT_STATUS)
  program.addCommand(
    explainCommand().action(async (files: string[], options: ExplainOptions) => {
      outcome.code = await explain(files, options, surroundings)
    }),
  )
  program.addCommand(
    compareCommand().action(async (before: string, after: string, options: CompareOptions) => {
      outcome.code = await compare([before, after], options, surroundings)
    }),
  )
  program.addCommand(
    probeCommand().action(async (url: string, options: ProbeOptions) => {
      outcome.code = await probe(url, options, surroundings)
    }),
  )
  program.addCommand(
    regressionCommand().action(async (file: string, options: RegressionOptions) => {
      outcome.code = await writeRegressionTest(file, options, surroundings)
    }),
  )
  program.addCommand(
    completionCommand().action(async (shell: Shell) => {
      await surroundings.write(completionFor(shell, program))
    }),
  )
  for (const command of [program, ...program.commands])
    command
      .exitOverride()
      .configureOutput({ writeOut: (text) => texts.push(text), writeErr: () => {} })
      .helpOption('-h, --help', 'print this help')
  return program
}

/** What stopped the program, as a line; null where it only printed what was asked for. */
function usageOf(error: unknown): string | null {
  if (error instanceof UsageError) return error.message
  if (!(error instanceof CommanderError)) return null
  if (error.code === 'commander.help') return 'no command given'
  return error.message.replace(/^error: /, '')
}

const isText = (error: unknown): boolean =>
  error instanceof CommanderError && ['commander.helpDisplayed', 'commander.version'].includes(error.code)

export async function run(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const outcome: Outcome = { code: 0 }
  const texts: string[] = []
  const warn = (line: string): void => surroundings.warn(oneLine(line))
  try {
    await programOf({ ...surroundings, warn }, outcome, texts).parseAsync(args, { from: 'user' })
    return outcome.code
  } catch (error) {
    if (isText(error)) {
      await surroundings.write(texts.join(''))
      return 0
    }
    const usage = usageOf(error)
    if (usage !== null) warn(`${usage}; see corscope --help`)
    else if (error instanceof OutputError || error instanceof LogFileError) warn(error.message)
    else throw error
    return 2
  }
}
