/** Proof: what the panel is told of requests made again and of the trial that is on. Plain JSON. */
import type { ChangedValue, Finding, FlowDiagnosis, TrialSpan } from '../engine/index.ts'

export type CredentialsChoice = 'include' | 'same-origin'

export interface Again {
  /** Milliseconds since the epoch. */
  at: number
  credentials: CredentialsChoice
  /** A trial was on. */
  trial: boolean
  /** The page is on another origin by now, or gone: nothing was sent. */
  unsent: boolean
  /** Of the new request, once the log has it. */
  result: {
    id: string
    outcome: FlowDiagnosis['verdict']['outcome']
    /** What stopped it, in the mode that it was sent in. */
    finding: Finding | null
    /** Nothing in the response that CORS looks at is another than before. */
    unchanged: boolean
    /** It failed, and at a later step or for another reason. */
    other: boolean
    changes: ChangedValue[]
    /** Seconds for which the browser goes on without a preflight; null where it asked again. */
    keptFor: number | null
  } | null
}

export interface Trial {
  /** Of the failures that it is for, the one it was begun at first. */
  flowIds: readonly string[]
  serverOrigin: string
  pageOrigin: string
  paths: string[]
  set: (readonly [name: string, value: string])[]
  startedAt: number
}

/** Why a trial would only pretend. */
export type NoTrial =
  | 'no-header-helps'
  | 'preflight-status'
  | 'preflight-redirected'
  | 'redirect'
  | 'not-http'
  | 'not-in-this-browser'
  | 'passed'

/** What can be done about one failure. */
export interface ProofOptions {
  /** What the request would be; null where it cannot be made again. */
  again: {
    method: string
    url: string
    changes: boolean
    leftOut: string[]
    bodyLost: boolean
    bodyLength: number
  } | null
  trial: { serverOrigin: string; pageOrigin: string } | NoTrial
}

export interface ProofState {
  trial: Trial | null
  /** Every trial of this window's life, the one that is on included. */
  trials: readonly TrialSpan[]
  /** By the id of the failure. The newest of each credentials mode. */
  again: Readonly<Record<string, readonly Again[]>>
}

export const NO_PROOF: ProofState = { trial: null, trials: [], again: {} }
