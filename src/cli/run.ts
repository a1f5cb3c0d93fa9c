/** The command line: arguments to an exit code and the text to print. Touches no process but what it is given. */
import { parseArgs } from 'node:util'
import { VERSION } from '../engine/index.ts'
import { diagnoseLogs, type Explained, FORMATS, type Format, reportOf, somethingBlocked } from './explain.ts'
import { InputError, readInput } from './input.ts'
import { parseLogs } from './logs.ts'

export interface Surroundings {
  stdin: AsyncIterable<Buffer>
  /** The output is a terminal that shows colours. */
  color: boolean
}

export interface Result {
  /** 0 nothing blocked, 1 something blocked, 2 unreadable input or bad usage. */
  code: 0 | 1 | 2
  stdout: string
  stderr: string
}

const HELP = `corscope ${VERSION}: tells why cross-origin requests failed and what to change.

Usage: corscope explain [options] FILE...

FILE is a network log (HAR) that a browser or a proxy exported; - reads standard input.

Options:
  --format FORMAT  text (default), json or markdown
  --all            list every cross-origin request, not only the failed ones
  --help           print this help
  --version        print the version

Exit status: 0 nothing was blocked by CORS, 1 something was,
2 a file could not be read or the arguments make no sense.

Secrets (Authorization, cookies, tokens) are left out of every report.
`

class UsageError extends Error {}

interface Command {
  files: string[]
  format: Format
  all: boolean
}

const isFormat = (value: string): value is Format => (FORMATS as readonly string[]).includes(value)

function parseOptions(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'text' },
        all: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        version: { type: 'boolean', short: 'V', default: false },
      },
    })
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0] ?? '')
  }
}

/** The command, or the text that was asked for instead. */
function readCommand(args: string[]): Command | string {
  const { values, positionals } = parseOptions(args)
  if (values.help) return HELP
  if (values.version) return `corscope ${VERSION}\n`
  const [command, ...files] = positionals
  if (command === undefined) throw new UsageError('no command given')
  if (command !== 'explain') throw new UsageError(`there is no command “${command}”`)
  if (files.length === 0) throw new UsageError('no file given')
  if (files.filter((file) => file === '-').length > 1)
    throw new UsageError('standard input can be read once only')
  if (!isFormat(values.format))
    throw new UsageError(`there is no format “${values.format}”, only ${FORMATS.join(', ')}`)
  return { files, format: values.format, all: values.all }
}

async function explainFile(file: string, stdin: AsyncIterable<Buffer>): Promise<Explained> {
  try {
    return { file, diagnosis: diagnoseLogs(parseLogs(await readInput(file, stdin))) }
  } catch (error) {
    if (error instanceof InputError)
      throw new InputError(`${file === '-' ? 'standard input' : file}: ${error.message}`)
    throw error
  }
}

/** One line, whatever the file is named and whatever the error says. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: none may reach the terminal
const oneLine = (text: string): string => text.replace(/[\s\x00-\x1f\x7f-\x9f]+/g, ' ').trim()

function failure(error: unknown): Result {
  const { message } = error as Error
  const hint = error instanceof UsageError ? '; see corscope --help' : ''
  const unexpected = error instanceof UsageError || error instanceof InputError ? '' : 'unexpected error: '
  return { code: 2, stdout: '', stderr: `corscope: ${oneLine(unexpected + message)}${hint}\n` }
}

/** Nothing is printed before every file was read: on failure standard output stays empty. */
export async function run(args: string[], { stdin, color }: Surroundings): Promise<Result> {
  try {
    const command = readCommand(args)
    if (typeof command === 'string') return { code: 0, stdout: command, stderr: '' }
    const explained: Explained[] = []
    for (const file of command.files) explained.push(await explainFile(file, stdin))
    const stdout = reportOf(explained, { format: command.format, all: command.all, color })
    return { code: somethingBlocked(explained) ? 1 : 0, stdout, stderr: '' }
  } catch (error) {
    return failure(error)
  }
}
