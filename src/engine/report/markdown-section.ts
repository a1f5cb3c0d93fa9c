/** What a section of the Markdown report is made from. */
import type { Diagnosis, FlowDiagnosis } from '../diagnose.ts'
import type { Explanation } from '../reasons/explain.ts'
import type { Redactor } from './redactor.ts'

export interface Context {
  diagnosed: FlowDiagnosis
  diagnosis: Diagnosis
  /** Every flow of the log to the same server origin, itself included. */
  neighbours: readonly FlowDiagnosis[]
  explanation: Explanation | null
  redactor: Redactor
  /** A value of the log in code. */
  value(text: string): string
  /** A sentence of ours that may hold values of the log. */
  say(text: string): string
}

/** Blocks of Markdown; none when there is nothing to say. */
export type Section = (context: Context) => string[]
