/** The command `explain`: logs to one diagnosis a file, diagnoses to one text. */
import {
  type Diagnosis,
  diagnose,
  type Exchange,
  type FlowDiagnosis,
  failedFlows,
  jsonReport,
  markdownReport,
  textReport,
} from '../engine/index.ts'
import type { NetworkLog } from './logs.ts'

export const FORMATS = ['text', 'json', 'markdown'] as const
export type Format = (typeof FORMATS)[number]

export interface Explained {
  file: string
  diagnosis: Diagnosis
}

export interface ReportOptions {
  format: Format
  /** Every cross-origin request, not only failed ones. */
  all: boolean
  color: boolean
}

function shifted(diagnosed: FlowDiagnosis, by: number): FlowDiagnosis {
  const shift = <T extends Exchange | null>(exchange: T): T =>
    exchange === null ? exchange : { ...exchange, index: exchange.index + by }
  const { flow } = diagnosed
  const hops = flow.hops.map(({ exchange, preflight }) => ({
    exchange: shift(exchange),
    preflight: shift(preflight),
  }))
  return {
    ...diagnosed,
    id: by === 0 ? diagnosed.id : `${by} ${diagnosed.id}`,
    flow: { ...flow, exchange: shift(flow.exchange), preflight: shift(flow.preflight), hops },
  }
}

/** Each log is diagnosed by itself; entries are counted through the file. */
export function diagnoseLogs(logs: readonly NetworkLog[]): Diagnosis {
  let entries = 0
  const flows: FlowDiagnosis[] = []
  const browsers = new Set<Diagnosis['browser']>()
  for (const { creator, pages, entries: logged } of logs) {
    const diagnosis = diagnose(logged, { creator, pages })
    for (const flow of diagnosis.flows) flows.push(shifted(flow, entries))
    if (logged.length > 0) browsers.add(diagnosis.browser)
    entries += logged.length
  }
  const [browser = 'unknown', ...others] = browsers
  return { browser: others.length === 0 ? browser : 'unknown', entries, flows }
}

/** JSON with everything escaped that a terminal might take for a command. */
const toJson = (value: unknown): string =>
  `${JSON.stringify(value, null, 2).replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )}\n`

function toJsonReport(explained: readonly Explained[], all: boolean): string {
  const reports = explained.map(({ file, diagnosis }) => {
    const report = jsonReport(diagnosis, all ? diagnosis.flows : failedFlows(diagnosis))
    return explained.length === 1 ? report : { ...report, source: { ...report.source, file } }
  })
  return toJson(reports.length === 1 ? reports[0] : reports)
}

/** One text for all files; the name of the file stands before its part where there are several. */
export function reportOf(explained: readonly Explained[], { format, all, color }: ReportOptions): string {
  if (format === 'json') return toJsonReport(explained, all)
  const parts = explained.map(({ file, diagnosis }) => {
    const report =
      format === 'markdown'
        ? markdownReport(diagnosis, all ? diagnosis.flows : failedFlows(diagnosis))
        : textReport(diagnosis, { all, color })
    return explained.length === 1
      ? report
      : `${format === 'markdown' ? fileHeading(file) : `${printable(file)}:`}\n\n${report}`
  })
  return parts.join('\n')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a file may be named so
const printable = (text: string): string => text.replace(/[\x00-\x1f\x7f-\x9f]/g, '?')
const fileHeading = (file: string): string =>
  `\`\`\`\`text\n${printable(file).replaceAll('`', "'")}\n\`\`\`\``

export const somethingBlocked = (explained: readonly Explained[]): boolean =>
  explained.some(({ diagnosis }) => diagnosis.flows.some(({ verdict }) => verdict.outcome === 'blocked'))
