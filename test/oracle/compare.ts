/** The engine's verdicts beside the browser's, and the rules by which they agree. */
import {
  type Diagnosis,
  diagnose,
  explain,
  type Finding,
  type FlowDiagnosis,
} from '../../src/engine/index.ts'
import type { Truth } from '../support/cdp-truth.ts'
import type { LoggedEntry } from './collector.ts'
import { requestOrigins } from './generate.ts'
import { modesDiffer, type Step } from './second-opinion.ts'

export interface Disagreement {
  /** The rule that does not hold. */
  rule: string
  truth: Truth | null
  /** The engine's verdict in a few words. */
  engine: string
}

/** What was compared, over any number of cases. */
export interface Tally {
  cases: number
  requests: number
  blocked: number
  /** Blocked, and the engine named one reason. */
  sure: number
  /** Blocked, and the engine named several that fit. */
  alternatives: number
  /** Alternatives that something on record decides. */
  needless: number
  /** Agreed on all but which of several missing headers the browser names first, where the log holds no order. */
  orderUnknown: number
  letThrough: number
  otherwise: number
  disagreements: number
}

export const emptyTally = (): Tally => ({
  cases: 0,
  requests: 0,
  blocked: 0,
  sure: 0,
  alternatives: 0,
  needless: 0,
  orderUnknown: 0,
  letThrough: 0,
  otherwise: 0,
  disagreements: 0,
})

interface Code {
  chromium: string | null
  failedParameter: string
}

const codeOf = (finding: Finding): Code => {
  const { codes, failedParameter } = explain(finding)
  return { chromium: codes.chromium, failedParameter: failedParameter ?? '' }
}

/** Verdict and alternatives in Chromium's words, the verdict first. */
const codesOf = ({ verdict }: FlowDiagnosis): Code[] => [
  ...(verdict.finding ? [codeOf(verdict.finding)] : []),
  ...verdict.alternatives.map(({ finding }) => codeOf(finding)),
]

export function describe(flow: FlowDiagnosis | null): string {
  if (flow === null) return 'no flow'
  const { outcome, finding, alternatives } = flow.verdict
  const names = [finding, ...alternatives.map((other) => other.finding)].map((found) =>
    found === null ? '-' : `${found.reason}@${found.stage}`,
  )
  return `${outcome}: ${names.join(' or ')}`
}

const equal = (code: Code, truth: Truth): boolean =>
  code.chromium === truth.corsError && code.failedParameter === (truth.failedParameter ?? '')

const same = (code: Code, truth: Truth, flow: FlowDiagnosis): boolean =>
  equal(code, truth) || (code.chromium === truth.corsError && orderUnknown(flow, truth))

/** A header map of Blink grows at these sizes, and its order changes while the request is under way. */
const REORDERED = [4, 8, 16]

/**
 * Of several missing headers the browser names the first in an order of its own. The log holds that order, but
 * not after a redirect, where it lacks the request's own headers, and not where the map was laid anew (measured).
 */
function orderUnknown({ flow, verdict }: FlowDiagnosis, { failedParameter }: Truth): boolean {
  const { missing = [] } = (verdict.finding?.facts ?? {}) as { missing?: string[] }
  const names = flow.exchange.requestHeaders.map(([name]) => name.toLowerCase())
  const lost = !missing.some((name) => names.includes(name)) || REORDERED.includes(names.length)
  return lost && missing.includes(failedParameter ?? '')
}

/** The rule that a flow breaks, null when it keeps them all. */
export function brokenRule(flow: FlowDiagnosis | null, truth: Truth): string | null {
  if (flow === null) return 'every cross-origin request is a flow'
  const { outcome, alternatives } = flow.verdict
  const codes = codesOf(flow)
  if (truth.corsError !== null) {
    if (outcome !== 'blocked') return 'what the browser blocked is blocked'
    if (codes.some((code) => same(code, truth, flow))) return null
    if (codes.some(({ chromium }) => chromium === truth.corsError)) return 'failedParameter is the browser’s'
    return alternatives.length === 0
      ? 'a sure verdict is the browser’s'
      : 'the browser’s verdict is among those that fit'
  }
  if (truth.outcome === 'failed') {
    // The page may have asked for no redirects, which the log holds no more than the credentials mode.
    const maybe = codes.some(({ chromium }) => chromium === null)
    return outcome === 'blocked' && !maybe ? 'what failed otherwise is not blocked by CORS' : null
  }
  return outcome === 'allowed' || outcome === 'not-cors'
    ? null
    : 'what the browser let through is not blocked'
}

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : 'null')

const isCrossOrigin = (page: string, truth: Truth): boolean =>
  [...truth.hops.map(({ url }) => url), truth.url].some((url) => originOf(url) !== page)

const firstUrl = ({ flow }: FlowDiagnosis): string => (flow.hops[0]?.exchange ?? flow.exchange).url

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length <= 1) return [[...items]]
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  )
}

type Pair = readonly [truth: Truth, flow: FlowDiagnosis | null]

/** Requests to one address cannot be told apart, so that the pairing with the fewest broken rules counts. */
function pair(truths: readonly Truth[], flows: readonly FlowDiagnosis[]): Pair[] {
  const padded = [...flows, ...Array.from({ length: Math.max(0, truths.length - flows.length) }, () => null)]
  const candidates = permutations(padded).map((order) =>
    truths.map((truth, index): Pair => [truth, order[index] ?? null]),
  )
  const faults = (pairs: readonly Pair[]) =>
    pairs.filter(([truth, flow]) => brokenRule(flow, truth) !== null).length
  return candidates.reduce((best, other) => (faults(other) < faults(best) ? other : best))
}

/** What the flow met on its way, as the second opinion wants it. */
function stepsOf({ flow }: FlowDiagnosis, page: string, entries: readonly LoggedEntry[]): Step[] {
  const links = [...flow.hops, { exchange: flow.exchange, preflight: flow.preflight }]
  const urls = links.map(({ exchange }) => exchange.url)
  const origins = requestOrigins(page, urls)
  return links.flatMap(({ exchange, preflight }, hop) => {
    const cors = urls.slice(0, hop + 1).some((url) => originOf(url) !== page)
    const entry = entries[exchange.index]
    const asked = preflight === null ? null : (entries[preflight.index] ?? null)
    return entry ? [{ exchange: entry, preflight: asked, origin: cors ? (origins[hop] ?? page) : null }] : []
  })
}

const hasCookie = ({ request }: LoggedEntry): boolean =>
  request.headers.some(({ name }) => name.toLowerCase() === 'cookie')

/** True where an alternative stands beside a refusal although what is on record decides. */
function isNeedless(flow: FlowDiagnosis, page: string, entries: readonly LoggedEntry[]): boolean {
  const { outcome, alternatives } = flow.verdict
  const byMode = alternatives.filter(({ finding }) => codeOf(finding).chromium !== null)
  if (outcome !== 'blocked' || byMode.length === 0) return false
  const steps = stepsOf(flow, page, entries)
  const withCookie = steps.some(({ exchange, origin }) => origin !== null && hasCookie(exchange))
  return withCookie || !modesDiffer(steps)
}

const group = <Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> => {
  const groups = new Map<string, Item[]>()
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item])
  return groups
}

export interface Judged {
  disagreements: Disagreement[]
  needless: FlowDiagnosis[]
}

/** What a page asked, as the browser tells it. */
export interface Asked {
  /** Origin of the page. */
  page: string
  truths: readonly Truth[]
}

/** Compares the flows of one case with what the browser says of its requests, and counts. */
export function compareCase(
  { page, truths: all }: Asked,
  diagnosis: Diagnosis,
  entries: readonly LoggedEntry[],
  tally: Tally,
): Judged {
  const truths = all.filter((truth) => truth.corsError !== null || isCrossOrigin(page, truth))
  const flowsByUrl = group(diagnosis.flows, firstUrl)
  const pairs = [...group(truths, (truth) => truth.firstUrl)].flatMap(([url, same]) =>
    pair(same, flowsByUrl.get(url) ?? []),
  )
  const disagreements = pairs.flatMap(([truth, flow]): Disagreement[] => {
    const rule = brokenRule(flow, truth)
    return rule === null ? [] : [{ rule, truth, engine: describe(flow) }]
  })
  const needless = pairs.flatMap(([, flow]) =>
    flow !== null && isNeedless(flow, page, entries) ? [flow] : [],
  )
  tally.cases += 1
  for (const [truth, flow] of pairs) count(truth, flow, tally)
  tally.needless += needless.length
  tally.disagreements += disagreements.length
  return { disagreements, needless }
}

function count(truth: Truth, flow: FlowDiagnosis | null, tally: Tally): void {
  tally.requests += 1
  if (truth.corsError === null) {
    tally[truth.outcome === 'failed' ? 'otherwise' : 'letThrough'] += 1
    return
  }
  tally.blocked += 1
  if (flow === null) return
  tally[flow.verdict.alternatives.length === 0 ? 'sure' : 'alternatives'] += 1
  if (brokenRule(flow, truth) === null && !codesOf(flow).some((code) => equal(code, truth)))
    tally.orderUnknown += 1
}

/** Judges the log of a whole page, as the panel does. */
export const diagnosePage = (entries: readonly LoggedEntry[], page: string): Diagnosis =>
  diagnose(entries, { pageUrl: `${page}/page` })
