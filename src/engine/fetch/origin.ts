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

/** Length of `http(s)://authority` where it holds only visible ASCII and no user name; 0 for any other text. */
function authorityEnd(text: string): number {
  const start = text.startsWith('https://') ? 8 : text.startsWith('http://') ? 7 : 0
  if (start === 0) return 0
  const most = Math.min(text.length, LONGEST_AUTHORITY)
  let end = start
  for (; end < most; end++) {
    const code = text.charCodeAt(end)
    if (code === 0x2f || code === 0x3f || code === 0x23) break
    // a backslash ends an authority too, and `@` a user name: the parser knows
    if (code <= 0x20 || code >= 0x7f || code === 0x5c || code === 0x40) return 0
  }
  return end === start || end === LONGEST_AUTHORITY ? 0 : end
}

const LONGEST_AUTHORITY = 300
const MOST_AUTHORITIES = 4096
/** What `URL` makes of an authority; nothing after it decides the origin, nor whether an http(s) URL is one at all. */
const originOfAuthority = new Map<string, string | null>()

/** One text is asked about several times in a row. */
let last: { text: string; origin: string | null } = { text: '', origin: null }

/** The serialized origin of a URL: `scheme://host[:port]`, or `null` for an opaque one; null where the text is no URL. */
export function originOf(text: string | null | undefined): string | null {
  if (!text) return null
  if (last.text !== text) last = { text, origin: readOrigin(text) }
  return last.origin
}

function readOrigin(text: string): string | null {
  const end = authorityEnd(text)
  if (end === 0) return parsedOrigin(text)
  const authority = text.slice(0, end)
  const known = originOfAuthority.get(authority)
  if (known !== undefined) return known
  const origin = parsedOrigin(authority)
  if (originOfAuthority.size >= MOST_AUTHORITIES) originOfAuthority.clear()
  originOfAuthority.set(authority, origin)
  return origin
}

/** Host name of a URL with an origin, '' where it has none. */
export function hostOf(url: string): string {
  const origin = originOf(url) ?? ''
  const start = origin.indexOf('://') + 3
  if (start < 3) return ''
  const end = origin[start] === '[' ? origin.indexOf(']', start) + 1 : origin.indexOf(':', start)
  return end === -1 ? origin.slice(start) : origin.slice(start, end)
}

function parsedOrigin(text: string): string | null {
  const url = parseUrl(text)
  if (url === null) return null
  if (url.protocol === 'file:' || url.origin === 'null') return OPAQUE_ORIGIN
  return url.origin
}

/** Same origin by serialization; an opaque origin is same origin with nothing that a log can name. */
export const sameOrigin = (a: string, b: string): boolean => a !== OPAQUE_ORIGIN && a === b

/** `scheme://host[:port]` and nothing more: what `Access-Control-Allow-Origin` must hold. */
export const isSerializedOrigin = (text: string): boolean => originOf(text) === text && text !== OPAQUE_ORIGIN

/** A URL up to its fragment. */
export function withoutFragment(text: string): string {
  const end = text.indexOf('#')
  return end === -1 ? text : text.slice(0, end)
}

export const isHttpUrl = (text: string): boolean => /^https?:/i.test(text)

/** The URL without fragment, user and password: how Chromium writes a preflight's URL. */
export function withoutUserinfo(text: string): string {
  if (!text.includes('@')) return text
  const url = parseUrl(text)
  if (url === null || (url.username === '' && url.password === '')) return text
  url.username = ''
  url.password = ''
  return url.href
}

/** True where a URL carries a user name or a password ("includes credentials"). */
export function includesCredentials(text: string): boolean {
  if (!text.includes('@')) return false
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
