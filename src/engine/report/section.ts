/** Section: one part of a report for an issue tracker, in the order of reading. */
import type { Flavour } from './flavour.ts'
import type { Report, ReportFlow } from './model.ts'

/** Blocks of markup; none when there is nothing to say. */
export type Section = (flow: ReportFlow, context: { report: Report; markup: Flavour }) => string[]
