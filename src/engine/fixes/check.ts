/** Check of a fix by simulation: the flow as it would run with the fix in, judged again by the engine. */
import { getHeader } from '../fetch/headers.ts'
import { originOf } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import { judge } from '../judge/judge.ts'
import type { Outcome } from '../judge/verdict.ts'
import type { Flow } from '../log/flow.ts'
import type { DraftFix, FixContext } from './recipe.ts'
import { type Reaches, replayed } from './replay.ts'

type Draft = Pick<DraftFix, 'after' | 'dropsCredentials'>

/** Verdicts that exist for requests with credentials only prove the mode that the log left open. */
const ONLY_WITH_CREDENTIALS = ['allow-origin-star-with-credentials', 'allow-credentials-not-true']

function modeOf({ verdict }: FixContext, draft: Draft): 'include' | 'not-include' {
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

/** The responses of the server that failed. */
export const reachOf = ({ flow }: FixContext): Reaches => {
  const server = originOf(flow.exchange.url)
  return ({ url }: Exchange) => originOf(url) === server
}

/** What becomes of the request once the fix is in. */
export function simulate(draft: Draft, context: FixContext): Outcome {
  const after = replayed(context.flow, draft.after, reachOf(context))
  const { ending, status } = after.exchange
  if (ending.kind !== 'unmarked' || status === 0) return 'blocked'
  // outside of CORS the status is what counts, and the resource's own policy
  if (!after.crossOrigin || isOutsideCors(context.verdict)) {
    if (isKeptOut(after)) return 'blocked'
    return status < 400 ? 'allowed' : 'not-cors'
  }
  return judge(after, modeOf(context, draft)) === null ? 'allowed' : 'blocked'
}
