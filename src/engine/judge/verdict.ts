/** Verdict: what the browser decided about a flow, or what the log lets us say of it. */
import type { Finding } from '../reasons/finding.ts'

export type Outcome = 'blocked' | 'allowed' | 'not-cors' | 'undetermined'

export interface Credentials {
  /** Fetch's credentials mode as far as CORS cares: include, or one of same-origin and omit. */
  mode: 'include' | 'not-include' | 'unknown'
  /** The evidence, as a sentence. */
  because: string
}

/** Another verdict that fits the evidence equally well. */
export interface Alternative {
  finding: Finding
  /** What would tell the two apart, as a sentence. */
  decidedBy: string
}

/**
 * What a verdict rests on. `browser-mark`: the browser's own mark in the log. `complete-exchange`: no mark, but the
 * preflight or the response is on record as it was sent and fails with and without credentials. `headers-only`: the
 * headers as far as the log keeps them; what the browser did is not recorded. `what-if`: nothing of it happened, a
 * person edited the exchange.
 */
export type Basis = 'browser-mark' | 'complete-exchange' | 'headers-only' | 'what-if'

/** Plain JSON. */
export interface Verdict {
  outcome: Outcome
  basis: Basis
  /** The browser's own first reason, or the likeliest where the log leaves it open; null when the request was let through. */
  finding: Finding | null
  /** True when the finding was read off the log, false when it was inferred from what is missing. */
  certain: boolean
  /** Likeliest first, at most 3; empty when the log decides. */
  alternatives: Alternative[]
  /** Everything that must change before the request passes, the finding first. Empty unless blocked. */
  blockers: Finding[]
  credentials: Credentials
}

/** Listed although nothing went wrong: opaque loads and redirects the page chose not to follow. */
const NO_FAILURE: readonly (Finding['reason'] | undefined)[] = [
  'no-cors-response',
  'redirect-mode-manual',
  'not-a-browser',
]

/** True where the request failed, or where the log leaves open whether it did. */
export const isFailure = ({ outcome, finding }: Verdict): boolean =>
  outcome !== 'allowed' && !NO_FAILURE.includes(finding?.reason)
