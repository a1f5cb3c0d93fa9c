/** One flow of the report. Every text passes the redactor as what it is: address, header, text of the log, or words. */
import type { FlowDiagnosis } from '../diagnose.ts'
import { getHeader } from '../fetch/headers.ts'
import { checkWords } from '../fixes/check-words.ts'
import { markOf } from '../har/ending.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Flow } from '../log/flow.ts'
import { type Explanation, explain } from '../reasons/explain.ts'
import { answerOf } from './answer-of.ts'
import { actualCommand, preflightCommand } from './curl.ts'
import { isRequestIdHeader } from './find-in-headers.ts'
import { limitsOf } from './flow-limits.ts'
import { blockersOf, doubtOf, explanationOf, preflightOf, timeOf } from './listing.ts'
import type { Impact, ReportBlocker, ReportExchange, ReportFix, ReportFlow, ReportReason } from './model.ts'
import { serverOf } from './neighbours.ts'
import { exchangesOf, type Redactor } from './redactor.ts'
import { EXPECTED, since } from './since.ts'

export interface FlowContext {
  redactor: Redactor
  impactOf: (diagnosed: FlowDiagnosis) => Impact
}

/** Longer values stand in no report; the minimal HAR has them whole. */
const LONGEST = 4000
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** Cut to what a reader can take in; every text of a report is well-formed Unicode. */
export const capped = (text: string): string =>
  (text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text).replace(
    LONE,
    '\ufffd',
  )

interface Say {
  url(text: string): string
  text(text: string): string
  words(text: string): string
  wordsOrNull(text: string | null): string | null
  headers(headers: Exchange['requestHeaders']): [string, string][]
}

function sayWith(redactor: Redactor): Say {
  const words = (text: string): string => capped(redactor.words(text))
  return {
    url: (text) => capped(redactor.url(text)),
    text: (text) => capped(redactor.text(text)),
    words,
    wordsOrNull: (text) => (text === null ? null : words(text)),
    headers: (headers) =>
      redactor.headers(headers).map(([name, value]): [string, string] => [capped(name), capped(value)]),
  }
}

function reasonOf(explanation: Explanation | null, say: Say): ReportReason {
  if (explanation === null) {
    const browserCodes = { chromium: null, firefox: null }
    return { reason: null, stage: null, browserCodes, failedParameter: null }
  }
  const { reason, stage, codes, failedParameter } = explanation
  const browserCodes = { chromium: codes.chromium, firefox: codes.firefox?.replace(/\d$/, '') ?? null }
  return {
    reason,
    stage,
    browserCodes,
    failedParameter: failedParameter === null ? null : say.text(failedParameter),
  }
}

const hasResponse = (exchange: Exchange | null): exchange is Exchange =>
  exchange !== null && (exchange.status !== 0 || exchange.responseHeaders.length > 0)

/** `received` is what came over the wire: a blocker found by repairing others may know it otherwise. */
function blockerOf(explanation: Explanation, flow: Flow, say: Say): ReportBlocker {
  const { reason, stage, header, expected, title } = explanation
  const exchange = stage === 'preflight' ? flow.preflight : flow.exchange
  const onRecord = hasResponse(exchange)
  const value = header === null || !onRecord ? null : getHeader(exchange.responseHeaders, header)
  const received =
    header === null
      ? say.wordsOrNull(explanation.received)
      : value === null
        ? null
        : (say.headers([[header, value]])[0]?.[1] ?? null)
  return {
    reason,
    stage,
    header,
    expected: say.wordsOrNull(expected),
    received,
    onRecord,
    title: say.words(title),
  }
}

const fixOf = (fix: FlowDiagnosis['fixes'][number], say: Say): ReportFix => ({
  framework: fix.framework,
  title: say.words(fix.title),
  language: fix.language,
  file: say.words(fix.file),
  code: say.words(fix.code),
  note: say.wordsOrNull(fix.note),
  owner: fix.owner,
  reach: { maker: fix.reach.maker, paths: fix.reach.paths.map(say.words) },
  proof: fix.check.proof,
  checked: say.words(checkWords(fix.check)),
})

function exchangeOf(exchange: Exchange, say: Say): ReportExchange {
  const role = exchange.isPreflight ? 'preflight' : exchange.redirectUrl === null ? 'request' : 'redirected'
  const error = markOf(exchange.ending)
  return {
    role,
    entry: exchange.index,
    method: say.text(exchange.method),
    url: say.url(exchange.url),
    requestHeaders: say.headers(exchange.requestHeaders),
    status: exchange.status,
    statusText: say.text(exchange.statusText),
    responseHeaders: say.headers(exchange.responseHeaders),
    error: error === null ? null : say.text(error),
    startedDateTime: timeOf(exchange.startedAt),
  }
}

const requestIdsOf = (flow: Flow, say: Say): ReportFlow['requestIds'] =>
  exchangesOf(flow).flatMap(({ requestHeaders, responseHeaders }) => {
    const traced = requestHeaders.filter(([name]) =>
      /^(?:traceparent|x-request-id|x-correlation-id)$/i.test(name),
    )
    const ids = [...traced, ...responseHeaders.filter(([name]) => isRequestIdHeader(name))]
    return say.headers(ids).map(([name, value]) => ({ name, value }))
  })

function initiatorOf({ initiator }: Exchange, say: Say): ReportFlow['initiator'] {
  if (!initiator.url) return null
  return { url: say.url(initiator.url), line: initiator.line === null ? null : initiator.line + 1 }
}

type WhoAsked = Pick<
  ReportFlow,
  'origin' | 'requestOrigin' | 'originBecause' | 'page' | 'initiator' | 'userAgent' | 'resourceType'
>

function whoAsked({ exchange, origin, pageUrl }: Flow, say: Say): WhoAsked {
  const page = origin.initiator ?? origin.serialized
  const agent = getHeader(exchange.requestHeaders, 'user-agent')
  return {
    origin: page === null ? null : say.url(page),
    requestOrigin: origin.serialized === null ? null : say.url(origin.serialized),
    originBecause: say.words(origin.because),
    page: pageUrl === null ? null : say.url(pageUrl),
    initiator: initiatorOf(exchange, say),
    userAgent: agent === null ? null : say.text(agent),
    resourceType: exchange.resourceType === null ? null : say.text(exchange.resourceType),
  }
}

function serverIn(diagnosed: FlowDiagnosis, say: Say): ReportFlow['server'] {
  const { framework, confidence, chosen, because, label, layers } = diagnosed.server
  const { maker } = diagnosed
  const origin = serverOf(diagnosed)
  return {
    origin: origin === null ? null : say.url(origin),
    framework,
    confidence,
    chosen,
    because: because.map(say.words),
    label: say.words(label),
    layers: layers.map(say.words),
    ownership: diagnosed.ownership,
    maker: { kind: maker.kind, software: maker.software, because: maker.marks.map(say.words) },
  }
}

export function reportFlow(diagnosed: FlowDiagnosis, { redactor, impactOf }: FlowContext): ReportFlow {
  const say = sayWith(redactor)
  const { flow, verdict, causes, fixes, warnings } = diagnosed
  const { exchange } = flow
  const explanation = explanationOf(diagnosed)
  const error = markOf(exchange.ending)
  const { text, owner } = answerOf(diagnosed)
  return {
    entry: exchange.index,
    preflight: flow.preflight?.index ?? null,
    hops: flow.hops.map((hop) => hop.exchange.index),
    url: say.url(exchange.url),
    method: say.text(exchange.method),
    ...whoAsked(flow, say),
    status: exchange.status,
    error: error === null ? null : say.text(error),
    startedDateTime: timeOf(exchange.startedAt),
    outcome: verdict.outcome,
    answer: { text: say.words(`${diagnosed.edited === undefined ? '' : EXPECTED}${text}`), owner },
    ...reasonOf(explanation, say),
    certain: verdict.certain,
    basis: verdict.basis,
    doubt: doubtOf(diagnosed),
    title: say.wordsOrNull(explanation?.title ?? null),
    explanation: say.wordsOrNull(explanation?.text ?? null),
    clause: explanation?.clause ?? null,
    docs: explanation?.docs ?? null,
    alternatives: verdict.alternatives.map(({ finding, decidedBy }) => {
      const other = explain(finding)
      return { ...reasonOf(other, say), title: say.words(other.title), decidedBy: say.words(decidedBy) }
    }),
    blockers:
      verdict.outcome === 'blocked'
        ? blockersOf(diagnosed).map((blocker) => blockerOf(blocker, flow, say))
        : [],
    credentials: { mode: verdict.credentials.mode, because: say.words(verdict.credentials.because) },
    preflightNote: say.words(preflightOf(diagnosed)),
    server: serverIn(diagnosed, say),
    causes: causes.map(({ id, owner: who, title, text: why, misleading, certain, evidence }) => ({
      id,
      owner: who,
      title: say.words(title),
      text: say.words(why),
      misleading: say.wordsOrNull(misleading),
      certain,
      evidence: { for: evidence.for.map(say.words), against: evidence.against.map(say.words) },
    })),
    fixes: fixes.map((fix) => fixOf(fix, say)),
    warnings: warnings.map(explain).map(({ reason, title, text: why }) => ({
      reason,
      title: say.words(title),
      explanation: say.words(why),
    })),
    exchanges: exchangesOf(flow).map((each) => exchangeOf(each, say)),
    commands: {
      preflight: preflightCommand(diagnosed, redactor),
      request: actualCommand(diagnosed, redactor),
    },
    impact: impactOf(diagnosed),
    requestIds: requestIdsOf(flow, say),
    limits: limitsOf(diagnosed).map(say.words),
    ...since(diagnosed, say, (each) => exchangeOf(each, say)),
  }
}
