/** Requests that passed although the wire refuses them. */
import type { Exchange } from '../har/exchange.ts'

/** Milliseconds: a request and its preflight start together, however long both then take. */
const TOGETHER = 100
const LONG_BEFORE = 500

/**
 * A trial, or an extension, lets pass what the wire refuses: a request sent beside the preflight is then its own, and not
 * one that was refused long before.
 */
function isLetThrough(
  preflight: Exchange,
  refused: Exchange | undefined,
  passed: Exchange | undefined,
): boolean {
  if (refused === undefined || passed === undefined) return false
  return (
    preflight.startedAt - passed.startedAt < TOGETHER && passed.startedAt - refused.startedAt > LONG_BEFORE
  )
}

/** Of the two that can belong to a preflight that fails, the one that does; the refused one as a rule. */
export const ownOf = (
  preflight: Exchange,
  refused: Exchange | undefined,
  passed: Exchange | undefined,
): Exchange | undefined => (isLetThrough(preflight, refused, passed) ? passed : (refused ?? passed))
