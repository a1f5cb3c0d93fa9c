/** What forced the browser to send a preflight, as the preflight itself and the request tell. */
import { type Flow, getHeader } from '../engine/index.ts'
import { say } from './say.ts'

/** https://fetch.spec.whatwg.org/#cors-safelisted-method */
const SAFELISTED_METHODS = ['GET', 'HEAD', 'POST']

function headerReasons(flow: Flow, names: readonly string[]): string[] {
  const type = getHeader(flow.exchange.requestHeaders, 'content-type')
  const others = names.filter((name) => name !== 'content-type' || type === null)
  return [
    ...(names.includes('content-type') && type !== null
      ? [say('why.preflight-content-type', { value: `\`${type.split(';')[0] ?? type}\`` })]
      : []),
    ...(others.length === 1 ? [say('why.preflight-header', { name: `\`${others[0]}\`` })] : []),
    ...(others.length > 1
      ? [say('why.preflight-headers', { names: others.map((name) => `\`${name}\``).join(', ') })]
      : []),
  ]
}

/** A preflight for a network closer than the page's is about the address, not about method or headers. */
const ABOUT_THE_NETWORK = ['access-control-request-private-network', 'access-control-request-local-network']

/** The sentence; null where the log holds no preflight, or does not tell. */
export function preflightBecause(flow: Flow): string | null {
  const { preflight } = flow
  if (preflight === null) return null
  const method = getHeader(preflight.requestHeaders, 'access-control-request-method')
  if (method === null) return null
  const list = getHeader(preflight.requestHeaders, 'access-control-request-headers')
  const names = (list ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean)
  const ofMethod = SAFELISTED_METHODS.includes(method)
    ? []
    : [say('why.preflight-method', { method: `\`${method}\`` })]
  const reasons = [...ofMethod, ...headerReasons(flow, names)]
  if (reasons.length > 0) return say('why.preflight-because', { reasons: reasons.join(', ') })
  if (ABOUT_THE_NETWORK.some((name) => getHeader(preflight.requestHeaders, name) !== null)) return null
  return say('why.preflight-other')
}
