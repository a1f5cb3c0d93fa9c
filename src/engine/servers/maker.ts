/**
 * Maker: who made one response. A server origin is many programs: an application, what stands before it, what runs
 * beside it in one process. Read from the response’s own marks, and from the marks that the application’s other
 * responses carry and this one lacks.
 */

import type { Exchange } from '../har/exchange.ts'
import type { Fingerprint } from './fingerprints.ts'
import { fingerprintsOn, type KnownValues } from './fingerprints-on.ts'
import { MAKER_MARKS, type MakerKind } from './maker-marks.ts'
import type { ObservedServer } from './observed-server.ts'
import { answerHeader, isAnswered, nameOf, shorten } from './responses.ts'
import { labelOf, STACKS, type StackId } from './software.ts'

/** Plain JSON. */
export interface Maker {
  kind: MakerKind
  /** Null where nothing names it. */
  software: StackId | null
  /** The evidence, a sentence each. */
  marks: readonly string[]
}

/** Headers that an application writes on all it answers, and that nothing before it takes away. */
const USUAL_MARKS = ['x-powered-by', 'x-runtime', 'x-request-id', 'x-aspnet-version', 'x-application-context']

/** Marks that every success of this server carries, of at least one; a reading of an observed server. */
function usualMarks(responses: readonly Exchange[]): readonly string[] {
  const successes = responses.filter(
    ({ status, isPreflight }) => status >= 200 && status < 300 && !isPreflight,
  )
  if (successes.length === 0) return []
  return USUAL_MARKS.filter((name) => successes.every((response) => answerHeader(response, name) !== null))
}

/** The application’s marks that this response lacks. */
const lackingMarks = (response: Exchange, observed: ObservedServer): readonly string[] =>
  observed.read(usualMarks).filter((name) => answerHeader(response, name) === null)

const isFramework = (id: StackId): boolean => STACKS[id].kind === 'framework'

const namesFramework = ({ stack, confidence }: Fingerprint): boolean =>
  isFramework(stack) && confidence !== 'possible'

/** A reading of an observed server, filled as its responses are read. */
const knownValues = (): KnownValues => new Map()

/** The framework that this very response names; a mere possibility is none. */
function frameworkOf(
  response: Exchange,
  observed: ObservedServer,
): { software: StackId; mark: string } | null {
  const [found] = fingerprintsOn(response, namesFramework, observed.read(knownValues))
  return found === undefined ? null : { software: found.stack, mark: found.evidence(response) }
}

/** Servers that run an application inside themselves: what bears their name was made by the application or by them. */
const APPLICATION_SERVER =
  /^(uvicorn|hypercorn|daphne|granian|gunicorn|waitress|Werkzeug|WSGIServer|Kestrel|puma|Passenger|unicorn|Jetty|TornadoServer|Python\/)/i

export const runsInside = (response: Exchange): boolean =>
  APPLICATION_SERVER.test(answerHeader(response, 'server') ?? '')

/** Programs that answer for themselves when they do not pass a request on. */
const PROXY_SERVER: readonly (readonly [StackId, RegExp])[] = [
  ['nginx', /^(nginx|openresty)/i],
  ['apache', /^Apache/i],
  ['caddy', /^Caddy/i],
  ['iis', /^Microsoft-IIS/i],
  ['envoy', /^(envoy|istio-envoy)/i],
]

function proxyOf(response: Exchange): StackId | null {
  const name = answerHeader(response, 'server') ?? ''
  return PROXY_SERVER.find(([, pattern]) => pattern.test(name))?.[0] ?? null
}

const said = (response: Exchange, what: string): string => `${nameOf(response)} ${what}.`

/** Error page of a proxy: HTML of its own, without what the application behind it writes on all it answers. */
function proxyPage(response: Exchange, lacking: readonly string[]): Maker | null {
  const software = proxyOf(response)
  if (software === null || response.status < 400) return null
  const isPage = /^text\/html/i.test(answerHeader(response, 'content-type') ?? '')
  if (lacking.length === 0 && !isPage) return null
  const named = `carries \`server: ${labelOf(software)}\``
  const mark =
    lacking.length > 0
      ? `${named} and lacks the \`${lacking[0]}\` of the other responses`
      : `${named} and is a page of HTML`
  return { kind: 'proxy', software, marks: [said(response, mark)] }
}

/** Who made this response. */
export function makerOf(response: Exchange, observed: ObservedServer): Maker {
  if (!isAnswered(response)) return { kind: 'nobody', software: null, marks: [] }
  const row = MAKER_MARKS.find(({ test }) => test(response))
  if (row !== undefined) return { kind: row.kind, software: row.software, marks: [said(response, row.mark)] }
  const own = frameworkOf(response, observed)
  if (own !== null) return { kind: 'application', software: own.software, marks: [said(response, own.mark)] }
  const lacking = lackingMarks(response, observed)
  const page = proxyPage(response, lacking)
  if (page !== null) return page
  if (runsInside(response)) {
    const mark = `carries \`server: ${shorten(answerHeader(response, 'server') ?? '', 40)}\`, a server that runs an application`
    return { kind: 'application', software: null, marks: [said(response, mark)] }
  }
  if (lacking.length > 0 && response.status >= 400) {
    const mark = `lacks the \`${lacking[0]}\` that the other responses of this server carry`
    return { kind: 'before-application', software: null, marks: [said(response, mark)] }
  }
  return { kind: 'unknown', software: null, marks: [] }
}
