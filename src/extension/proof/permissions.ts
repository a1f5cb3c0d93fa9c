/** What a trial asks permission for; apart from its rules, since the panel needs no more at the click. */
import type { TrialPlan } from './trial-rules.ts'

/** The two host permissions that Chromium asks of such rules: the server's and the page's (measured). */
export const permissionsOf = ({ serverOrigin, pageOrigin }: TrialPlan): string[] => [
  ...new Set([serverOrigin, pageOrigin].map(matchPattern)),
]

/** A match pattern has no port in Chromium's permissions: the host is what is asked for. */
function matchPattern(origin: string): string {
  const { protocol, hostname } = new URL(origin)
  return `${protocol}//${hostname}/*`
}

/** Written by the panel as it asks for the permissions: until the answer they are not given back as unneeded. */
export const ASKING = 'asking:'
export const askingKey = (tabId: number): string => `${ASKING}${tabId}`
