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

const push = <Key, Item>(groups: Map<Key, Item[]>, key: Key, item: Item): void => {
  const group = groups.get(key)
  if (group === undefined) groups.set(key, [item])
  else group.push(item)
}

/** A function from a flow to its impact; the log is gone through once. */
export function impactsIn({ flows }: Diagnosis, redactor: Redactor): (diagnosed: FlowDiagnosis) => Impact {
  const alike = new Map<string, FlowDiagnosis[]>()
  const passed = new Map<string | null, FlowDiagnosis[]>()
  for (const diagnosed of flows) {
    push(alike, kindOfFailure(diagnosed), diagnosed)
    if (diagnosed.verdict.outcome === 'allowed') push(passed, serverOf(diagnosed), diagnosed)
  }
  const endpoints = new Map<string, Endpoint[]>()
  const endpointsOf = (kind: string): Endpoint[] => {
    const before = endpoints.get(kind)
    if (before !== undefined) return before
    const counted = new Map<string, Endpoint>()
    for (const { flow } of alike.get(kind) ?? []) {
      const method = redactor.text(flow.exchange.method)
      const url = redactor.url(withoutQuery(flow.exchange.url))
      const key = `${method} ${url}`
      const known = counted.get(key)
      if (known === undefined) counted.set(key, { method, url, count: 1 })
      else known.count += 1
    }
    const most = [...counted.values()].sort((a, b) => b.count - a.count).slice(0, MOST_ENDPOINTS)
    endpoints.set(kind, most)
    return most
  }
  return (diagnosed) => {
    const kind = kindOfFailure(diagnosed)
    const same = alike.get(kind) ?? [diagnosed]
    const beside = (passed.get(serverOf(diagnosed)) ?? []).filter((other) => other !== diagnosed)
    return {
      requests: same.length,
      endpoints: endpointsOf(kind),
      ...seen(same),
      passed: beside.length,
      working: beside.slice(0, MOST_WORKING).map(({ flow: { exchange } }) => ({
        method: redactor.text(exchange.method),
        url: redactor.url(exchange.url),
        status: exchange.status,
      })),
    }
  }
}
