/** Redactor: redaction that knows one flow's own secrets and so finds them in any sentence made of it. */

import type { FlowDiagnosis } from '../diagnose.ts'
import type { HeaderList } from '../fetch/headers.ts'
import { originOf } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import { decoded, outside, PLACEHOLDER, placeholder, redactHeaders, redactText, redactUrl } from './redact.ts'

export interface Redactor {
  text(value: string): string
  url(value: string): string
  headers(headers: HeaderList): HeaderList
}

/** Every exchange of a flow in the order it happened. */
export function exchangesOf({ flow }: FlowDiagnosis): Exchange[] {
  const hops = [...flow.hops, { exchange: flow.exchange, preflight: flow.preflight }]
  return hops.flatMap(({ exchange, preflight }) => (preflight === null ? [exchange] : [preflight, exchange]))
}

/** Too short or too plain to be looked for in sentences: `true`, `dark`, `en-US`, `1`. */
const isPlain = (secret: string): boolean =>
  secret.length < 4 ||
  /^[a-z]{1,7}$/i.test(secret) ||
  /^\d{1,5}$/.test(secret) ||
  /^[a-z]{2}[-_][a-z]{2}$/i.test(secret)

/** A secret may stand in a sentence percent-encoded, decoded, or as user name and password apart. */
const spellingsOf = (secret: string): string[] => {
  const plain = decoded(secret)
  return [secret, plain, decoded(secret.replaceAll('+', ' ')), encodeURIComponent(plain), ...plain.split(':')]
}

/** Words that a report cannot do without; a harmless value such as `?key=Origin` must not blank them. */
function openWordsOf(exchanges: readonly Exchange[], { origin }: FlowDiagnosis['flow']): string {
  const ofExchanges = exchanges.flatMap(({ method, url, requestHeaders, responseHeaders }) => [
    method,
    originOf(url),
    ...[...requestHeaders, ...responseHeaders].map(([name]) => name),
  ])
  return [CORS_HEADERS, origin.initiator, ...ofExchanges].join(' ').toLowerCase()
}

const CORS_HEADERS = ['Origin', 'Methods', 'Headers', 'Credentials', 'Max-Age']
  .map((name) => `Access-Control-Allow-${name}`)
  .join(' ')

/** A hostile log can hold any number; those under their own name are redacted without being looked for. */
const MOST_SECRETS = 2000

function secretsOf(flow: FlowDiagnosis): string[] {
  const secrets = new Set<string>()
  const collect = (secret: string): string => {
    for (const spelling of spellingsOf(secret)) secrets.add(spelling)
    return placeholder(secret)
  }
  const exchanges = exchangesOf(flow)
  for (const { url, redirectUrl, initiator, requestHeaders, responseHeaders } of exchanges) {
    redactUrl(url, collect)
    redactUrl(redirectUrl ?? '', collect)
    redactUrl(initiator.url ?? '', collect)
    redactHeaders(requestHeaders, collect)
    redactHeaders(responseHeaders, collect)
  }
  redactUrl(flow.flow.pageUrl ?? '', collect)
  const open = openWordsOf(exchanges, flow.flow)
  return [...secrets]
    .filter((secret) => !isPlain(secret) && !open.includes(secret.toLowerCase()))
    .sort((a, b) => b.length - a.length)
    .slice(0, MOST_SECRETS)
}

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

/** A short secret counts only as a word of its own. A long one is no pattern: a cookie may be larger than those may be. */
const replaceIn = (text: string, secret: string): string =>
  secret.length < 8
    ? text.replace(new RegExp(`(?<![A-Za-z0-9])${escapeRegExp(secret)}(?![A-Za-z0-9])`, 'g'), placeholder)
    : text.replaceAll(secret, placeholder)

export function redactorFor(flow: FlowDiagnosis): Redactor {
  const secrets = secretsOf(flow)
  const withoutKnown = (text: string): string =>
    secrets
      .filter((secret) => text.includes(secret))
      .reduce((rest, secret) => outside(rest, PLACEHOLDER, (part) => replaceIn(part, secret)), text)
  return {
    text: (value) => redactText(withoutKnown(value)),
    url: (value) => redactUrl(withoutKnown(value)),
    headers: (headers) => redactHeaders(headers.map(([name, value]) => [name, withoutKnown(value)] as const)),
  }
}
