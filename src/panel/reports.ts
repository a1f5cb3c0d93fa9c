/** Reports that leave the panel, as text on the clipboard or as a file. All of them come redacted. */
import { type Diagnosis, type FlowDiagnosis, jsonReport, markdownReport } from '../engine/index.ts'
import { urlParts } from './words.ts'

export type ReportFormat = 'markdown' | 'json'

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

export function reportFile(
  format: ReportFormat,
  diagnosis: Diagnosis,
  flows: readonly FlowDiagnosis[] = diagnosis.flows,
): ReportFile {
  if (format === 'markdown')
    return { name: fileName(flows, 'md'), type: 'text/markdown', text: markdownReport(diagnosis, flows) }
  const text = `${JSON.stringify(jsonReport(diagnosis, flows), null, 2)}\n`
  return { name: fileName(flows, 'json'), type: 'application/json', text }
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
