/** Rows of requests that the browser stops before the network, and of failures with nothing on the wire. */
import { FETCH, MDN, MDN_ERRORS, type Row } from '../row.ts'
import type { NetworkFacts } from './network-rows.ts'

/** `space`: the address space of the target, loopback or local. */
export interface LocalNetworkFacts {
  url: string
  origin: string
  space: 'loopback' | 'local' | 'private'
}

/** `earlier`: index of the entry whose answer was kept; -1 where none is on record. */
export interface CachedFacts {
  url: string
  origin: string
  earlier: number
}

export interface SchemeFacts {
  url: string
  scheme: string
  /** True for a fetch(), where Chromium names the scheme. */
  named: boolean
}

const MAIN_FETCH = `${FETCH}#concept-main-fetch`
const LOCAL_NETWORK = 'https://wicg.github.io/local-network-access/'
const notCors = { kind: 'not-cors', chromium: null, firefox: null, header: null, fix: 'none' } as const

export const BROWSER_ROWS = {
  'mixed-content': {
    ...notCors,
    title: 'Call the API over https',
    clause: MAIN_FETCH,
    step: '7, mixed content',
    docs: `${MDN}Web/Security/Mixed_content`,
    explain: ({ url }: NetworkFacts) =>
      `This is not a CORS problem: the page is https, and ${url} leads to plain http. Browsers stop that before the request leaves. Use https for the API, also in redirects.`,
  },
  'content-security-policy': {
    ...notCors,
    title: 'Add the address to the page’s Content-Security-Policy',
    clause: MAIN_FETCH,
    step: '7, Content Security Policy',
    docs: `${MDN}Web/HTTP/Guides/CSP`,
    explain: ({ url }: NetworkFacts) =>
      `This is not a CORS problem: the page’s own Content-Security-Policy does not allow ${url}, and the browser stopped the request before it left. Add the API’s origin to the directive that covers it (connect-src for fetch, XHR and EventSource). The API has nothing to change.`,
  },
  'devtools-request-blocking': {
    ...notCors,
    title: 'Switch off request blocking in DevTools',
    clause: MAIN_FETCH,
    step: '7',
    docs: 'https://developer.chrome.com/docs/devtools/network-request-blocking',
    explain: ({ url }: NetworkFacts) =>
      `This is not a CORS problem: DevTools itself can be told to block addresses, and this one (${url}) was stopped before the network.`,
  },
  'not-allowed-to-load': {
    ...notCors,
    title: 'Load it over http(s)',
    clause: MAIN_FETCH,
    step: '12',
    docs: `${MDN_ERRORS}CORSRequestNotHttp`,
    firefox: 'CORSRequestNotHttp',
    explain: ({ url }: NetworkFacts) =>
      `This is not a matter of CORS headers: a web page may not load ${url}. Put the file on a web server.`,
  },
  'same-origin-only': {
    ...notCors,
    title: 'Serve it from the page’s own origin',
    clause: MAIN_FETCH,
    step: '12, "same-origin"',
    docs: `${MDN}Web/SVG/Reference/Element/use`,
    explain: ({ url }: NetworkFacts) =>
      `This is not a matter of CORS headers: ${url} is loaded by something that accepts only the page’s own origin: an SVG <use>, or fetch with \`mode: "same-origin"\`, also after a redirect. No header of the server changes that. Serve it from the page’s origin, or use CORS mode. This is inferred from the kind of request.`,
  },
  'no-cors-response': {
    ...notCors,
    title: 'Nothing was blocked: this was loaded without CORS',
    clause: MAIN_FETCH,
    step: '12, "no-cors"',
    docs: `${MDN}Web/API/Request/mode`,
    explain: ({ url }: NetworkFacts) =>
      `${url} was loaded without CORS, as plain <img>, <script> and <link> tags do, and fetch with \`mode: "no-cors"\`. The browser uses it but does not let the page read it: fetch returns an opaque response with status 0. To read it, use CORS mode and let the server allow the origin.`,
  },
  'scheme-not-supported': {
    saysItAll: true,
    kind: 'cors',
    title: 'Use an http(s) address',
    clause: MAIN_FETCH,
    step: '12, otherwise',
    chromium: 'CorsDisabledScheme',
    firefox: 'CORSRequestNotHttp',
    header: null,
    docs: `${MDN_ERRORS}CORSRequestNotHttp`,
    explain: ({ url, scheme }: SchemeFacts) =>
      `A request to another origin works over http and https only, and ${url} is ${scheme}:. For a page opened from a file, start a local web server and open the page through it.`,
    expected: () => 'an http(s) address',
    received: ({ scheme }: SchemeFacts) => `${scheme}:`,
    failedParameter: ({ scheme, named }: SchemeFacts) => (named ? scheme : ''),
    fix: 'change-request',
  },
  'local-network-denied': {
    saysItAll: true,
    kind: 'cors',
    title: 'Allow the page to reach the local network',
    clause: `${LOCAL_NETWORK}#permission-prompt`,
    step: 'Local Network Access check',
    chromium: 'LocalNetworkAccessPermissionDenied',
    firefox: null,
    header: null,
    docs: 'https://developer.chrome.com/blog/local-network-access',
    explain: ({ url, origin, space }: LocalNetworkFacts) =>
      `${origin} may not reach ${url}, because that address belongs to ${space === 'loopback' ? 'this machine' : 'the local network'}, and the permission for it was denied or never given. Allow it in the site settings (the icon left of the address). No response header can cure this: Access-Control-Allow-Private-Network is no longer used.`,
    fix: 'permit-local-network',
  },
  'local-network-insecure-context': {
    saysItAll: true,
    kind: 'cors',
    title: 'Serve the page over https to reach the local network',
    clause: `${LOCAL_NETWORK}#permission-prompt`,
    step: 'Local Network Access check',
    chromium: 'InsecureLocalNetwork',
    firefox: null,
    header: null,
    docs: 'https://developer.chrome.com/blog/local-network-access',
    explain: ({ url, origin, space }: LocalNetworkFacts) =>
      `${origin} is a plain http page of a less private network, and ${url} belongs to ${space === 'loopback' ? 'this machine' : 'the local network'}. Only a page served over https may ask for the permission. No response header can cure this.`,
    fix: 'permit-local-network',
  },
  'local-network-address-space': {
    saysItAll: true,
    kind: 'cors',
    title: 'Name the address space that the server is really in',
    clause: `${LOCAL_NETWORK}#mixed-content-lna`,
    step: 'Local Network Access check',
    chromium: 'InvalidLocalNetworkAccess',
    firefox: null,
    header: null,
    docs: 'https://developer.chrome.com/blog/local-network-access',
    explain: ({ url, space }: LocalNetworkFacts) =>
      `The page announced (with \`targetAddressSpace\`) another address space than the one ${url} is in, which is ${space}. Correct the option.`,
    fix: 'permit-local-network',
  },
  'cached-without-allow-origin': {
    kind: 'cors',
    title: 'Send Vary: Origin, and reload without the cache',
    clause: `${FETCH}#cors-protocol-and-http-caches`,
    step: 'CORS protocol and HTTP caches',
    chromium: 'MissingAllowOriginHeader',
    firefox: 'CORSMissingAllowOrigin',
    header: 'Vary',
    docs: `${MDN}Web/HTTP/Reference/Headers/Vary`,
    explain: ({ url, earlier }: CachedFacts) =>
      `Nothing went over the network: the browser used its cache. An earlier request${earlier < 0 ? '' : ` (entry ${earlier} of the log)`} loaded ${url}, and that response had no Access-Control-Allow-Origin. That copy is now used for the CORS request too, because the server didn’t send Vary: Origin. This is inferred from the log: reload with “Disable cache” switched on; if it works then, this was it. Send Vary: Origin on every answer of this address, also where no Origin was sent.`,
    expected: () => 'Origin',
    received: () => null,
    fix: 'serve-variants',
  },
  'service-worker-answer': {
    ...notCors,
    title: 'Look at the page’s service worker',
    clause: `${FETCH}#concept-http-fetch`,
    step: '3.5.7',
    docs: `${MDN}Web/API/FetchEvent/respondWith`,
    explain: ({ url }: NetworkFacts) =>
      `A service worker responded to ${url}, and its response couldn’t be used: it rejected, returned an error, or passed on an opaque response. The worker’s own request is a separate entry in the log; look at that one for the cause. This is inferred from the two.`,
  },
  'preflight-not-answered': {
    saysItAll: true,
    ...notCors,
    title: 'Find out why the OPTIONS request got no response',
    clause: `${FETCH}#cors-preflight-fetch-0`,
    step: '6',
    firefox: 'CORSDidNotSucceed',
    docs: `${MDN_ERRORS}CORSDidNotSucceed`,
    explain: ({ url }: NetworkFacts) =>
      `Before the request the browser asked for permission with an OPTIONS request to ${url}, and no response to it is on record. The server closed the connection, or was not reached.`,
  },
} as const satisfies Record<string, Row>

/** Where it can be seen, and the value seen. */
export interface WarningFacts {
  url: string
  value: string
}

const warning = { kind: 'warning', chromium: null, firefox: null, fix: 'none' } as const

export const WARNING_ROWS = {
  'warn-reflected-origin-with-credentials': {
    ...warning,
    title: 'Make sure that only listed origins are allowed by name',
    clause: `${FETCH}#cors-protocol-and-credentials`,
    step: 'CORS protocol and credentials',
    header: 'Access-Control-Allow-Origin',
    docs: `${MDN}Web/HTTP/Reference/Headers/Access-Control-Allow-Origin`,
    explain: ({ url, value }: WarningFacts) =>
      `${url} allowed each of several origins by name, with Access-Control-Allow-Credentials: true (seen: ${value}). If they are on a list of origins you trust, all is well. If the server repeats whatever Origin it gets, any site that your users visit can read this with their cookies. This is inferred: try an origin that must not pass.`,
  },
  'warn-null-origin-allowed': {
    ...warning,
    title: 'Do not allow the origin null',
    clause: `${FETCH}#concept-cors-check`,
    step: '4',
    header: 'Access-Control-Allow-Origin',
    docs: `${MDN}Web/HTTP/Reference/Headers/Access-Control-Allow-Origin`,
    explain: ({ url }: WarningFacts) =>
      `${url} allows the origin “null”. Any site can send that from a sandboxed frame, so this allows everyone.`,
  },
  'warn-star-with-allow-credentials': {
    ...warning,
    title: 'Access-Control-Allow-Credentials has no effect beside *',
    clause: `${FETCH}#cors-protocol-and-credentials`,
    step: 'CORS protocol and credentials',
    header: 'Access-Control-Allow-Credentials',
    docs: `${MDN}Web/HTTP/Reference/Headers/Access-Control-Allow-Credentials`,
    explain: ({ url }: WarningFacts) =>
      `${url} sends Access-Control-Allow-Origin: * together with Access-Control-Allow-Credentials: true. A request with credentials will fail; one without needs no such header. Name the origin, or drop the second header.`,
  },
  'warn-vary-origin-missing': {
    ...warning,
    title: 'Send Vary: Origin where the response depends on the origin',
    clause: `${FETCH}#cors-protocol-and-http-caches`,
    step: 'CORS protocol and HTTP caches',
    header: 'Vary',
    docs: `${MDN}Web/HTTP/Reference/Headers/Vary`,
    explain: ({ url, value }: WarningFacts) =>
      `${url} allows one named origin (${value}) and doesn’t send Vary: Origin. A cache may serve this response to another origin, which then fails.`,
  },
  'warn-authorization-under-star': {
    ...warning,
    title: 'Name Authorization in Access-Control-Allow-Headers',
    clause: `${FETCH}#cors-preflight-fetch-0`,
    step: '7.6',
    header: 'Access-Control-Allow-Headers',
    docs: `${MDN}Web/HTTP/Reference/Headers/Access-Control-Allow-Headers`,
    explain: ({ url }: WarningFacts) =>
      `${url} allows all request headers with *. By the standard that does not cover Authorization. Browsers still let it pass and have announced that they will stop; name the header.`,
  },
  'warn-preflight-not-cached': {
    ...warning,
    title: 'Let browsers cache the preflight response',
    clause: `${FETCH}#http-access-control-max-age`,
    step: 'Access-Control-Max-Age',
    header: 'Access-Control-Max-Age',
    docs: `${MDN}Web/HTTP/Reference/Headers/Access-Control-Max-Age`,
    explain: ({ url, value }: WarningFacts) =>
      `${url} was asked for permission ${value} times, because its response may be cached for five seconds only. Access-Control-Max-Age: 600 saves a round trip for each further request.`,
  },
} as const satisfies Record<string, Row>
