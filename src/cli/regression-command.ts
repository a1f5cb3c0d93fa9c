/** `corscope regression-test`: a captured failure as a test that fails today and passes once it is mended. */
import { InvalidArgumentError, Option } from 'commander'
import {
  type FlowDiagnosis,
  failedFlows,
  LogFileError,
  REGRESSION_TESTS,
  type RegressionTestKind,
  regressionTest,
} from '../engine/index.ts'
import { explainFile } from './explained-file.ts'
import { writeFiles } from './output.ts'
import { commandWith, type ExitCode, type Surroundings } from './program.ts'
import { bytesOf, nameOf, readingError } from './sources.ts'

export interface RegressionOptions {
  for: RegressionTestKind
  entry?: number
  output?: string
}

const KINDS = Object.keys(REGRESSION_TESTS) as RegressionTestKind[]
const EXAMPLES = [
  'corscope regression-test page.har --for pytest --output tests/test_cors.py',
  'corscope regression-test page.har --for curl --entry 12 --output test-cors.sh',
]

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text))
    throw new InvalidArgumentError('It is the number of an entry, as reports give it.')
  return Number(text)
}

export const regressionCommand = () =>
  commandWith(
    'regression-test',
    'Write a failure down as a test: it fails today, and passes once the server is mended.',
    EXAMPLES,
  )
    .argument('<file>', 'a network log, or - for standard input')
    .addOption(new Option('--for <kind>', 'what runs the test').choices(KINDS).makeOptionMandatory())
    .option(
      '--entry <number>',
      'the failure, by its entry in the log; the first one when absent',
      wholeNumber,
    )
    .option('-o, --output <file>', 'write the test there')

const isAbout = ({ flow: { exchange, preflight, hops } }: FlowDiagnosis, entry: number): boolean =>
  [exchange, preflight, ...hops.map((hop) => hop.exchange)].some((one) => one?.index === entry)

/** The first of these that can be tested, as text. Throws a LogFileError that says why there is none. */
function firstTest(failures: readonly FlowDiagnosis[], kind: RegressionTestKind): [FlowDiagnosis, string] {
  let why = 'no request in it was blocked by CORS'
  for (const failure of failures) {
    const test = regressionTest(failure, kind)
    if (typeof test === 'string') return [failure, test]
    why = `the failure of entry ${failure.flow.exchange.index} cannot be tested by asking the server: ${test.because}`
  }
  throw new LogFileError(why)
}

export async function writeRegressionTest(
  file: string,
  options: RegressionOptions,
  { stdin, write, warn }: Surroundings,
): Promise<ExitCode> {
  try {
    const { diagnosis } = await explainFile(file, bytesOf({ file }, stdin), new Map())
    const { entry } = options
    const failures = failedFlows(diagnosis).filter((flow) => entry === undefined || isAbout(flow, entry))
    const [failure, test] = firstTest(failures, options.for)
    if (options.output === undefined) await write(test)
    else await writeFiles([{ file: options.output, text: [test] }])
    if (failures.length > 1)
      warn(
        `made for entry ${failure.flow.exchange.index}; ${failures.length} requests failed, --entry chooses one`,
      )
    return 0
  } catch (error) {
    const known = readingError(error)
    throw known instanceof LogFileError ? new LogFileError(`${nameOf(file)}: ${known.message}`) : error
  }
}
