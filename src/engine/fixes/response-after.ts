/** The model behind every fix: the same flow as a server with this policy would answer it. */

import { getHeader, type HeaderList, withHeader } from '../fetch/headers.ts'
import { originOf } from '../fetch/origin.ts'
import { UNMARKED } from '../har/ending.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Flow, Hop } from '../log/flow.ts'
import { needsOf, type Policy } from './policy.ts'

/** Where stacks differ in how they answer. */
export interface AnswerOptions {
  /** Status of the answer to an allowed preflight; 204 unless given. `kept` when the fix only adds headers to whatever answers OPTIONS. */
  preflightStatus?: number | 'kept'
  /** Status of the answer to a refused preflight; as for an allowed one unless given. */
  refusedStatus?: number
  /** The header is a fixed value, sent whoever asks. */
  fixedOrigin?: boolean
  /** Further origins that the setting allows. */
  origins?: readonly string[]
  /** Request headers that the software allows by itself. */
  alwaysHeaders?: readonly string[]
  /** Status of the request itself after the fix; kept unless given, 200 where it was never sent. */
  status?: number
}

const CORS_HEADER = /^access-control-(allow|expose|max-age)/i

const withoutCors = (headers: HeaderList): HeaderList => headers.filter(([name]) => !CORS_HEADER.test(name))

/** The Origin header of the request, as the wire held it or would hold it. */
export const sentOrigin = ({ exchange, preflight, origin }: Flow): string | null =>
  getHeader(exchange.requestHeaders, 'origin') ??
  (preflight === null ? null : getHeader(preflight.requestHeaders, 'origin')) ??
  origin.serialized ??
  origin.initiator

function varying(headers: HeaderList): HeaderList {
  const vary = getHeader(headers, 'vary')
  if (vary === null) return withHeader(headers, 'Vary', 'Origin')
  const has = vary.split(',').some((item) => /^\s*(origin|\*)\s*$/i.test(item))
  return has ? headers : withHeader(headers, 'Vary', `${vary}, Origin`)
}

interface Allowing {
  policy: Policy
  options: AnswerOptions
  /** The value for Access-Control-Allow-Origin; null when this origin is refused. */
  allow: string | null
}

function allowing(policy: Policy, options: AnswerOptions, asking: string | null): Allowing {
  if (options.fixedOrigin) return { policy, options, allow: policy.origin }
  const allowed = asking !== null && [policy.origin, ...(options.origins ?? [])].includes(asking)
  return { policy, options, allow: allowed ? asking : null }
}

function answerHeaders(headers: HeaderList, { policy, options, allow }: Allowing): HeaderList {
  let after = withoutCors(headers)
  if (allow !== null) {
    after = withHeader(after, 'Access-Control-Allow-Origin', allow)
    if (policy.credentials) after = withHeader(after, 'Access-Control-Allow-Credentials', 'true')
  }
  return options.fixedOrigin ? after : varying(after)
}

/** The preflight a browser makes for this flow: the one on record, or the one that a cached answer saved. */
export function preflightOf(flow: Flow): Exchange {
  if (flow.preflight !== null) return flow.preflight
  const { exchange } = flow
  const { methods, headers } = needsOf(flow)
  const asked: [string, string][] = [
    ['Origin', sentOrigin(flow) ?? ''],
    ['Access-Control-Request-Method', methods[0] ?? exchange.method],
  ]
  if (headers.length > 0)
    asked.push(['Access-Control-Request-Headers', headers.map((h) => h.toLowerCase()).join(',')])
  return {
    ...exchange,
    method: 'OPTIONS',
    requestHeaders: asked,
    responseHeaders: [],
    isPreflight: true,
    status: 0,
    resourceType: 'preflight',
  }
}

function answeredPreflight(preflight: Exchange, allow: Allowing): Exchange {
  const { policy, options } = allow
  let headers: HeaderList = answerHeaders(preflight.responseHeaders, allow).filter(
    ([name]) => name.toLowerCase() !== 'location',
  )
  headers = withHeader(headers, 'Access-Control-Allow-Methods', policy.methods.join(', '))
  const names = [...(options.alwaysHeaders ?? []), ...policy.headers]
  if (names.length > 0) headers = withHeader(headers, 'Access-Control-Allow-Headers', names.join(', '))
  headers = withHeader(headers, 'Access-Control-Max-Age', String(policy.maxAge))
  const granted = options.preflightStatus ?? 204
  const refused = options.refusedStatus ?? granted
  const status = allow.allow === null ? refused : granted
  const kept = status === 'kept'
  return {
    ...preflight,
    status: kept ? preflight.status : status,
    responseHeaders: headers,
    redirectUrl: kept ? preflight.redirectUrl : null,
    ending: UNMARKED,
  }
}

function answered(exchange: Exchange, allow: Allowing): Exchange {
  const status = allow.options.status ?? (exchange.status === 0 ? 200 : exchange.status)
  return {
    ...exchange,
    status,
    ending: UNMARKED,
    fromCache: null,
    redirectUrl: status >= 300 && status < 400 ? exchange.redirectUrl : null,
    responseHeaders: answerHeaders(exchange.responseHeaders, allow),
  }
}

/** POST turns to GET on 301 and 302, everything but HEAD on 303 (#http-redirect-fetch, step 12). */
const methodAfter = ({ method, status }: Exchange): string =>
  (status === 303 && method !== 'HEAD') || ([301, 302].includes(status) && method === 'POST') ? 'GET' : method

/** A redirect that now passes is followed: the same server answers there by the same policy, another one with nothing. */
function followed(flow: Flow, hop: Hop, allow: Allowing): Flow {
  const { exchange } = hop
  const target = exchange.redirectUrl
  if (target === null) return { ...flow, exchange, preflight: hop.preflight }
  const sameServer = originOf(target) === originOf(exchange.url)
  const next: Exchange = {
    ...exchange,
    url: target,
    method: methodAfter(exchange),
    status: 200,
    redirectUrl: null,
    responseHeaders: sameServer ? answerHeaders([], allow) : [],
  }
  const preflight =
    hop.preflight === null || !sameServer ? null : answeredPreflight({ ...hop.preflight, url: target }, allow)
  return { ...flow, hops: [...flow.hops, hop], exchange: next, preflight }
}

/** The flow as a server that sets this policy, in its own way, would answer it. Pure; the origin that asks is the flow's. */
export function answerWith(flow: Flow, policy: Policy, options: AnswerOptions = {}): Flow {
  const allow = allowing(policy, options, sentOrigin(flow))
  const preflighted = flow.preflight !== null || policy.preflighted
  const preflight = preflighted ? answeredPreflight(preflightOf(flow), allow) : null
  return followed(flow, { exchange: answered(flow.exchange, allow), preflight }, allow)
}

/** The flow as a call of the page's own origin: no CORS takes part. `url` as the page would call it. */
export function sameOriginCall(flow: Flow, url: string): Flow {
  const exchange = {
    ...flow.exchange,
    url,
    status: 200,
    ending: UNMARKED,
    redirectUrl: null,
    responseHeaders: [],
  }
  return { ...flow, hops: [], preflight: null, exchange, crossOrigin: false }
}
