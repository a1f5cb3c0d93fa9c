/** Framework: one file each, that turns a Policy into the code a person types, and models what the server then answers. */

import type { Cause, Owner } from '../causes/cause.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Verdict } from '../judge/verdict.ts'
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
  /** The response whose server has to change: the one that the request stopped at, or the redirect that led there. */
  actor: Exchange
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
  /** Addresses whose responses the setting changes, as its software writes them; all of the server's when absent. */
  paths?: readonly string[]
  /** Whether the setting covers this URL; every one of the server when absent. Goes with `paths`. */
  covers?: (url: string) => boolean
}

export interface Framework {
  id: string
  label: string
  /** In order of preference; empty when this framework can do nothing about this failure. */
  fixes(context: FixContext): DraftFix[]
}

/** How far a fix was checked. Plain JSON. */
export type Check =
  /**
   * The request passes with the fix in, and every response of that server on record that a page got, it still gets.
   * `loses`: other origins that `*` lets in today and that the fix does not name.
   */
  | { proof: 'simulated'; loses: string[] }
  /** The same, and the browser let the request pass with the headers that it makes the server send. `at`: milliseconds since the epoch. */
  | { proof: 'proven'; at: number; loses: string[] }
  /** `why`: a clause, what the log does not show. */
  | { proof: 'untested'; why: string }

/** Whose responses a fix changes. Plain JSON. */
export interface Reach {
  /** Id of the software whose setting it is; `page` where the request is changed instead. */
  maker: string
  /** Patterns of paths, in the software's own way to write them; empty for all that it answers. */
  paths: string[]
}

/** A fix that was checked, or that says why it could not be. Plain JSON. */
export interface Fix {
  framework: string
  title: string
  language: string
  file: string
  code: string
  note: string | null
  owner: Owner
  reach: Reach
  check: Check
}
