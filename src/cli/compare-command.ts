/** `corscope compare`: two logs, or two reports, of the same thing before and after a change. */
import { readFile } from 'node:fs/promises'
import { Option } from 'commander'
import { LogFileError, type Report, type ReportFlow, reportOf } from '../engine/index.ts'
import { type Change, type ChangeKind, compareFlows } from './compare-flows.ts'
import { explainFile } from './explained-file.ts'
import { commandWith, type ExitCode, type Surroundings, UsageError } from './program.ts'
import { bytesOf, nameOf, readingError, STDIN } from './sources.ts'
import { oneLine, toJson } from './terminal-text.ts'

const FAIL_ON = ['regression', 'failure', 'never'] as const

export interface CompareOptions {
  format: 'text' | 'json'
  failOn: (typeof FAIL_ON)[number]
}

const EXAMPLES = [
  'corscope compare before.har after.har',
  'corscope compare main/report.json branch/report.json --fail-on failure',
]

export const compareCommand = () =>
  commandWith('compare', 'Tell what a change fixed, what it broke, and what is new.', EXAMPLES)
    .argument('<before>', 'a network log, or a JSON report of corscope explain')
    .argument('<after>', 'the same, after the change')
    .addOption(new Option('-f, --format <format>').choices(['text', 'json']).default('text'))
    .addOption(
      new Option(
        '--fail-on <what>',
        'regression: what broke or is new; failure: whatever fails after the change',
      )
        .choices(FAIL_ON)
        .default('regression'),
    )

/** Larger files are logs: a report holds failures only. */
const LARGEST_REPORT = 64 * 1024 * 1024

interface Side {
  flows: readonly ReportFlow[]
  /** A report may leave out what passed: then absence says nothing. */
  isWhole: boolean
}

const isReport = (value: unknown): value is Report =>
  /^corscope\.report\/\d+$/.test(String((value as Report | null)?.schema)) &&
  Array.isArray((value as Report).flows)

/** Null where the file is no JSON report. */
async function readReports(file: string): Promise<Side | null> {
  if (file === STDIN) return null
  const text = await readFile(file, 'utf8').catch(() => '')
  if (text.length > LARGEST_REPORT || !text.includes('"corscope.report/')) return null
  try {
    const reports = [JSON.parse(text) as unknown].flat()
    if (!reports.every(isReport)) return null
    return { flows: reports.flatMap(({ flows }) => flows), isWhole: reports.every(listsAll) }
  } catch {
    return null
  }
}

const listsAll = ({ counts, flows }: Report): boolean =>
  counts !== undefined && Object.values(counts).reduce((sum, count) => sum + count, 0) === flows.length

async function readSide(file: string, stdin: Surroundings['stdin']): Promise<Side> {
  const report = await readReports(file)
  if (report !== null) return report
  try {
    const { diagnosis } = await explainFile(file, bytesOf({ file }, stdin), new Map())
    return { flows: reportOf(diagnosis).flows, isWhole: true }
  } catch (error) {
    const known = readingError(error)
    throw known instanceof LogFileError ? new LogFileError(`${nameOf(file)}: ${known.message}`) : error
  }
}

/** The order in which they are told, and their headings. */
const HEADINGS: Readonly<Record<ChangeKind, string>> = {
  broken: 'BROKEN: passed before, fails now',
  new: 'NEW: fails now, was not asked before',
  changed: 'CHANGED: fails now for another reason',
  failing: 'STILL FAILING',
  unclear: 'FAILS NOW: the log before does not tell whether it did then',
  undecided: 'UNDECIDED: the logs do not tell whether it passes now',
  gone: 'NOT SEEN AGAIN: failed before, was not asked after the change',
  fixed: 'FIXED',
}
const KINDS = Object.keys(HEADINGS) as ChangeKind[]
const REGRESSIONS: readonly ChangeKind[] = ['broken', 'new']
const FAILURES: readonly ChangeKind[] = ['broken', 'new', 'changed', 'failing', 'unclear']

function lineOf({ method, url, origin, before, after }: Change): string {
  const from = origin === null ? '' : ` from ${origin}`
  const said = [before, after].filter((text) => text !== null)
  return oneLine(`  ${method} ${url}${from}${said.length > 0 ? `: ${[...new Set(said)].join(' > ')}` : ''}`)
}

function asText(changes: readonly Change[]): string {
  const parts = KINDS.flatMap((kind) => {
    const of = changes.filter((change) => change.kind === kind)
    return of.length === 0 ? [] : [[HEADINGS[kind], ...of.map((change) => `  ${lineOf(change)}`)].join('\n')]
  })
  const counts = KINDS.map((kind) => [changes.filter((change) => change.kind === kind).length, kind] as const)
  const sum = counts.filter(([count]) => count > 0).map(([count, kind]) => `${count} ${kind}`)
  return `${[...parts, sum.join(', ') || 'no failure before and none after'].join('\n\n')}\n`
}

export async function compare(
  [before, after]: readonly [string, string],
  { format, failOn }: CompareOptions,
  { stdin, write }: Surroundings,
): Promise<ExitCode> {
  if (before === STDIN && after === STDIN) throw new UsageError('standard input can be read once only')
  const [old, now] = [await readSide(before, stdin), await readSide(after, stdin)]
  const changes = compareFlows(old.flows, now.flows, now.isWhole)
  await write(format === 'json' ? toJson({ schema: 'corscope.comparison/1', changes }) : asText(changes))
  const bad = failOn === 'never' ? [] : failOn === 'failure' ? FAILURES : REGRESSIONS
  return changes.some(({ kind }) => bad.includes(kind)) ? 1 : 0
}
