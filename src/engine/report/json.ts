/** Diagnosis to JSON, after schema.json. Stable: fields may be added, never changed. */

import type { Cause } from '../causes/cause.ts'
import type { Diagnosis, FlowDiagnosis } from '../diagnose.ts'
import type { Fix } from '../fixes/recipe.ts'
import { markOf } from '../har/ending.ts'
import type { Browser } from '../har/read-json.ts'
import type { Alternative, Credentials, Outcome } from '../judge/verdict.ts'
import { type Explanation, explain } from '../reasons/explain.ts'
import type { Stage } from '../reasons/finding.ts'
import type { Confidence } from '../servers/who.ts'
import { explanationOf, timeOf } from './listing.ts'
import { type Redactor, redactorFor } from './redactor.ts'
import { TOOL } from './version.ts'

export const SCHEMA = 'corscope.report/1'

/** Chromium's Network.CorsError, and Firefox's console category without its trailing digit. */
export interface BrowserCodes {
  chromium: string | null
  firefox: string | null
}

/** The finding in the words of the browsers. `stage` and all others are null for a flow without a finding. */
export interface JsonReason {
  reason: string | null
  stage: Stage | null
  browserCodes: BrowserCodes
  /** Chromium's corsErrorStatus.failedParameter; null where Chromium has no corsErrorStatus. */
  failedParameter: string | null
}

export interface JsonAlternative extends JsonReason {
  title: string
  decidedBy: string
}

/** Something that must change before the request passes. */
export interface JsonBlocker {
  reason: string
  stage: Stage
  header: string | null
  /** The value that would have passed; null where none can be named. */
  expected: string | null
  /** The value that came; null when the header was absent. */
  received: string | null
  title: string
}

/** `simulated` says what `check` says, in the word of earlier reports. */
type JsonFix = Fix & { simulated: Outcome }

export interface JsonFlow extends JsonReason {
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
  resourceType: string | null
  status: number
  error: string | null
  startedDateTime: string | null
  outcome: Outcome
  /** False when the verdict was inferred from what the log lacks. */
  certain: boolean
  title: string | null
  explanation: string | null
  clause: { url: string; step: string } | null
  docs: string | null
  alternatives: JsonAlternative[]
  blockers: JsonBlocker[]
  credentials: Credentials
  server: {
    framework: string | null
    confidence: Confidence
    because: string[]
    label: string
    layers: string[]
  }
  cause: Cause | null
  fixes: JsonFix[]
  warnings: { reason: string; title: string; explanation: string }[]
}

export interface JsonReport {
  schema: typeof SCHEMA
  tool: { name: string; version: string }
  /** `file` is named where several files were read. */
  source: { browser: Browser; entries: number; file?: string }
  flows: JsonFlow[]
}

function reasonOf(explanation: Explanation | null): JsonReason {
  if (explanation === null) {
    return {
      reason: null,
      stage: null,
      browserCodes: { chromium: null, firefox: null },
      failedParameter: null,
    }
  }
  const { reason, stage, codes, failedParameter } = explanation
  const browserCodes = { chromium: codes.chromium, firefox: codes.firefox?.replace(/\d$/, '') ?? null }
  return { reason, stage, browserCodes, failedParameter }
}

function alternativeOf({ finding, decidedBy }: Alternative): JsonAlternative {
  const explanation = explain(finding)
  return { ...reasonOf(explanation), title: explanation.title, decidedBy }
}

function blockerOf(explanation: Explanation): JsonBlocker {
  const { reason, stage, header, expected, received, title } = explanation
  return { reason, stage, header, expected, received, title }
}

/** Words and links of our own: no log can put a secret there, and a secret spelt the same must not blank them. */
const OWN =
  'reason stage outcome mode confidence framework owner simulated proof maker language chromium firefox id clause docs startedDateTime'.split(
    ' ',
  )
const URLS = ['url', 'origin', 'requestOrigin']

/** Every string of a plain JSON value without its secrets. */
function redacted<T>(value: T, redactor: Redactor, key = ''): T {
  if (OWN.includes(key)) return value
  if (typeof value === 'string')
    return (URLS.includes(key) ? redactor.url(value) : redactor.words(value)) as T
  if (Array.isArray(value)) return value.map((item) => redacted(item, redactor, key)) as T
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, item]) => [name, redacted(item, redactor, name)])
  return Object.fromEntries(entries) as T
}

const jsonCause = ({ id, owner, title, text, misleading, certain }: Cause): Cause => ({
  id,
  owner,
  title,
  text,
  misleading,
  certain,
})

const jsonFix = ({ framework, title, language, file, code, note, owner, reach, check }: Fix): JsonFix => ({
  framework,
  title,
  language,
  file,
  code,
  note,
  owner,
  simulated: check.proof === 'simulated' ? 'allowed' : 'undetermined',
  reach,
  check,
})

function jsonFlow(diagnosed: FlowDiagnosis): JsonFlow {
  const { flow, verdict, server, cause, fixes, warnings } = diagnosed
  const { exchange, preflight, hops, origin } = flow
  const explanation = explanationOf(diagnosed)
  const { framework, confidence, because, label, layers } = server
  const open: JsonFlow = {
    entry: exchange.index,
    preflight: preflight?.index ?? null,
    hops: hops.map((hop) => hop.exchange.index),
    url: exchange.url,
    method: exchange.method,
    origin: origin.initiator ?? origin.serialized,
    requestOrigin: origin.serialized,
    resourceType: exchange.resourceType,
    status: exchange.status,
    error: markOf(exchange.ending),
    startedDateTime: timeOf(exchange.startedAt),
    outcome: verdict.outcome,
    ...reasonOf(explanation),
    certain: verdict.certain,
    title: explanation?.title ?? null,
    explanation: explanation?.text ?? null,
    clause: explanation?.clause ?? null,
    docs: explanation?.docs ?? null,
    alternatives: verdict.alternatives.map(alternativeOf),
    blockers: verdict.blockers.map((finding) => blockerOf(explain(finding))),
    credentials: { mode: verdict.credentials.mode, because: verdict.credentials.because },
    server: { framework, confidence, because, label, layers },
    cause: cause === null ? null : jsonCause(cause),
    fixes: fixes.map(jsonFix),
    warnings: warnings.map((finding) => {
      const { reason, title, text } = explain(finding)
      return { reason, title, explanation: text }
    }),
  }
  return redacted(open, redactorFor(diagnosed))
}

/** `flows`: those to list, all by default. */
export function jsonReport(
  diagnosis: Diagnosis,
  flows: readonly FlowDiagnosis[] = diagnosis.flows,
): JsonReport {
  return {
    schema: SCHEMA,
    tool: { ...TOOL },
    source: { browser: diagnosis.browser, entries: diagnosis.entries },
    flows: flows.map(jsonFlow),
  }
}
