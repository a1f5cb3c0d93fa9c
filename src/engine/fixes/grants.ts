/** What the log shows a server to allow a page already: a setting that takes the place of today's must allow it too. */

import { extractTokens } from '../fetch/headers.ts'
import type { Exchange } from '../har/exchange.ts'
import { type ObservedServer, readAt } from '../servers/observed-server.ts'
import { askedHeaders, askedMethod } from '../servers/preflights.ts'
import { allowedOrigin, answerHeader, letsIn } from '../servers/responses.ts'
import { isMiddlewarePreflight } from '../servers/starlette-middleware.ts'
import { isAllowableName } from './policy.ts'

export interface Grants {
  methods: string[]
  /** As the server or the preflight wrote them. */
  headers: string[]
  /** Access-Control-Allow-Credentials is switched on. */
  credentials: boolean
}

const isOk = ({ status }: Exchange): boolean => status >= 200 && status < 300

/**
 * The lists of a preflight's response that say what is set up: those of one that lets the page in, and those of
 * CORSMiddleware, which names its lists to whomever it refuses too. `*` and a mirror stand for what was asked.
 */
function listsOf(preflight: Exchange, page: string): Pick<Grants, 'methods' | 'headers'> | null {
  const passes = isOk(preflight) && letsIn(preflight, page)
  if (!passes && !isMiddlewarePreflight(preflight)) return null
  const tokens = (name: string) => extractTokens(preflight.responseHeaders, name) ?? []
  const methods = tokens('access-control-allow-methods')
  const headers = tokens('access-control-allow-headers')
  return {
    methods: passes && methods.includes('*') ? [...methods, askedMethod(preflight)] : methods,
    headers: passes && headers.includes('*') ? [...headers, ...askedHeaders(preflight)] : headers,
  }
}

/** `*` with credentials lets nobody in with them: such a setting is a mistake and no grant. */
const switchesCredentialsOn = (exchange: Exchange): boolean =>
  answerHeader(exchange, 'access-control-allow-credentials') === 'true' && allowedOrigin(exchange) !== '*'

/** Names of headers, each once however it is written; the first writing stays. */
export function merged(first: readonly string[], more: readonly string[]): string[] {
  const names = new Map<string, string>()
  for (const name of [...first, ...more])
    if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name)
  return [...names.values()]
}

/** Methods are told apart by case. */
export const mergedMethods = (first: readonly string[], more: readonly string[]): string[] => [
  ...new Set([...first, ...more]),
]

function grantsIn(responses: readonly Exchange[], page: string): Grants {
  const lists = responses.flatMap((exchange) => (exchange.isPreflight ? (listsOf(exchange, page) ?? []) : []))
  const allowable = (names: readonly string[]) => names.filter(isAllowableName)
  return {
    methods: mergedMethods([], allowable(lists.flatMap(({ methods }) => methods))),
    headers: merged([], allowable(lists.flatMap(({ headers }) => headers))),
    credentials: responses.some(switchesCredentialsOn),
  }
}

/** A reading of an observed server or of one address, filled page by page as somebody asks. */
const grantsByPage = (responses: readonly Exchange[]) => ({ responses, byPage: new Map<string, Grants>() })

function grantedTo(page: string, { responses, byPage }: ReturnType<typeof grantsByPage>): Grants {
  const known = byPage.get(page) ?? grantsIn(responses, page)
  byPage.set(page, known)
  return known
}

/** What one address allows a page already. */
export const grantsAt = (page: string, observed: ObservedServer, url: string): Grants =>
  grantedTo(page, readAt(observed, url, grantsByPage))

/** What the whole server allows it. */
export const grantsTo = (page: string, observed: ObservedServer): Grants =>
  grantedTo(page, observed.read(grantsByPage))
