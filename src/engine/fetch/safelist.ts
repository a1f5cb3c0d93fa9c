/** Safelisted methods and request-headers, to the byte: https://fetch.spec.whatwg.org/#cors-safelisted-request-header. */
import type { HeaderList } from './headers.ts'

/** Whose rules: Chromium adds client hints and `intervention`, Firefox does not (measured, 156 and ESR 153). */
export type SafelistDialect = 'chromium' | 'standard'

const SAFELISTED_METHODS = ['GET', 'HEAD', 'POST']
const NORMALIZED_METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT']

/** #cors-safelisted-method; Chromium compares after upper-casing (measured), which a normalized method already is. */
export const isSafelistedMethod = (method: string): boolean =>
  SAFELISTED_METHODS.includes(method.toUpperCase())

/** #concept-method-normalize: `patch` stays `patch`, the classic trap. */
export function normalizeMethod(method: string): string {
  const upper = method.toUpperCase()
  return NORMALIZED_METHODS.includes(upper) ? upper : method
}

// #cors-unsafe-request-header-byte: below 0x20 except TAB, "():<>?@[\]{} and 0x7F
// biome-ignore lint/suspicious/noControlCharactersInRegex: the standard names control bytes
const UNSAFE_BYTE = /[\x00-\x08\x0a-\x1f"():<>?@[\\\]{}\x7f]/
const LANGUAGE_VALUE = /^[0-9A-Za-z *,\-.;=]*$/
const SAFE_ESSENCES = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']
const CHROMIUM_NUMBER_HINTS = ['dpr', 'device-memory', 'width', 'viewport-width', 'downlink']
const EFFECTIVE_TYPES = ['slow-2g', '2g', '3g', '4g']

/** Number of bytes on the wire; a header value is a byte string, one byte a code unit up to U+00FF. */
const byteLength = (value: string): number => value.length

function isSafeContentType(value: string): boolean {
  if (UNSAFE_BYTE.test(value)) return false
  const essence = (value.split(';')[0] ?? '').trim().toLowerCase()
  return SAFE_ESSENCES.includes(essence)
}

/** #cors-safelisted-request-header, `range`: one range with a start, the end not before it. */
function isSafeRange(value: string): boolean {
  const match = /^bytes=(\d+)-(\d*)$/.exec(value)
  if (match === null) return false
  const [, start = '', end = ''] = match
  return end === '' || BigInt(start) <= BigInt(end)
}

function isChromiumHint(name: string, value: string): boolean {
  if (name === 'intervention' || name.startsWith('sec-ch-')) return true
  if (name === 'save-data') return value.toLowerCase() === 'on'
  if (name === 'ect') return EFFECTIVE_TYPES.includes(value)
  // the round-trip time is a whole number (measured)
  if (name === 'rtt') return /^\d+$/.test(value)
  return CHROMIUM_NUMBER_HINTS.includes(name) && /^\d+(\.\d+)?$/.test(value)
}

/** #cors-safelisted-request-header. `name` in any case, `value` as on the wire. */
export function isSafelistedRequestHeader(name: string, value: string, dialect: SafelistDialect): boolean {
  if (byteLength(value) > 128) return false
  const lower = name.toLowerCase()
  switch (lower) {
    case 'accept':
      return !UNSAFE_BYTE.test(value)
    case 'accept-language':
    case 'content-language':
      return LANGUAGE_VALUE.test(value)
    case 'content-type':
      return isSafeContentType(value)
    case 'range':
      return isSafeRange(value)
    default:
      return dialect === 'chromium' && isChromiumHint(lower, value)
  }
}

const FORBIDDEN = new Set(
  (
    'accept-charset accept-encoding access-control-request-headers access-control-request-method connection ' +
    'content-length cookie cookie2 date dnt expect host keep-alive origin referer set-cookie te trailer ' +
    'transfer-encoding upgrade via'
  ).split(' '),
)
/** Names a log holds although no script set them (added below fetch, or by the log itself: HTTP/2 pseudo-headers). */
const ADDED_BY_BROWSER = new Set([
  'user-agent',
  'priority',
  'pragma-origin',
  'upgrade-insecure-requests',
  'purpose',
  'x-client-data',
])

/** #forbidden-request-header: names that script cannot set, so that they never take part in CORS. */
export function isForbiddenRequestHeader(name: string, value: string): boolean {
  const lower = name.toLowerCase()
  if (FORBIDDEN.has(lower) || lower.startsWith('proxy-') || lower.startsWith('sec-')) return true
  if (!['x-http-method', 'x-http-method-override', 'x-method-override'].includes(lower)) return false
  return value.split(',').some((part) => ['CONNECT', 'TRACE', 'TRACK'].includes(part.trim().toUpperCase()))
}

/**
 * #cors-unsafe-request-header-names: lower-cased, sorted, each once. Names the browser adds by itself are left out,
 * unless script is known to have set them all (`ofScript`).
 */
export function corsUnsafeRequestHeaderNames(
  headers: HeaderList,
  dialect: SafelistDialect,
  ofScript = false,
): string[] {
  const unsafe = new Set<string>()
  const safelisted: [string, string][] = []
  for (const [name, value] of headers) {
    const lower = name.toLowerCase()
    if (lower.startsWith(':') || isForbiddenRequestHeader(lower, value)) continue
    if (!ofScript && ADDED_BY_BROWSER.has(lower)) continue
    if (isSafelistedRequestHeader(lower, value, dialect)) safelisted.push([lower, value])
    else unsafe.add(lower)
  }
  // step 5: together more than 1024 bytes makes every safelisted value unsafe
  const total = safelisted.reduce((sum, [, value]) => sum + byteLength(value), 0)
  if (total > 1024) for (const [name] of safelisted) unsafe.add(name)
  return [...unsafe].sort()
}
