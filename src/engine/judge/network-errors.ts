/** Chromium's net errors to the rows that explain them. First match wins. */
import type { Flow } from '../log/flow.ts'
import { type Facts, type Finding, finding, type ReasonId, type Stage } from '../reasons/finding.ts'

type NetworkReason = {
  [Id in ReasonId]: { url: string; error: string | null; status: number } extends Facts<Id> ? Id : never
}[ReasonId]

const NET_ERRORS: readonly (readonly [pattern: RegExp, reason: NetworkReason, stage: Stage])[] = [
  [/^net::ERR_(CONNECTION_REFUSED|ADDRESS_INVALID)$/, 'connection-refused', 'connection'],
  [
    /^net::ERR_(EMPTY_RESPONSE|CONNECTION_(RESET|CLOSED|ABORTED)|SOCKET_NOT_CONNECTED)$/,
    'connection-closed',
    'connection',
  ],
  [/^net::ERR_(CONNECTION_)?TIMED_OUT$/, 'connection-timed-out', 'connection'],
  [/^net::ERR_ADDRESS_UNREACHABLE$/, 'address-unreachable', 'connection'],
  [/^net::ERR_(NAME_|DNS_|ICANN_)/, 'name-not-resolved', 'connection'],
  [
    /^net::ERR_(INTERNET_DISCONNECTED|PROXY_CONNECTION_FAILED|NETWORK_ACCESS_DENIED)$/,
    'offline',
    'connection',
  ],
  [/^net::ERR_(NETWORK_CHANGED|NETWORK_IO_SUSPENDED)$/, 'network-changed', 'connection'],
  [/^net::ERR_(CERT_|CERTIFICATE_)/, 'tls-certificate', 'connection'],
  [/^net::ERR_(SSL_|TLS_|BAD_SSL)/, 'tls-handshake', 'connection'],
  [/^net::ERR_ALPN_NEGOTIATION_FAILED$/, 'streaming-upload-needs-http2', 'connection'],
  [/^net::ERR_UNSAFE_PORT$/, 'unsafe-port', 'before-network'],
  [/^net::ERR_ABORTED$/, 'aborted', 'connection'],
  [/^net::ERR_BLOCKED_BY_CLIENT$/, 'blocked-by-client', 'before-network'],
  [/^net::ERR_BLOCKED_BY_ADMINISTRATOR$/, 'blocked-by-administrator', 'before-network'],
  [/^net::ERR_BLOCKED_BY_CSP$/, 'content-security-policy', 'before-network'],
  [/^net::ERR_BLOCKED_BY_ORB$/, 'opaque-response-blocking', 'response'],
  [/NotSameOriginAfterDefaultedToSameOriginByCoep/, 'embedder-policy', 'response'],
  [/NotSameOriginAfterDefaultedToSameOriginBy/, 'isolation-policy', 'response'],
  [/^net::ERR_BLOCKED_BY_RESPONSE\.NotSameOrigin$/, 'resource-policy-same-origin', 'response'],
  [/^net::ERR_BLOCKED_BY_RESPONSE\.NotSameSite$/, 'resource-policy-same-site', 'response'],
  [/^net::ERR_BLOCKED_BY_RESPONSE/, 'response-refused', 'response'],
  [
    /^net::ERR_(INVALID_HTTP_RESPONSE|INVALID_CHUNKED_ENCODING|CONTENT_|INCOMPLETE_|HTTP2_|QUIC_|RESPONSE_HEADERS_|INVALID_RESPONSE)/,
    'http-protocol',
    'connection',
  ],
]

/** What a net error other than ERR_FAILED says of a flow. */
export function networkFinding({ exchange }: Flow): Finding {
  const { url, status, error, redirectUrl: location } = exchange
  if (error === 'net::ERR_TOO_MANY_REDIRECTS') {
    return finding('redirect-loop', 'redirect', { url, status, location: location ?? url })
  }
  if (error === 'net::ERR_UNSAFE_REDIRECT') {
    return finding('redirect-to-unsafe-scheme', 'redirect', { url, status, location: location ?? '?' })
  }
  const row = NET_ERRORS.find(([pattern]) => pattern.test(error ?? ''))
  const [, reason, stage] = row ?? [null, 'network-error', 'connection']
  return finding(reason as NetworkReason, stage as Stage, { url, error, status })
}
