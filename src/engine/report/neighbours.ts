/** What else the log holds of the same server: how far a failure reaches, and what works beside it. */
import type { Diagnosis, FlowDiagnosis } from '../diagnose.ts'
import { originOf } from '../fetch/origin.ts'
import { timeOf } from './listing.ts'
import type { Endpoint, Impact } from './model.ts'
import type { Redactor } from './redactor.ts'

const MOST_ENDPOINTS = 20
const MOST_WORKING = 5

const withoutQuery = (url: string): string => url.replace(/[?#][\s\S]*$/, '')
export const serverOf = ({ flow }: FlowDiagnosis): string | null => originOf(flow.exchange.url)

/** Failures of one kind: the same cause, or the same finding where no cause is known, at the same server. */
export const kindOfFailure = (diagnosed: FlowDiagnosis): string =>
  JSON.stringify([
    serverOf(diagnosed),
    diagnosed.verdict.outcome,
    diagnosed.cause?.id ?? null,
    diagnosed.verdict.finding?.reason ?? null,
  ])

/** First and last time of some flows, UTC. */
export function seen(flows: readonly FlowDiagnosis[]): { firstSeen: string | null; lastSeen: string | null } {
  let first = Number.POSITIVE_INFINITY
  let last = 0
  for (const { flow } of flows) {
    const at = flow.exchange.startedAt
    if (at === 0) continue
    first = Math.min(first, at)
    last = Math.max(last, at)
  }
  return last === 0
    ? { firstSeen: null, lastSeen: null }
    : { firstSeen: timeOf(first), lastSeen: timeOf(last) }
}

/** What the verdict alone tells of a failure's kind: flows that differ in it are of two kinds. */
const verdictKindOf = (diagnosed: FlowDiagnosis): string =>
  JSON.stringify([serverOf(diagnosed), diagnosed.verdict.outcome, diagnosed.verdict.finding?.reason ?? null])

/** Flows of one kind, as all reports on one of them say it. */
interface Kind {
  flows: FlowDiagnosis[]
  said: Pick<Impact, 'requests' | 'endpoints' | 'firstSeen' | 'lastSeen'> | null
}

function endpointsOf(flows: readonly FlowDiagnosis[], redactor: Redactor): Endpoint[] {
  const counted = new Map<string, Endpoint>()
  for (const { flow } of flows) {
    const method = redactor.text(flow.exchange.method)
    const url = redactor.url(withoutQuery(flow.exchange.url))
    const key = `${method} ${url}`
    const known = counted.get(key)
    if (known === undefined) counted.set(key, { method, url, count: 1 })
    else known.count += 1
  }
  return [...counted.values()].sort((a, b) => b.count - a.count).slice(0, MOST_ENDPOINTS)
}

/** How far the flows of a report reach in the log, which is gone through once. Causes are asked of flows that may be alike. */
export class Neighbours {
  readonly #redactor: Redactor
  readonly #kinds = new Map<string, Kind>()
  /** By server, in the order of the log. */
  readonly #passed = new Map<string | null, Set<FlowDiagnosis>>()

  /** `listed`: the flows of the report. */
  constructor({ flows }: Pick<Diagnosis, 'flows'>, listed: Iterable<FlowDiagnosis>, redactor: Redactor) {
    this.#redactor = redactor
    const wanted = new Set<string>()
    for (const diagnosed of listed) wanted.add(verdictKindOf(diagnosed))
    for (const diagnosed of flows) {
      if (diagnosed.verdict.outcome === 'allowed') this.#passedAt(serverOf(diagnosed)).add(diagnosed)
      if (wanted.has(verdictKindOf(diagnosed))) this.#kindOf(diagnosed).flows.push(diagnosed)
    }
  }

  impactOf(diagnosed: FlowDiagnosis): Impact {
    const kind = this.#kindOf(diagnosed)
    const same = kind.flows.length === 0 ? [diagnosed] : kind.flows
    kind.said ??= {
      requests: same.length,
      endpoints: endpointsOf(kind.flows, this.#redactor),
      ...seen(same),
    }
    const passed = this.#passedAt(serverOf(diagnosed))
    const beside: FlowDiagnosis[] = []
    for (const other of passed) {
      if (beside.length === MOST_WORKING) break
      if (other !== diagnosed) beside.push(other)
    }
    return {
      ...kind.said,
      passed: passed.size - (passed.has(diagnosed) ? 1 : 0),
      working: beside.map(({ flow: { exchange } }) => ({
        method: this.#redactor.text(exchange.method),
        url: this.#redactor.url(exchange.url),
        status: exchange.status,
      })),
    }
  }

  #passedAt(server: string | null): Set<FlowDiagnosis> {
    const passed = this.#passed.get(server) ?? new Set()
    this.#passed.set(server, passed)
    return passed
  }

  #kindOf(diagnosed: FlowDiagnosis): Kind {
    const key = kindOfFailure(diagnosed)
    const kind = this.#kinds.get(key) ?? { flows: [], said: null }
    this.#kinds.set(key, kind)
    return kind
  }
}
