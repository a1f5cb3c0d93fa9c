/** Contract: what a server must answer so that one captured request passes, without the secrets of that request. */
import type { FlowDiagnosis } from '../diagnose.ts'
import { getHeader, type HeaderList, isToken } from '../fetch/headers.ts'
import { parseUrl } from '../fetch/origin.ts'
import { corsUnsafeRequestHeaderNames, isSafelistedMethod } from '../fetch/safelist.ts'
import { PLACEHOLDER, redactorFor } from '../report/redactor.ts'

/** Plain JSON; every value is ASCII without controls. */
export interface Contract {
  /** What failed, for a comment. */
  title: string
  /** The server, `https://api.example`. */
  server: string
  /** Path and query. */
  path: string
  /** The page's origin. */
  origin: string
  method: string
  /** As script set them; secrets as `YOUR_TOKEN_1`. */
  headers: HeaderList
  /** Names that the preflight asks for, lower case; null where the browser sends no preflight. */
  asked: readonly string[] | null
  /** The page sends cookies or other credentials. */
  credentials: boolean
}

/** A failure of which no test can be made, and why: “… because it …”. */
export interface Untestable {
  because: string
}

const FAILED_IN = ['preflight', 'response'] as const
// what stands in a test's source is ASCII; a name of another script is written in its escapes already
const fillIn = (text: string): string =>
  text
    .replace(PLACEHOLDER, (found) => `YOUR_${found.slice(1, -1).toUpperCase().replace(' ', '_')}`)
    .replace(/[^\x20-\x7e]/g, '')

/** `Origin` and what every browser adds by itself go; what the page's script set stays. */
function ownHeaders({ flow: { exchange, browser } }: FlowDiagnosis): HeaderList {
  const dialect = browser === 'chromium' ? 'chromium' : 'standard'
  const unsafe = corsUnsafeRequestHeaderNames(exchange.requestHeaders, dialect)
  const wanted = new Set([...unsafe, 'content-type', 'content-language', 'range'])
  return exchange.requestHeaders.filter(([name]) => isToken(name) && wanted.has(name.toLowerCase()))
}

function askedNames({ flow: { preflight, exchange, browser } }: FlowDiagnosis): string[] | null {
  const dialect = browser === 'chromium' ? 'chromium' : 'standard'
  const own = corsUnsafeRequestHeaderNames(exchange.requestHeaders, dialect).filter(isToken)
  const logged =
    preflight === null ? null : getHeader(preflight.requestHeaders, 'access-control-request-headers')
  if (preflight === null && isSafelistedMethod(exchange.method) && own.length === 0) return null
  if (preflight === null) return own
  return (logged ?? '').split(',').flatMap((name) => {
    const trimmed = name.trim().toLowerCase()
    return isToken(trimmed) ? [trimmed] : []
  })
}

/** The contract that a failure broke, or why there is none to be tested by asking the server once. */
export function contractOf(diagnosed: FlowDiagnosis): Contract | Untestable {
  const { flow, verdict } = diagnosed
  const { finding } = verdict
  if (verdict.outcome !== 'blocked' || finding === null) return { because: 'it was not blocked by CORS' }
  if (!FAILED_IN.some((stage) => stage === finding.stage) || flow.hops.length > 0)
    return { because: 'it failed on the way, not in what one server answers' }
  const origin = flow.origin.serialized
  if (origin === null) return { because: 'the log does not tell the origin of its page' }
  const redactor = redactorFor(diagnosed)
  const url = parseUrl(fillIn(redactor.url(flow.exchange.url)))
  if (url === null || !isToken(flow.exchange.method)) return { because: 'its address or method is none' }
  return {
    title: fillIn(`${flow.exchange.method} ${url.pathname}`),
    server: url.origin,
    path: url.pathname + url.search,
    origin: fillIn(origin),
    method: flow.exchange.method,
    headers: redactor.headers(ownHeaders(diagnosed)).map(([name, value]) => [name, fillIn(value)] as const),
    asked: askedNames(diagnosed),
    credentials: verdict.credentials.mode === 'include',
  }
}

export const isUntestable = (value: Contract | Untestable): value is Untestable => 'because' in value
