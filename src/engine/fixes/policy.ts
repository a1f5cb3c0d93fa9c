/** Policy: the least that a server must allow for this request to pass. */

import { extractTokens, isToken } from '../fetch/headers.ts'
import { isSerializedOrigin, originOf } from '../fetch/origin.ts'
import { corsUnsafeRequestHeaderNames, isSafelistedMethod } from '../fetch/safelist.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Verdict } from '../judge/verdict.ts'
import type { Flow } from '../log/flow.ts'
import type { ReasonId } from '../reasons/finding.ts'
import { type ObservedServer, readAt } from '../servers/observed-server.ts'
import { askedHeaders, askedMethod } from '../servers/preflights.ts'
import { allowedOrigin, answerHeader } from '../servers/responses.ts'

/** Plain JSON. */
export interface Policy {
  /** The exact serialized origin of the page; never `null`, never `*`. */
  origin: string
  /** Methods that must be named in Access-Control-Allow-Methods; the safelisted ones need no naming but servers want them. */
  methods: string[]
  /** Request-header names that must be named in Access-Control-Allow-Headers, as the request wrote them. */
  headers: string[]
  credentials: boolean
  /** Seconds a browser may keep the preflight's answer. */
  maxAge: number
  /** The request is preflighted, so that OPTIONS must be answered too. */
  preflighted: boolean
}

/** Ten minutes: saves preflights, and a changed setting is not waited for long. */
const MAX_AGE = 600

/** What a CORS setting of the server can cure; everything else is the page's, the browser's or the network's. */
const CURABLE: readonly ReasonId[] = [
  'allow-origin-missing',
  'allow-origin-star-with-credentials',
  'allow-origin-multiple',
  'allow-origin-invalid',
  'allow-origin-mismatch',
  'allow-credentials-not-true',
  'preflight-status',
  'preflight-redirected',
  'allow-methods-unparsable',
  'allow-headers-unparsable',
  'method-not-allowed',
  'header-not-allowed',
  'cached-without-allow-origin',
]

/**
 * A host of letters, digits, dots and hyphens, or an IPv6 address. URLs allow more (`*`, quotes), which some
 * server would read as a pattern; no page that needs a fix has such a host.
 */
const PLAIN_ORIGIN = /^https?:\/\/([a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\])(:\d{1,5})?$/

/** An origin of http or https that may be written into a server's configuration: that of a web page or a web server. */
export const isWebOrigin = (text: string | null): text is string =>
  text !== null && isSerializedOrigin(text) && PLAIN_ORIGIN.test(text)

/**
 * Origins of apps that bring their pages along: Capacitor and Ionic, Tauri, Electron (`file://` and schemes of its
 * own), browser extensions. They are sent as they stand here, and servers compare them like any other.
 */
const APP_ORIGIN =
  /^(?!https?:|data:|blob:|about:|javascript:)[a-z][a-z0-9.+-]{0,30}:\/\/([a-z0-9_-]+(\.[a-z0-9_-]+)*)?(:\d{1,5})?$/

export const isAppOrigin = (text: string | null): text is string => text !== null && APP_ORIGIN.test(text)

/** The origin of a page of a browser extension. */
export const isExtensionOrigin = (text: string | null): boolean =>
  /^(chrome|moz|safari-web|ms-browser)-extension:\/\//.test(text ?? '')

/** An origin that may be written into a server's configuration. */
export const isAllowableOrigin = (text: string | null): text is string =>
  isWebOrigin(text) || isAppOrigin(text)

/** A method or header name that stands for itself everywhere: a token without `*`. */
export const isAllowableName = (text: string): boolean => isToken(text) && !text.includes('*')

/** The browser redirected the preflight itself (HSTS): no server was asked. */
const neverAsked = (flow: Flow, verdict: Verdict): boolean =>
  verdict.finding?.reason === 'preflight-redirected' && (flow.preflight?.status ?? 0) === 0

/**
 * The answer that fails leads to another server: once it passes, the next request has the origin `null`, which no
 * server should allow. Only going there without the redirect helps.
 */
const leadsAway = ({ exchange }: Flow, { finding }: Verdict): boolean =>
  finding?.stage === 'redirect' &&
  exchange.redirectUrl !== null &&
  originOf(exchange.redirectUrl) !== originOf(exchange.url)

function isCurable(flow: Flow, verdict: Verdict): boolean {
  const { outcome, finding } = verdict
  if (finding === null || (outcome !== 'blocked' && outcome !== 'undetermined')) return false
  return CURABLE.includes(finding.reason) && !neverAsked(flow, verdict) && !leadsAway(flow, verdict)
}

/** The names as the page wrote them, where the log holds that; browsers lower-case them in the preflight. */
function asWritten(names: readonly string[], exchange: Exchange): string[] {
  const written = new Map<string, string>()
  for (const [name] of exchange.requestHeaders)
    if (!written.has(name.toLowerCase())) written.set(name.toLowerCase(), name)
  return names.map((name) => written.get(name) ?? name)
}

/** The method and the header names that the server must allow for this request. */
export function needsOf(flow: Flow): Pick<Policy, 'methods' | 'headers' | 'preflighted'> {
  const { exchange, preflight } = flow
  if (preflight !== null) {
    const headers = asWritten(askedHeaders(preflight), exchange)
    return { methods: [askedMethod(preflight) || exchange.method], headers, preflighted: true }
  }
  const dialect = flow.browser === 'firefox' ? 'standard' : 'chromium'
  const headers = asWritten(corsUnsafeRequestHeaderNames(exchange.requestHeaders, dialect), exchange)
  const preflighted = headers.length > 0 || !isSafelistedMethod(exchange.method)
  return { methods: [exchange.method], headers, preflighted }
}

/** What one preflight's answer grants to this origin today, `*` left out: a reflex is not carried over. */
function grantsOf(preflight: Exchange, origin: string, credentials: boolean) {
  const allowed = allowedOrigin(preflight)
  const withCredentials = answerHeader(preflight, 'access-control-allow-credentials') === 'true'
  const granted = credentials ? allowed === origin && withCredentials : allowed === origin || allowed === '*'
  const ok = granted && preflight.status >= 200 && preflight.status < 300
  const names = (header: string) =>
    ok ? (extractTokens(preflight.responseHeaders, header) ?? []).filter(isAllowableName) : []
  return { methods: names('access-control-allow-methods'), headers: names('access-control-allow-headers') }
}

type Grants = ReturnType<typeof grantsOf>

const together = (grants: readonly Grants[]): Grants => ({
  methods: unique(
    grants.flatMap(({ methods }) => methods),
    (name) => name,
  ),
  headers: unique(
    grants.flatMap(({ headers }) => headers),
    (name) => name.toLowerCase(),
  ),
})

/** The preflights of an address, and what they grant to whom; filled as somebody asks. */
const grantsAt = (responses: readonly Exchange[]) => ({
  preflights: responses.filter(({ isPreflight }) => isPreflight),
  found: new Map<string, Grants>(),
})

/** What is granted by the preflights of this flow on the way through the server, and by those of other flows to the same address. */
function grantsFor(flow: Flow, observed: ObservedServer, origin: string, credentials: boolean): Grants {
  const server = originOf(flow.exchange.url)
  const own = [...flow.hops.map(({ preflight }) => preflight), flow.preflight].filter(
    (preflight) => preflight !== null && originOf(preflight.url) === server,
  )
  const { preflights, found } = readAt(observed, flow.exchange.url, grantsAt)
  const key = `${credentials} ${origin}`
  const others =
    found.get(key) ?? together(preflights.map((preflight) => grantsOf(preflight, origin, credentials)))
  found.set(key, others)
  const ofOwn = own.flatMap((preflight) =>
    preflight === null ? [] : [grantsOf(preflight, origin, credentials)],
  )
  return together([...ofOwn, others])
}

/** The server lets this origin in with credentials already, although this request uses none. */
function keepsCredentials(flow: Flow, origin: string): boolean {
  return [flow.preflight, flow.exchange].some(
    (exchange) =>
      exchange !== null &&
      allowedOrigin(exchange) === origin &&
      answerHeader(exchange, 'access-control-allow-credentials') === 'true',
  )
}

function unique(names: readonly string[], fold: (name: string) => string): string[] {
  const seen = new Map<string, string>()
  for (const name of names) if (!seen.has(fold(name))) seen.set(fold(name), name)
  return [...seen.values()]
}

/**
 * The policy that lets this request pass: what it needs, and what its address grants to this origin already.
 * Null when no server setting can cure the failure.
 */
export function policyFor(flow: Flow, verdict: Verdict, observed: ObservedServer): Policy | null {
  if (!isCurable(flow, verdict)) return null
  const { initiator, serialized } = flow.origin
  const origin = serialized ?? initiator
  if (!isAllowableOrigin(origin)) return null
  const needs = needsOf(flow)
  if (![...needs.methods, ...needs.headers].every(isAllowableName)) return null
  const credentials =
    verdict.credentials.mode === 'include' || needsCredentials(verdict) || keepsCredentials(flow, origin)
  const grants = grantsFor(flow, observed, origin, credentials)
  return {
    origin,
    methods: unique([...needs.methods, ...grants.methods], (name) => name),
    headers: unique([...needs.headers, ...grants.headers], (name) => name.toLowerCase()),
    credentials,
    maxAge: MAX_AGE,
    preflighted: needs.preflighted,
  }
}

/** What an address that this log does not show would have to allow for this request; null where it cannot be written. */
export function assumedPolicy(flow: Flow, verdict: Verdict): Policy | null {
  const origin = flow.origin.initiator
  const needs = needsOf(flow)
  if (!isAllowableOrigin(origin) || ![...needs.methods, ...needs.headers].every(isAllowableName)) return null
  return { origin, ...needs, credentials: verdict.credentials.mode === 'include', maxAge: MAX_AGE }
}

/** These verdicts exist for requests with credentials only. */
const needsCredentials = ({ finding }: Verdict): boolean =>
  finding?.reason === 'allow-origin-star-with-credentials' || finding?.reason === 'allow-credentials-not-true'
