/**
 * Redaction: no secret leaves in a report. Values go, what stands around them stays: header names, cookie
 * names, parameter names, authorization schemes, hosts. All functions leave what they already redacted alone.
 */
import type { HeaderList } from '../fetch/headers.ts'
import {
  AUTHORIZATION_VALUE,
  BASE64_RUN,
  EMAIL,
  ISSUED_KEY,
  isNamedSecret,
  isRequestIdHeader,
  isSecretHeader,
  isSecretParameter,
  JWT,
  looksLikeBase64,
  looksRandom,
  RANDOM_RUN,
  UUID,
} from './secrets.ts'

/** What to write in place of a secret. */
export type Replace = (secret: string) => string

export const PLACEHOLDER = /‹redacted \d+ chars?›/g
export const placeholder: Replace = (secret) =>
  `‹redacted ${secret.length} ${secret.length === 1 ? 'char' : 'chars'}›`

/** A secret under its name; nothing, or what was redacted before, stays as it is. */
const conceal = (value: string, replace: Replace): string =>
  value === '' || value.startsWith('‹redacted ') ? value : replace(value)

/** Percent-decoded where that can be done. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Applies `change` to all of the text but the parts that `keep` matches. */
export function outside(text: string, keep: RegExp, change: (part: string) => string): string {
  let result = ''
  let end = 0
  for (const match of text.matchAll(keep)) {
    result += change(text.slice(end, match.index)) + match[0]
    end = match.index + match[0].length
  }
  return result + change(text.slice(end))
}

const replaceRandom = (text: string, replace: Replace): string =>
  outside(
    text.replace(BASE64_RUN, (run) => (looksLikeBase64(run) ? replace(run) : run)),
    PLACEHOLDER,
    (part) => part.replace(RANDOM_RUN, (run) => (looksRandom(run) ? replace(run) : run)),
  )

/** Everything that its own shape gives away: JSON web tokens, issued keys, e-mail addresses, random runs. */
function replaceShapes(text: string, replace: Replace): string {
  return outside(text, PLACEHOLDER, (part) => {
    const plain = part
      .replace(JWT, replace)
      .replace(ISSUED_KEY, replace)
      .replace(EMAIL, replace)
      .replace(UUID, replace)
    return outside(plain, PLACEHOLDER, (rest) => replaceRandom(rest, replace))
  })
}

/** A path segment or a parameter's value: by shape, as it stands or percent-decoded. */
function redactComponent(text: string, replace: Replace): string {
  const shown = replaceShapes(text, replace)
  if (shown !== text || !text.includes('%')) return shown
  const plain = decoded(text.replaceAll('+', ' '))
  return redactText(plain) === plain ? text : conceal(text, replace)
}

function redactPair(pair: string, replace: Replace): string {
  const equals = pair.indexOf('=')
  if (equals === -1) return redactComponent(pair, replace)
  const name = pair.slice(0, equals)
  const value = pair.slice(equals + 1)
  if (isSecretParameter(decoded(name), value)) return `${name}=${conceal(value, replace)}`
  return `${redactComponent(name, replace)}=${redactComponent(value, replace)}`
}

const redactPairs = (text: string, replace: Replace): string =>
  text
    .split(/([&;])/)
    .map((part, i) => (i % 2 === 1 ? part : redactPair(part, replace)))
    .join('')

/** `/orders;jsessionid=1/…`: segments, each with its own parameters. */
const redactPath = (path: string, replace: Replace): string =>
  path
    .split('/')
    .map((segment) =>
      segment.includes('=') ? redactPairs(segment, replace) : redactComponent(segment, replace),
    )
    .join('/')

function redactFragment(fragment: string, replace: Replace): string {
  const query = fragment.indexOf('?')
  if (query !== -1) {
    const path = redactPath(fragment.slice(0, query), replace)
    return `${path}?${redactPairs(fragment.slice(query + 1), replace)}`
  }
  return fragment.includes('=') ? redactPairs(fragment, replace) : redactPath(fragment, replace)
}

const URL_PARTS = /^([a-z][a-z0-9+.-]*:)?(\/\/[^/?#\\]*)?([^?#]*)(\?[^#]*)?(#.*)?$/is

/** A URL, absolute or relative, without its secrets; every other byte stays as it was. */
export function redactUrl(url: string, replace: Replace = placeholder): string {
  const [, scheme = '', authority = '', path = '', query = '', fragment = ''] = URL_PARTS.exec(url) ?? []
  const at = authority.lastIndexOf('@')
  const host = at === -1 ? authority : `//${conceal(authority.slice(2, at), replace)}${authority.slice(at)}`
  return (
    scheme +
    host +
    redactPath(path, replace) +
    (query && `?${redactPairs(query.slice(1), replace)}`) +
    (fragment && `#${redactFragment(fragment.slice(1), replace)}`)
  )
}

const URL_IN_TEXT = /[a-z][a-z0-9+.-]{0,30}:\/\/(?:‹redacted \d+ chars?›|[^\s"'<>`‹›“”])+/gi
const PAIR_IN_TEXT = /(^|[?&;#])([^\s=&;#?"'(){}]{1,64})=((?:‹redacted \d+ chars?›|[^\s&;#"'<>)‹›])+)/g
const JSON_PAIR = /("([^"\\]{1,64})"\s*:\s*")([^"\\]+)(")/g

/** Running text, code or any other value without the secrets that a shape, a URL or a name gives away. */
export function redactText(text: string, replace: Replace = placeholder): string {
  const named = outside(text, URL_IN_TEXT, (part) =>
    part
      .replace(AUTHORIZATION_VALUE, (_, scheme, value) => `${scheme} ${replace(value)}`)
      .replace(PAIR_IN_TEXT, (all, before, name, value) =>
        isSecretParameter(decoded(name), value) ? `${before}${name}=${conceal(value, replace)}` : all,
      )
      .replace(JSON_PAIR, (all, before, name, value, after) =>
        isNamedSecret(name, value) ? `${before}${conceal(value, replace)}${after}` : all,
      ),
  )
  const withUrls = named.replace(URL_IN_TEXT, (url) => redactUrl(url, replace))
  return outside(withUrls, URL_IN_TEXT, (part) => replaceShapes(part, replace))
}

const SCHEME =
  /^(Basic|Bearer|Digest|Negotiate|NTLM|Token|ApiKey|HOBA|Mutual|DPoP|AWS4-HMAC-SHA256)\s+(.+)$/is

function redactAuthorization(value: string, replace: Replace): string {
  const [, scheme, credentials] = SCHEME.exec(value) ?? []
  if (scheme === undefined || credentials === undefined) return conceal(value, replace)
  return `${scheme} ${conceal(credentials, replace)}`
}

function redactCookie(pair: string, replace: Replace): string {
  const equals = pair.indexOf('=')
  if (equals === -1) return conceal(pair, replace)
  return `${redactComponent(pair.slice(0, equals), replace)}=${conceal(pair.slice(equals + 1), replace)}`
}

const redactCookies = (value: string, replace: Replace): string =>
  value
    .split(/(;\s*)/)
    .map((part, i) => (i % 2 === 1 ? part : redactCookie(part, replace)))
    .join('')

const COOKIE_ATTRIBUTE =
  /^\s*(?:(?:path|domain|expires|max-age|samesite|priority)\s*=[\w\s:/.,+-]*|secure|httponly|partitioned|\s*)$/i

/** One line a cookie: DevTools joins several with a line feed. */
const redactSetCookie = (value: string, replace: Replace): string =>
  value
    .split('\n')
    .map((line) => {
      const [cookie = '', ...attributes] = line.split(';')
      const shown = attributes.map((text) =>
        COOKIE_ATTRIBUTE.test(text) ? text : ` ${redactCookie(text.trim(), replace)}`,
      )
      return [redactCookie(cookie, replace), ...shown].join(';')
    })
    .join('\n')

const URL_HEADER = /^(location|content-location|referer|:path|.*-(url|uri))$/i
const REQUEST_ID = /^[\w.:=,;@/+-]{1,200}$/

function redactHeader(name: string, value: string, replace: Replace): string {
  const lower = name.toLowerCase()
  if (lower === 'cookie') return redactCookies(value, replace)
  if (lower === 'set-cookie') return redactSetCookie(value, replace)
  if (lower === 'authorization' || lower === 'proxy-authorization') return redactAuthorization(value, replace)
  if (isSecretHeader(lower)) return conceal(value, replace)
  if (isRequestIdHeader(lower) && REQUEST_ID.test(value))
    return value.replace(JWT, replace).replace(ISSUED_KEY, replace)
  if (URL_HEADER.test(lower)) return redactUrl(value, replace)
  return redactText(value, replace)
}

/** A header list without its secrets: names and order stay, CORS headers stay readable. */
export const redactHeaders = (headers: HeaderList, replace: Replace = placeholder): HeaderList =>
  headers.map(([name, value]) => [name, redactHeader(name, value, replace)] as const)
