/** Settings: the policy of a fix with what its code needs besides, settled once for all frameworks. */

import { rowOfCause } from '../causes/causes.ts'
import { stoppedAt } from '../causes/failure.ts'
import { getHeader } from '../fetch/headers.ts'
import { parseUrl } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import { isSameSite } from '../servers/ownership.ts'
import { allowedOrigin, exchangesOf, requestHeader } from '../servers/responses.ts'
import { type Grants, grantsAt, grantsTo, merged, mergedMethods } from './grants.ts'
import { isAllowableName, isAllowableOrigin, type Policy } from './policy.ts'
import type { DraftFix, FixContext } from './recipe.ts'

export interface Settings extends Policy {
  /** The page's origin first, then those that the failing answer names already. */
  origins: string[]
  /** Response headers that this server exposes already and that must not be dropped. */
  expose: string[]
  /** Methods of other requests that this server lets the page make already. */
  seenMethods: string[]
  /** The log does not tell whether the request carried credentials, and the setting would not allow them. */
  credentialsUnknown: boolean
}

/** The origins that the failing answer names, without the page's own. */
function namedOrigins({ flow, verdict, policy }: FixContext): string[] {
  const value = allowedOrigin(stoppedAt(flow, verdict)) ?? ''
  return value.split(/[,\s]+/).filter((origin) => isAllowableOrigin(origin) && origin !== policy?.origin)
}

/** Origins whose pages are seen to get responses, by name; a reading of an observed server. */
const originsInUse = (responses: readonly Exchange[]): ReadonlySet<string | null> =>
  new Set(
    responses
      .filter((each) => allowedOrigin(each) !== null && allowedOrigin(each) === requestHeader(each, 'origin'))
      .map(allowedOrigin),
  )

const isUsed = (origin: string, { observed }: FixContext): boolean => observed.read(originsInUse).has(origin)

function keptOrigins(context: FixContext): string[] {
  const keeps = context.cause === null ? undefined : rowOfCause(context.cause.id).keepsOrigins
  if (keeps === undefined) return []
  return namedOrigins(context).filter((origin) => keeps === 'always' || isUsed(origin, context))
}

/** What is allowed today and left out, since nothing in the log uses it. */
function leftOutNote(context: FixContext): string | null {
  if (context.cause === null || rowOfCause(context.cause.id).keepsOrigins !== 'where-used') return null
  const left = namedOrigins(context).filter((origin) => !isUsed(origin, context))
  return left.length === 0
    ? null
    : `${left.join(', ')} is allowed now. If its pages still use the API, list it too.`
}

/** What the request needs, with the origins that go on being let in. */
function neededSettings(context: FixContext): Settings | null {
  const { policy, observed, verdict } = context
  if (policy === null) return null
  return {
    ...policy,
    origins: [...new Set([policy.origin, ...keptOrigins(context)])],
    expose: observed.exposed().filter(isAllowableName),
    seenMethods: observed.methodsGrantedTo(policy.origin).filter(isAllowableName),
    credentialsUnknown: !policy.credentials && verdict.credentials.mode === 'unknown',
  }
}

const withGrants = (needed: Settings, { methods, headers, credentials }: Grants): Settings => ({
  ...needed,
  methods: mergedMethods(needed.methods, methods),
  headers: merged(needed.headers, headers),
  credentials: needed.credentials || credentials,
  credentialsUnknown: needed.credentialsUnknown && !credentials,
})

/** Settings for one address: what its request needs, and what that address allows already. Null where no server setting can cure the failure. */
export function narrowSettingsOf(context: FixContext): Settings | null {
  const needed = neededSettings(context)
  if (needed === null) return null
  return withGrants(needed, grantsAt(needed.origin, context.observed, context.flow.exchange.url))
}

/**
 * Settings for everything that the server answers: what the request needs, and all that the log shows the server to
 * allow this page already, on whatever address, since the code takes the place of what allows it. Null as above.
 */
export function settingsOf(context: FixContext): Settings | null {
  const needed = neededSettings(context)
  return needed === null ? null : withGrants(needed, grantsTo(needed.origin, context.observed))
}

/** Fixes of a framework that has one draft for whatever the settings are; none where there are no settings. */
export const withSettings =
  (draft: (context: FixContext, settings: Settings) => DraftFix) =>
  (context: FixContext): DraftFix[] => {
    const settings = settingsOf(context)
    return settings === null ? [] : [draft(context, settings)]
  }

/**
 * For servers that compare simple requests with their list too (Spring, rs/cors, rack-cors): the methods needed,
 * and those that work today and would stop working.
 */
export const methodsWithSeen = ({ methods, seenMethods }: Settings): string[] => [
  ...new Set([...seenMethods, ...methods]),
]

/** What other requests of the same page to the same server need besides: said, and not allowed unasked. */
export function alsoNeededNote({ policy, observed }: FixContext): string | null {
  if (policy === null) return null
  const demand = observed.demandOf(policy.origin)
  const named = policy.headers.map((name) => name.toLowerCase())
  const methods = demand.methods.filter((name) => isAllowableName(name) && !policy.methods.includes(name))
  const headers = demand.headers.filter((name) => isAllowableName(name) && !named.includes(name))
  const parts = [
    ...(methods.length > 0
      ? [`the ${methods.length === 1 ? 'method' : 'methods'} ${methods.slice(0, 6).join(', ')}`]
      : []),
    ...(headers.length > 0
      ? [`the ${headers.length === 1 ? 'header' : 'headers'} ${headers.slice(0, 6).join(', ')}`]
      : []),
  ]
  return parts.length === 0
    ? null
    : `Other requests of this page to the same server also need ${parts.join(' and ')}.`
}

/** Path of the address that failed, as the server sees it. */
export const failedPath = ({ flow }: FixContext): string => parseUrl(flow.exchange.url)?.pathname ?? '/'

/** Path characters that mean nothing to any router, proxy or shell. */
export const isPlainPath = (path: string): boolean => /^(\/[A-Za-z0-9_.~-]+)*\/?$/.test(path)

/** The first folder of a path, `/api` of `/api/items/5`; '' for a path at the root. */
export function folderOf(path: string): string {
  const parts = path.split('/').filter((part) => part !== '')
  return parts.length > 1 && parts[0] !== undefined ? `/${parts[0]}` : ''
}

/** Everyone may read today: a fix that names one origin would shut out the others. */
export const isOpenToAll = (context: FixContext): boolean =>
  exchangesOf(context.flow).some((exchange) => allowedOrigin(exchange) === '*')

/** Page and API belong to different sites, as cookies see it: there the scheme is part of the site. */
const isCrossSite = (page: URL, api: URL): boolean =>
  page.protocol !== api.protocol || !isSameSite(page.href, api.href)

/** What to know of cookies when credentials are used, with the framework's own way to set them. */
export function cookieNote(context: FixContext, howTo: string): string | null {
  const page = parseUrl(context.policy?.origin)
  const api = parseUrl(context.flow.exchange.url)
  if (!context.policy?.credentials || page === null || api === null || !isCrossSite(page, api)) return null
  return `A cookie reaches another site only when it was set with SameSite=None; Secure: ${howTo}.`
}

/** Response headers that programs read, and that browsers hide from scripts unless they are exposed. */
const WORTH_READING =
  /^(x-total-count|x-page|x-per-page|x-next-page|x-ratelimit-.+|ratelimit-.+|retry-after|content-disposition|content-range|link)$/i

/** `setting`: how the server's software calls Access-Control-Expose-Headers. */
export function exposeNote({ flow }: FixContext, setting: string): string | null {
  const { responseHeaders } = flow.exchange
  const exposed = (getHeader(responseHeaders, 'access-control-expose-headers') ?? '').toLowerCase()
  const hidden = responseHeaders
    .map(([name]) => name)
    .filter((name) => WORTH_READING.test(name) && !exposed.includes(name.toLowerCase()))
  const names = [...new Set(hidden)].slice(0, 4)
  return names.length === 0
    ? null
    : `A script can read ${names.join(', ')} only if ${setting} lists ${names.length === 1 ? 'it' : 'them'} too.`
}

/** What else the log says about this server's other callers. */
export const openNote = (context: FixContext): string | null =>
  notes(
    isOpenToAll(context)
      ? 'This server currently allows every origin (`*`). If other pages rely on that, add their origins to the list too.'
      : null,
    leftOutNote(context),
    alsoNeededNote(context),
  )

export const notes = (...parts: (string | null)[]): string | null => {
  const said = parts.filter((part) => part !== null)
  return said.length === 0 ? null : said.join(' ')
}

/** True when the failing request itself sent cookies. */
export const sentCookies = ({ flow }: FixContext): boolean =>
  flow.exchange.cookiesSent || getHeader(flow.exchange.requestHeaders, 'cookie') !== null
