/** What gives a secret away: the name it stands under, or its own shape. */

const STRONG =
  'token|secret|passw|passphrase|passcode|api[-_]?key|access[-_]?key|private[-_]?key|signature|credential|' +
  'assertion|authoriz|session|csrf|xsrf|jwt|saml'
const STRONG_NAME = new RegExp(STRONG, 'i')
/** Parameter names that are secrets when they are the whole name. */
const EXACT_PARAMETER =
  /^(code|state|key|nonce|sig|hmac|auth|sid|otp|totp|pin|pass|pw|pwd|ticket|client_info|email|e-mail|mail)$/i
/** Names that also stand for harmless things: `code=404` and `key=id` stay readable, `code=SplxlOBe` does not. */
const AMBIGUOUS_PARAMETER = /^(code|state|key)$/i
const AMBIGUOUS_LENGTH = 3
/** `allow_credentials`, `h-access-control-allow-credentials`: settings of CORS, not credentials. */
const CORS_NAME = /allow|access-control/i
/** Values that no secret has, under whatever name: switches and Fetch's credentials modes. */
const OPEN_VALUE = /^(true|false|null|undefined|yes|no|on|off|none|\d|\*|include|omit|same-origin)$/i

const SECRET_HEADER = new RegExp(`auth|cookie|(^|[-_])(key|sid|pwd)([-_]|$)|${STRONG}`, 'i')
/** CORS headers list names, challenges ask for a secret and hold none, and an authority is a host. */
const OPEN_HEADER = /^(access-control-.*|www-authenticate|proxy-authenticate|:authority)$/i

export const isSecretHeader = (name: string): boolean => SECRET_HEADER.test(name) && !OPEN_HEADER.test(name)

/** True where the name alone says that a value in JSON or a form is a secret. */
export const isNamedSecret = (name: string, value: string): boolean =>
  STRONG_NAME.test(name) && !CORS_NAME.test(name) && !OPEN_VALUE.test(value)

/** A query, fragment or form parameter whose value is a secret. `name` decoded. */
export function isSecretParameter(name: string, value: string): boolean {
  const bare = name.replace(/\[.*$/, '').replace(/^amp;/i, '')
  if (OPEN_VALUE.test(value)) return false
  if (isNamedSecret(bare, value)) return true
  if (AMBIGUOUS_PARAMETER.test(bare)) return value.length > AMBIGUOUS_LENGTH
  return EXACT_PARAMETER.test(bare)
}

/** Headers whose values a back-end team searches its logs by; random by nature, and no secret. */
const REQUEST_ID_HEADERS = [
  'x-request-id',
  'x-correlation-id',
  'request-id',
  'x-vercel-id',
  'cf-ray',
  'x-amzn-requestid',
  'x-amzn-request-id',
  'x-amz-request-id',
  'apigw-requestid',
  'x-amz-apigw-id',
  'x-amz-cf-id',
  'x-amzn-trace-id',
  'x-cloud-trace-context',
  'traceparent',
  'x-nf-request-id',
  'x-ms-request-id',
  'fly-request-id',
  'x-railway-request-id',
  'x-render-origin-server',
  'x-fastly-request-id',
  'x-trace-id',
]
export const isRequestIdHeader = (name: string): boolean => REQUEST_ID_HEADERS.includes(name.toLowerCase())

/** Header, payload and signature; the last parts may be cut off. Five dotted parts make an encrypted one. */
export const JWT = /(?<![A-Za-z0-9])eyJ[\w-]{6,}(?:\.{1,2}[\w-]+){0,4}/g
/** Lengths are those of the standards; without them a long run of letters would take its square in time. */
export const EMAIL = /[\w.!#$%&'*+=^{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,9}\.[a-z]{2,24}\b/gi
/** Keys that name their own issuer: Stripe, GitHub, GitLab, Slack, AWS, Google, OpenAI, npm, SendGrid. */
export const ISSUED_KEY =
  /(?<![A-Za-z0-9])(?:[sprw]k_(?:live|test)_\w{8,}|gh[pousr]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{12,}|xox[a-z]-[\w-]{8,}|A[KS]IA[0-9A-Z]{12,}|AIza[\w-]{20,}|ya29\.[\w-]+|sk-[\w-]{16,}|npm_\w{20,}|SG\.[\w.-]{16,})/g
/** Scheme and credentials of an Authorization value; a digit, a capital inside or `=` tells them from English. */
export const AUTHORIZATION_VALUE =
  /\b(Bearer|bearer|BEARER|Basic|basic|BASIC|Token|Digest|Negotiate|ApiKey) +(?=\S*(?:\d|=|[a-z][A-Z]))([\w.~+/=-]{8,})/g

export const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi
const LONG_HEX = /^(?=.*\d)(?=.*[a-f])[0-9a-f]{32,}$/i
/** What may hold a random value: letters, digits and what base64 and its kin put between them. */
export const RANDOM_RUN = /[A-Za-z0-9_+=~-]{24,}/g
export const BASE64_RUN = /[A-Za-z0-9+/]{40,}={0,2}/g

const classOf = (char: string): string =>
  /[a-z]/.test(char) ? 'a' : /[A-Z]/.test(char) ? 'A' : /\d/.test(char) ? '0' : '-'

/** How often the kind of character changes within a word; a capital before small letters is no change. */
function changesOf(run: string): number {
  const kinds = [...run].map(classOf)
  return kinds.filter((kind, i) => {
    const before = kinds[i - 1]
    if (before === undefined || before === kind || before === '-' || kind === '-') return false
    return !(before === 'A' && kind === 'a')
  }).length
}

/** `allowedDevOrigins`: words of letters, none longer than a word is. */
function isCamelCase(word: string): boolean {
  const pieces = word.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? []
  if (!/^[A-Za-z]+$/.test(word) || pieces.some((piece) => piece.length > 18)) return false
  return word.length / pieces.length >= 4
}

/** A run of at least 24 characters that no person would have written. */
export function looksRandom(run: string): boolean {
  if (LONG_HEX.test(run)) return true
  const longest = run.split(/[_+=~-]/).reduce((a, b) => (b.length > a.length ? b : a), '')
  if (longest.length >= 32 && !isCamelCase(longest)) return true
  const changes = changesOf(run)
  return changes >= 5 && changes / run.length >= 0.2
}

/** Standard base64 has `/` in it, as paths have; all three kinds of character and many changes tell them apart. */
export const looksLikeBase64 = (run: string): boolean =>
  /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run) && changesOf(run) / run.length >= 0.3
