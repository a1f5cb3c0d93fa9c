/** Check of a fix by simulation: the failing request must pass with it, and nothing that passed may break. */
import { getHeader, hasHeader } from '../fetch/headers.ts'
import { OPAQUE_ORIGIN, originOf } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import { type CredentialsMode, corsCheck } from '../judge/cors-check.ts'
import { passingModes } from '../judge/credentials-evidence.ts'
import { judge } from '../judge/judge.ts'
import { corsPreflightFetch } from '../judge/preflight.ts'
import type { Outcome } from '../judge/verdict.ts'
import type { Flow } from '../log/flow.ts'
import { type Maker, makerOf } from '../servers/maker.ts'
import { INSTEAD_OF_APPLICATION } from '../servers/maker-marks.ts'
import { askedHeaders, askedMethod } from '../servers/preflights.ts'
import { allowedOrigin, requestHeader } from '../servers/responses.ts'
import type { ResponseChange } from './change.ts'
import { isAllowableName } from './policy.ts'
import type { Check, DraftFix, FixContext } from './recipe.ts'
import { type Reaches, replayed } from './replay.ts'

type Draft = Pick<DraftFix, 'after' | 'dropsCredentials' | 'covers' | 'owner'>

/** Verdicts that exist for requests with credentials only prove the mode that the log left open. */
const ONLY_WITH_CREDENTIALS = ['allow-origin-star-with-credentials', 'allow-credentials-not-true']

function modeOf({ verdict }: FixContext, draft: Draft): CredentialsMode {
  if (draft.dropsCredentials) return 'not-include'
  if (verdict.credentials.mode !== 'unknown') return verdict.credentials.mode
  return ONLY_WITH_CREDENTIALS.includes(verdict.finding?.reason ?? '') ? 'include' : 'not-include'
}

/** Mixed content behind a redirect is a CORS request still, once it stays on https. */
const isOutsideCors = ({ outcome, finding }: FixContext['verdict']): boolean =>
  outcome === 'not-cors' && finding?.reason !== 'mixed-content'

/**
 * Cross-Origin-Resource-Policy (#cross-origin-resource-policy-check) of a load without CORS. Sites are not told
 * apart here: `same-site` stops it unless the browser said itself that the two are one site.
 */
export function isKeptOut({ exchange, origin }: Flow): boolean {
  if (originOf(exchange.url) === origin.initiator) return false
  const policy = getHeader(exchange.responseHeaders, 'cross-origin-resource-policy')?.trim()
  if (policy === 'same-origin') return true
  return policy === 'same-site' && getHeader(exchange.requestHeaders, 'sec-fetch-site') !== 'same-site'
}

/** A reading of an observed server, filled as somebody asks: makers by the index of the exchange. */
const makersByIndex = (): Map<number, Maker> => new Map()

function makerIn({ observed }: FixContext, exchange: Exchange): Maker {
  const known = observed.read(makersByIndex)
  const maker = known.get(exchange.index) ?? makerOf(exchange, observed)
  known.set(exchange.index, maker)
  return maker
}

/**
 * The responses that a fix changes: those of the server that failed, as far as the setting covers their addresses and
 * as far as its software makes them. `software`: id of that whose code or setting it is.
 */
export const reachOf = (
  context: FixContext,
  { covers, owner }: Pick<DraftFix, 'covers' | 'owner'>,
  software: string,
): Reaches => {
  const server = originOf(context.flow.exchange.url)
  const made = (exchange: Exchange): boolean => {
    const maker = makerIn(context, exchange)
    if (maker.kind === 'in-process') return maker.software === software || software === 'plain'
    return owner !== 'back-end' || !INSTEAD_OF_APPLICATION.includes(maker.kind)
  }
  return (exchange) => originOf(exchange.url) === server && (covers?.(exchange.url) ?? true) && made(exchange)
}

/** What becomes of the request once the fix is in. */
export function simulate(draft: Draft, context: FixContext, software: string): Outcome {
  const after = replayed(context.flow, draft.after, reachOf(context, draft, software))
  const { ending, status } = after.exchange
  if (ending.kind !== 'unmarked' || status === 0) return 'blocked'
  // outside of CORS the status is what counts, and the resource's own policy
  if (!after.crossOrigin || isOutsideCors(context.verdict)) {
    if (isKeptOut(after)) return 'blocked'
    return status < 400 ? 'allowed' : 'not-cors'
  }
  return judge(after, modeOf(context, draft)) === null ? 'allowed' : 'blocked'
}

/** Some page asked for it, and it was answered. */
const isAsked = ({ requestHeaders, status }: Exchange): boolean =>
  status !== 0 && hasHeader(requestHeaders, 'origin')

/** One response by itself: the preflight against what it was asked, any other against its Origin header. */
function passes(exchange: Exchange, mode: CredentialsMode): boolean {
  const origin = getHeader(exchange.requestHeaders, 'origin')
  const { url, status, responseHeaders: headers, isPreflight } = exchange
  if (origin === null || status === 0) return false
  if (!isPreflight)
    return corsCheck({ url, status, headers, origin, opaqueBecause: null, mode, stage: 'response' }) === null
  const asking = { initiator: origin, serialized: origin, opaqueBecause: null, because: '' }
  const context = { browser: 'chromium', origin: asking, request: null } as const
  return corsPreflightFetch(exchange, context, mode) === null
}

/** All that decides what a fix makes of a response: one stands for the many that are the same in it. */
const kindOf = ({ method, isPreflight, status, requestHeaders, responseHeaders }: Exchange): string =>
  JSON.stringify([
    isPreflight ? '' : method,
    isPreflight,
    status,
    getHeader(requestHeaders, 'origin'),
    getHeader(requestHeaders, 'access-control-request-method'),
    getHeader(requestHeaders, 'access-control-request-headers'),
    getHeader(responseHeaders, 'access-control-allow-origin'),
    getHeader(responseHeaders, 'access-control-allow-credentials'),
    getHeader(responseHeaders, 'access-control-allow-methods'),
    getHeader(responseHeaders, 'access-control-allow-headers'),
  ])

/** Responses replayed at most; a server that answers in more ways is seen in these. */
const MOST = 100

/** A response that a page got. */
interface Passing {
  exchange: Exchange
  kind: string
  /** With credentials, where it passes so: then it passes without, too. */
  mode: CredentialsMode
}

/** A reading of an observed server: the responses that pages got, one of each kind and of each preflight's address. */
function passing(responses: readonly Exchange[]): readonly Passing[] {
  const kinds = new Map<string, Passing>()
  for (const exchange of responses) {
    if (kinds.size >= MOST) break
    if (exchange.ending.kind !== 'unmarked' || !isAsked(exchange) || isUnwise(exchange)) continue
    const kind = kindOf(exchange)
    const place = `${kind} ${exchange.isPreflight ? exchange.url.replace(/[?#].*$/s, '') : ''}`
    if (kinds.has(place)) continue
    const mode = passingModes((each) => passes(exchange, each)).at(-1)
    if (mode !== undefined) kinds.set(place, { exchange, kind, mode })
  }
  return [...kinds.values()]
}

/** Neither `null` nor a name with a star is ever written into a setting, also where a server allows it today. */
function isUnwise(exchange: Exchange): boolean {
  if (exchange.isPreflight)
    return ![askedMethod(exchange), ...askedHeaders(exchange)].every((name) => isAllowableName(name))
  return allowedOrigin(exchange) === OPAQUE_ORIGIN
}

/** A reading of an observed server, filled as fixes are checked: what each setting loses, for every failure that calls for it. */
const lostBySetting = (): Map<string, readonly Exchange[]> => new Map()

/** Responses on record that pages got and that the fix would keep from them. */
function lostBy(draft: Draft, context: FixContext, software: string): readonly Exchange[] {
  const { after, owner, covers } = draft
  if (after.of !== 'responses') return []
  if (after.setting === null || covers !== undefined) return replayedAway(draft, after, context, software)
  const known = context.observed.read(lostBySetting)
  const key = `${software} ${owner} ${after.setting}`
  const lost = known.get(key) ?? replayedAway(draft, after, context, software)
  known.set(key, lost)
  return lost
}

function replayedAway(
  draft: Draft,
  { after }: ResponseChange,
  context: FixContext,
  software: string,
): readonly Exchange[] {
  const reaches = reachOf(context, draft, software)
  const replayed = new Set<string>()
  return context.observed.read(passing).flatMap(({ exchange, kind, mode }) => {
    // a setting that covers every address makes the same of the same
    if ((draft.covers === undefined && replayed.has(kind)) || !reaches(exchange)) return []
    replayed.add(kind)
    return passes(after(exchange), mode) ? [] : [exchange]
  })
}

/** `*` lets it in, and the page is another than the one that the fix is for. */
const isBystander = (exchange: Exchange, { policy }: FixContext): boolean =>
  allowedOrigin(exchange) === '*' && requestHeader(exchange, 'origin') !== policy?.origin

/** Null where the simulation shows that the fix does not help, or that it breaks what works today. */
export function checkOf(draft: Draft, context: FixContext, software: string): Check | null {
  if (draft.after.of === 'nothing') return { proof: 'untested', why: draft.after.why }
  if (simulate(draft, context, software) !== 'allowed') return null
  const lost = lostBy(draft, context, software)
  if (!lost.every((exchange) => isBystander(exchange, context))) return null
  const loses = [...new Set(lost.map((exchange) => requestHeader(exchange, 'origin') ?? ''))]
  return { proof: 'simulated', loses }
}
