/** The whole flow on one screen: entries > exchanges > flows > verdict > server and cause > policy > fixes. */

import type { Cause } from './causes/cause.ts'
import { causesOf } from './causes/causes.ts'
import { type Policy, policyFor } from './fixes/policy.ts'
import type { Fix } from './fixes/recipe.ts'
import { fixesFor } from './fixes/recipes.ts'
import { warningsFor } from './fixes/warnings.ts'
import { type Browser, browserOf } from './har/read-json.ts'
import { evaluate } from './judge/evaluate.ts'
import { type Log, readLog } from './judge/log-evidence.ts'
import { fatesIn } from './judge/preflight-results.ts'
import type { Verdict } from './judge/verdict.ts'
import { endOf } from './judge/without-net-errors.ts'
import type { Flow } from './log/flow.ts'
import { captureFlows, exchangesOf } from './log/flows.ts'
import type { Finding } from './reasons/finding.ts'
import { type ObservedServer, observeServers } from './servers/observed-server.ts'
import { type ServerGuess, whoAnswered } from './servers/who.ts'

export interface DiagnoseOptions {
  /** Whose log; read off the entries when absent. */
  browser?: Browser
  /** HAR `log.creator.name`, which tells browsers whose entries have no private fields. */
  creator?: string
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
  /** The likeliest cause: the first of `causes`. */
  cause: Cause | null
  /** Every cause that fits, likeliest first, at most 3; [] where the finding says it all. */
  causes: readonly Cause[]
  policy: Policy | null
  fixes: Fix[]
  /** What is unwise or will break next although it does not block now. */
  warnings: Finding[]
}

/** Plain JSON. Flows in the order of the log; cross-origin requests only. */
export interface Diagnosis {
  browser: Browser
  entries: number
  flows: FlowDiagnosis[]
}

/** Diagnoses a network log. `entries`: HAR `log.entries`, from any browser, trusted in nothing. Never throws. */
export function diagnose(entries: readonly unknown[], options: DiagnoseOptions = {}): Diagnosis {
  const browser = options.browser ?? browserOf(options.creator ?? '', entries)
  const exchanges = exchangesOf(entries)
  const captured = captureFlows(exchanges, {
    browser,
    pages: options.pages ?? [],
    pageUrl: options.pageUrl ?? null,
    fates: fatesIn(browser),
  })
  const flows = browser === 'chromium' ? captured : captured.map(endOf)
  const log = readLog(exchanges)
  const servers = observeServers(flows)
  const names = new Map<string, number>()
  return {
    browser,
    entries: entries.length,
    flows: flows.map((flow) => ({
      id: nameOf(flow, names),
      ...diagnoseFlow(flow, log, servers.at(flow.exchange.url), options.frameworkByOrigin ?? {}),
    })),
  }
}

/** One flow, from its verdict to the proven fixes. `observed`: the server that it ended at. */
function diagnoseFlow(
  flow: Flow,
  log: Log,
  observed: ObservedServer,
  frameworkByOrigin: Readonly<Record<string, string>>,
): Omit<FlowDiagnosis, 'id'> {
  const verdict = evaluate(flow, log)
  const server = whoAnswered(flow, observed, frameworkByOrigin[observed.origin])
  const causes = causesOf(flow, verdict, server, observed)
  const cause = causes[0] ?? null
  const policy = policyFor(flow, verdict, observed)
  const fixes = fixesFor({ flow, verdict, server, cause, policy, observed })
  const warnings = warningsFor(flow, verdict, observed)
  return { flow, verdict, server, cause, causes, policy, fixes, warnings }
}

/** Time, method and URL; twins of the same millisecond are counted. */
function nameOf({ exchange }: Flow, names: Map<string, number>): string {
  const name = `${exchange.startedAt} ${exchange.method} ${exchange.url}`
  const count = (names.get(name) ?? 0) + 1
  names.set(name, count)
  return count === 1 ? name : `${name} #${count}`
}
