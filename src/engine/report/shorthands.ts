/** The three formats that are asked for most, from a diagnosis. `flows`: those to report on, all by default. */
import type { Diagnosis, FlowDiagnosis } from '../diagnose.ts'
import { failedFlows } from './listing.ts'
import type { Report } from './model.ts'
import { render } from './render.ts'
import { reportOf } from './report-of.ts'

export const jsonReport = (diagnosis: Diagnosis, flows: readonly FlowDiagnosis[] = diagnosis.flows): Report =>
  reportOf(diagnosis, { flows })

export const markdownReport = (
  diagnosis: Diagnosis,
  flows: readonly FlowDiagnosis[] = diagnosis.flows,
): string => render('markdown', { diagnosis, flows })

export interface TextOptions {
  /** Every cross-origin request, not only failed ones. */
  all?: boolean
  /** ANSI colours. */
  color?: boolean
}

export const textReport = (diagnosis: Diagnosis, { all = false, color = false }: TextOptions = {}): string =>
  render('text', { diagnosis, flows: all ? diagnosis.flows : failedFlows(diagnosis) }, { color })
