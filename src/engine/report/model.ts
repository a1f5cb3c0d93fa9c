/**
 * The report: everything a report says, already without secrets, and in the words that every format shares. The JSON
 * format is this and nothing else (schema.json); all others are made from it.
 */
import type { Owner } from '../causes/cause.ts'
import type { Proof } from '../fixes/proof.ts'
import type { Browser } from '../har/read-json.ts'
import type { Basis, Outcome } from '../judge/verdict.ts'
import type { ReasonId, Stage } from '../reasons/finding.ts'
import type { MakerKind } from '../servers/maker-marks.ts'
import type { Ownership } from '../servers/ownership.ts'
import type { Confidence } from '../servers/who.ts'
import type { Redaction } from './redactor.ts'

export const SCHEMA = 'corscope.report/2'

/** Chromium's Network.CorsError, and Firefox's console category without its trailing digit. */
export interface BrowserCodes {
  chromium: string | null
  firefox: string | null
}

/** The finding in the words of the browsers. `stage` and all others are null for a flow without a finding. */
export interface ReportReason {
  reason: ReasonId | null
  stage: Stage | null
  browserCodes: BrowserCodes
  /** Chromium's corsErrorStatus.failedParameter; null where Chromium has no corsErrorStatus. */
  failedParameter: string | null
}

export interface ReportAlternative extends ReportReason {
  title: string
  decidedBy: string
}

/** Something that must change before the request passes. */
export interface ReportBlocker {
  reason: ReasonId
  stage: Stage
  header: string | null
  /** The value that would have passed; null where none can be named. */
  expected: string | null
  /** The value as it came over the wire; null when the header was absent. */
  received: string | null
  /** Whether a response of that stage is in the log at all: where it is not, `received` says nothing. */
  onRecord: boolean
  title: string
}

export interface ReportCause {
  id: string
  owner: Owner
  title: string
  text: string
  /** What the browser's console says that leads astray. */
  misleading: string | null
  /** Read off the log, or inferred from it. */
  certain: boolean
  /** What in the log speaks for it and against it, a sentence each. */
  evidence: { for: string[]; against: string[] }
}

export interface ReportFix {
  framework: string
  title: string
  language: string
  file: string
  code: string
  note: string | null
  owner: Owner
  /** Whose responses it changes: the software, and patterns of paths; no pattern stands for all of them. */
  reach: { maker: string; paths: string[] }
  /** How far it was checked; `simulated`: the request passes with it, and no response that passed is lost; `proven`: the browser let it pass in a trial, too. */
  proof: 'proven' | 'simulated' | 'untested'
  /** The same in a sentence: checked by simulation, or why not. */
  checked: string
}

export type Headers = readonly (readonly [name: string, value: string])[]

/** A request and its response as the log holds them. */
export interface ReportExchange {
  role: 'preflight' | 'redirected' | 'request'
  /** Index in `log.entries`. */
  entry: number
  method: string
  url: string
  requestHeaders: Headers
  /** 0 when no response is on record. */
  status: number
  statusText: string
  responseHeaders: Headers
  /** The log's own error; '' where Chromium stopped the request before the network. */
  error: string | null
  startedDateTime: string | null
}

export interface Endpoint {
  method: string
  /** Without query and fragment. */
  url: string
  count: number
}

/** How far the failure reaches in this log. */
export interface Impact {
  /** Requests that failed for the same reason at the same server, this one included. */
  requests: number
  /** Where they went, most first, at most 20. */
  endpoints: Endpoint[]
  /** UTC; null where the log records no time. */
  firstSeen: string | null
  lastSeen: string | null
  /** Requests to the same server that passed, and some of them. */
  passed: number
  working: { method: string; url: string; status: number }[]
}

export interface Command {
  bash: string
  powershell: string
}

export interface ReportFlow extends ReportReason {
  /** Index in `log.entries` of the request judged; counted through the file where it holds several logs. */
  entry: number
  preflight: number | null
  /** Indexes of the redirects before it. */
  hops: number[]
  url: string
  method: string
  /** The page's own origin, `null` for an opaque one. */
  origin: string | null
  /** What the browser compared with: `null` after a redirect from one foreign origin to another. */
  requestOrigin: string | null
  /** From what the origin was read. */
  originBecause: string
  /** The page's address, and the place in a script that made the request. */
  page: string | null
  initiator: { url: string; line: number | null } | null
  userAgent: string | null
  resourceType: string | null
  status: number
  error: string | null
  startedDateTime: string | null
  outcome: Outcome
  /** What is wrong, in one sentence, and who acts; it leads every format. */
  answer: { text: string; owner: Owner | null }
  /** False when the verdict was inferred from what the log lacks. */
  certain: boolean
  /** What the verdict rests on: the browser's own mark, an exchange on record as it was sent, or its headers alone. */
  basis: Basis
  /** How sure the verdict is, in words; null when it was read off the log. */
  doubt: string | null
  title: string | null
  explanation: string | null
  clause: { url: string; step: string } | null
  docs: string | null
  alternatives: ReportAlternative[]
  blockers: ReportBlocker[]
  credentials: { mode: 'include' | 'not-include' | 'unknown'; because: string }
  /** What became of the preflight, in words. */
  preflightNote: string
  server: {
    origin: string | null
    framework: string | null
    confidence: Confidence
    chosen: boolean
    because: string[]
    label: string
    layers: string[]
    /** Whose it is: the reader’s own, somebody else’s, or not to be told. */
    ownership: Ownership
    /** Who made the response that stopped the request, as far as it shows. */
    maker: { kind: MakerKind; software: string | null; because: string[] }
  }
  /** Every cause that fits, likeliest first; empty where the finding says it all. */
  causes: ReportCause[]
  fixes: ReportFix[]
  warnings: { reason: string; title: string; explanation: string }[]
  exchanges: ReportExchange[]
  commands: { preflight: Command | null; request: Command | null }
  impact: Impact
  /** Ids under which the server's own log holds the request. */
  requestIds: { name: string; value: string }[]
  /** What the log does not tell, and what was inferred. */
  limits: string[]
  /** What was changed by hand: nothing in this flow happened, all of it is expected. Absent otherwise. */
  edited?: ReportEdit[]
  /** What the browser showed of it since. Absent where nothing. */
  proofs?: ReportProof[]
}

export interface ReportChange {
  part: 'request' | 'preflight' | 'response'
  /** A header's name, or one of `:status`, `:method`, `:origin`, `:credentials`. */
  name: string
  /** Null where it was absent. */
  before: string | null
  after: string | null
}

export interface ReportEdit extends ReportChange {
  /** Place in the chain of redirects: 0 is the first request. */
  hop: number
}

/** A later exchange, and what it proves. */
export interface ReportProof {
  kind: Proof['kind']
  /** UTC. */
  at: string | null
  /** In a sentence. */
  text: string
  /** Against the failing exchange: responses that differ, or the headers that the trial set. */
  changes: ReportChange[]
  /** The exchange that passed; empty where none did. */
  after: ReportExchange[]
}

/** Failures with one cause at one server. */
export interface ReportGroup {
  title: string
  owner: Owner | null
  server: string | null
  outcome: Outcome
  /** Positions in `flows`. */
  flows: number[]
  firstSeen: string | null
  lastSeen: string | null
}

/** Who wrote the log. */
export interface ReportRecorder {
  name: string
  /** Secrets were taken out by the export: seen, possible, or ruled out. */
  sanitized: 'yes' | 'maybe' | 'no'
  /** What such a log cannot tell, in sentences. */
  limits: string[]
}

export interface Report {
  schema: typeof SCHEMA
  tool: { name: string; version: string }
  /** `file` is named where several files were read. */
  source: { browser: Browser; recorder: ReportRecorder; entries: number; file?: string }
  /** Over every cross-origin request of the log. */
  counts: Record<Outcome, number>
  /** Of the allowed, those that the other credentials mode would have refused, in a log that records no failure. */
  inDoubt: number
  groups: ReportGroup[]
  flows: ReportFlow[]
  /** What was taken out and why; never the value. */
  redactions: Redaction[]
}
