/** Cause: what really went wrong behind the header, and who owns the change. */

import type { Exchange } from '../har/exchange.ts'
import type { CauseId } from './causes.ts'
import type { Claim } from './contradictions.ts'
import type { Facts } from './facts.ts'
import type { Scene } from './failure.ts'
import type { Sign, SignId } from './signs.ts'

export type Owner = 'front-end' | 'back-end' | 'proxy' | 'platform' | 'browser' | 'extension'

/** A cause as it was found: no words yet. Plain JSON. */
export interface FoundCause {
  id: CauseId
  owner: Owner
  /** A decisive sign stands in the log; else it was inferred. */
  certain: boolean
  facts: Facts
  serverFix: ServerFix
  remedy: RemedyId | null
  /** What in the log speaks for it. */
  shows: readonly Sign[]
  /** What in the log speaks against it. */
  doubts: readonly Sign[]
  /** Sentences that this failure needs besides those of the row. */
  adds: readonly AdditionId[]
  /** The response whose server has to change: the last one, or the redirect that led there. */
  actor: Exchange
}

/** A cause in words. Plain JSON. */
export interface Cause {
  id: CauseId
  owner: Owner
  /** One sentence that leads: what is wrong, with the value, and what to do. */
  answer: string
  /** The remedy in a few words. */
  title: string
  text: string
  /** What the browser’s console says that leads astray; null when it does not. */
  misleading: string | null
  /** Read off the log, or inferred from it. */
  certain: boolean
  serverFix: ServerFix
  remedy: RemedyId | null
  evidence: Evidence
}

/** What in the log speaks for a cause and against it, a sentence each. Plain JSON. */
export interface Evidence {
  for: readonly string[]
  against: readonly string[]
}

/** Sentences that more than one cause can need; the words stand in the catalogue. */
export type AdditionId =
  | 'preflight-may-not-redirect'
  | 'not-your-server'
  | 'if-yours'
  | 'if-theirs'
  | 'unknown-path-too'
  | 'slash-by-pydantic'
  | 'check-lists-too'

/** A way out of its own, where settings of CORS are none or come second; the drafts stand in `fixes/remedies.ts`. */
export type RemedyId =
  | 'call-in-capitals'
  | 'final-address'
  | 'fresh-supabase-token'
  | 'go-to-login'
  | 'gcs-session-origin'
  | 'https-address'
  | 'keycloak-web-origins'
  | 'let-access-answer'
  | 'manifest-credentials'
  | 'navigate'
  | 'alb-options-rule'
  | 'auth0-origins'
  | 'body-limit'
  | 'cognito-client'
  | 'entra-spa'
  | 'gateway-options'
  | 'oauth2-proxy-preflight'
  | 'plain-link'
  | 'platform-log'
  | 'drop-response-headers'
  | 'restrict-tracing'
  | 'right-spelling'
  | 's3-region'
  | 'skip-ngrok-warning'
  | 'under-base-path'
  | 'waf-options-rule'

/** What the code of the server has to do besides its settings; a recipe that knows the task prints what does it. */
export type TaskId =
  | 'allow-dev-origin'
  | 'allow-server-action'
  | 'answer-401'
  | 'answer-options-before-files'
  | 'answer-options-in-handler'
  | 'call-declared-path'
  | 'cover-whole-app'
  | 'drop-hand-written-headers'
  | 'headers-on-files'
  | 'headers-on-gateway-errors'
  | 'headers-on-optimizer'
  | 'https-in-production-only'
  | 'join-middleware'
  | 'keep-headers-on-errors'
  | 'keep-headers-when-thrown'
  | 'let-one-layer-speak'
  | 'name-origins'
  | 'run-cors-before-limits'
  | 'run-cors-first'
  | 'serve-both-spellings'
  | 'skip-slash-redirect'
  | 'trust-host'
  | 'trust-proxy'
  | 'vary-by-origin'
  | 'widen-helmet-policy'

/**
 * What a change of the server’s settings does for this cause. `headers`: CORS settings of the application end it.
 * `before`: they end it only where the response is made, before the application. `none`: no header helps.
 */
export type ServerFix = 'headers' | 'before' | 'none'

type Of<Value> = Value | ((scene: Scene) => Value)

/** One cause, said once: what it needs to see, what rules it out, and who acts. The words stand in `words/`. */
export interface CauseRow {
  responsible: Of<Owner>
  /** The larger one is said first; what stopped the request earlier and what is more specific weighs more. */
  weight: number
  needs: (scene: Scene) => boolean
  /** The signs that it rests on; those that the log shows are said with it. */
  shows: readonly SignId[]
  /** Signs that speak against it without ruling it out. */
  doubts?: readonly SignId[]
  /** What rules it out although all it needs is there. */
  excludes?: (scene: Scene) => boolean
  /** What it says of this server; a claim that the log contradicts rules it out. */
  claims?: readonly Claim[]
  /** True on a decisive sign; not certain when absent. */
  certain?: Of<boolean>
  facts?: (scene: Scene) => Partial<Facts>
  adds?: (scene: Scene) => readonly AdditionId[]
  /** The response whose server has to change, where it is not the one that the request stopped at. */
  actor?: (scene: Scene) => Exchange | null
  /** Speaks only where no other row fits. */
  fallback?: true
  /** `headers` when absent. */
  serverFix?: Of<ServerFix>
  remedy?: Of<RemedyId | null>
  task?: TaskId
  /** The page is mended first, or it alone where nothing names the server. */
  pageFirst?: true
  /** The page gets the same from its own server, where this one is somebody else’s or may be. */
  ownServerHelps?: true
  /** The configured value is another legitimate origin, or is one where the log shows pages of it: a fix keeps it then. */
  keepsOrigins?: 'always' | 'where-used'
  /** Fits also where the browser’s verdict is not one of CORS. */
  outsideCors?: true
}

export const settled = <Value>(value: Of<Value>, scene: Scene): Value =>
  typeof value === 'function' ? (value as (scene: Scene) => Value)(scene) : value
