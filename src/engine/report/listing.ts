/** What of a diagnosis is listed, and the few phrases that every report shares. */

import type { Owner } from '../causes/cause.ts'
import type { Diagnosis, FlowDiagnosis } from '../diagnose.ts'
import { corsUnsafeRequestHeaderNames, isSafelistedMethod } from '../fetch/safelist.ts'
import type { Outcome } from '../judge/verdict.ts'
import { type Explanation, explain, rowOf } from '../reasons/explain.ts'
import type { Finding, ReasonId, Stage } from '../reasons/finding.ts'
import type { FixKind } from '../reasons/row.ts'

/** Reasons that explain what looks like a failure and is none. */
const NOTHING_FAILED: readonly ReasonId[] = ['no-cors-response', 'redirect-mode-manual']

export function hasFailed({ verdict: { outcome, finding } }: FlowDiagnosis): boolean {
  if (outcome === 'allowed') return false
  return finding === null || !NOTHING_FAILED.includes(finding.reason)
}

/** The flows that failed, or may have: what one looks at first. */
export const failedFlows = ({ flows }: Diagnosis): FlowDiagnosis[] => flows.filter(hasFailed)

export const explanationOf = ({ verdict: { finding } }: FlowDiagnosis): Explanation | null =>
  finding === null ? null : explain(finding)

export const OUTCOMES: Record<Outcome, string> = {
  blocked: 'Blocked by CORS',
  allowed: 'Allowed',
  'not-cors': 'Not a CORS failure',
  undetermined: 'Undetermined',
}

export const OWNERS: Record<Owner, string> = {
  'front-end': 'Front end',
  'back-end': 'Back end',
  proxy: 'Proxy',
  platform: 'Platform',
  browser: 'Browser',
  extension: 'Browser extension',
}

export const STAGES: Record<Stage, string> = {
  preflight: 'preflight response',
  response: 'response',
  redirect: 'redirect',
  connection: 'connection',
  'before-network': 'before the network',
}

const OWNER_OF_FIX: Record<FixKind, Owner | null> = {
  'allow-origin': 'back-end',
  'allow-credentials': 'back-end',
  'allow-method': 'back-end',
  'allow-header': 'back-end',
  'answer-preflight': 'back-end',
  'serve-variants': 'back-end',
  'change-request': 'front-end',
  'permit-local-network': 'browser',
  none: null,
}

/** Who has to change something: the cause knows best, then the fix, then the reason. Null where nobody can be named. */
export function ownerOf({ cause, fixes, verdict: { finding } }: FlowDiagnosis): Owner | null {
  if (cause !== null) return cause.owner
  return fixes[0]?.owner ?? (finding === null ? null : OWNER_OF_FIX[rowOf(finding.reason).fix])
}

/** Let through by its headers in a log that records no failure, and refused by them in the other credentials mode. */
export const mayHaveFailed = ({ verdict: { outcome, alternatives } }: FlowDiagnosis): boolean =>
  outcome === 'allowed' && alternatives.length > 0

/** How sure the verdict is, in words; null when it was read off the log. */
export function doubtOf({ verdict: { certain, alternatives, basis } }: FlowDiagnosis): string | null {
  if (basis === 'what-if') return 'expected after the change, and not observed'
  if (alternatives.length > 0) return `one of ${alternatives.length + 1} that fit the log`
  return certain ? null : 'inferred from what the log lacks'
}

/** Whether the browser asked for permission first, as far as the log shows. */
export function preflightOf({ flow: { preflight, exchange, browser } }: FlowDiagnosis): string {
  if (preflight !== null) {
    return preflight.status === 0
      ? 'sent, no response on record'
      : `sent, answered with status ${preflight.status}`
  }
  const dialect = browser === 'chromium' ? 'chromium' : 'standard'
  const unsafe = corsUnsafeRequestHeaderNames(exchange.requestHeaders, dialect)
  const needed = [
    ...(isSafelistedMethod(exchange.method) ? [] : [`the method ${exchange.method}`]),
    ...unsafe.map((name) => `the header ${name}`),
  ]
  if (needed.length === 0) return 'none in the log; nothing in the log makes one necessary'
  return `none in the log, although ${needed.join(', ')} needs one; the browser may have kept an earlier response`
}

export const CREDENTIALS = { include: 'included', 'not-include': 'not included', unknown: 'unknown' } as const

/**
 * What must change before the request passes, the browser's own reason first. Each missing item of a list is a
 * blocker of its own, and the first already names the whole list: a report says it once.
 */
export function blockersOf({ verdict: { blockers, finding } }: FlowDiagnosis): Explanation[] {
  const findings: Finding[] = blockers.length > 0 || finding === null ? blockers : [finding]
  const explained = findings.map(explain)
  return explained.filter(
    ({ reason, stage, expected }, index) =>
      explained.findIndex(
        (other) => other.reason === reason && other.stage === stage && other.expected === expected,
      ) === index,
  )
}

/** The last moment that has a date (https://tc39.es/ecma262/#sec-time-values-and-time-range). */
const LAST_MOMENT = 8.64e15

/** A time of the log, in UTC; null where none is recorded, or none that is a date. */
export const timeOf = (milliseconds: number): string | null =>
  milliseconds === 0 || !(Math.abs(milliseconds) <= LAST_MOMENT) ? null : new Date(milliseconds).toISOString()
