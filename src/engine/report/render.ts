/** The one door of the reports: any format, from one log or several. */
import type { Diagnosis, FlowDiagnosis } from '../diagnose.ts'
import { minimalHar } from './har-file.ts'
import { htmlReport } from './html.ts'
import { jsonInPieces, jsonReports, toJson } from './json.ts'
import { junitReport } from './junit.ts'
import { failedFlows } from './listing.ts'
import { jiraReport, markdownReport } from './markdown.ts'
import type { Report } from './model.ts'
import { oneLine } from './plain.ts'
import { promptReport } from './prompt.ts'
import { createRedactor, type Redaction } from './redactor.ts'
import { type ReportInParts, reportInParts, reportOf } from './report-of.ts'
import { sarifReport } from './sarif.ts'
import { chatReport, textReport } from './text.ts'

export interface FormatInfo {
  label: string
  /** Ending of a file's name, without a dot. */
  extension: string
  mediaType: string
}

export const REPORT_FORMATS = {
  text: { label: 'Text for the terminal', extension: 'txt', mediaType: 'text/plain' },
  chat: { label: 'Text for a chat', extension: 'txt', mediaType: 'text/plain' },
  markdown: { label: 'Markdown', extension: 'md', mediaType: 'text/markdown' },
  jira: { label: 'Jira’s wiki markup', extension: 'jira', mediaType: 'text/plain' },
  html: { label: 'HTML page', extension: 'html', mediaType: 'text/html' },
  json: { label: 'JSON', extension: 'json', mediaType: 'application/json' },
  sarif: { label: 'SARIF', extension: 'sarif', mediaType: 'application/sarif+json' },
  junit: { label: 'JUnit XML', extension: 'xml', mediaType: 'application/xml' },
  har: { label: 'Minimal HAR', extension: 'har', mediaType: 'application/json' },
  prompt: { label: 'Task for a coding assistant', extension: 'md', mediaType: 'text/markdown' },
} as const satisfies Record<string, FormatInfo>

export type ReportFormat = keyof typeof REPORT_FORMATS

/** A diagnosed log, and which of its flows to report on: those that failed, by default. */
export interface ReportSource {
  diagnosis: Diagnosis
  flows?: readonly FlowDiagnosis[]
  /** Named in the report where it holds several logs. */
  file?: string
}

export interface RenderOptions {
  /** ANSI colours, in `text` only. */
  color?: boolean
  /** Nothing is taken out. */
  unredacted?: boolean
  /** Placeholders whose values stay: `‹token 1›`, as `Report.redactions` lists them. */
  keep?: readonly string[]
}

/** Heading of the part of one file, for formats that have no place of their own for it. */
const named = ({ source: { file } }: Report, part: string): string =>
  file === undefined ? part : `${oneLine(file)}:\n\n${part}`

/** Reports with one numbering: equal secrets of several logs have equal placeholders. */
export function reportsOf(sources: readonly ReportSource[], options: RenderOptions = {}): Report[] {
  const redactor = createRedactor({ off: options.unredacted ?? false, keep: options.keep ?? [] })
  return sources.map(({ diagnosis, flows = failedFlows(diagnosis), file }) =>
    reportOf(diagnosis, { flows, redactor, ...(file === undefined ? {} : { file }) }),
  )
}

/** A text, and what was taken out of it. */
export interface Rendered {
  text: string
  redactions: Redaction[]
}

/** A minimal HAR holds one log; of several there are as many, in an array. */
function hars(sources: readonly ReportSource[], options: RenderOptions): Rendered {
  const redactor = createRedactor({ off: options.unredacted ?? false, keep: options.keep ?? [] })
  const files = sources.map(({ diagnosis, flows = failedFlows(diagnosis) }) =>
    minimalHar(diagnosis, flows, redactor),
  )
  return { text: toJson(files.length === 1 ? files[0] : files), redactions: redactor.taken() }
}

/** Reports made already, in a format. A minimal HAR is made from the log itself: `render` has it. */
export function renderReports(
  format: Exclude<ReportFormat, 'har'>,
  reports: readonly Report[],
  { color = false }: RenderOptions = {},
): string {
  switch (format) {
    case 'json':
      return jsonReports(reports)
    case 'html':
      return htmlReport(reports)
    case 'sarif':
      return sarifReport(reports)
    case 'junit':
      return junitReport(reports)
    case 'prompt':
      return promptReport(reports)
    case 'markdown':
      return reports.map(markdownReport).join('\n')
    case 'jira':
      return reports.map(jiraReport).join('\n')
    case 'chat':
      return reports.map((report) => named(report, chatReport(report))).join('\n')
    case 'text':
      return reports.map((report) => named(report, textReport(report, { color }))).join('\n')
  }
}

/** One text in the format asked for, with what was taken out: its placeholders are those that `keep` names. Never throws. */
export function rendered(
  format: ReportFormat,
  sources: readonly ReportSource[] | ReportSource,
  options: RenderOptions = {},
): Rendered {
  const all = 'diagnosis' in sources ? [sources] : sources
  if (format === 'har') return hars(all, options)
  const reports = reportsOf(all, options)
  return { text: renderReports(format, reports, options), redactions: reports.at(-1)?.redactions ?? [] }
}

/** One text in the format asked for. Never throws, whatever the log held. */
export const render = (
  format: ReportFormat,
  sources: readonly ReportSource[] | ReportSource,
  options: RenderOptions = {},
): string => rendered(format, sources, options).text

/** Reports one after the other, each begun when the one before it is done: their numbers go on. */
function* reportsInParts(sources: readonly ReportSource[], options: RenderOptions): Generator<ReportInParts> {
  const redactor = createRedactor({ off: options.unredacted ?? false, keep: options.keep ?? [] })
  for (const { diagnosis, flows = failedFlows(diagnosis), file } of sources)
    yield reportInParts(diagnosis, { flows, redactor, ...(file === undefined ? {} : { file }) })
}

/** What `render` gives, in pieces where the format allows it: a report of a long log may be longer than a string can be. */
export function* renderInPieces(
  format: ReportFormat,
  sources: readonly ReportSource[],
  options: RenderOptions = {},
): Generator<string> {
  if (format === 'json') yield* jsonInPieces(reportsInParts(sources, options), sources.length !== 1)
  else yield render(format, sources, options)
}
