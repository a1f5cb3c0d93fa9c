/** Rows of failures that are taken for CORS and are none: the connection, the network, the answer's own refusal. */
import { FETCH, MDN, MDN_ERRORS, type Row } from '../row.ts'

/** `error`: Chromium's net error, '' when Blink gave none, null when the log records none. */
export interface NetworkFacts {
  url: string
  error: string | null
  status: number
}

const NETWORK_ERROR = `${FETCH}#concept-network-error`
const CORP = `${FETCH}#cross-origin-resource-policy-header`

const host = (url: string): string => /^[a-z]+:\/\/([^/?#]*)/i.exec(url)?.[1] ?? url
const errorName = ({ error }: NetworkFacts): string => (error ? ` (${error})` : '')

/** What all rows of this file have in common. Firefox reports every failed connection as a CORS failure (measured). */
const notCors = {
  kind: 'not-cors',
  chromium: null,
  header: null,
  fix: 'none',
} as const
const connection = {
  ...notCors,
  clause: NETWORK_ERROR,
  step: 'a network error',
  firefox: 'CORSDidNotSucceed',
  docs: `${MDN_ERRORS}CORSDidNotSucceed`,
} as const

export const NETWORK_ROWS = {
  'connection-refused': {
    ...connection,
    title: 'Start the server, or correct host and port',
    explain: (facts: NetworkFacts) =>
      `This is not a CORS problem: nothing accepted the connection at ${host(facts.url)}${errorName(facts)}. The server is not running, listens on another port, or only on another address (localhost, 127.0.0.1 and [::1] are three).`,
  },
  'connection-closed': {
    ...connection,
    title: 'Find out why the server dropped the connection',
    explain: (facts: NetworkFacts) =>
      `This is not a CORS problem: ${host(facts.url)} accepted the connection and closed it without a response${errorName(facts)}. The server crashed, or speaks https where http was asked (or the other way round).`,
  },
  'connection-timed-out': {
    ...connection,
    title: 'Check that the server can be reached from here',
    explain: (facts: NetworkFacts) =>
      `This is not a CORS problem: ${host(facts.url)} didn’t respond in time${errorName(facts)}. A firewall, a VPN or a wrong address is the usual reason.`,
  },
  'address-unreachable': {
    ...connection,
    title: 'Check that the server can be reached from here',
    explain: (facts: NetworkFacts) =>
      `This is not a CORS problem: there is no way from this machine to ${host(facts.url)}${errorName(facts)}.`,
  },
  'name-not-resolved': {
    ...connection,
    title: 'Correct the host name',
    explain: (facts: NetworkFacts) =>
      `This is not a CORS problem: the name ${host(facts.url)} could not be found${errorName(facts)}. Look for a typing error, a missing hosts entry, or a VPN that is off.`,
  },
  offline: {
    ...connection,
    title: 'Go online',
    explain: (facts: NetworkFacts) =>
      `This is not a CORS problem: the browser had no network${errorName(facts)}. DevTools can switch that on by itself: look at the throttling menu of the Network tab.`,
  },
  'network-changed': {
    ...connection,
    title: 'Try again',
    explain: (facts: NetworkFacts) =>
      `This is not a CORS problem: the machine changed its network while the request ran${errorName(facts)}.`,
  },
  'tls-certificate': {
    ...connection,
    title: 'Give the server a certificate the browser trusts',
    explain: (facts: NetworkFacts) =>
      `This is not a CORS problem: the browser does not trust the certificate of ${host(facts.url)}${errorName(facts)}. For a server of your own, open the address in a tab once to see what is wrong with it, or make a local certificate authority and trust it.`,
  },
  'tls-handshake': {
    ...connection,
    title: 'Use http:// where the server speaks no https',
    explain: (facts: NetworkFacts) =>
      `This is not a CORS problem: ${host(facts.url)} did not complete the TLS handshake${errorName(facts)}. Mostly the address says https:// and the port speaks plain http.`,
  },
  'http-protocol': {
    ...connection,
    title: 'Look at the server’s own log',
    explain: (facts: NetworkFacts) =>
      `This is not a CORS problem: ${host(facts.url)} responded with something that isn’t valid HTTP${errorName(facts)}.`,
  },
  'streaming-upload-needs-http2': {
    ...connection,
    title: 'Serve the API over HTTP/2, or do not stream the body',
    docs: `${MDN}Web/API/RequestInit#duplex`,
    explain: (facts: NetworkFacts) =>
      `This is not a CORS problem: the request streams its body, which browsers do only over HTTP/2 or newer, and ${host(facts.url)} speaks HTTP/1.1${errorName(facts)}.`,
  },
  'unsafe-port': {
    ...connection,
    title: 'Use a port that browsers allow',
    clause: `${FETCH}#port-blocking`,
    step: 'bad port',
    firefox: null,
    docs: `${FETCH}#port-blocking`,
    explain: (facts: NetworkFacts) =>
      `This is not a CORS problem: browsers refuse this port by rule, because another service uses it${errorName(facts)}. Run the server on another port, such as 8080.`,
  },
  aborted: {
    ...notCors,
    title: 'Find out who cancelled the request',
    clause: NETWORK_ERROR,
    step: 'aborted',
    firefox: null,
    docs: `${MDN}Web/API/AbortController`,
    explain: (facts: NetworkFacts) =>
      `This is not a CORS problem: ${facts.status === 0 ? 'the request was canceled before a response came' : `the response came (status ${facts.status}), and the request was canceled before it was read to the end`}${errorName(facts)}. An AbortController, a time limit, a reload or a change of page does that.`,
  },
  'blocked-by-client': {
    ...notCors,
    title: 'Switch off the extension that blocks this address',
    clause: NETWORK_ERROR,
    step: 'a network error',
    firefox: null,
    docs: `${MDN}Mozilla/Add-ons/WebExtensions/Intercept_HTTP_requests`,
    explain: (facts: NetworkFacts) =>
      `This is not a CORS problem: an extension, mostly an ad blocker, stopped the request before it left${errorName(facts)}. Try a window without extensions.`,
  },
  'blocked-by-administrator': {
    ...notCors,
    title: 'Ask who manages this browser',
    clause: NETWORK_ERROR,
    step: 'a network error',
    firefox: null,
    docs: `${MDN}Web/HTTP/Guides/CORS/Errors`,
    explain: (facts: NetworkFacts) =>
      `This is not a CORS problem: a policy of this browser forbids the address${errorName(facts)}.`,
  },
  'opaque-response-blocking': {
    ...notCors,
    title: 'Serve the resource with the type that the element expects',
    clause: `${FETCH}#concept-filtered-response-opaque`,
    step: 'opaque filtered response; that browsers block some is a proposal, whatwg/fetch#1755',
    firefox: null,
    docs: `${MDN}Web/HTTP/Guides/CORS`,
    explain: (facts: NetworkFacts) =>
      `This is not the CORS check: the page loads ${facts.url} without CORS (a plain <script>, <img> or <link>), and the response is of a type such a tag can’t use, mostly HTML or JSON. The browser hides it (opaque response blocking)${errorName(facts)}. Often the address returns an error page: open it in a tab.`,
  },
  'resource-policy-same-origin': {
    ...notCors,
    title: 'Widen Cross-Origin-Resource-Policy, or load it from the same origin',
    clause: CORP,
    step: 'cross-origin resource policy check',
    firefox: 'COEP',
    header: 'Cross-Origin-Resource-Policy',
    docs: `${MDN}Web/HTTP/Guides/Cross-Origin_Resource_Policy`,
    explain: () =>
      'This is not the CORS check: the server says with Cross-Origin-Resource-Policy: same-origin that no other origin may embed this resource. If others should, send cross-origin. A request in CORS mode is not subject to this header.',
    expected: () => 'cross-origin',
    received: () => 'same-origin',
  },
  'resource-policy-same-site': {
    ...notCors,
    title: 'Widen Cross-Origin-Resource-Policy, or load it from the same site',
    clause: CORP,
    step: 'cross-origin resource policy check',
    firefox: 'COEP',
    header: 'Cross-Origin-Resource-Policy',
    docs: `${MDN}Web/HTTP/Guides/Cross-Origin_Resource_Policy`,
    explain: () =>
      'This is not the CORS check: the server says with Cross-Origin-Resource-Policy: same-site that only pages of its own site may embed this resource. If others should, send cross-origin.',
    expected: () => 'cross-origin',
    received: () => 'same-site',
  },
  'embedder-policy': {
    ...notCors,
    title: 'Send Cross-Origin-Resource-Policy: cross-origin, or load it with CORS',
    clause: CORP,
    step: 'cross-origin resource policy check',
    firefox: 'COEP',
    header: 'Cross-Origin-Resource-Policy',
    docs: `${MDN}Web/HTTP/Reference/Headers/Cross-Origin-Embedder-Policy`,
    explain: () =>
      'This is not the CORS check: the page asks with Cross-Origin-Embedder-Policy that everything it loads agrees to be embedded, and this response doesn’t. Let the resource send Cross-Origin-Resource-Policy: cross-origin, or load it in CORS mode (the crossorigin attribute) with CORS headers.',
    expected: () => 'cross-origin',
    received: () => null,
  },
  'isolation-policy': {
    ...notCors,
    title: 'Send Cross-Origin-Resource-Policy: cross-origin, or load it with CORS',
    clause: CORP,
    step: 'cross-origin resource policy check',
    firefox: null,
    header: 'Cross-Origin-Resource-Policy',
    docs: `${MDN}Web/HTTP/Guides/Cross-Origin_Resource_Policy`,
    explain: () =>
      'This is not the CORS check: the page is isolated by a Document-Isolation-Policy, and this response doesn’t agree to be embedded there.',
    expected: () => 'cross-origin',
    received: () => null,
  },
  'response-refused': {
    ...notCors,
    title: 'Check the embedding policies of the page and of the response',
    clause: CORP,
    step: 'cross-origin resource policy check',
    firefox: null,
    docs: `${MDN}Web/HTTP/Reference/Headers/X-Frame-Options`,
    explain: (facts: NetworkFacts) =>
      `This is not the CORS check: the browser refused the response because of another of its headers${errorName(facts)}: X-Frame-Options, frame-ancestors, an embedder policy, or the integrity attribute.`,
  },
  'network-error': {
    ...connection,
    title: 'Look up the network error',
    explain: (facts: NetworkFacts) =>
      `This is not a CORS problem: the request failed with ${facts.error || 'a network error'}, which is a matter of the network or of the browser, not of CORS headers.`,
  },
  'connection-failed': {
    ...connection,
    title: 'Check that the server runs and can be reached',
    explain: (facts: NetworkFacts) =>
      `No response from ${host(facts.url)} is on record. Firefox calls this “CORS request did not succeed”, but it is not about CORS headers: the server is not running, the name or port is wrong, the certificate is not trusted, or an extension stopped the request.`,
  },
} as const satisfies Record<string, Row>
