/** The whole flow on one screen: entries > exchanges > flows > verdict > server and cause > policy > fixes. */

import type { Cause } from './causes/cause.ts'
import { causesOf } from './causes/causes.ts'
import { stoppedAt } from './causes/failure.ts'
import { type Policy, policyFor } from './fixes/policy.ts'
import type { Proof } from './fixes/proof.ts'
import type { Fix } from './fixes/recipe.ts'
import { fixesFor } from './fixes/recipes.ts'
import { warningsFor } from './fixes/warnings.ts'
import type { Browser } from './har/read-json.ts'
import { type LogHead, type Recorder, recorderOf } from './har/recorder.ts'
import { evaluate } from './judge/evaluate.ts'
import { LogEvidence } from './judge/log-evidence.ts'
import { pairingRules } from './judge/preflight-results.ts'
import type { Verdict } from './judge/verdict.ts'
import { truncateAtFailure } from './judge/without-net-errors.ts'
import type { EditedValue, Flow } from './log/flow.ts'
import { withHeadersOnce } from './log/flows.ts'
import { NetworkLog } from './log/network-log.ts'
import type { Judged } from './log/rules.ts'
import type { Finding } from './reasons/finding.ts'
import { type Maker, makerOf } from './servers/maker.ts'
import { type ObservedServer, observeServers } from './servers/observed-server.ts'
import { type Ownership, ownershipOf } from './servers/ownership.ts'
import { type ServerGuess, whoAnswered } from './servers/who.ts'
import { sayCause } from './words/say.ts'

/** What the log says of itself tells who wrote it, together with what its entries show. */
export interface DiagnoseOptions extends LogHead {
  /** HAR `log.pages`: Chromium puts the page's URL into `title`. */
  pages?: readonly unknown[]
  /** The page's URL when the log names none (the panel knows it from DevTools). */
  pageUrl?: string
  /** The user's own choice of framework by server origin. */
  frameworkByOrigin?: Readonly<Record<string, string>>
}

/** Plain JSON. */
export interface FlowDiagnosis {
  /** Stable while the log grows: the same request keeps its id. */
  id: string
  flow: Flow
  verdict: Verdict
  server: ServerGuess
  /** Who made the response that stopped the request. */
  maker: Maker
  /** Whose server that is. */
  ownership: Ownership
  /** The likeliest cause: the first of `causes`. */
  cause: Cause | null
  /** Every cause that fits, likeliest first, at most 3; [] where the finding says it all. */
  causes: readonly Cause[]
  policy: Policy | null
  fixes: Fix[]
  /** What is unwise or will break next although it does not block now. */
  warnings: Finding[]
  /** What a person changed in it, in the order of the exchange; absent where all is as recorded. */
  edited?: readonly EditedValue[]
  /** What the browser showed of it since; absent where nothing. */
  proofs?: readonly Proof[]
}

/** Plain JSON. Flows in the order of the log; cross-origin requests only. */
export interface Diagnosis {
  browser: Browser
  /** Who wrote the log, and what it therefore cannot tell. */
  recorder: Recorder
  entries: number
  flows: FlowDiagnosis[]
}

/** A log that grows, its flows judged at once and advised on when somebody asks. */
export type DiagnosedLog = NetworkLog<Verdict, FlowDiagnosis, ObservedServer>

export interface LogOptions {
  recorder: Recorder
  /** The user's own choice of framework by server origin, asked for each time advice is worked out. */
  frameworkFor?: (origin: string) => string | undefined
  /** Entries of pages' own origins that are kept although nothing is known to need them; all of them when absent. */
  mostWaiting?: number
}

export function networkLog({
  recorder,
  frameworkFor = () => undefined,
  mostWaiting,
}: LogOptions): DiagnosedLog {
  const evidence = new LogEvidence()
  const rules = {
    pairing: pairingRules,
    evidence,
    end: (flow: Flow) => truncateAtFailure(withHeadersOnce(flow)),
    judge: (flow: Flow) => evaluate(flow, evidence),
    servers: observeServers(),
    advise: (judged: Judged<Verdict>, observed: ObservedServer) =>
      advise(judged, observed, frameworkFor(observed.origin)),
  }
  return new NetworkLog(recorder, rules, mostWaiting)
}

/** Diagnoses a network log. `entries`: HAR `log.entries`, from any browser, trusted in nothing. Never throws. */
export function diagnose(entries: readonly unknown[], options: DiagnoseOptions = {}): Diagnosis {
  const { pages = [], pageUrl = null, frameworkByOrigin = {} } = options
  const recorder = recorderOf(options, entries)
  const log = networkLog({ recorder, frameworkFor: (origin) => frameworkByOrigin[origin] })
  log.setPages(pages)
  log.setPageUrl(pageUrl)
  log.add(entries)
  const flows = log.flows().flatMap(({ id }) => log.advice(id) ?? [])
  return { browser: recorder.browser, recorder, entries: entries.length, flows }
}

/** A flow that is in no log, judged already: what it shows of its servers is all that is known of them. */
export function adviseAlone(judged: Judged<Verdict>, chosen?: string): FlowDiagnosis {
  const servers = observeServers()
  servers.add(judged.flow)
  return advise(judged, servers.at(judged.flow.exchange.url), chosen)
}

/** One flow from its verdict to the proven fixes. `observed`: the server that it ended at. */
function advise(
  { id, flow, verdict }: Judged<Verdict>,
  observed: ObservedServer,
  chosen?: string,
): FlowDiagnosis {
  const guess = whoAnswered(flow, observed)
  // a choice by hand decides whose code is printed; what went wrong is what the log shows
  const server = chosen === undefined ? guess : whoAnswered(flow, observed, chosen)
  const answer = stoppedAt(flow, verdict)
  const maker = makerOf(answer, observed)
  const ownership = ownershipOf(answer.url, flow.origin.initiator)
  const found = causesOf(flow, verdict, guess, observed)
  const causes = found.map((each) => sayCause(each))
  const cause = causes[0] ?? null
  const policy = policyFor(flow, verdict, observed)
  const actor = found[0]?.actor ?? answer
  const fixes = fixesFor({ flow, verdict, server, cause, actor, policy, observed })
  const warnings = warningsFor(flow, verdict, observed)
  return { id, flow, verdict, server, maker, ownership, cause, causes, policy, fixes, warnings }
}
