/** What every format says in the same words, from a flow of the report. */
import type { Owner } from '../causes/cause.ts'
import type { Basis, Outcome } from '../judge/verdict.ts'
import { OUTCOMES, OWNERS, STAGES } from './listing.ts'
import type { Headers, Report, ReportBlocker, ReportExchange, ReportFlow } from './model.ts'

/** The answer, owner first: `Back end: …`. */
export const headlineOf = ({
  answer: { text, owner },
}: {
  answer: { text: string; owner: Owner | null }
}): string => (owner === null ? text : `${OWNERS[owner]}: ${text}`)

export const requestOf = ({ method, url }: { method: string; url: string }): string => `${method} ${url}`

/** Headers whose expected value is the value itself; that of another is a sentence. */
const VALUED = /^(?:access-control-.*|vary|cross-origin-.*|timing-allow-origin)$/i
export const isValued = (header: string | null): header is string => header !== null && VALUED.test(header)

/** What came, in words where nothing did. */
export function receivedOf({ received, onRecord, header }: ReportBlocker): {
  value: string | null
  words: string
} {
  if (received !== null && received !== '') return { value: received, words: `“${received}”` }
  if (header !== null && !onRecord) return { value: null, words: 'no response on record' }
  return { value: null, words: received === '' ? 'empty' : 'not sent' }
}

/** One line for each thing that must change. */
export function changeOf(blocker: ReportBlocker): string {
  const { header, title, expected } = blocker
  if (header === null) return title
  const wanted = expected === null ? '; no value can be advised' : `, must be “${expected}”`
  return `${header}: ${receivedOf(blocker).words}${wanted}`
}

/** What must come back once the change is made, an item each. */
export const neededOf = (flow: ReportFlow): { where: string; header: string | null; expected: string }[] =>
  flow.outcome !== 'blocked'
    ? []
    : flow.blockers.flatMap(({ stage, header, expected }) =>
        expected === null ? [] : [{ where: STAGES[stage], header, expected }],
      )

export const statusOf = ({ status, error }: { status: number; error: string | null }): string => {
  const failure = error ? `, ${error}` : ''
  return status === 0 ? error || 'no response on record' : `status ${status}${failure}`
}

export const browserIn = ({ source: { browser } }: Report): string =>
  browser === 'unknown' ? 'unknown browser' : browser

/** What the verdict rests on, in a sentence. */
const BASES: Record<Basis, string> = {
  'browser-mark': 'Read off the browser’s own mark in the log.',
  'complete-exchange':
    'The log has no mark of the browser’s: the exchange is on record as it was sent, and its headers decide it with and without credentials.',
  'headers-only': 'Made from the headers alone: the log does not record what the browser did.',
  'what-if':
    'Expected after the change, and not observed: worked out from the edited exchange by the rules that browsers follow.',
}
export const basisOf = ({ basis }: ReportFlow): string => BASES[basis]

/** Who wrote the log and what it therefore cannot tell; null where nothing is to be said. */
export const recordedBy = ({ source: { recorder, entries } }: Report): string | null =>
  recorder.limits.length === 0 || entries === 0
    ? null
    : `Recorded by ${recorder.name}. ${recorder.limits.join(' ')}`

const COUNTED: Record<Outcome, string> = {
  blocked: 'blocked by CORS',
  'not-cors': 'not CORS',
  undetermined: 'undetermined',
  allowed: 'allowed',
}

export const entriesIn = ({ source: { entries } }: Report): string =>
  `${entries} ${entries === 1 ? 'entry' : 'entries'}`

/** `4 blocked by CORS, 1 allowed`. */
export function totalsOf({ counts }: Report): string {
  const found = (['blocked', 'not-cors', 'undetermined', 'allowed'] as const)
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${counts[outcome]} ${COUNTED[outcome]}`)
  return found.length === 0 ? 'no cross-origin request' : found.join(', ')
}

/** What every browser adds to every request; it takes no part in CORS. */
const NOISE =
  /^(?::.*|user-agent|accept-encoding|accept-language|sec-ch-.*|connection|upgrade-insecure-requests|priority|dnt|sec-gpc)$/i
const LONGEST = 500

const line = (value: string): string => {
  const short = value.length > LONGEST ? `${value.slice(0, LONGEST)}… (${value.length} characters)` : value
  return short.replace(/[\r\n]+/g, ' ')
}
const headerLines = (headers: Headers): string[] => headers.map(([name, value]) => `${name}: ${line(value)}`)

function responseLines({ status, statusText, error, responseHeaders }: ReportExchange): string[] {
  const failure = error ? [`(${error})`] : []
  if (status === 0 && responseHeaders.length === 0) return ['(no response on record)', ...failure]
  return [`${status} ${statusText}`.trim(), ...headerLines(responseHeaders), ...failure]
}

/** One exchange as it went over the wire, noise left out. */
export function wireText(exchange: ReportExchange): string {
  const sent = exchange.requestHeaders.filter(([name]) => !NOISE.test(name))
  return [requestOf(exchange), ...headerLines(sent), '', ...responseLines(exchange)].join('\n')
}

export const ROLES: Record<ReportExchange['role'], string> = {
  preflight: 'Preflight',
  redirected: 'Redirected request',
  request: 'Request',
}

/** How far the failure reaches; null where it is this one request. */
export function reachOf({ impact: { requests, endpoints, firstSeen, lastSeen } }: ReportFlow): string | null {
  if (requests < 2) return null
  const times =
    firstSeen === null || firstSeen === lastSeen ? '' : `, first ${firstSeen}, last ${lastSeen} (UTC)`
  const where = endpoints.length === 1 ? 'one endpoint' : `${endpoints.length} endpoints`
  return `${requests} requests to ${where} of this server failed in this way${times}.`
}

export const softwareOf = ({ server }: ReportFlow): string =>
  server.framework === null
    ? 'The server’s software is not known.'
    : `Server: ${server.label} (${server.chosen ? 'chosen by hand' : server.confidence}).`

export const titleOf = (flow: ReportFlow): string => `${OUTCOMES[flow.outcome]}: ${requestOf(flow)}`

/** Addresses are a report's longest words: where only the endpoint matters. */
export const withoutQuery = (url: string): string => url.replace(/[?#][\s\S]*$/, '')
