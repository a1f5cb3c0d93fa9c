/** Diagnosis to report: the one place where what is said and what is left out is decided. */
import type { Diagnosis, FlowDiagnosis } from '../diagnose.ts'
import type { Outcome } from '../judge/verdict.ts'
import { limitsOf } from '../words/limits.ts'
import { answerOf } from './answer-of.ts'
import { mayHaveFailed } from './listing.ts'
import { type Report, type ReportFlow, type ReportGroup, SCHEMA } from './model.ts'
import { kindOfFailure, Neighbours, seen, serverOf } from './neighbours.ts'
import { createRedactor, learn, type Redactor } from './redactor.ts'
import { type FlowContext, reportFlow } from './report-flow.ts'
import { TOOL } from './version.ts'

export interface ReportOptions {
  /** The flows to report on; all of the log by default. */
  flows?: readonly FlowDiagnosis[]
  /** Nothing is taken out. */
  unredacted?: boolean
  /** Placeholders whose values stay, `‹token 1›`. */
  keep?: readonly string[]
  /** Named where several logs stand in one report. */
  file?: string
  /** Shared by the reports of several logs, so that their numbers agree. */
  redactor?: Redactor
}

function groupsOf(flows: readonly FlowDiagnosis[], redactor: Redactor): ReportGroup[] {
  const groups = new Map<string, number[]>()
  for (const [index, diagnosed] of flows.entries()) {
    if (diagnosed.verdict.outcome === 'allowed') continue
    const kind = kindOfFailure(diagnosed)
    const group = groups.get(kind)
    if (group === undefined) groups.set(kind, [index])
    else group.push(index)
  }
  return [...groups.values()]
    .sort((a, b) => b.length - a.length)
    .flatMap((positions) => {
      const all = positions.flatMap((position) => flows[position] ?? [])
      const [first] = all
      if (first === undefined) return []
      const { text, owner } = answerOf(first)
      const server = serverOf(first)
      return {
        title: redactor.words(text),
        owner,
        server: server === null ? null : redactor.url(server),
        outcome: first.verdict.outcome,
        flows: positions,
        ...seen(all),
      }
    })
}

function countsOf({ flows }: Diagnosis): Record<Outcome, number> {
  const counts: Record<Outcome, number> = { blocked: 0, 'not-cors': 0, undetermined: 0, allowed: 0 }
  for (const { verdict } of flows) counts[verdict.outcome] += 1
  return counts
}

/** A report whose flows are worked out one by one, for logs of which not all fit into memory at once. */
export interface ReportInParts {
  /** The report without its flows and what was taken out of them. */
  head: Omit<Report, 'flows' | 'redactions'>
  /** Each time anew; to be gone through once. */
  flows(): Iterable<ReportFlow>
  /** What was taken out so far. */
  redactions(): Report['redactions']
}

/** Never throws; the diagnosis stays as it is. */
export function reportInParts(diagnosis: Diagnosis, options: ReportOptions = {}): ReportInParts {
  const { flows = diagnosis.flows, unredacted = false, keep = [], file } = options
  const redactor = options.redactor ?? createRedactor({ off: unredacted, keep })
  // all secrets are known before the first sentence is read
  for (const diagnosed of flows) learn(redactor, diagnosed)
  const neighbours = new Neighbours(diagnosis, flows, redactor)
  const context: FlowContext = { redactor, impactOf: (diagnosed) => neighbours.impactOf(diagnosed) }
  const groups = groupsOf(flows, redactor)
  return {
    head: {
      schema: SCHEMA,
      tool: { ...TOOL },
      source: {
        browser: diagnosis.browser,
        recorder: {
          name: diagnosis.recorder.name,
          sanitized: diagnosis.recorder.sanitized,
          limits: limitsOf(diagnosis.recorder),
        },
        entries: diagnosis.entries,
        ...(file === undefined ? {} : { file: redactor.text(file) }),
      },
      counts: countsOf(diagnosis),
      inDoubt: diagnosis.flows.filter(mayHaveFailed).length,
      groups,
    },
    *flows() {
      for (const diagnosed of flows) yield reportFlow(diagnosed, context)
    },
    redactions: () => redactor.taken(),
  }
}

/** Never throws; the diagnosis stays as it is. */
export function reportOf(diagnosis: Diagnosis, options: ReportOptions = {}): Report {
  const { head, flows, redactions } = reportInParts(diagnosis, options)
  const reported = [...flows()]
  return { ...head, flows: reported, redactions: redactions() }
}
