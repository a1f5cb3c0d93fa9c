/**
 * The trial of a fix: which response headers the mended server would send, as session rules of declarativeNetRequest for
 * one tab, one server and the paths of one failure. Chromium checks CORS on the headers as the rules leave them, the
 * preflight's too (measured, Chromium 156); a status, a redirect or a crash stays what it is.
 */
import type { FlowDiagnosis, Policy } from '../../engine/index.ts'
import type { NoTrial } from '../../panel/proof.ts'

export type Header = readonly [name: string, value: string]

/** Plain JSON; crosses from the devtools page to the service worker. */
export interface TrialPlan {
  tabId: number
  /** The failures that it is for. */
  flowIds: string[]
  serverOrigin: string
  pageOrigin: string
  /** Paths of the server, without query. */
  paths: string[]
  /** Headers set on the preflight's response and on the response itself, in the order that is shown. */
  set: Header[]
  /** Headers taken out of both. */
  removed: string[]
}

/** All headers of a CORS response: the trial's own take the place of what the server sends. */
const CORS_HEADERS = [
  'Access-Control-Allow-Origin',
  'Access-Control-Allow-Credentials',
  'Access-Control-Allow-Methods',
  'Access-Control-Allow-Headers',
  'Access-Control-Max-Age',
] as const

/** The preflight's answer must not outlive the trial in the browser's own cache. */
const KEEP_NOTHING: Header = ['Access-Control-Max-Age', '0']

function headersOf({ origin, methods, headers, credentials, preflighted }: Policy): Header[] {
  return [
    ['Access-Control-Allow-Origin', origin],
    ...(credentials ? [['Access-Control-Allow-Credentials', 'true'] as const] : []),
    ...(preflighted ? [['Access-Control-Allow-Methods', methods.join(', ')] as const] : []),
    ...(preflighted && headers.length > 0
      ? [['Access-Control-Allow-Headers', headers.join(', ')] as const]
      : []),
    ...(preflighted ? [KEEP_NOTHING] : []),
  ]
}

const isOk = (status: number): boolean => status >= 200 && status <= 299

/** What the rules cannot change, and what headers alone would therefore not cure. */
function beyondHeaders({ flow, verdict }: FlowDiagnosis): NoTrial | null {
  if (verdict.outcome === 'allowed') return 'passed'
  if (verdict.blockers.some(({ reason }) => reason === 'preflight-redirected')) return 'preflight-redirected'
  if (flow.preflight !== null && flow.preflight.status !== 0 && !isOk(flow.preflight.status))
    return 'preflight-status'
  if (verdict.finding?.stage === 'redirect' || flow.hops.length > 0) return 'redirect'
  return null
}

/** The plan of a trial, or why there is none. The page's exact origin is set; never `*`, never a reflected one. */
export function planTrial(diagnosis: FlowDiagnosis, tabId: number): TrialPlan | NoTrial {
  const { flow, policy, id } = diagnosis
  const beyond = beyondHeaders(diagnosis)
  if (beyond !== null) return beyond
  if (policy === null) return 'no-header-helps'
  const server = new URL(flow.exchange.url)
  if (!/^https?:$/.test(server.protocol) || !/^https?:/.test(policy.origin)) return 'not-http'
  const set = headersOf(policy)
  const isSet = (name: string) => set.some(([other]) => other === name)
  return {
    tabId,
    flowIds: [id],
    serverOrigin: server.origin,
    pageOrigin: policy.origin,
    paths: [server.pathname],
    set,
    removed: CORS_HEADERS.filter((name) => !isSet(name)),
  }
}

const LISTS = ['Access-Control-Allow-Methods', 'Access-Control-Allow-Headers']

/** One value for a header that two plans set: what either needs of a list, and the one value of all others. */
function joined(name: string, values: readonly string[]): string {
  if (!LISTS.includes(name)) return values[0] ?? ''
  const items = new Map(
    values.flatMap((value) => value.split(', ')).map((item) => [item.toLowerCase(), item]),
  )
  return [...items.values()].join(', ')
}

/** One plan for several failures of one page at one server: the paths of all, and on them the headers that any needs. Null for none. */
export function groupPlan(plans: readonly TrialPlan[]): TrialPlan | null {
  const [first] = plans
  if (first === undefined) return null
  const alike = plans.filter(
    ({ serverOrigin, pageOrigin }) => serverOrigin === first.serverOrigin && pageOrigin === first.pageOrigin,
  )
  const all = alike.flatMap(({ set }) => set)
  const names = CORS_HEADERS.filter((name) => all.some(([other]) => other === name))
  return {
    ...first,
    flowIds: alike.flatMap(({ flowIds }) => flowIds),
    paths: [...new Set(alike.flatMap(({ paths }) => paths))],
    set: names.map(
      (name): Header => [
        name,
        joined(
          name,
          all.filter(([other]) => other === name).map(([, value]) => value),
        ),
      ],
    ),
    removed: CORS_HEADERS.filter((name) => !names.includes(name)),
  }
}

/** Types of requests that the two origins can make of each other and that CORS applies to; `other` is the preflight. */
const RESOURCE_TYPES = ['xmlhttprequest', 'other', 'font', 'script', 'stylesheet', 'image', 'media'] as const

/** RE2 reads these as something else. */
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')

/** Session rules, one a path. `firstId`: the lowest id that is free. */
export function rulesOf(plan: TrialPlan, firstId: number) {
  const { tabId, serverOrigin, pageOrigin, paths, set, removed } = plan
  return paths.map((path, index) => ({
    id: firstId + index,
    priority: 1,
    action: {
      type: 'modifyHeaders' as const,
      responseHeaders: [
        ...set.map(([header, value]) => ({ header, operation: 'set' as const, value })),
        ...removed.map((header) => ({ header, operation: 'remove' as const })),
      ],
    },
    condition: {
      regexFilter: `^${escaped(serverOrigin + path)}(\\?.*)?$`,
      isUrlFilterCaseSensitive: true,
      initiatorDomains: [hostOf(pageOrigin)],
      resourceTypes: [...RESOURCE_TYPES],
      tabIds: [tabId],
    },
  }))
}

/** As initiatorDomains wants it: a host without port. */
const hostOf = (origin: string): string => new URL(origin).hostname.replace(/^\[|\]$/g, '')

const isText = (value: unknown): value is string => typeof value === 'string'
const isOrigin = (value: unknown): boolean => {
  if (!isText(value) || !/^https?:\/\//.test(value)) return false
  try {
    return new URL(value).origin === value
  } catch {
    return false
  }
}

/** A plan that came as a message: trusted in nothing. */
export function isTrialPlan(value: unknown): value is TrialPlan {
  const plan = value as TrialPlan | null
  if (typeof plan !== 'object' || plan === null || !Number.isInteger(plan.tabId)) return false
  return (
    Array.isArray(plan.flowIds) &&
    plan.flowIds.every(isText) &&
    isOrigin(plan.serverOrigin) &&
    isOrigin(plan.pageOrigin) &&
    Array.isArray(plan.paths) &&
    plan.paths.length > 0 &&
    plan.paths.every((path) => isText(path) && path.startsWith('/')) &&
    Array.isArray(plan.set) &&
    plan.set.every((header) => isCorsHeader(header, plan)) &&
    Array.isArray(plan.removed) &&
    plan.removed.every((name) => CORS_HEADERS.includes(name as (typeof CORS_HEADERS)[number]))
  )
}

/** Only the headers of a CORS response, and the origin only as the page's own. */
function isCorsHeader(header: unknown, { pageOrigin }: TrialPlan): boolean {
  if (!Array.isArray(header) || header.length !== 2) return false
  const [name, value] = header as unknown[]
  if (!CORS_HEADERS.includes(name as (typeof CORS_HEADERS)[number]) || !isText(value)) return false
  return name !== 'Access-Control-Allow-Origin' || value === pageOrigin
}
