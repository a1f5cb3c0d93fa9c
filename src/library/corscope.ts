/**
 * CORScope as a library, for test suites and tools of your own: entries of a network log in, verdicts and reports out.
 * Pure: it reads no file and asks no network.
 *
 * @example
 * import { diagnose, report } from 'corscope'
 *
 * const { log } = JSON.parse(await readFile('page.har', 'utf8'))
 * const diagnosis = diagnose(log.entries, { creator: log.creator.name, pages: log.pages })
 * console.log(report(diagnosis, { format: 'markdown' }))
 */
import {
  type Diagnosis,
  type FlowDiagnosis,
  failedFlows,
  type ReportFormat,
  render,
} from '../engine/index.ts'

export type {
  Alternative,
  AnswerLine,
  Browser,
  Cause,
  CauseId,
  Credentials,
  DiagnoseOptions,
  Diagnosis,
  Exchange,
  Finding,
  Fix,
  Flow,
  FlowDiagnosis,
  Hop,
  Outcome,
  Policy,
  ReasonId,
  Report,
  ReportFlow,
  ReportFormat,
  RequestOrigin,
  ServerGuess,
  Stage,
  Verdict,
} from '../engine/index.ts'
export { answerLine, diagnose, explain, isFailure, VERSION } from '../engine/index.ts'

export interface ReportOptions {
  /** `text` when absent. */
  format?: ReportFormat
  /** Every cross-origin request, not only the failed ones. */
  all?: boolean
  /** Secrets stay in. */
  unredacted?: boolean
}

/** The flows that failed, or of which the log leaves open whether they did; in the order of the log. */
export const failures: (diagnosis: Diagnosis) => FlowDiagnosis[] = failedFlows

/** A diagnosis as a text, secrets left out. `json` follows the schema `corscope/report.schema.json`. */
export function report(
  diagnosis: Diagnosis,
  { format = 'text', all = false, unredacted = false }: ReportOptions = {},
): string {
  return render(format, { diagnosis, flows: all ? diagnosis.flows : failedFlows(diagnosis) }, { unredacted })
}
