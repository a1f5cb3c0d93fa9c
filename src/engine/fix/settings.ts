/** Settings: the policy of a fix with what its code needs besides, settled once for all frameworks. */
import { getHeader } from '../fetch/headers.ts'
import { originOf, parseUrl } from '../fetch/origin.ts'
import { allowedOrigin, answerHeader, exchangesOf, isAnswered } from '../server/answers.ts'
import { stoppedAt } from '../server/scene.ts'
import { answersOf } from '../server/siblings.ts'
import type { FixContext } from './framework.ts'
import { isAllowableName, isAllowableOrigin, type Policy } from './policy.ts'

export interface Settings extends Policy {
  /** The page's origin first, then those that the failing answer names already. */
  origins: string[]
  /** Response headers that this server exposes already and that must not be dropped. */
  expose: string[]
}

/** Causes whose configured value is another, legitimate origin, and not a misspelling of this one. */
const KEEPS_ORIGINS: readonly string[] = ['origin-other', 'origin-several-values', 'origin-www']

function keptOrigins({ cause, flow, verdict, policy }: FixContext): string[] {
  if (cause === null || !KEEPS_ORIGINS.includes(cause.id)) return []
  const value = allowedOrigin(stoppedAt(flow, verdict)) ?? ''
  return value.split(/[,\s]+/).filter((origin) => isAllowableOrigin(origin) && origin !== policy?.origin)
}

function exposed({ flow, siblings }: FixContext): string[] {
  const answers = [
    ...exchangesOf(flow).filter(isAnswered),
    ...answersOf(originOf(flow.exchange.url), siblings),
  ]
  const names = answers.flatMap((exchange) =>
    (answerHeader(exchange, 'access-control-expose-headers') ?? '').split(','),
  )
  return [...new Set(names.map((name) => name.trim()))].filter(isAllowableName).sort()
}

/** Null where no server setting can cure the failure. */
export function settingsOf(context: FixContext): Settings | null {
  if (context.policy === null) return null
  return {
    ...context.policy,
    origins: [...new Set([context.policy.origin, ...keptOrigins(context)])],
    expose: exposed(context),
  }
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

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** Page and API belong to different sites, as cookies see it; a guess by the last two labels, good enough for a note. */
function isCrossSite(page: URL, api: URL): boolean {
  if (LOOPBACK.test(page.hostname) && LOOPBACK.test(api.hostname)) return page.hostname !== api.hostname
  const site = ({ hostname, protocol }: URL) => `${protocol}${hostname.split('.').slice(-2).join('.')}`
  return site(page) !== site(api)
}

/** What to know of cookies when credentials are used, with the framework's own way to set them. */
export function cookieNote(context: FixContext, howTo: string): string | null {
  const page = parseUrl(context.policy?.origin)
  const api = parseUrl(context.flow.exchange.url)
  if (!context.policy?.credentials || page === null || api === null || !isCrossSite(page, api)) return null
  return `A cookie reaches another site only when it was set with SameSite=None; Secure: ${howTo}.`
}

export const openNote = (context: FixContext): string | null =>
  isOpenToAll(context)
    ? 'This server lets every origin in today (`*`). If other pages rely on that, add their origins to the list as well.'
    : null

export const notes = (...parts: (string | null)[]): string | null => {
  const said = parts.filter((part) => part !== null)
  return said.length === 0 ? null : said.join(' ')
}

/** True when the failing request itself sent cookies. */
export const sentCookies = ({ flow }: FixContext): boolean =>
  flow.exchange.cookiesSent || getHeader(flow.exchange.requestHeaders, 'cookie') !== null
