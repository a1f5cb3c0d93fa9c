/** A log that another tool recorded, and what the browser said of the calls in it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { diagnose, explain, type FlowDiagnosis } from '../../src/engine/index.ts'
import type { CallTruth } from './truth.ts'

export interface RecordedLog {
  /** The tool with its version, and the browser. */
  by: string
  /** Day, YYYY-MM-DD. */
  date: string
  page: string
  api: string
  truths: CallTruth[]
  log: {
    creator: { name: string }
    browser?: { name: string }
    pages?: unknown[]
    entries: unknown[]
  }
}

export interface Compared extends CallTruth {
  flow: FlowDiagnosis | null
}

export function compared({ page, api, truths, log }: RecordedLog): Compared[] {
  const { flows } = diagnose(log.entries, {
    creator: log.creator.name,
    browserName: log.browser?.name ?? '',
    pages: log.pages ?? [],
    pageUrl: `${page}/`,
  })
  const first = ({ flow }: FlowDiagnosis) => (flow.hops[0]?.exchange ?? flow.exchange).url
  return truths.map((truth) => ({
    ...truth,
    flow: flows.find((flow) => first(flow) === `${api}/${truth.name}`) ?? null,
  }))
}

/** Codes of the verdict and of what fits as well. */
const codesOf = ({ verdict }: FlowDiagnosis): (string | null)[] =>
  [verdict.finding, ...verdict.alternatives.map(({ finding }) => finding)].map(
    (found) => found && explain(found).codes.chromium,
  )

/** What is wrong with a verdict beside the browser's own; null for nothing. */
export function faultOf({ name, corsError, flow }: Compared): string | null {
  if (flow === null) return `${name} is not in the log`
  const { outcome, certain } = flow.verdict
  if (corsError === null) return outcome === 'blocked' ? `${name} is called blocked, and was read` : null
  if (outcome === 'allowed' && certain) return `${name} is called allowed for sure: ${corsError}`
  if (outcome === 'undetermined') return null
  return codesOf(flow).includes(corsError) ? null : `${name} is not said to be ${corsError}`
}

const LEAN = /^(user-agent|accept-encoding|accept-language|sec-ch-ua.*|keep-alive|date)$/i

/** Kept small: no bodies, no headers that every request has. */
function lean(entry: unknown): unknown {
  const copy = structuredClone(entry) as Record<'request' | 'response', Record<string, unknown>>
  for (const message of [copy.request, copy.response]) {
    const headers = (message.headers ?? []) as { name: string }[]
    message.headers = headers.filter(({ name }) => !LEAN.test(name) || name === 'user-agent')
    message.content = {}
  }
  return copy
}

/** Written only where `CORSCOPE_RECORD` is set: then the unit tests read what a real tool wrote. */
export function keep(name: string, recorded: RecordedLog): void {
  if (!process.env.CORSCOPE_RECORD) return
  const folder = new URL('../fixtures/recorders/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  const log = { ...recorded.log, entries: recorded.log.entries.map(lean) }
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify({ ...recorded, log }, null, 1)}\n`)
}

export const today = (): string => new Date().toISOString().slice(0, 10)
