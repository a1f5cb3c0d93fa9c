/** Allowed: which header let a request through, what that costs, and what scripts still cannot read. */
import { type FlowDiagnosis, getHeader } from '../engine/index.ts'
import { say } from './say.ts'

const ALLOW_ORIGIN = 'Access-Control-Allow-Origin'
const ALLOW_CREDENTIALS = 'Access-Control-Allow-Credentials'

/** The headline where nothing is to be fixed. */
export function allowedBy({ flow, verdict }: FlowDiagnosis): string {
  const value = getHeader(flow.exchange.responseHeaders, ALLOW_ORIGIN)
  if (verdict.outcome !== 'allowed') return say(`outcome.${verdict.outcome}`)
  return value === null
    ? say('answer.allowed-unknown')
    : say('answer.allowed', { header: `\`${ALLOW_ORIGIN}\``, value: `\`${value}\`` })
}

/** A sentence on the cookies; null where the response does not speak of them. */
export function credentialsAllowed({ flow }: FlowDiagnosis): string | null {
  const value = getHeader(flow.exchange.responseHeaders, ALLOW_CREDENTIALS)
  return value === 'true'
    ? say('allowed.credentials', { header: `\`${ALLOW_CREDENTIALS}\``, value: `\`${value}\`` })
    : null
}

/** What the permission costs in time. */
export function costOf({ flow: { preflight } }: FlowDiagnosis): string {
  if (preflight === null) return say('allowed.no-preflight')
  const ms = Math.round(preflight.duration)
  const age = getHeader(preflight.responseHeaders, 'Access-Control-Max-Age')
  return age === null
    ? say('allowed.preflight-again', { ms })
    : say('allowed.preflight-kept', { ms, age: `\`${age}\`` })
}

/** https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name and the CORS protocol's own, which nobody reads. */
const READABLE = [
  'cache-control',
  'content-language',
  'content-length',
  'content-type',
  'expires',
  'last-modified',
  'pragma',
]

/** Response headers of the log that scripts of the page cannot read, as they are written there. */
export function hiddenHeaders({ flow, verdict }: FlowDiagnosis): string[] {
  const { responseHeaders } = flow.exchange
  const exposed = (getHeader(responseHeaders, 'Access-Control-Expose-Headers') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
  const all = exposed.includes('*') && verdict.credentials.mode === 'not-include'
  const names = responseHeaders.map(([name]) => name)
  const hidden = names.filter((name) => {
    const lower = name.toLowerCase()
    if (lower === 'set-cookie' || lower === 'set-cookie2' || lower.startsWith('access-control-')) return false
    return !READABLE.includes(lower) && !exposed.includes(lower) && !(all && lower !== 'authorization')
  })
  return [...new Set(hidden)]
}
