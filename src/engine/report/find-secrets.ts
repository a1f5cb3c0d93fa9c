/**
 * Where secrets stand: each text is taken apart as what it is (address, pairs, JSON, header), and each part is judged
 * by the name it stands under and by its shape. The scheme, host and port of an address and the slashes of its path
 * are never part of a span. Two ways to read: `data` came from the log as it stands, `words` are sentences and code of
 * ours that quote it, in which `token: the value` is English.
 */
import { isSecretSegment, isSecretUnder, isTellingSegment, readsAsWords } from './secret-names.ts'
import { AUTHORIZATION_VALUE, isBareHex, isId, shapesIn } from './secret-shapes.ts'
import {
  fullyDecoded,
  type Kind,
  type Span,
  shifted,
  throughEscapes,
  throughPercent,
  whole,
} from './spans.ts'

export type Reading = 'data' | 'words'

/** Addresses within addresses, each of which takes a step or two: what is encoded deeper than this is taken out whole. */
const DEEPEST = 14

export function kindOf(name: string): Kind {
  if (/pass|pwd|\bpw\b/i.test(name)) return 'password'
  if (/mail/i.test(name)) return 'email'
  if (/cookie/i.test(name)) return 'cookie'
  if (/key|sign|\bsig\b|hmac/i.test(name)) return 'key'
  if (/code|otp|pin|verif/i.test(name)) return 'code'
  return 'token'
}

const UNDER_NAME = 'by the name it stands under'

/** A value whole, where its name says so. A text that reads as a name or an expression is none in `words`. */
function named(name: string, value: string, reading: Reading): Span[] {
  const plain = fullyDecoded(value)
  const plainName = fullyDecoded(name)
  if (!isSecretUnder(plainName, plain)) return []
  if (reading === 'words' && (readsAsWords(plain) || /[(){}[\]$<>]/.test(plain))) return []
  return whole(value, kindOf(plainName), UNDER_NAME)
}

/** A value that stands alone: a parameter's, a path segment, a JSON string's. A relative address is one, too. */
function inValue(value: string, reading: Reading, depth: number): Span[] {
  if (value.length < 4) return []
  if (isBareHex(value)) return whole(value, 'id', 'an id by its shape')
  if (depth < DEEPEST && /^(?![a-z][a-z0-9+.-]*:)[^\s"'<>/]*\/[^\s"'<>]*$/i.test(value))
    return [...inUrl(value, reading, depth + 1), ...shapesIn(value)]
  return inText(value, reading, depth + 1)
}

interface Pair {
  name: string
  value: string
  /** Where name and value begin. */
  nameAt: number
  valueAt: number
}

/** `a=1&b=2;c`: a part without `=` after a semicolon belongs to the value before it. */
function pairsOf(text: string): Pair[] {
  const pairs: Pair[] = []
  let at = 0
  for (const part of text.split(/(?=[&;])/)) {
    const skip = /^[&;]/.test(part) ? 1 : 0
    const equals = part.indexOf('=')
    const last = pairs.at(-1)
    if (equals !== -1) {
      const name = part.slice(skip, equals)
      pairs.push({ name, value: part.slice(equals + 1), nameAt: at + skip, valueAt: at + equals + 1 })
    } else if (part.startsWith(';') && last !== undefined) last.value += part
    else pairs.push({ name: '', value: part.slice(skip), nameAt: at + skip, valueAt: at + skip })
    at += part.length
  }
  return pairs
}

function inPair({ name, value, nameAt, valueAt }: Pair, reading: Reading, depth: number): Span[] {
  const secret = name === '' ? [] : named(name.replace(/^amp;/i, ''), value, reading)
  const found = secret.length > 0 ? secret : inValue(value, reading, depth)
  return [...shifted(inValue(name, reading, depth), nameAt), ...shifted(found, valueAt)]
}

const inPairs = (text: string, reading: Reading, depth: number): Span[] =>
  pairsOf(text).flatMap((pair) => inPair(pair, reading, depth))

function inSegment(segment: string, before: string, reading: Reading, depth: number): Span[] {
  const plain = fullyDecoded(segment)
  if (segment.includes('=')) return inPairs(segment, reading, depth)
  const told = before !== '' && isTellingSegment(fullyDecoded(before)) && isSecretSegment(plain)
  if (told && !isId(plain)) return whole(segment, 'token', 'by the word before it in the path')
  return inValue(segment, reading, depth)
}

function inPath(path: string, reading: Reading, depth: number): Span[] {
  const segments = path.split('/')
  let at = 0
  return segments.flatMap((segment, i) => {
    const spans = shifted(inSegment(segment, segments[i - 1] ?? '', reading, depth), at)
    at += segment.length + 1
    return spans
  })
}

function inFragment(fragment: string, reading: Reading, depth: number): Span[] {
  const query = fragment.indexOf('?')
  if (query === -1 && fragment.includes('=')) return inPairs(fragment, reading, depth)
  const path = query === -1 ? fragment : fragment.slice(0, query)
  const pairs = query === -1 ? [] : inPairs(fragment.slice(query + 1), reading, depth)
  return [...inPath(path, reading, depth), ...shifted(pairs, query + 1)]
}

const URL_PARTS = /^([a-z][a-z0-9+.-]{0,40}:)?(\/\/[^/?#\\]*)?([^?#]*)(\?[^#]*)?(#[\s\S]*)?$/i
/** Schemes whose rest is data or a document of its own, not a path. */
const OPAQUE = /^(?:data|javascript|blob|about):$/i

/** User name and password, each for itself: a sentence may quote one of them. */
function inLogin(login: string): Span[] {
  const colon = login.indexOf(':')
  const user = colon === -1 ? login : login.slice(0, colon)
  const password = colon === -1 ? '' : login.slice(colon + 1)
  return [
    ...whole(user, 'secret', 'a user name in an address'),
    ...shifted(whole(password, 'password', 'a password in an address'), colon + 1),
  ]
}

/** Secrets of an address, absolute or relative. */
export function inUrl(url: string, reading: Reading = 'data', depth = 0): Span[] {
  const [, scheme = '', authority = '', path = '', query = '', fragment = ''] = URL_PARTS.exec(url) ?? []
  if (OPAQUE.test(scheme)) return shifted(inText(url.slice(scheme.length), reading, depth + 1), scheme.length)
  const pathAt = scheme.length + authority.length
  const login = shifted(
    inLogin(authority.slice(2, Math.max(2, authority.lastIndexOf('@')))),
    scheme.length + 2,
  )
  return [
    ...login,
    ...shifted(inPath(path, reading, depth), pathAt),
    ...shifted(inPairs(query.slice(1), reading, depth), pathAt + path.length + 1),
    ...shifted(inFragment(fragment.slice(1), reading, depth), pathAt + path.length + query.length + 1),
  ]
}

const IN_URL = '[^\\s"\'<>`‹›“”\\\\]'
/** Absolute addresses, and paths that begin after a space, a quote, a bracket or an equals sign. */
const URL_IN_TEXT = new RegExp(
  `(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,30}://${IN_URL}+|(?<=^|[\\s"'(“\`=])/[\\w.~%-]${IN_URL}*`,
  'gi',
)
const TRAILING = /[.,:;!?)\]}`]{1,9}$/

const NAME = String.raw`[\p{L}\p{M}\p{N}_.%[\]$-]{1,64}`
const BETWEEN = String.raw`["']?\s{0,3}[:=]\s{0,3}`
/** `name=value`, `name: value`, `"name": "value"`, `name='value'`. */
const PAIR_IN_TEXT = new RegExp(
  String.raw`(?<![\p{L}\p{M}\p{N}_.%[\]$-])(${NAME})${BETWEEN}(?:"([^"]*)|'([^']*)|([^\s"'<>&#‹›“”]+))`,
  'gu',
)
/** A name right before an address. */
const NAME_BEFORE = new RegExp(String.raw`(?<![\p{L}\p{M}\p{N}_.%[\]$-])(${NAME})${BETWEEN}["']?$`, 'u')

function pairsInText(text: string, reading: Reading): Span[] {
  if (!/[:=]/.test(text)) return []
  return [...text.matchAll(PAIR_IN_TEXT)].flatMap(
    ({ 0: all, 1: name = '', 2: a, 3: b, 4: bare = '', index }) => {
      const raw = a ?? b ?? bare
      const trailing = reading === 'words' ? TRAILING : /[,)\]}]{1,9}$/
      const value = raw === bare ? raw.replace(trailing, '') : raw
      return shifted(named(name, value, reading), index + all.length - raw.length)
    },
  )
}

const inSchemes = (text: string): Span[] =>
  [...text.matchAll(AUTHORIZATION_VALUE)].map(({ 0: all, 1: value = '', index }) => ({
    start: index + all.length - value.length,
    end: index + all.length,
    kind: 'token',
    why: 'stands after an authorization scheme',
  }))

/** What no address is in: pairs, schemes, shapes, and the same once percent-encoding or JSON's escapes are undone. */
function betweenAddresses(text: string, reading: Reading, depth: number): Span[] {
  const flat = [...inSchemes(text), ...pairsInText(text, reading), ...shapesIn(text)]
  if (depth >= DEEPEST)
    return /%[0-9a-f]{2}/i.test(text) ? whole(text, 'secret', 'encoded too often to be read') : flat
  const deeper = (plain: string): Span[] => inValue(plain, reading, depth + 1)
  return [...flat, ...throughPercent(text, deeper), ...throughEscapes(text, deeper)]
}

function inAddress(address: string, before: string, reading: Reading, depth: number): Span[] {
  const [, name] = NAME_BEFORE.exec(before.slice(-80)) ?? []
  const secret = name === undefined ? [] : named(name, address, reading)
  if (secret.length > 0) return secret
  return depth < DEEPEST ? inUrl(address, reading, depth + 1) : pairsInText(address, reading)
}

/** Secrets of a text of any kind. Each character is looked at once a level, so that time grows with the length. */
export function inText(text: string, reading: Reading = 'data', depth = 0): Span[] {
  if (text.length < 4) return []
  const spans: Span[] = []
  let end = 0
  for (const { 0: match, index } of text.matchAll(URL_IN_TEXT)) {
    const address = depth === 0 || reading === 'words' ? match.replace(TRAILING, '') : match
    const before = text.slice(end, index)
    spans.push(...shifted(betweenAddresses(before, reading, depth), end))
    spans.push(...shifted(inAddress(address, before, reading, depth), index))
    end = index + address.length
  }
  return [...spans, ...shifted(betweenAddresses(text.slice(end), reading, depth), end)]
}
