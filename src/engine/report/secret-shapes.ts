/** What a secret looks like, wherever it stands. Every pattern is linear: bounded, or with one way only to match. */
import { checkedNumbersIn } from './checked-numbers.ts'
import type { Kind, Span } from './spans.ts'

/** Header, payload and signature; the last parts may be cut off. Five dotted parts make an encrypted one. */
export const JWT = /(?<![A-Za-z0-9])eyJ[\w-]{6,}(?:\.{1,2}[\w-]+){0,4}/g
/** Lengths are those of the standards; without them a long run of letters would take its square in time. */
export const EMAIL =
  /(?<![\w.!$%'*+^{|}~-])[\w.!$%'*+^{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,9}\.[a-z]{2,24}\b/gi
/** Keys that name their own issuer. */
export const ISSUED_KEY = new RegExp(
  `(?<![A-Za-z0-9])(?:${[
    '[sprw]k_(?:live|test)_\\w{8,}|whsec_[\\w+/=]{16,}', // Stripe
    'gh[pousr]_\\w{16,}|github_pat_\\w{16,}',
    'gl(?:pat|dt|rt|cbt|ptt|ft|soat)-[\\w.-]{12,}',
    'xox[a-z]-[\\w-]{8,}|xapp-[\\w-]{8,}|xoxe\\.[\\w.-]{8,}', // Slack
    'A[KS]IA[0-9A-Z]{12,}',
    'AIza[\\w-]{20,}|ya29\\.[\\w-]+|GOCSPX-[\\w-]{16,}|1//0[\\w-]{20,}', // Google
    'sk-[\\w-]{16,}',
    'npm_\\w{20,}|pypi-[\\w-]{16,}',
    'SG\\.[\\w.-]{16,}', // SendGrid
    'pat[A-Za-z0-9]{14}\\.[a-f0-9]{32,}', // Airtable
    'sl\\.(?=[\\w-]{0,60}\\d)[\\w-]{20,}', // Dropbox
    'sntry[su]_[\\w=+/.-]{16,}',
    'v[1-4]\\.(?:local|public)\\.[\\w.-]{16,}', // PASETO
    '[MNO][A-Za-z\\d]{22,27}\\.[\\w-]{6}\\.[\\w-]{27,}', // Discord
    'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{16,}|sq0(?:atp|csp)-[\\w-]{16,}',
    'pscale_(?:tkn|pw|oauth)_[\\w.-]{16,}|hf_[A-Za-z]{20,}|dop_v1_[a-f0-9]{32,}|dckr_pat_[\\w-]{16,}|lin_api_\\w{16,}',
    '\\d{8,10}:AA[\\w-]{30,}', // Telegram
    '[\\w-]{6,22}:APA91b[\\w-]{60,}', // Firebase
    'hv[sbr]\\.[\\w-]{20,}|[A-Za-z0-9]{14}\\.atlasv1\\.[\\w-]{40,}', // HashiCorp
    'dp\\.(?:pt|st|sa|ct|scim|audit)\\.[\\w.-]{20,}', // Doppler
    'gl(?:sa|c)_[\\w=+/-]{20,}|tfp_[\\w.=-]{20,}|fm[12][ar]?_[\\w+/=]{20,}', // Grafana, Typeform, Fly.io
    'NR(?:AK|JS|II|RA|SP|BR)-\\w{16,}|sb_(?:secret|publishable)_[\\w-]{16,}', // New Relic, Supabase
    '[\\w.~-]{3}\\dQ~[\\w.~-]{30,}', // Microsoft Entra
    'A3-[A-Z0-9]{6}-[A-Z0-9-]{20,}|AGE-SECRET-KEY-1[A-Z0-9]{50,}', // 1Password, age
    '-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:(?!-----END)[\\s\\S]){0,8000}',
    'EAA[A-Za-z0-9]{24,}', // Facebook
  ].join('|')})`,
  'g',
)
export const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi
/** Scheme and credentials of an Authorization value; a digit, a capital inside or `=` tells them from English. */
export const AUTHORIZATION_VALUE =
  /(?<![A-Za-z])(?:[Bb]earer|BEARER|[Bb]asic|BASIC|[Tt]oken|Digest|Negotiate|ApiKey) {1,4}(?=[\w.~+/=-]{0,200}(?:\d|=|[a-z][A-Z]))([\w.~+/=-]{8,})/g
/** What may hold a random value: letters, digits and what base64 and its kin put between them. */
export const RANDOM_RUN = /[A-Za-z0-9_+=~-]{16,}/g
export const BASE64_RUN = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{22,}={0,2}/g
/** `QX7F2-8KD9L-M3P0Z`: keys that people are to type. */
const GROUPED_KEY = /(?<![\w-])[A-Z0-9]{4,8}(?:-[A-Z0-9]{4,8}){2,8}(?![\w-])/g

const LONG_HEX = /^(?=.*\d)(?=.*[a-f])[0-9a-f]{32,}$/i
const HEX_ID = /^(?=.*\d)(?=.*[a-f])[0-9a-f]{24}$/i

/** 16 to 31 hexadecimal digits that are a whole part of an address: in the name of a file they are its version. */
export const isBareHex = (text: string): boolean =>
  /^[0-9a-f]{16,31}$/i.test(text) && /\d/.test(text) && /[a-f]/i.test(text)

/** The id of a thing: it is numbered, so that two things can be told apart. */
export const isId = (text: string): boolean =>
  HEX_ID.test(text) || /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text)

const classOf = (code: number): number => {
  if (code >= 97 && code <= 122) return 1
  if (code >= 65 && code <= 90) return 2
  return code >= 48 && code <= 57 ? 3 : 0
}

/** How often the kind of character changes within a word; a capital before small letters is no change. */
function changesOf(run: string): number {
  let changes = 0
  for (let i = 1; i < run.length; i += 1) {
    const [before, now] = [classOf(run.charCodeAt(i - 1)), classOf(run.charCodeAt(i))]
    if (before !== now && before !== 0 && now !== 0 && !(before === 2 && now === 1)) changes += 1
  }
  return changes
}

/** Pairs of letters that make up nine tenths of English and of the names in code; of random letters, three tenths. */
const COMMON_PAIRS = new Set(
  (
    'th he in er an re nd on en at ou ed ha to or it is hi es ng st ar te se me ve of ra ro li ri io le al co de ea nt ' +
    'ti as ma si om ch ll el ce ta la us no be ne et ur pe ge lo so ad ac ec em il im mo pr un ut tr up ab ag ai am ap ' +
    'ay bl bo br bu ca ci cl cr ct cu da di do du ee ef ei ep ex fa fe ff fi fo fr ft fu ga gh gi go gr gu ho ic id ie ' +
    'if ig ke ki ks ld ls lt lu ly mb mi mp mu my na nc ni nk ns od oo op os ot ow ph pi pl po pp pu qu rd rg rk rm rn ' +
    'rs rt ru ry sa sc sh sk sl sn sp ss su sy tl ts tt ty ub ue ui ul um wa we wh wi wo ys'
  ).split(' '),
)

/** The share of a run's pairs of letters that are common, from 0 to 1; null where there are too few to tell. */
function speakable(run: string): number | null {
  let [pairs, common] = [0, 0]
  for (const { 0: letters } of run.matchAll(/[A-Za-z]{2,}/g)) {
    const lower = letters.toLowerCase()
    for (let i = 1; i < lower.length; i += 1) {
      pairs += 1
      if (COMMON_PAIRS.has(lower.slice(i - 1, i + 1))) common += 1
    }
  }
  return pairs < 5 ? null : common / pairs
}

/** `allowedDevOrigins`: words of letters, none longer than a word is. */
function isCamelCase(word: string): boolean {
  const pieces = word.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? []
  if (!/^[A-Za-z]+$/.test(word) || pieces.some((piece) => piece.length > 18)) return false
  return word.length / pieces.length >= 4
}

/** 16 characters or more that nobody would have written: letters in an order that no language has, digits among them. */
function looksShortRandom(run: string): boolean {
  if (!/[A-Za-z]/.test(run) || /^[0-9a-f]+$/i.test(run)) return false
  const spoken = speakable(run)
  const digits = (run.match(/\d+/g) ?? []).length
  // the alphabet of one-time passwords' seeds
  if (/^[A-Z2-7]{16,}$/.test(run) && digits >= 2 && (spoken ?? 0) < 0.8) return true
  if (spoken === null) return digits >= 3 && changesOf(run) >= 5
  if (/[a-z]/.test(run) && /[A-Z]/.test(run)) return spoken < 0.62 && changesOf(run) >= 3
  return digits > 0 ? spoken < 0.6 : spoken < 0.45 && run.length >= 20 && !/[_+=~-]/.test(run)
}

/** A run of at least 16 characters that no person would have written. */
/** `xxxxxxxx…`, `--------`: so few kinds of character that nothing was drawn. */
const isMonotone = (run: string): boolean => new Set(run.slice(0, 400)).size < 5

export function looksRandom(run: string): boolean {
  if (isMonotone(run)) return false
  if (LONG_HEX.test(run)) return true
  const longest = run.split(/[_+=~-]/).reduce((a, b) => (b.length > a.length ? b : a), '')
  // the version in a file's name
  if (run.length < 24) return !/^[0-9a-f]{8,31}$/i.test(longest) && looksShortRandom(run)
  if (longest.length >= 32 && !isCamelCase(longest)) return true
  const changes = changesOf(run)
  if (changes >= 5 && changes / run.length >= 0.2) return true
  return longest.length >= 16 && looksShortRandom(longest)
}

/** Standard base64 has `/` in it, as paths have; all three kinds of character and many changes tell them apart. */
export const looksLikeBase64 = (run: string): boolean =>
  /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run) && changesOf(run) / run.length >= 0.22

/** A random run goes with what dots join to it, as in tokens of several parts; `.example` and `.js` stay. */
function withDottedParts(text: string, span: Span): Span {
  let { start, end } = span
  const isPart = (part: string): boolean =>
    /\d/.test(part) && /[A-Za-z]/.test(part) && !/^[a-z]+\d{1,2}$/i.test(part)
  for (;;) {
    const [after = ''] = /^\.[\w-]{4,}/.exec(text.slice(end, end + 200)) ?? []
    if (!isPart(after)) break
    end += after.length
  }
  for (;;) {
    const [before = ''] = /[\w-]{4,200}\.$/.exec(text.slice(Math.max(0, start - 200), start)) ?? []
    if (!isPart(before)) break
    start -= before.length
  }
  return { ...span, start, end }
}

const isGroupedKey = (text: string): boolean => {
  const groups = text.split('-')
  return /[A-Z]/.test(text) && groups.filter((group) => /\d/.test(group)).length >= groups.length / 2
}

const matches = (text: string, pattern: RegExp, kind: Kind, why: string): Span[] =>
  [...text.matchAll(pattern)].map(({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
    kind,
    why,
  }))

/** Ids that stand in code of ours and name no one: CloudFront's managed origin request policy AllViewer. */
const PUBLISHED_IDS = new Set(['88a5eaf4-2fd4-4709-b370-b4c650ea3fcf'])

/** Everything that its own shape gives away. */
export const shapesIn = (text: string): Span[] =>
  secretShapesIn(text).filter(({ start, end }) => !PUBLISHED_IDS.has(text.slice(start, end)))

function secretShapesIn(text: string): Span[] {
  if (text.length < 6) return []
  const spans = [
    ...(text.includes('eyJ') ? matches(text, JWT, 'token', 'a JSON Web Token by its shape') : []),
    ...matches(text, ISSUED_KEY, 'key', 'an issued key by its shape'),
    ...(text.includes('@') ? matches(text, EMAIL, 'email', 'an e-mail address') : []),
    ...matches(text, UUID, 'id', 'a UUID'),
    ...checkedNumbersIn(text),
  ]
  // an escape is a divider: what it stands for is looked at when it is decoded
  const bare = text.includes('%')
    ? text.replace(/%(?:25)*[0-9a-f]{2}/gi, (found) => ' '.repeat(found.length))
    : text
  for (const { 0: run, index } of bare.matchAll(RANDOM_RUN)) {
    if (!looksRandom(run)) continue
    const id = HEX_ID.test(run)
    const why = id ? 'an id by its shape' : 'looks random, as tokens do'
    spans.push(
      withDottedParts(text, { start: index, end: index + run.length, kind: id ? 'id' : 'token', why }),
    )
  }
  for (const { 0: run, index } of bare.matchAll(GROUPED_KEY)) {
    if (isGroupedKey(run))
      spans.push({ start: index, end: index + run.length, kind: 'key', why: 'a key in groups, by its shape' })
  }
  for (const { 0: run, index } of bare.matchAll(BASE64_RUN)) {
    if (looksLikeBase64(run))
      spans.push({ start: index, end: index + run.length, kind: 'token', why: 'looks random, as tokens do' })
  }
  return spans
}
