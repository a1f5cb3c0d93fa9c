/**
 * The same request once more, from the page: as an expression for `inspectedWindow.eval`, which needs no permission.
 * Only fetch() can be told a credentials mode; headers that script may not set and a body that the log does not hold
 * are said, not guessed.
 */
import { type Flow, getHeader, scriptHeaders } from '../../engine/index.ts'
import type { CredentialsChoice } from '../../panel/proof.ts'

export interface RequestAgain {
  url: string
  method: string
  headers: [name: string, value: string][]
  /** Null where there is none, or the log does not hold it. */
  body: string | null
  credentials: CredentialsChoice
  /** The origin that it is to be sent from; null where the log does not tell, or where it is an opaque one. */
  origin: string | null
}

export interface AgainPlan {
  request: RequestAgain
  /** It may change something on the server: ask first. */
  changes: boolean
  /** Names of headers that the browser sets itself, and that may differ this time. */
  leftOut: string[]
  /** The request had a body that the log does not hold. */
  bodyLost: boolean
}

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS']

/** Headers that the browser sends of its own accord with about the same value: no loss. */
const UNREMARKABLE =
  /^(:.*|accept-encoding|connection|content-length|host|origin|referer|user-agent|priority|pragma|cache-control|upgrade-insecure-requests|sec-.*)$/i

/** `postData` of the HAR request; null when not recorded. */
export function bodyOf(entry: unknown): string | null {
  const text = (entry as { request?: { postData?: { text?: unknown } } } | null)?.request?.postData?.text
  return typeof text === 'string' ? text : null
}

/** @param body as recorded in the log, null when it is not */
export function planAgain(flow: Flow, body: string | null, credentials: CredentialsChoice): AgainPlan {
  const link = flow.hops[0] ?? flow
  const first = link.exchange
  const kept = scriptHeaders(link)
  const leftOut = first.requestHeaders
    .filter((header) => !kept.includes(header) && !UNREMARKABLE.test(header[0]))
    .map(([name]) => name)
  // a request that is known by its preflight alone has no headers of its own in the log
  const asked =
    link.preflight === null
      ? ''
      : (getHeader(link.preflight.requestHeaders, 'access-control-request-headers') ?? '')
  const has = (name: string) => kept.some(([other]) => other.toLowerCase() === name.toLowerCase())
  const lost = asked
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !has(name))
  const method = first.method.toUpperCase()
  const mayHaveBody = !['GET', 'HEAD'].includes(method)
  const hadBody = mayHaveBody && first.requestHeaders.some(([name]) => /^content-(type|length)$/i.test(name))
  return {
    request: {
      url: first.url,
      method: first.method,
      headers: kept.map(([name, value]) => [name, value]),
      body: mayHaveBody ? body : null,
      credentials,
      origin: flow.origin.initiator === 'null' ? null : flow.origin.initiator,
    },
    changes: !SAFE_METHODS.includes(method),
    leftOut: [...new Set([...leftOut, ...lost])],
    bodyLost: hadBody && body === null,
  }
}

/** JSON inside of a script: U+2028 and U+2029 end lines there, and `</` would end a script element. */
const literal = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** A name for the script that sends it, by which the log's initiator is known again. */
export const scriptName = (count: number): string => `corscope-test-again-${count}`

/**
 * Runs in the page, where `fetch` may be the page's own: its answer is not read, the log tells. Gives true at once, the
 * request goes on by itself; false where the page is on another origin than the request came from, and nothing is sent.
 */
export function expressionOf(
  { url, method, headers, body, credentials, origin }: RequestAgain,
  name: string,
): string {
  const init = { method, headers, credentials, cache: 'no-store', ...(body === null ? {} : { body }) }
  const check = origin === null ? '' : `if (self.origin !== ${literal(origin)}) return false; `
  return `(() => { ${check}fetch(${literal(url)}, ${literal(init)}).then((response) => response.arrayBuffer()).catch(() => null); return true })()\n//# sourceURL=${name}`
}
