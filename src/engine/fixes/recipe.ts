/** Framework: one file each, that turns a Policy into the code a person types, and models what the server then answers. */

import type { Cause, Owner } from '../causes/cause.ts'
import type { Outcome, Verdict } from '../judge/verdict.ts'
import type { Flow } from '../log/flow.ts'
import type { ObservedServer } from '../servers/observed-server.ts'
import type { ServerGuess } from '../servers/who.ts'
import type { Change } from './change.ts'
import type { Policy } from './policy.ts'

/** All that a framework may look at. */
export interface FixContext {
  flow: Flow
  verdict: Verdict
  server: ServerGuess
  cause: Cause | null
  /** Null when no server setting can cure the failure. */
  policy: Policy | null
  /** The server that the request ended at: what it is seen to allow already. */
  observed: ObservedServer
}

/** A fix before its proof. */
export interface DraftFix {
  title: string
  /** For highlighting and for the report: python, ts, js, nginx, json… */
  language: string
  /** Where the code goes, as the framework's users name it: main.py, next.config.ts… */
  file: string
  code: string
  /** What to know before pasting, a sentence or two; null when the code says it all. */
  note: string | null
  owner: Owner
  /** What it alters: replayed over the log, and judged again, before the fix is shown. */
  after: Change
  /** The fix takes the credentials out of the request. */
  dropsCredentials?: boolean
}

export interface Framework {
  id: string
  label: string
  /** In order of preference; empty when this framework can do nothing about this failure. */
  fixes(context: FixContext): DraftFix[]
}

/** A proven fix. Plain JSON. */
export interface Fix {
  framework: string
  title: string
  language: string
  file: string
  code: string
  note: string | null
  owner: Owner
  /** The outcome of the same request after the fix, by simulation through the engine. */
  simulated: Outcome
}
