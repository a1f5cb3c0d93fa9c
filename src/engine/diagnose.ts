/** The whole flow on one screen. */
import type { Flow } from './capture/flow.ts'
import type { Browser } from './capture/har.ts'
import type { Verdict } from './evaluate/verdict.ts'
import type { Fix } from './fix/framework.ts'
import type { Policy } from './fix/policy.ts'
import type { Finding } from './reasons/finding.ts'
import type { Cause } from './server/cause.ts'
import type { ServerGuess } from './server/who.ts'

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
  cause: Cause | null
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
