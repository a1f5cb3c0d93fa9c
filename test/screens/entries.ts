/** Entries of a network log, made up: what the demo does not hold. */

const PAGE = 'https://app.example'
const API = 'https://api.example'

/** Turns the text around it where nothing marks it. */
export const NASTY = 'https://app.example\u202e gpj.exe\u2066, "<b>`x`</b>'

interface Options {
  allowed?: boolean
  allowOrigin?: string
}

/** `at`: milliseconds after the page's start. */
export function entry(path: string, at: number, { allowed = false, allowOrigin }: Options = {}): unknown {
  const value = allowed ? PAGE : allowOrigin
  return {
    _initiator: {
      type: 'script',
      stack: { callFrames: [{ url: `${PAGE}/assets/app.js`, lineNumber: 41, columnNumber: 7 }] },
    },
    _resourceType: 'fetch',
    startedDateTime: new Date(1_790_000_000_000 + at * 40).toISOString(),
    time: 12 + (at % 70),
    request: {
      method: 'GET',
      url: `${API}${path}`,
      headers: [
        { name: 'Origin', value: PAGE },
        { name: 'Host', value: 'api.example' },
      ],
    },
    response: {
      status: 200,
      statusText: 'OK',
      headers: [
        { name: 'server', value: 'uvicorn' },
        { name: 'content-type', value: 'application/json' },
        ...(value === undefined ? [] : [{ name: 'access-control-allow-origin', value }]),
      ],
      content: { size: 2, mimeType: 'application/json' },
      ...(allowed ? {} : { _error: 'net::ERR_FAILED' }),
    },
  }
}
