/** The engine's only door. Pure: no browser, no Node, no user interface. */

export type { Cause, Owner } from './causes/cause.ts'
export type { CauseId } from './causes/causes.ts'
export type { DiagnosedLog, DiagnoseOptions, Diagnosis, FlowDiagnosis, LogOptions } from './diagnose.ts'
export { diagnose, networkLog } from './diagnose.ts'
export type { HeaderList } from './fetch/headers.ts'
export { getHeader } from './fetch/headers.ts'
export { checkWords } from './fixes/check-words.ts'
export type { Policy } from './fixes/policy.ts'
export type { Check, Fix, Reach } from './fixes/recipe.ts'
export { FRAMEWORKS } from './fixes/recipes.ts'
export type { Ending } from './har/ending.ts'
export { markOf } from './har/ending.ts'
export type { Exchange, Initiator } from './har/exchange.ts'
export type { Browser } from './har/read-json.ts'
export type { Alternative, Credentials, Outcome, Verdict } from './judge/verdict.ts'
export { isFailure } from './judge/verdict.ts'
export type { Flow, Hop, RequestOrigin } from './log/flow.ts'
export type { Change, Judged } from './log/network-log.ts'
export type { Explanation } from './reasons/explain.ts'
export { explain } from './reasons/explain.ts'
export type { Finding, ReasonId, Stage } from './reasons/finding.ts'
export { blockersOf, failedFlows } from './report/listing.ts'
export type {
  Report,
  Report as JsonReport,
  ReportFlow,
  ReportFlow as JsonFlow,
  ReportGroup,
} from './report/model.ts'
export { SCHEMA } from './report/model.ts'
export type { Redaction, Redactor, RedactorOptions } from './report/redactor.ts'
export { createRedactor, redactHeaders, redactorFor, redactUrl } from './report/redactor.ts'
export type { FormatInfo, RenderOptions, ReportFormat, ReportSource } from './report/render.ts'
export { REPORT_FORMATS, render, reportsOf } from './report/render.ts'
export type { ReportOptions } from './report/report-of.ts'
export { reportOf } from './report/report-of.ts'
export { jsonReport, markdownReport, textReport } from './report/shorthands.ts'
export { VERSION } from './report/version.ts'
export type { Confidence, ServerGuess } from './servers/who.ts'
export type { AnswerLine } from './words/answer-line.ts'
export { answerLine } from './words/answer-line.ts'
