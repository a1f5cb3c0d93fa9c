/** Rows of what is no CORS request at all, and is taken for one. */
import { FETCH, MDN, type Row } from '../row.ts'
import type { NetworkFacts } from './network-rows.ts'

/** `origin`: what the handshake sent; '' when unknown. `status`: 0 when not recorded. */
export interface HandshakeFacts {
  url: string
  status: number
  origin: string
}

/** `contentType`: as sent, null when absent. */
export interface WithoutCorsFacts {
  url: string
  status: number
  method: string
  contentType: string | null
}

const MAIN_FETCH = `${FETCH}#concept-main-fetch`
const notCors = { kind: 'not-cors', chromium: null, firefox: null, header: null, fix: 'none' } as const

/** Without CORS a script cannot send other types of content: what it set is replaced. */
const sentAs = (method: string, contentType: string | null): string =>
  method === 'GET' || method === 'HEAD'
    ? ''
    : ` Its Content-Type was ${contentType === null ? 'not sent' : `sent as ${contentType}`}: without CORS application/json and the like are replaced, which many servers refuse.`

export const OUTSIDE_ROWS = {
  'no-cors-failed': {
    ...notCors,
    title: 'Use CORS mode: without it the page cannot see this error',
    clause: MAIN_FETCH,
    step: '12, "no-cors"',
    docs: `${MDN}Web/API/Request/mode`,
    explain: ({ url, status, method, contentType }: WithoutCorsFacts) =>
      `${method} ${url} was sent without CORS, as fetch with \`mode: "no-cors"\` does, and the server returned ${status}. The page gets an opaque response with status 0 and cannot see that.${sentAs(method, contentType)} Remove \`mode: "no-cors"\`, and let the server allow the page’s origin.`,
  },
  'websocket-refused': {
    ...notCors,
    title: 'Allow the page’s origin in the WebSocket server',
    clause: `${FETCH}#append-a-request-origin-header`,
    step: 'mode "websocket"',
    docs: `${MDN}Web/API/WebSockets_API/Writing_WebSocket_servers`,
    explain: ({ url, status, origin }: HandshakeFacts) =>
      `This is not CORS: the WebSocket handshake with ${url} ${status === 0 ? 'failed' : `got the status ${status}`}. Browsers apply no CORS check to WebSockets and ask for no CORS headers. The server looks at the Origin header itself${origin === '' ? '' : ` (here: ${origin})`}, and may refuse it, or the request needs a login or has another path.`,
  },
  'not-a-browser': {
    ...notCors,
    title: 'Nothing was blocked: no browser sent this',
    clause: MAIN_FETCH,
    step: '12',
    docs: `${MDN}Web/HTTP/Guides/CORS`,
    explain: ({ url }: NetworkFacts) =>
      `By its User-Agent, or by the tool that wrote this log, ${url} was not requested by a browser. CORS is a rule of browsers: other programs read every response, whatever its headers are.`,
  },
} as const satisfies Record<string, Row>
