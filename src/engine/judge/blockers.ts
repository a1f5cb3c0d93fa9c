/** Blockers: everything that would fail in turn, found by repairing one thing and judging again. */

import { withHeader, withoutHeader } from '../fetch/headers.ts'
import { UNMARKED } from '../har/ending.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Flow } from '../log/flow.ts'
import { explain, rowOf } from '../reasons/explain.ts'
import type { Finding } from '../reasons/finding.ts'
import type { FixKind } from '../reasons/row.ts'
import type { CredentialsMode } from './cors-check.ts'
import { judge } from './judge.ts'

/** More than the standard has steps: a guard, not a limit that a log can reach. */
const MOST = 64

type Repair = (exchange: Exchange, found: Finding) => Exchange | null

const setHeader =
  (name: string): Repair =>
  (exchange, found) => {
    const { expected } = explain(found)
    return expected === null
      ? null
      : { ...exchange, responseHeaders: withHeader(exchange.responseHeaders, name, expected) }
  }

/** One item a time, so that every missing name becomes a blocker of its own. */
const appendNeeded =
  (name: string): Repair =>
  (exchange, found) => {
    if (!('allowed' in found.facts)) return null
    const { allowed, needed, credentials } = found.facts
    const items = [...allowed.filter((item) => !(credentials && item === '*')), needed].filter(
      (item) => item !== '',
    )
    return { ...exchange, responseHeaders: withHeader(exchange.responseHeaders, name, items.join(', ')) }
  }

/** What a repair does to the answer; null where no answer of this server can be repaired so that it passes. */
const REPAIRS: Record<FixKind, Repair> = {
  'allow-origin': setHeader('Access-Control-Allow-Origin'),
  'allow-credentials': setHeader('Access-Control-Allow-Credentials'),
  'allow-method': appendNeeded('Access-Control-Allow-Methods'),
  'allow-header': appendNeeded('Access-Control-Allow-Headers'),
  'answer-preflight': (exchange) => ({
    ...exchange,
    status: 204,
    ending: UNMARKED,
    redirectUrl: null,
    responseHeaders: withoutHeader(exchange.responseHeaders, 'location'),
  }),
  'change-request': () => null,
  'serve-variants': () => null,
  'permit-local-network': () => null,
  none: () => null,
}

/** The flow after what the finding asks for was done; null when no answer of the server can do it. */
export function repair(flow: Flow, found: Finding): Flow | null {
  const mend = REPAIRS[rowOf(found.reason).fix]
  if (found.stage === 'preflight') {
    const preflight = flow.preflight === null ? null : mend(flow.preflight, found)
    return preflight === null ? null : { ...flow, preflight }
  }
  const exchange = mend(flow.exchange, found)
  return exchange === null ? null : { ...flow, exchange }
}

/** The finding and all that stands behind it, for one credentials mode. */
export function blockersOf(flow: Flow, first: Finding, mode: CredentialsMode): Finding[] {
  const blockers = [first]
  let repaired = repair(flow, first)
  while (repaired !== null && blockers.length < MOST) {
    const next = judge(repaired, mode)
    if (next === null) break
    blockers.push(next)
    repaired = repair(repaired, next)
  }
  return blockers
}
