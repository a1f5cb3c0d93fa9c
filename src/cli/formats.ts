/** Every format that a report can be had in: one row each. */
import {
  type Diagnosis,
  type FlowDiagnosis,
  failedFlows,
  jsonReport,
  markdownReport,
  textReport,
} from '../engine/index.ts'
import type { ExplainedFile } from './explained-file.ts'
import { printable, toJson } from './terminal-text.ts'

export interface ReportOptions {
  /** Every cross-origin request, not only failed ones. */
  all: boolean
  /** For the format text. */
  color: boolean
  /** Several files were asked for: each is named. */
  several: boolean
}

interface FormatRow {
  /** What a file is named that holds it; the first is the usual one. */
  endings: readonly string[]
  render: (files: readonly ExplainedFile[], options: ReportOptions) => string
}

const shown = (diagnosis: Diagnosis, all: boolean): FlowDiagnosis[] =>
  all ? diagnosis.flows : failedFlows(diagnosis)

/** A text a file, under its name where there are several. */
const perFile =
  (heading: (file: string) => string, report: (diagnosis: Diagnosis, options: ReportOptions) => string) =>
  (files: readonly ExplainedFile[], options: ReportOptions): string =>
    files
      .map(({ file, diagnosis }) => {
        const text = report(diagnosis, options)
        return options.several ? `${heading(file)}\n\n${text}` : text
      })
      .join('\n')

const fenced = (file: string): string => `\`\`\`\`text\n${printable(file).replaceAll('`', "'")}\n\`\`\`\``

function json(files: readonly ExplainedFile[], { all, several }: ReportOptions): string {
  const reports = files.map(({ file, diagnosis }) => {
    const report = jsonReport(diagnosis, shown(diagnosis, all))
    return several ? { ...report, source: { ...report.source, file } } : report
  })
  return toJson(several ? reports : reports[0])
}

const ROWS = {
  text: {
    endings: ['.txt'],
    render: perFile(
      (file) => `${printable(file)}:`,
      (diagnosis, { all, color }) => textReport(diagnosis, { all, color }),
    ),
  },
  json: { endings: ['.json'], render: json },
  markdown: {
    endings: ['.md', '.markdown'],
    render: perFile(fenced, (diagnosis, { all }) => markdownReport(diagnosis, shown(diagnosis, all))),
  },
} as const satisfies Record<string, FormatRow>

export type Format = keyof typeof ROWS
export const FORMATS: Readonly<Record<Format, FormatRow>> = ROWS
export const FORMAT_NAMES = Object.keys(ROWS) as Format[]

/** By its ending; null where that tells no format. */
export const formatOfFile = (file: string): Format | null =>
  FORMAT_NAMES.find((name) => FORMATS[name].endings.some((ending) => file.toLowerCase().endsWith(ending))) ??
  null
