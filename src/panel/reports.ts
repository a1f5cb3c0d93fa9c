/** Reports that leave the panel, as text on the clipboard or as a file. All of them come redacted. */
import {
  type Diagnosis,
  type FlowDiagnosis,
  markdownReport,
  REPORT_FORMATS,
  type Redaction,
  type ReportFormat,
  render,
  rendered,
} from '../engine/index.ts'
import { urlParts } from './words.ts'

export const FORMATS = Object.keys(REPORT_FORMATS) as ReportFormat[]

export interface ReportFile {
  name: string
  type: string
  text: string
}

/** Letters, digits and dots only: the name is made from a log. */
const forFileName = (text: string): string =>
  text
    .replace(/[^a-z0-9.]+/gi, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60)

function fileName(flows: readonly FlowDiagnosis[], extension: string): string {
  const [only, ...others] = flows
  const about =
    only && others.length === 0
      ? `${urlParts(only.flow.exchange.url).host} ${only.verdict.finding?.reason ?? only.verdict.outcome}`
      : 'report'
  return `corscope-${forFileName(about) || 'report'}.${extension}`
}

const fileOf = (format: ReportFormat, flows: readonly FlowDiagnosis[], text: string): ReportFile => {
  const { extension, mediaType } = REPORT_FORMATS[format]
  return { name: fileName(flows, extension), type: mediaType, text }
}

export const reportFile = (
  format: ReportFormat,
  diagnosis: Diagnosis,
  flows: readonly FlowDiagnosis[] = diagnosis.flows,
): ReportFile => fileOf(format, flows, render(format, { diagnosis, flows }))

/** What would leave, and what was taken out of it. `keep`: placeholders of the same format whose values stay. */
export interface Preview extends ReportFile {
  redactions: readonly Redaction[]
}

export function previewOf(
  format: ReportFormat,
  diagnosis: Diagnosis,
  flows: readonly FlowDiagnosis[],
  keep: readonly string[],
): Preview {
  const { text, redactions } = rendered(format, { diagnosis, flows }, { keep })
  return { ...fileOf(format, flows, text), redactions }
}

/** Saves through a link to a Blob: no permission is needed, and nothing leaves the browser. */
export function saveFile({ name, type, text }: ReportFile, document: Document = globalThis.document): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  // the download has taken hold of the Blob by the next task
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

export { markdownReport }
