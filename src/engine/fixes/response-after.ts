/** The model behind the fixes of servers: one response as a server with this policy would give it. */

import { getHeader, type HeaderList, withHeader } from '../fetch/headers.ts'
import { UNMARKED } from '../har/ending.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Flow } from '../log/flow.ts'
import { onResponses, type ResponseChange } from './change.ts'
import type { Policy } from './policy.ts'

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

/** A response of the server itself; how the browser took the old one is no part of it. */
export const answeredAnew = (exchange: Exchange, change: Partial<Exchange>): Exchange => ({
  ...exchange,
  ending: UNMARKED,
  fromCache: null,
  ...change,
})

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
  return answeredAnew(preflight, {
    status: kept ? preflight.status : status,
    responseHeaders: headers,
    redirectUrl: kept ? preflight.redirectUrl : null,
  })
}

function answered(exchange: Exchange, allow: Allowing): Exchange {
  const status = allow.options.status ?? (exchange.status === 0 ? 200 : exchange.status)
  return answeredAnew(exchange, {
    status,
    redirectUrl: status >= 300 && status < 400 ? exchange.redirectUrl : null,
    responseHeaders: answerHeaders(exchange.responseHeaders, allow),
  })
}

/** Each response as a server that sets this policy, in its own way, would give it; who asks is read off its Origin header. */
export const answerWith = (policy: Policy, options: AnswerOptions = {}): ResponseChange =>
  onResponses(
    (response) => {
      const allow = allowing(policy, options, getHeader(response.requestHeaders, 'origin'))
      return response.isPreflight ? answeredPreflight(response, allow) : answered(response, allow)
    },
    JSON.stringify([policy, options]),
  )

/** The flow as a call of the page's own origin: no CORS takes part. `url` as the page would call it. */
export function sameOriginCall(flow: Flow, url: string): Flow {
  const exchange = answeredAnew(flow.exchange, { url, status: 200, redirectUrl: null, responseHeaders: [] })
  return { ...flow, hops: [], preflight: null, exchange, crossOrigin: false }
}
