/** Secrets to plant: every kind a log is known to hold, in every place of a log that a report may show. From a seed. */
import { API, type EntryOptions, entry, har, PAGE } from '../support/har.ts'
import type { Random } from './random.ts'
import { LOWER, ofAlphabet, plain, SHAPES } from './secret-kinds.ts'

export interface Plant {
  /** What kind of secret stands where. */
  what: string
  /** Kinds that the README promises to take out, by the name they stand under; others are known by shape alone. */
  promised: boolean
  secret: string
  entries: Record<string, unknown>[]
  pages: readonly unknown[]
}

const sent = (name: string, value: string): EntryOptions => ({
  sent: [
    ['Origin', PAGE],
    [name, value],
  ],
})
const answered = (name: string, value: string): EntryOptions => ({ answered: [[name, value]] })
const at = (url: string): EntryOptions => ({ url: `${API}${url}` })
const encode = encodeURIComponent
const twice = (text: string): string => encode(encode(text))

const PARAMETERS = (
  'token access_token id_token refresh_token auth_token api_key apikey apiKey api-key key secret client_secret ' +
  'password passwd pwd pass passphrase code state nonce sig signature auth session session_id sid sessid PHPSESSID ' +
  'jsessionid csrf csrf_token xsrf jwt SAMLResponse SAMLRequest RelayState assertion ticket otp totp pin ' +
  'subscription-key app_key appkey authkey hashkey stream_key Key-Pair-Id oauth_verifier oauth_token auth_code ' +
  'authcode pwd_hash cred creds client_info code_verifier device_code user_code oobCode mfa 2fa invite ' +
  'X-Amz-Signature X-Amz-Credential X-Amz-Security-Token X-Goog-Signature sign hash hmac passwort kennwort ' +
  'contraseña senha wachtwoord userkey promocode accesscode tan crumb pswd key1 apiToken2 g-recaptcha-response'
).split(' ')

const HEADERS = (
  'X-Api-Key Api-Key X-Auth-Token X-Access-Token X-Session-Id X-CSRF-Token X-XSRF-TOKEN X-Amz-Security-Token ' +
  'X-Client-Secret X-OTP X-Pin X-2FA-Code X-MFA X-Ticket X-Nonce X-HMAC X-Shopify-Hmac-Sha256 X-Sign ' +
  'CB-ACCESS-SIGN OK-ACCESS-SIGN X-BAPI-SIGN X-Pass X-Password X-Bearer X-Creds X-Invite-Code ' +
  'X-Verification-Code X-Firebase-AppCheck X-MS-CLIENT-PRINCIPAL X-Amzn-Oidc-Data X-Amzn-Oidc-Accesstoken ' +
  'X-Forwarded-Client-Cert X-Honeycomb-Team Ocp-Apim-Subscription-Key X-Goog-Api-Key Private-Token ' +
  'X-Vault-Token X-Parse-Session-Token X-Hub-Signature-256 Sec-WebSocket-Key DPoP-Token X-Kennwort Jenkins-Crumb ' +
  'X-License-Key X-Captcha-Response X-TAN'
).split(' ')

/** Places where the name says it, of one parameter. */
const PARAMETER_PLACES: Record<string, (name: string, secret: string) => EntryOptions> = {
  query: (n, s) => at(`/items?page=1&${n}=${encode(s)}&x=2`),
  'query, in brackets': (n, s) => at(`/items?user[${n}]=${encode(s)}`),
  'query, brackets encoded': (n, s) => at(`/items?data%5B${n}%5D=${encode(s)}`),
  'second question mark': (n, s) => at(`/go?a=1?${n}=${encode(s)}`),
  'nested address, plain': (n, s) => at(`/go?next=/cb?${n}=${encode(s)}`),
  'nested address, encoded': (n, s) => at(`/go?next=${encode(`https://cb.example/x?${n}=${encode(s)}`)}`),
  'nested address, encoded twice': (n, s) => at(`/go?next=${twice(`https://cb.example/x?a=1&${n}=${s}`)}`),
  'nested address, encoded three times': (n, s) =>
    at(`/go?next=${encode(twice(`https://cb.example/x?${n}=${s}`))}`),
  'JSON in a parameter': (n, s) => at(`/items?data=${encode(JSON.stringify({ a: 1, [n]: s }))}`),
  'JSON within JSON': (n, s) =>
    at(`/items?data=${encode(JSON.stringify({ a: JSON.stringify({ [n]: s }) }))}`),
  'a form in a parameter': (n, s) => at(`/items?body=${encode(`a=1&${n}=${encode(s)}`)}`),
  'a parameter of the path': (n, s) => at(`/x;${n}=${encode(s)}/y`),
  'the fragment of Location': (n, s) => ({
    status: 302,
    ...answered('Location', `${API}/cb#${n}=${encode(s)}`),
  }),
  Location: (n, s) => ({ status: 302, ...answered('Location', `/cb?${n}=${encode(s)}`) }),
  Referer: (n, s) => sent('Referer', `${PAGE}/?${n}=${encode(s)}`),
  'the initiator': (n, s) => ({
    initiator: { type: 'script', url: `${PAGE}/app.js?${n}=${encode(s)}`, lineNumber: 3 },
  }),
  'JSON in a header': (n, s) => sent('X-Context', JSON.stringify({ [n]: s })),
}
/** In running text a name alone says less: only those that stand for nothing else. */
const STRONG = /token|secret|passw|apikey|api_key|session|csrf|jwt|signature|credential/i
const TEXT_PLACES: Record<string, (name: string, secret: string) => EntryOptions> = {
  'a status text': (n, s) => ({ statusText: `Bad ${n}=${s}` }),
  'a pair in a header': (n, s) => sent('X-Context', `${n}: ${s}`),
  'a pair in a response header': (n, s) => answered('X-Note', `a=1, ${n}="${s}"`),
}

const EMAILS: Record<string, (email: string) => EntryOptions> = {
  'e-mail in a path': (s) => at(`/users/${s}`),
  'e-mail in a path that sentences cut': (s) => at(`${LONG_PATH}${s}`),
  'e-mail in a path, encoded': (s) => at(`/users/${encode(s)}/orders`),
  'e-mail in a parameter': (s) => at(`/users?who=${encode(s)}`),
  'e-mail, encoded twice': (s) => at(`/users?who=${twice(s)}`),
  'e-mail under its name': (s) => at(`/users?email=${encode(s)}`),
}

const OTHERS: Record<string, (secret: string) => EntryOptions> = {
  'Authorization Bearer': (s) => sent('Authorization', `Bearer ${s}`),
  'Authorization Basic': (s) => sent('authorization', `Basic ${s}`),
  'Authorization without scheme': (s) => sent('Authorization', s),
  'Authorization, own scheme': (s) => sent('Authorization', `Hawk id="dh37", mac="${s}"`),
  'Proxy-Authorization': (s) => sent('Proxy-Authorization', `Basic ${s}`),
  'a cookie': (s) => sent('Cookie', `theme=dark; sid=${s}; lang=en`),
  'a cookie without a name': (s) => sent('Cookie', s),
  'a set cookie': (s) => answered('Set-Cookie', `sid=${s}; Path=/; HttpOnly`),
  'two set cookies in a line': (s) => answered('Set-Cookie', `a=1; Path=/, b=${s}`),
  'the path of a set cookie': (s) => answered('Set-Cookie', `a=1; Path=/reset/${s}`),
  'a password in an address': (s) => ({ url: `https://bob:${encode(s)}@api.example/items` }),
  'a user name in an address': (s) => ({ url: `https://${encode(s)}@api.example/items` }),
  'a placeholder before it': (s) => at(`/x?token=‹token 1›${s}`),
}
const TELLING =
  'reset invite magic-link verify token session key auth password-reset unsubscribe activate confirm'.split(
    ' ',
  )

/** Sentences keep 60 characters of a path. */
const LONG_PATH = '/a/fairly/long/path/that/sentences/do/not/quote/whole/'

/** Places where only the shape of a value tells. */
const ANYWHERE: Record<string, (secret: string) => EntryOptions> = {
  'a path segment': (s) => at(`/items/${encode(s)}/now`),
  'a path that sentences cut': (s) => at(`${LONG_PATH}${encode(s)}`),
  'any parameter': (s) => at(`/items?q=${encode(s)}`),
  'any parameter, encoded twice': (s) => at(`/items?q=${twice(s)}`),
  'any request header': (s) => sent('X-Anything', s),
  'any response header': (s) => answered('X-Anything', `a ${s} b`),
  'Access-Control-Allow-Headers': (s) => answered('Access-Control-Allow-Headers', `x-a, ${s}`),
  'a status text': (s) => ({ statusText: `No ${s}` }),
  'the error': (s) => ({ error: `net::ERR_FAILED ${s}` }),
}

type Maker = (random: Random) => Omit<Plant, 'entries' | 'pages'> & { options: EntryOptions; page?: string }

const makers = (): Maker[] => {
  const made: Maker[] = []
  const add = (
    what: string,
    promised: boolean,
    value: (r: Random) => string,
    place: (s: string) => EntryOptions,
  ) =>
    made.push((random) => {
      const secret = value(random)
      return { what, promised, secret, options: place(secret) }
    })
  for (const name of PARAMETERS)
    for (const [where, place] of Object.entries(PARAMETER_PLACES))
      add(`${name}: ${where}`, true, plain, (s) => place(name, s))
  for (const name of PARAMETERS.filter((each) => STRONG.test(each)))
    for (const [where, place] of Object.entries(TEXT_PLACES))
      add(`${name}: ${where}`, true, plain, (s) => place(name, s))
  for (const name of HEADERS) {
    add(`${name}, sent`, true, plain, (s) => sent(name, s))
    add(`${name}, answered`, true, plain, (s) => answered(name, s))
  }
  for (const [what, place] of Object.entries(OTHERS))
    for (let i = 0; i < 5; i += 1) add(what, true, plain, place)
  for (const word of TELLING)
    for (let i = 0; i < 3; i += 1) add(`after /${word}/`, true, plain, (s) => at(`/${word}/${s}`))
  for (const [what, place] of Object.entries(EMAILS))
    for (let i = 0; i < 5; i += 1)
      add(
        what,
        true,
        (r) => `${ofAlphabet(r, LOWER, 6)}.${ofAlphabet(r, LOWER, 7)}@${ofAlphabet(r, LOWER, 5)}.example`,
        place,
      )
  for (const [shape, value] of Object.entries(SHAPES))
    for (const [where, place] of Object.entries(ANYWHERE)) add(`${shape}: ${where}`, false, value, place)
  return made
}

/** `count` plants, every kind in turn. */
export function* plants(random: Random, count: number): Generator<Plant> {
  const all = makers()
  for (let i = 0; i < count; i += 1) {
    const maker = all[i % all.length]
    if (maker === undefined) return
    const { options, page = `${PAGE}/`, ...plant } = maker(random)
    const pages = [{ ...har([]).log.pages[0], title: page }]
    const made = entry({ error: 'net::ERR_FAILED', ...options })
    // a neighbour of the same server, so that evidence from elsewhere is quoted as well
    const beside = entry({
      url: `${API}/other`,
      error: 'net::ERR_FAILED',
      at: 50,
      answered: [['server', 'uvicorn']],
    })
    yield { ...plant, entries: i % 5 === 0 ? [made, beside] : [made], pages }
  }
}
