/** What the name of a header, parameter, cookie, form field or JSON key says of its value: one rule for all of them. */

/** Looked for in the name without its dividers, so that `subscription-key` and `subscriptionKey` are one. */
const STRONG =
  /token|secret|passw|passphrase|passcode|passkey|pwd|apikey|accesskey|privatekey|signingkey|encryptionkey|appkey|authkey|hashkey|streamkey|subscriptionkey|keypairid|signature|credential|assertion|authoriz|authentic|authcode|oauth|session|sessid|csrf|xsrf|jwt|saml|hmac|bearer|oobcode|devicecode|usercode|codeverifier|verificationcode|invitecode|recoverycode|backupcode|clientinfo|appcheck|clientprincipal|honeycombteam|pssw|pswd|wsse|viewstate|wpnonce|oscsid|motdepasse/
/** Secrets where they are a word of their own. */
const STRONG_WORD =
  /^(?:sid|sess|pw|psw|pass|passe|auth|otp|totp|hotp|pin|cred|creds|sig|mfa|2fa|tfa|cvv|cvc|ssn|iban|oidc|email|mail|verifier|authuser|pat|jsessionid|zenid|tkn|crumb|hdnea|hdnts|hdntl)$/
/** Password, where programs are written in other languages; without its accents. */
const STRONG_ELSEWHERE =
  /^(?:kennwort|geheim|contrasena|clave|senha|parola|haslo|hasło|heslo|jelszo|salasana|losenord|losen|wachtwoord|sifre|şifre|parol|пароль)$/
/** Words that stand for harmless things as well: `code=404` and `key=id` stay readable, `code=SplxlOBe` does not. */
const AMBIGUOUS_WORD =
  /^(?:key|keys|code|codes|state|relaystate|sign|hash|cert|nonce|ticket|invite|invitation|magic|reset|verify|verification|confirmation|activation|principal|impersonate|card|phone|mobile|sms|login|tk|tok|tan|puk|otc|ott|sso|ssid|access|unlock|cookie|cookies|seed|salt|mac|mnemonic|challenge|captcha|hcaptcha|recaptcha|turnstile|voucher|coupon|gift|promo|license|licence|einladung|zugang)$/
/** The same at the end of a word: `userkey`, `promocode`. */
const AMBIGUOUS_END = /^(.{1,20})(?:key|code|hash|ticket|tkn|tok|sig|pass)$/
/** What stands before an ambiguous word and makes it harmless: `x-cache-key`, `country_code`. */
const QUALIFIER =
  /^(?:cache|sort|order|group|primary|foreign|public|partition|surrogate|country|currency|language|lang|locale|status|error|err|zip|postal|area|region|color|colour|product|item|shipping|airport|stock|http|exit|response|result|reason|content|layout|ui|loading|router|page|view|game|server|component|sign|bar|qr|geo|uni|vs|post|de|en|mon|tur|don|hoc|joc|whis|hot|by|com|tres|sur|over)$/
/** A name that ends so speaks about a secret and holds none: `token_type=bearer`, `x-auth-required: true`. */
const ABOUT =
  /^(?:type|types|expires|expiry|expiration|expire|in|length|len|count|size|limit|ttl|mode|status|policy|required|enabled|disabled|url|uri|endpoint|method|alg|algorithm|scheme|version|duration|timeout|age|max|remaining|used|domain|path|samesite|secure|httponly|header|headers|lifetime|supported|timestamp|issuer|audience|scope|scopes|author|format|provider)$/
/** `allow_credentials`, `Access-Control-Allow-Headers`: settings of CORS. */
const OF_CORS = /accesscontrol|allow|expose/

/** Values that no secret has, under whatever name: switches and Fetch's credentials modes. */
const OPEN_VALUE =
  /^(?:true|false|null|undefined|yes|no|on|off|none|\d|\*|include|omit|same-origin|required|optional|bearer|basic)$/i

/** Accents, which NFD sets apart. */
const MARKS = /\p{M}+/gu

/** The words of a name: `user[newPassword2]` is user, new, password. */
export const wordsOf = (name: string): string[] =>
  name
    .slice(0, 200)
    .replace(/([a-z])(?=[A-Z])/g, '$1 ')
    .normalize('NFD')
    .replace(MARKS, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => word.replace(/(?<=[a-z]{2})\d{1,2}$/, ''))
    .filter((word) => word !== '')

function isAmbiguous(word: string): boolean {
  if (AMBIGUOUS_WORD.test(word)) return true
  const before = AMBIGUOUS_END.exec(word)?.[1]
  return before !== undefined && !QUALIFIER.test(before)
}

export type Telling = 'secret' | 'maybe' | 'open'

/** `secret`: its value is one. `maybe`: unless the value reads as words. `open`: the name says nothing. */
export function tellingOf(name: string): Telling {
  const words = wordsOf(name)
  const squeezed = words.join('')
  if (OF_CORS.test(squeezed)) return 'open'
  if (STRONG.test(squeezed) || words.some((word) => STRONG_WORD.test(word) || STRONG_ELSEWHERE.test(word)))
    return ABOUT.test(words.at(-1) ?? '') ? 'maybe' : 'secret'
  const at = words.findLastIndex(isAmbiguous)
  if (at === -1 || QUALIFIER.test(words[at - 1] ?? '') || ABOUT.test(words.at(-1) ?? '')) return 'open'
  return 'maybe'
}

/** One word, a camelCase name, or a short number; `oauth2` and `v1` are words. */
const WORD =
  /^(?:[a-z]{1,16}|[A-Z]{1,12}|[A-Z][a-z]{1,15}|[a-z]{2,12}(?:[A-Z][a-z]{2,14}){0,3}[A-Z][a-z]{1,14}|(?:[A-Z][a-z]{2,14}){2,4}|[A-Za-z][a-z]{2,11}\d{1,2}|[A-Z]{1,5}\d{1,3}|v?\d{1,3})$/
const UNSPEAKABLE = /[bcdfghjklmnpqrstvwxz]{5}/i
const VOWEL = /[aeiouy]/i

const isWord = (piece: string): boolean =>
  WORD.test(piece) && !UNSPEAKABLE.test(piece) && (VOWEL.test(piece) || piece.length < 5 || /\d/.test(piece))

/** A word or several, with dividers between: no value that was drawn by chance. `text` percent-decoded. */
export function readsAsWords(text: string): boolean {
  if (text.length > 120) return false
  const pieces = text.split(/[-_. :/+,|*?!'"(){}[\]]+/).filter((piece) => piece !== '')
  const letters = pieces.join('').length
  return (
    pieces.length > 0 &&
    pieces.length <= 12 &&
    (pieces.length < 3 || letters >= 3 * pieces.length) &&
    pieces.every(isWord)
  )
}

export const isOpenValue = (value: string): boolean => !/[\p{L}\p{N}]/u.test(value) || OPEN_VALUE.test(value)

/** Whether the value is a secret because of its name. Both percent-decoded. */
export function isSecretUnder(name: string, value: string): boolean {
  if (isOpenValue(value)) return false
  const telling = tellingOf(name)
  if (telling === 'secret') return true
  return (
    telling === 'maybe' && !readsAsWords(value) && !/^https?:\/\//i.test(value) && !/^\d{1,3}$/.test(value)
  )
}

/** Path segments that a secret follows: `/reset/…`, `/magic-link/…`. */
const TELLING_SEGMENT =
  /^(?:reset|resets|invite|invites|invitation|invitations|magic|verify|verification|confirm|confirmation|activate|activation|token|tokens|session|sessions|key|keys|auth|password|passwords|passwordless|unsubscribe|share|shared|otp|code|codes|secret|secrets|webhook|webhooks|hook|hooks|login|signin|oauth|recover|recovery|unlock|access|apikey|apikeys|link|download|sso|saml|callback|join|accept|claim|redeem|approve|optout|forgot|ical|ics|private|guest|voucher|einladung|zuruecksetzen|zurucksetzen|u|s|t|i)$/

export const isTellingSegment = (segment: string): boolean =>
  wordsOf(segment).some((word) => TELLING_SEGMENT.test(word)) || tellingOf(segment) === 'secret'

/** After a telling segment: a letter and a digit, eight long or more; six digits; or a word that none would say. */
export function isSecretSegment(segment: string): boolean {
  if (readsAsWords(segment)) return false
  if (/^\d{6,12}$/.test(segment)) return true
  if (segment.length < 8 || /\.[a-z]{2,5}$/i.test(segment)) return false
  return /[a-z]/i.test(segment)
}
