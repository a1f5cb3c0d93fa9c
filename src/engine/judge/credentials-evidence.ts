/** Credentials mode by evidence. A log holds no credentials mode, so that each answer says from what it was read. */
import type { Flow } from '../log/flow.ts'
import type { CredentialsMode } from './cors-check.ts'
import { chainOf } from './hops.ts'
import type { Credentials } from './verdict.ts'

export const MODES: readonly CredentialsMode[] = ['not-include', 'include']

/** The modes in which something passes. Whatever passes with credentials passes without: each step of the checks asks for more of `include`. */
export function passingModes(passes: (mode: CredentialsMode) => boolean): readonly CredentialsMode[] {
  if (passes('include')) return MODES
  return passes('not-include') ? WITHOUT : []
}

const WITHOUT: readonly CredentialsMode[] = ['not-include']

export const UNKNOWN: Credentials = {
  mode: 'unknown',
  because:
    'The log holds no credentials mode, no cookie was sent, and the outcome is the same with and without.',
}

const sentCookies = ({ exchange, hops }: Flow): boolean =>
  exchange.cookiesSent || hops.some((hop) => hop.exchange.cookiesSent)

/** What a flow itself proves; null when it proves nothing. */
export function provenMode(flow: Flow): Credentials | null {
  // on the page's own origin a cookie goes along without `include` too
  if (sentCookies(flow) && chainOf(flow).some(({ cors, exchange }) => cors && exchange.cookiesSent)) {
    return {
      mode: 'include',
      because: 'The request carried a cookie to another origin, which only happens with credentials.',
    }
  }
  if (flow.exchange.resourceType === 'font') {
    return { mode: 'not-include', because: 'Fonts are always loaded without credentials across origins.' }
  }
  if (flow.exchange.resourceType === 'ping') {
    return { mode: 'include', because: 'navigator.sendBeacon() always sends credentials.' }
  }
  return null
}

const WORDS: Record<CredentialsMode, string> = {
  include: 'with credentials',
  'not-include': 'without credentials',
}

/** The mode that is left when the other one cannot have led to what the log shows. */
export const byElimination = (mode: CredentialsMode, observed: string): Credentials => ({
  mode,
  because: `${observed} By these headers that happens only to a request made ${WORDS[mode]}.`,
})
