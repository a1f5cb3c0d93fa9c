/** Chromium's net errors to the rows that explain them. First match wins. */
import { markOf } from '../har/ending.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Flow } from '../log/flow.ts'
import { type Facts, type Finding, finding, type ReasonId, type Stage } from '../reasons/finding.ts'
import type { NetworkFacts } from '../reasons/rows/network-rows.ts'

type Maker = (facts: NetworkFacts) => Finding

const found =
  <Id extends ReasonId>(reason: Id, stage: Stage) =>
  (facts: Facts<Id>) =>
    finding(reason, stage, facts)

const NET_ERRORS: readonly (readonly [pattern: RegExp, maker: Maker])[] = [
  [/^net::ERR_(CONNECTION_REFUSED|ADDRESS_INVALID)$/, found('connection-refused', 'connection')],
  [
    /^net::ERR_(EMPTY_RESPONSE|CONNECTION_(RESET|CLOSED|ABORTED)|SOCKET_NOT_CONNECTED)$/,
    found('connection-closed', 'connection'),
  ],
  [/^net::ERR_(CONNECTION_)?TIMED_OUT$/, found('connection-timed-out', 'connection')],
  [/^net::ERR_ADDRESS_UNREACHABLE$/, found('address-unreachable', 'connection')],
  [/^net::ERR_(NAME_|DNS_|ICANN_)/, found('name-not-resolved', 'connection')],
  [
    /^net::ERR_(INTERNET_DISCONNECTED|PROXY_CONNECTION_FAILED|NETWORK_ACCESS_DENIED)$/,
    found('offline', 'connection'),
  ],
  [/^net::ERR_(NETWORK_CHANGED|NETWORK_IO_SUSPENDED)$/, found('network-changed', 'connection')],
  [/^net::ERR_(CERT_|CERTIFICATE_)/, found('tls-certificate', 'connection')],
  [/^net::ERR_(SSL_|TLS_|BAD_SSL)/, found('tls-handshake', 'connection')],
  [/^net::ERR_ALPN_NEGOTIATION_FAILED$/, found('streaming-upload-needs-http2', 'connection')],
  [/^net::ERR_UNSAFE_PORT$/, found('unsafe-port', 'before-network')],
  [/^net::ERR_ABORTED$/, found('aborted', 'connection')],
  [/^net::ERR_BLOCKED_BY_CLIENT$/, found('blocked-by-client', 'before-network')],
  [/^net::ERR_BLOCKED_BY_ADMINISTRATOR$/, found('blocked-by-administrator', 'before-network')],
  [/^net::ERR_BLOCKED_BY_CSP$/, found('content-security-policy', 'before-network')],
  [/^net::ERR_BLOCKED_BY_ORB$/, found('opaque-response-blocking', 'response')],
  [/NotSameOriginAfterDefaultedToSameOriginByCoep/, found('embedder-policy', 'response')],
  [/NotSameOriginAfterDefaultedToSameOriginBy/, found('isolation-policy', 'response')],
  [/^net::ERR_BLOCKED_BY_RESPONSE\.NotSameOrigin$/, found('resource-policy-same-origin', 'response')],
  [/^net::ERR_BLOCKED_BY_RESPONSE\.NotSameSite$/, found('resource-policy-same-site', 'response')],
  [/^net::ERR_BLOCKED_BY_RESPONSE/, found('response-refused', 'response')],
  [
    /^net::ERR_(INVALID_HTTP_RESPONSE|INVALID_CHUNKED_ENCODING|CONTENT_|INCOMPLETE_|HTTP2_|QUIC_|RESPONSE_HEADERS_|INVALID_RESPONSE)/,
    found('http-protocol', 'connection'),
  ],
]

const UNKNOWN_ERROR: Maker = found('network-error', 'connection')

export const networkFacts = ({ url, status, ending }: Exchange): NetworkFacts => ({
  url,
  error: markOf(ending),
  status,
})

/** What a net error other than ERR_FAILED says of a flow. */
export function networkFinding({ exchange }: Flow): Finding {
  const { url, status, redirectUrl: location } = exchange
  const facts = networkFacts(exchange)
  if (facts.error === 'net::ERR_TOO_MANY_REDIRECTS') {
    return finding('redirect-loop', 'redirect', { url, status, location: location ?? url })
  }
  if (facts.error === 'net::ERR_UNSAFE_REDIRECT') {
    return finding('redirect-to-unsafe-scheme', 'redirect', { url, status, location: location ?? '?' })
  }
  const row = NET_ERRORS.find(([pattern]) => pattern.test(facts.error ?? ''))
  return (row?.[1] ?? UNKNOWN_ERROR)(facts)
}
