/** What kind of request an entry is. A log holds no request mode, so that it is read from the headers that modes leave behind. */
import { getHeader, hasHeader } from '../fetch/headers.ts'
import { corsUnsafeRequestHeaderNames } from '../fetch/safelist.ts'
import type { Exchange } from './exchange.ts'

/**
 * Fetch's request mode as far as an entry tells. `unclear`: a POST with an Origin header, which CORS, no-cors, a beacon,
 * a report and a form send alike.
 */
export type RequestMode = 'navigate' | 'websocket' | 'cors' | 'no-cors' | 'same-origin' | 'unclear'

const DOCUMENT_TYPES = ['document', 'iframe', 'frame', 'object', 'embed', 'fencedframe']
const SCRIPT_TYPES = ['fetch', 'xhr', 'xmlhttprequest', 'eventsource']

/** A handshake, whatever the recorder calls it. A fetch that was redirected to ws: is none. */
export function isWebSocket({ url, status, resourceType, requestHeaders }: Exchange): boolean {
  if (resourceType === 'websocket') return true
  if (/\bwebsocket\b/i.test(getHeader(requestHeaders, 'upgrade') ?? '')) return true
  if (hasHeader(requestHeaders, 'sec-websocket-key')) return true
  const untyped = resourceType === null || resourceType === 'other'
  return untyped && (status === 101 || /^wss?:/i.test(url))
}

/** What browsers say they accept when they load a page; scripts that want HTML ask for less. */
const PAGE_ACCEPT = /^text\/html,application\/xhtml\+xml/i

/** Scripts can set the header of upgrades too, but on other methods or asking for something else. */
const mayAskForPage = (method: string, accept: string): boolean =>
  (method === 'GET' || method === 'POST') && (accept === '' || PAGE_ACCEPT.test(accept))

/** A page, a frame or a form that is sent: never subject to the CORS check, also on its redirects. */
export function isNavigation({ method, resourceType, requestHeaders }: Exchange): boolean {
  const mode = getHeader(requestHeaders, 'sec-fetch-mode')
  if (mode !== null) return mode === 'navigate' || mode === 'nested-navigate'
  if (resourceType !== null && DOCUMENT_TYPES.includes(resourceType)) return true
  if (resourceType !== null && SCRIPT_TYPES.includes(resourceType)) return false
  const accept = getHeader(requestHeaders, 'accept') ?? ''
  if (hasHeader(requestHeaders, 'upgrade-insecure-requests') && mayAskForPage(method, accept)) return true
  // a navigation sends Origin only when it is a POST
  if (method === 'POST') return PAGE_ACCEPT.test(accept)
  return /^text\/html\b/i.test(accept) && !hasHeader(requestHeaders, 'origin')
}

/** Types of a body that only the browser's own senders use: reports, and the ping of a link. */
const SENT_BY_BROWSER = /^(text\/ping|application\/(csp-report|reports\+json|expect-ct-report\+json))\b/i

/** `preflighted`: a preflight was made for it, which happens in CORS mode only. */
export function requestModeOf(exchange: Exchange, preflighted: boolean): RequestMode {
  const { method, requestHeaders, resourceType } = exchange
  if (preflighted) return 'cors'
  if (isWebSocket(exchange)) return 'websocket'
  if (isNavigation(exchange)) return 'navigate'
  switch (getHeader(requestHeaders, 'sec-fetch-mode')) {
    case 'cors':
      return 'cors'
    case 'no-cors':
      return 'no-cors'
    case 'websocket':
      return 'websocket'
    case 'same-origin':
      return 'same-origin'
  }
  if (!hasHeader(requestHeaders, 'origin')) return 'no-cors'
  if (method !== 'POST') return 'cors'
  if (resourceType === 'xhr') return 'cors'
  const fromBrowser = SENT_BY_BROWSER.test(getHeader(requestHeaders, 'content-type') ?? '')
  const needsPreflight = corsUnsafeRequestHeaderNames(requestHeaders, 'standard').length > 0
  return needsPreflight && !fromBrowser ? 'cors' : 'unclear'
}

/** A browser's user agent begins so since 1995; a program that has an Origin of its own names itself. */
const BROWSER_AGENT = /^(Mozilla|Opera)\//

/** okhttp, curl, Node.js and the like, which know no CORS. False where no user agent is recorded. */
export function isProgram({ requestHeaders }: Exchange): boolean {
  const agent = getHeader(requestHeaders, 'user-agent')
  return agent !== null && agent !== '' && !BROWSER_AGENT.test(agent)
}

/** An extension's own pages and workers are let through where it has permission for the host, whatever the headers are. */
export const isOfExtension = (origin: string | null): boolean => /^[a-z-]*extension:/i.test(origin ?? '')
