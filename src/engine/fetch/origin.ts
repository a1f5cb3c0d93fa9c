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

/** A scheme that CORS can be spoken over in Chromium (browsers.md of the field: http and https; data: is same for reading). */
export const CORS_SCHEMES: readonly string[] = ['http:', 'https:']
