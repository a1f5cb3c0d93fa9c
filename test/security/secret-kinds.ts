/** Kinds of secrets that a log may hold, as their issuers make them, drawn from a seed. */
import type { Random } from './random.ts'

const DIGITS = '0123456789'
export const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const BASE62 = `${LOWER}${LOWER.toUpperCase()}${DIGITS}`
const HEX = '0123456789abcdef'

export const ofAlphabet = (random: Random, alphabet: string, length: number): string =>
  Array.from({ length }, () => random.pick([...alphabet])).join('')

/** A password or a token without a shape: 8 to 20 characters with a digit and both cases. */
export const plain = (random: Random): string =>
  `${ofAlphabet(random, BASE62, random.below(12) + 5)}${random.pick([...LOWER])}${random.pick([...LOWER.toUpperCase()])}${random.pick([...DIGITS])}`

/** By shape alone. */
export const SHAPES: Record<string, (random: Random) => string> = {
  'JSON Web Token': (r) =>
    `eyJhbGciOiJIUzI1NiJ9.${ofAlphabet(r, `${BASE62}_-`, 60)}.${ofAlphabet(r, `${BASE62}_-`, 43)}`,
  'Stripe key': (r) => `${r.pick(['sk', 'rk', 'pk'])}_live_${ofAlphabet(r, BASE62, 24)}`,
  'GitHub token': (r) => `gh${r.pick(['p', 'o', 'u', 's', 'r'])}_${ofAlphabet(r, BASE62, 36)}`,
  'GitHub fine-grained token': (r) => `github_pat_${ofAlphabet(r, BASE62, 22)}_${ofAlphabet(r, BASE62, 59)}`,
  'GitLab token': (r) => `glpat-${ofAlphabet(r, `${BASE62}_-`, 20)}`,
  'Slack bot token': (r) =>
    `xoxb-${ofAlphabet(r, DIGITS, 12)}-${ofAlphabet(r, DIGITS, 12)}-${ofAlphabet(r, BASE62, 24)}`,
  'Slack app token': (r) =>
    `xapp-1-A${ofAlphabet(r, BASE62, 10)}-${ofAlphabet(r, DIGITS, 13)}-${ofAlphabet(r, HEX, 64)}`,
  'AWS key id': (r) => `AKIA${ofAlphabet(r, LOWER.toUpperCase() + DIGITS, 16)}`,
  'Google API key': (r) => `AIza${ofAlphabet(r, `${BASE62}_-`, 35)}`,
  'OpenAI key': (r) => `sk-proj-${ofAlphabet(r, BASE62, 48)}`,
  'npm token': (r) => `npm_${ofAlphabet(r, BASE62, 36)}`,
  'PyPI token': (r) => `pypi-AgEIcHlwaS5vcmc${ofAlphabet(r, `${BASE62}_-`, 80)}`,
  'SendGrid key': (r) => `SG.${ofAlphabet(r, BASE62, 22)}.${ofAlphabet(r, BASE62, 43)}`,
  'Airtable token': (r) => `pat${ofAlphabet(r, BASE62, 14)}.${ofAlphabet(r, HEX, 64)}`,
  'Dropbox token': (r) => `sl.B${ofAlphabet(r, `${BASE62}_-`, 90)}`,
  'Sentry token': (r) => `sntrys_${ofAlphabet(r, BASE62, 80)}`,
  PASETO: (r) => `v2.local.${ofAlphabet(r, `${BASE62}_-`, 90)}`,
  'Discord token': (r) =>
    `M${ofAlphabet(r, BASE62, 23)}.${ofAlphabet(r, BASE62, 6)}.${ofAlphabet(r, BASE62, 38)}`,
  'Shopify token': (r) => `shpat_${ofAlphabet(r, HEX, 32)}`,
  'Telegram bot token': (r) => `${ofAlphabet(r, DIGITS, 9)}:AA${ofAlphabet(r, `${BASE62}_-`, 33)}`,
  UUID: (r) =>
    `${ofAlphabet(r, HEX, 8)}-${ofAlphabet(r, HEX, 4)}-4${ofAlphabet(r, HEX, 3)}-a${ofAlphabet(r, HEX, 3)}-${ofAlphabet(r, HEX, 12)}`,
  '32 hexadecimal digits': (r) => `a1${ofAlphabet(r, HEX, 30)}`,
  '40 hexadecimal digits': (r) => `f0${ofAlphabet(r, HEX, 38)}`,
  '64 hexadecimal digits': (r) => `0c${ofAlphabet(r, HEX, 62)}`,
  '24 of base 62': (r) => `${ofAlphabet(r, BASE62, 21)}aB7`,
  '32 of base 62': (r) => `${ofAlphabet(r, BASE62, 29)}aB7`,
  '43 of base64url': (r) => `${ofAlphabet(r, `${BASE62}_-`, 40)}aB7`,
  '44 of base64': (r) => `${ofAlphabet(r, BASE62, 20)}+${ofAlphabet(r, BASE62, 20)}aB=`,
  'Vault token': (r) => `hvs.${ofAlphabet(r, `${BASE62}_-`, 90)}`,
  'Databricks token': (r) => `dapi${ofAlphabet(r, HEX, 32)}`,
  'Doppler token': (r) => `dp.pt.${ofAlphabet(r, BASE62, 43)}`,
  'Grafana token': (r) => `glsa_${ofAlphabet(r, BASE62, 32)}_${ofAlphabet(r, HEX, 8)}`,
  'Mailchimp key': (r) => `${ofAlphabet(r, HEX, 32)}-us${r.below(20) + 1}`,
  'New Relic key': (r) => `NRJS-${ofAlphabet(r, HEX, 19)}`,
  'Notion token': (r) => `ntn_${ofAlphabet(r, DIGITS, 11)}${ofAlphabet(r, BASE62, 35)}`,
  'Postman key': (r) => `PMAK-${ofAlphabet(r, HEX, 24)}-${ofAlphabet(r, HEX, 34)}`,
  'Typeform token': (r) => `tfp_${ofAlphabet(r, `${BASE62}_-.=`, 56)}aB7`,
  'Terraform token': (r) => `${ofAlphabet(r, BASE62, 14)}.atlasv1.${ofAlphabet(r, `${BASE62}_-`, 67)}`,
  'Entra client secret': (r) => `${ofAlphabet(r, BASE62, 3)}8Q~${ofAlphabet(r, `${BASE62}_~.-`, 33)}b`,
  'Atlassian token': (r) =>
    `ATATT3xFfGF0${ofAlphabet(r, `${BASE62}_-`, 176)}=${ofAlphabet(r, HEX.toUpperCase(), 8)}`,
  'Supabase key': (r) => `sb_secret_${ofAlphabet(r, `${BASE62}_-`, 22)}_${ofAlphabet(r, BASE62, 8)}`,
  'PlanetScale password': (r) => `pscale_pw_${ofAlphabet(r, `${BASE62}_-`, 43)}`,
  'age key': (r) => `AGE-SECRET-KEY-1${ofAlphabet(r, 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L', 58)}`,
  'Groq key': (r) => `gsk_${ofAlphabet(r, BASE62, 52)}`,
  'Stripe client secret': (r) => `pi_3${ofAlphabet(r, BASE62, 23)}_secret_${ofAlphabet(r, BASE62, 25)}`,
  'seed of one-time passwords': (r) => ofAlphabet(r, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 32),
  'session of AWS': (r) => `IQoJb3JpZ2luX2VjE${ofAlphabet(r, BASE62, 300)}==`,
  'cookie of itsdangerous': (r) =>
    `.eJw${ofAlphabet(r, `${BASE62}_-`, 40)}.${ofAlphabet(r, BASE62, 6)}.${ofAlphabet(r, BASE62, 27)}`,
  'payment card': cardOf,
  'bank account': ibanOf,
}

function cardOf(random: Random): string {
  const digits = `4${ofAlphabet(random, DIGITS, 14)}`
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}

/** German: 18 digits behind the check digits; D is 13, E is 14. */
function ibanOf(random: Random): string {
  const account = ofAlphabet(random, DIGITS, 18)
  const check = 98n - (BigInt(`${account}131400`) % 97n)
  return `DE${String(check).padStart(2, '0')}${account}`
}
