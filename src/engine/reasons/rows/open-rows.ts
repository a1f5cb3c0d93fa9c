/** Rows of what a log leaves open: each says what is missing. */
import { FETCH, MDN, type Row } from '../row.ts'
import type { NetworkFacts } from './network-rows.ts'

const open = {
  kind: 'open',
  clause: `${FETCH}#concept-cors-check`,
  step: 'any',
  chromium: null,
  firefox: null,
  header: null,
  docs: `${MDN}Web/HTTP/Guides/CORS/Errors`,
  fix: 'none',
} as const

export const OPEN_ROWS = {
  'request-not-recorded': {
    ...open,
    title: 'The request that should follow is not in the log',
    explain: ({ url }: NetworkFacts) =>
      `The log holds a preflight or a redirect of ${url}, and not the request that should follow it. That one may have been stopped, may have been under way when the log was saved, or was left out by the tool that wrote it. Record it again from the start.`,
  },
  'mode-not-recorded': {
    ...open,
    title: 'The log does not tell whether this was a CORS request',
    explain: ({ url }: NetworkFacts) =>
      `The response of ${url} would not pass the CORS check. But a POST like this one is also sent by a form, by navigator.sendBeacon() and by fetch with \`mode: "no-cors"\`, where no check is made, and the log does not tell them apart (there is no Sec-Fetch-Mode header). Look at the call, or record it in DevTools.`,
  },
  'log-contradicts-itself': {
    ...open,
    title: 'The headers in the log fail, and yet the browser went on',
    explain: ({ url }: NetworkFacts) =>
      `By the headers in this log the browser should have refused ${url}, and the log shows that it went on, or that it kept the response. The log does not hold what the browser saw: entries may be joined wrongly, headers may be missing, or an extension changed them.`,
  },
  'extension-request': {
    ...open,
    title: 'An extension made this request',
    explain: ({ url }: NetworkFacts) =>
      `${url} was requested by a browser extension. With permission for the host (host_permissions) it may read every response, whatever the headers are; without it the CORS check applies. The log does not tell which.`,
  },
  'stored-response': {
    ...open,
    title: 'The response came out of the browser’s cache',
    explain: ({ url }: NetworkFacts) =>
      `${url} returned 304: the browser then uses its stored copy, and the headers of that copy decide. They are not in this entry. Reload with “Disable cache” switched on.`,
  },
  'headers-not-recorded': {
    ...open,
    title: 'The log holds no response headers',
    explain: ({ url }: NetworkFacts) =>
      `The entry of ${url} has no response headers at all, so that nothing can be said about CORS. Record the request again with headers.`,
  },
  'answer-not-recorded': {
    saysItAll: true,
    kind: 'open',
    title: 'The log does not hold the response',
    clause: `${FETCH}#concept-cors-check`,
    step: 'any',
    chromium: null,
    firefox: null,
    header: null,
    docs: `${MDN}Web/HTTP/Guides/CORS/Errors`,
    explain: ({ url }: NetworkFacts) =>
      `The browser stopped the request to ${url} and the log holds neither a response nor a preflight. That happens to requests of workers (DevTools doesn’t record their responses), to responses from the HTTP cache or from a service worker, and when the page may not reach the local network. Reload with “Disable cache” switched on; if the request is then recorded, the cause will show.`,
    fix: 'none',
  },
  'answer-not-assumed': {
    ...open,
    title: 'Passes so far; the next response is not on record',
    explain: ({ url }: NetworkFacts) =>
      `As edited, the browser would go on and ask ${url}. The log holds no response to that, so nothing can be said about it: set its status and headers to see whether it passes.`,
  },
  'headers-pass': {
    kind: 'open',
    title: 'These headers pass, and yet the browser refused',
    clause: `${FETCH}#concept-cors-check`,
    step: '9',
    chromium: null,
    firefox: null,
    header: null,
    docs: `${MDN}Web/HTTP/Guides/CORS/Errors`,
    explain: ({ url }: NetworkFacts) =>
      `The browser refused ${url}, but the headers in the log pass every check. The log shows what came over the wire, so an extension may have changed the headers after that. Try a window without extensions.`,
    fix: 'none',
  },
} as const satisfies Record<string, Row>
