/**
 * A second reading of Chromium's checks, kept apart from the engine on purpose: it says what the browser would
 * have made of the answers on record under each credentials mode, and with that whether an alternative is idle.
 */
import type { LoggedEntry } from './collector.ts'

type Mode = 'include' | 'not-include'

const linesOf = (entry: LoggedEntry, name: string): string[] =>
  (entry.response.headers as { name: string; value: string }[])
    .filter((header) => header.name.toLowerCase() === name)
    .map(({ value }) => value)

const combined = (entry: LoggedEntry, name: string): string | null => {
  const lines = linesOf(entry, name)
  return lines.length === 0 ? null : lines.join(', ').trim()
}

const asked = (entry: LoggedEntry, name: string): string =>
  entry.request.headers.find((header) => header.name.toLowerCase() === name)?.value ?? ''

/** `CheckAccess`: the name of the error without its prefix, null when the answer passes. */
export function checkAccess(entry: LoggedEntry, origin: string, mode: Mode): string | null {
  const allowed = combined(entry, 'access-control-allow-origin')
  if (allowed === '*') return mode === 'include' ? 'WildcardOriginNotAllowed' : null
  if (allowed === null) return 'MissingAllowOriginHeader'
  if (allowed !== origin) {
    if (/[ ,]/.test(allowed)) return 'MultipleAllowOriginValues'
    return allowed === 'null' || URL.canParse(allowed) ? 'AllowOriginMismatch' : 'InvalidAllowOriginValue'
  }
  if (mode === 'include' && combined(entry, 'access-control-allow-credentials') !== 'true')
    return 'InvalidAllowCredentials'
  return null
}

const itemsOf = (entry: LoggedEntry, name: string): string[] =>
  (combined(entry, name) ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')

const broken = (items: readonly string[]): boolean =>
  items.some((item) => !/^[\w!#$%&'*+\-.^`|~]+$/.test(item))

export function checkPreflight(entry: LoggedEntry, origin: string, mode: Mode): string | null {
  const access = checkAccess(entry, origin, mode)
  if (access !== null) return `Preflight${access}`
  if (entry.response.status < 200 || entry.response.status > 299) return 'PreflightInvalidStatus'
  const methods = itemsOf(entry, 'access-control-allow-methods')
  const names = itemsOf(entry, 'access-control-allow-headers').map((name) => name.toLowerCase())
  if (broken(methods)) return 'InvalidAllowMethodsPreflightResponse'
  if (broken(names)) return 'InvalidAllowHeadersPreflightResponse'
  const starred = (items: readonly string[]) => mode !== 'include' && items.includes('*')
  const method = asked(entry, 'access-control-request-method')
  if (!/^(GET|HEAD|POST)$/i.test(method) && !methods.includes(method) && !starred(methods))
    return `MethodDisallowedByPreflightResponse ${method}`
  const wanted = asked(entry, 'access-control-request-headers')
    .split(',')
    .filter((name) => name !== '')
  const missing = wanted.find((name) => !names.includes(name) && !starred(names))
  return missing === undefined ? null : `HeaderDisallowedByPreflightResponse ${missing}`
}

/** What a request met at one step of its way. */
export interface Step {
  exchange: LoggedEntry
  preflight: LoggedEntry | null
  /** Serialized request origin, null where the step was no CORS request. */
  origin: string | null
}

const leadsToUserinfo = (entry: LoggedEntry): boolean =>
  /^(\w+:)?\/\/[^/]*@/.test(combined(entry, 'location') ?? '')

/** Where a step ends under one credentials mode; null when it passes. */
function endOf({ exchange, preflight, origin }: Step, mode: Mode): string | null {
  if (origin === null) return leadsToUserinfo(exchange) ? 'RedirectContainsCredentials' : null
  const refused = preflight === null ? null : checkPreflight(preflight, origin, mode)
  if (refused !== null || exchange.response.status === 0) return refused
  const access = checkAccess(exchange, origin, mode)
  if (access !== null) return access
  return leadsToUserinfo(exchange) ? 'RedirectContainsCredentials' : null
}

/** True where the answers on record fit both credentials modes, and each would have failed at the last step in its own way. */
export function modesDiffer(steps: readonly Step[]): boolean {
  const last = steps.at(-1)
  if (last === undefined) return false
  const possible = (['include', 'not-include'] as const).filter((mode) =>
    steps.slice(0, -1).every((step) => endOf(step, mode) === null),
  )
  const ends = possible.map((mode) => endOf(last, mode))
  return ends.length === 2 && ends[0] !== ends[1] && !ends.includes(null)
}
