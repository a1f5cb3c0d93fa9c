/** Where secrets stand in a header: by its name, and in a value of its own grammar. */
import { inText, inUrl, kindOf } from './find-secrets.ts'
import { isOpenValue, isSecretUnder, readsAsWords, tellingOf, wordsOf } from './secret-names.ts'
import { ISSUED_KEY, JWT } from './secret-shapes.ts'
import { type Kind, type Span, shifted, whole } from './spans.ts'

/** Headers whose values a back-end team searches its logs by; random by nature, and no secret. */
const REQUEST_ID_HEADERS = new Set([
  'x-request-id',
  'x-correlation-id',
  'request-id',
  'x-vercel-id',
  'cf-ray',
  'x-amzn-requestid',
  'x-amzn-request-id',
  'x-amz-request-id',
  'x-amz-id-2',
  'apigw-requestid',
  'x-amz-apigw-id',
  'x-amz-cf-id',
  'x-amzn-trace-id',
  'x-cloud-trace-context',
  'traceparent',
  'x-b3-traceid',
  'x-nf-request-id',
  'x-ms-request-id',
  'x-azure-ref',
  'x-datadog-trace-id',
  'fly-request-id',
  'x-railway-request-id',
  'x-render-origin-server',
  'x-fastly-request-id',
  'x-served-by',
  'x-github-request-id',
  'x-guploader-uploadid',
  'x-shopify-request-id',
  'x-trace-id',
])
export const isRequestIdHeader = (name: string): boolean => REQUEST_ID_HEADERS.has(name.toLowerCase())

/** CORS headers list names, challenges ask for a secret and hold none, an authority is a host. */
const OPEN_HEADER =
  /^(?:access-control-.*|www-authenticate|proxy-authenticate|:authority|host|:scheme|:method|origin|server|vary)$/

const COOKIE_VALUE = 'the value of a cookie'

/** Pieces of a text and where they begin. */
function pieces(text: string, divider: RegExp): { piece: string; at: number }[] {
  let at = 0
  return text.split(divider).map((piece, i) => {
    const place = { piece: i % 2 === 0 ? piece : '', at }
    at += piece.length
    return place
  })
}

function inCookie(pair: string): Span[] {
  const equals = pair.indexOf('=')
  const name = pair.slice(0, Math.max(equals, 0))
  return [...inText(name), ...shifted(whole(pair.slice(equals + 1), 'cookie', COOKIE_VALUE), equals + 1)]
}

const inCookies = (value: string): Span[] =>
  pieces(value, /(;\s*)/).flatMap(({ piece, at }) => shifted(inCookie(piece), at))

const OPEN_ATTRIBUTE =
  /^(?:domain|expires|max-age|samesite|priority)=[\w\s:/.,+-]*$|^(?:secure|httponly|partitioned)?$/i

function inAttribute(attribute: string): Span[] {
  const from = attribute.length - attribute.trimStart().length
  const text = attribute.trim()
  if (OPEN_ATTRIBUTE.test(text)) return []
  const path = /^path=/i.exec(text)
  // a comma joins two cookies where somebody wrote them into one line
  if (path !== null && !/[,=]/.test(text.slice(5))) return shifted(inUrl(text.slice(5)), from + 5)
  return shifted(inCookie(text), from)
}

/** One line a cookie: DevTools joins several with a line feed. */
const inSetCookie = (value: string): Span[] =>
  pieces(value, /(\n)/).flatMap(({ piece: line, at }) =>
    pieces(line, /(;)/).flatMap(({ piece, at: inner }, i) =>
      shifted(i === 0 ? inCookie(piece) : inAttribute(piece), at + inner),
    ),
  )

const SCHEME =
  /^\s{0,9}(?:Basic|Bearer|Digest|Negotiate|NTLM|Token|ApiKey|HOBA|Mutual|DPoP|AWS4-HMAC-SHA256|Key|GNAP|PrivateToken|vapid)(?:\s{1,9}|$)/i

function inAuthorization(value: string): Span[] {
  const scheme = SCHEME.exec(value)?.[0] ?? ''
  return shifted(
    whole(value.slice(scheme.length), 'token', 'the credentials of an authorization header'),
    scheme.length,
  )
}

const URL_HEADER = /^(?:location|content-location|referer|:path|.*-(?:url|uri))$/
const REQUEST_ID = /^[\w.:=,;@/+-]{1,300}$/

const issuedIn = (value: string): Span[] =>
  (
    [
      [JWT, 'token'],
      [ISSUED_KEY, 'key'],
    ] as [RegExp, Kind][]
  ).flatMap(([pattern, kind]) =>
    [...value.matchAll(pattern)].map(({ 0: found, index }) => ({
      start: index,
      end: index + found.length,
      kind,
      why: 'a key by its shape',
    })),
  )

/** A header may say by its name alone that it holds a secret; one whose name ends in key only where it reads so. */
function isSecretHeader(name: string, value: string): boolean {
  if (OPEN_HEADER.test(name) || isOpenValue(value)) return false
  if (isSecretUnder(name, value)) return true
  return wordsOf(name).includes('cookie') || (tellingOf(name) === 'maybe' && !readsAsWords(value))
}

/** Secrets of a header's value. */
export function inHeader(name: string, value: string): Span[] {
  const lower = name.toLowerCase()
  if (lower === 'cookie') return inCookies(value)
  if (lower === 'set-cookie') return inSetCookie(value)
  if (lower === 'authorization' || lower === 'proxy-authorization') return inAuthorization(value)
  if (isSecretHeader(lower, value)) return whole(value, kindOf(lower), 'by the name of the header')
  if (lower === 'host' || lower === ':authority') return []
  // a boundary is random by nature
  if (lower === 'content-type') return issuedIn(value)
  if (isRequestIdHeader(lower) && REQUEST_ID.test(value)) return issuedIn(value)
  return URL_HEADER.test(lower) ? inUrl(value) : inText(value)
}
