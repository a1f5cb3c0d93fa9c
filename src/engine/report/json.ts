/** Report to JSON, after schema.json: nothing in it that a terminal obeys. */
import type { Report } from './model.ts'
import type { ReportInParts } from './report-of.ts'

const UNSEEN = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g

export const toJson = (value: unknown): string =>
  `${JSON.stringify(value, null, 2).replace(
    UNSEEN,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )}\n`

/** One report for one log, an array for several. */
export const jsonReports = (reports: readonly Report[]): string =>
  toJson(reports.length === 1 ? reports[0] : reports)

const indented = (json: string, by: string): string => json.trimEnd().replaceAll('\n', `\n${by}`)

/** An object that is not empty, without the line of its closing bracket. */
const withoutEnd = (json: string): string => json.slice(0, json.lastIndexOf('\n'))

/** One report as `toJson` writes it, flow by flow. `by`: what each line is indented by. */
function* pieces({ head, flows, redactions }: ReportInParts, by: string): Generator<string> {
  const inside = `${by}  `
  yield `${by}${withoutEnd(indented(toJson(head), by))},\n${inside}"flows": [`
  let isFirst = true
  for (const flow of flows()) {
    yield `${isFirst ? '' : ','}\n${inside}  ${indented(toJson(flow), `${inside}  `)}`
    isFirst = false
  }
  yield `${isFirst ? '' : `\n${inside}`}],\n${inside}"redactions": ${indented(toJson(redactions()), inside)}\n${by}}`
}

/** The same as `jsonReports`, in pieces: as one text it may be longer than a string can be. */
export function* jsonInPieces(reports: Iterable<ReportInParts>, isList: boolean): Generator<string> {
  if (isList) yield '['
  let isFirst = true
  for (const report of reports) {
    if (isList) yield isFirst ? '\n' : ',\n'
    yield* pieces(report, isList ? '  ' : '')
    isFirst = false
  }
  yield isList ? (isFirst ? ']\n' : '\n]\n') : '\n'
}
