/**
 * Proofs of one failure, from what the log holds after it: a trial that let it pass, the two sendings that settle a
 * credentials mode, the request that passes since the server was mended. Nothing is said that the log does not show.
 */

import { originOf } from '../fetch/origin.ts'
import type { Proof } from '../fixes/proof.ts'
import type { Exchange } from '../har/exchange.ts'
import type { CredentialsMode } from '../judge/cors-check.ts'
import { MODES } from '../judge/credentials-evidence.ts'
import { judge } from '../judge/judge.ts'
import { questionOf } from '../judge/preflight.ts'
import { isFailure, type Verdict } from '../judge/verdict.ts'
import type { Flow } from '../log/flow.ts'
import type { Judged } from '../log/rules.ts'
import { explain } from '../reasons/explain.ts'
import type { Finding } from '../reasons/finding.ts'
import { changedValues } from './changes.ts'

/** A time in which response headers were set in the tab. Milliseconds since the epoch; `to` is null while it goes on. */
export interface TrialSpan {
  serverOrigin: string
  pageOrigin: string
  /** Without query. */
  paths: readonly string[]
  set: readonly (readonly [name: string, value: string])[]
  from: number
  to: number | null
}

/** The request of a failure, sent again from the page; what became of it is in the log under `id`. */
export interface Sending {
  id: string
  mode: CredentialsMode
}

export interface Known {
  trials: readonly TrialSpan[]
  /** Those for this failure, the newest of each mode. */
  sendings: readonly Sending[]
}

type Request = Judged<Verdict>

const firstOf = ({ hops, exchange, preflight }: Flow): { exchange: Exchange; preflight: Exchange | null } =>
  hops[0] ?? { exchange, preflight }

const withoutQuery = (url: string): string => url.replace(/[?#][\s\S]*$/, '')

/** Requests with one key go to one endpoint, as the page wrote them. */
export function endpointKey(flow: Flow): string {
  const { method, url } = firstOf(flow).exchange
  return `${method} ${withoutQuery(url)} ${flow.origin.initiator}`
}

const startOf = (flow: Flow): number => firstOf(flow).exchange.startedAt

/** It went through a rule of the trial, or may have. */
export function isInTrial(flow: Flow, { serverOrigin, pageOrigin, paths, from, to }: TrialSpan): boolean {
  const at = flow.exchange.startedAt + flow.exchange.duration
  if (at < from || (to !== null && startOf(flow) > to) || flow.origin.initiator !== pageOrigin) return false
  return [...flow.hops, flow].some(
    ({ exchange: { url } }) =>
      originOf(url) === serverOrigin && paths.includes(withoutQuery(url).slice(serverOrigin.length) || '/'),
  )
}

/** The modes that the log leaves open. */
const openIn = ({ credentials: { mode } }: Verdict): readonly CredentialsMode[] =>
  mode === 'unknown' ? MODES : [mode]

/** What stopped it, for the mode that it was sent in. */
export const findingIn = ({ flow, verdict }: Request, mode: CredentialsMode): Finding | null =>
  verdict.outcome === 'blocked' ? (judge(flow, mode) ?? verdict.finding) : verdict.finding

const isSame = (a: Finding, b: Finding): boolean =>
  a.reason === b.reason && a.stage === b.stage && explain(a).failedParameter === explain(b).failedParameter

function bothWays(failure: Request, sendings: readonly Sending[], later: readonly Request[]): Proof | null {
  const found = MODES.flatMap((mode) => {
    const sending = sendings.findLast((one) => one.mode === mode)
    const request = sending === undefined ? undefined : later.find(({ id }) => id === sending.id)
    return request === undefined ? [] : [{ mode, request, finding: findingIn(request, mode) }]
  })
  if (found.length < MODES.length) return null
  const at = Math.max(...found.map(({ request }) => startOf(request.flow)))
  const failing = found.filter(({ request }) => request.verdict.outcome === 'blocked')
  const [first, second] = failing
  if (first?.finding == null) return null
  if (second !== undefined) {
    if (second.finding === null) return null
    const findings = { [first.mode]: first.finding, [second.mode]: second.finding } as Record<
      CredentialsMode,
      Finding
    >
    return { kind: 'fails-both-ways', at, findings }
  }
  const passes = found.some(({ request }) => request.verdict.outcome === 'allowed')
  // only where the server still says what it said is it the same failure
  const unchanged = changedValues(failure.flow, first.request.flow).length === 0
  const meant = [failure.verdict.finding, ...failure.verdict.alternatives.map(({ finding }) => finding)]
  const finding = meant.find((one) => one !== null && isSame(one, first.finding as Finding))
  return passes && unchanged && finding != null ? { kind: 'settled', at, mode: first.mode, finding } : null
}

/** Asks for the same: what calls for a preflight is the same in both. */
function asksAlike(a: Flow, b: Flow): boolean {
  const asked = (flow: Flow): string => {
    const { preflight } = firstOf(flow)
    return preflight === null ? '' : JSON.stringify(questionOf(preflight))
  }
  // an answer that the browser kept leaves no preflight behind
  return asked(a) === asked(b) || firstOf(b).preflight === null
}

/** It passes in every mode in which the failing one may have been made. */
const passesFor = (failure: Request, { flow, verdict }: Request): boolean =>
  verdict.outcome === 'allowed' &&
  verdict.alternatives.length === 0 &&
  asksAlike(failure.flow, flow) &&
  openIn(failure.verdict).every((mode) => judge(flow, mode) === null)

function mended(failure: Request, later: readonly Request[], trials: readonly TrialSpan[]): Proof | null {
  const newest = later.findLast(({ flow }) => !trials.some((trial) => isInTrial(flow, trial)))
  if (newest === undefined || !passesFor(failure, newest)) return null
  const { flow, verdict } = newest
  const after = { exchange: flow.exchange, preflight: flow.preflight }
  const changes = changedValues(failure.flow, flow)
  if (changes.length === 0) return null
  return { kind: 'mended', at: startOf(flow), seen: verdict.basis === 'browser-mark', changes, after }
}

function proven(failure: Request, later: readonly Request[], trials: readonly TrialSpan[]): Proof | null {
  for (const { flow, verdict } of later.toReversed()) {
    const trial = trials.find((one) => isInTrial(flow, one))
    if (trial === undefined || verdict.outcome !== 'allowed' || !asksAlike(failure.flow, flow)) continue
    // the log keeps the headers as they came: this is what the trial let pass, and nothing else
    if (openIn(failure.verdict).some((mode) => judge(flow, mode) === null)) continue
    const after = { exchange: flow.exchange, preflight: flow.preflight }
    return { kind: 'trial', at: startOf(flow), set: trial.set, after }
  }
  return null
}

/** The mend that a request shows which passes where an earlier one had failed. */
function mendOf(passing: Request, requests: readonly Request[], known: Known): Proof[] {
  const at = startOf(passing.flow)
  const failure = requests.findLast(({ flow, verdict }) => isFailure(verdict) && startOf(flow) <= at)
  if (failure === undefined || passing.verdict.outcome !== 'allowed') return []
  return proofsOf(failure, requests, known).filter(
    (proof) => proof.kind === 'mended' && proof.after.exchange.index === passing.flow.exchange.index,
  )
}

/** `requests`: those of the log to the same endpoint, in its order; the one asked about may be among them. */
export function proofsOf(failure: Request, requests: readonly Request[], known: Known): Proof[] {
  if (!isFailure(failure.verdict)) return mendOf(failure, requests, known)
  const { trials, sendings } = known
  const since = startOf(failure.flow)
  const later = requests.filter(({ id, flow }) => id !== failure.id && startOf(flow) >= since)
  if (later.length === 0) return []
  const withoutTrial = later.filter(({ flow }) => !trials.some((trial) => isInTrial(flow, trial)))
  return [
    bothWays(failure, sendings, withoutTrial),
    proven(failure, later, trials),
    mended(failure, later, trials),
  ].filter((proof) => proof !== null)
}
