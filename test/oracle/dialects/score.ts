/** Verdicts on a rewritten log beside what the browser said of the same requests. */
import { diagnose, type FlowDiagnosis } from '../../../src/engine/index.ts'
import type { Truth } from '../../support/cdp-truth.ts'
import type { LoggedEntry } from '../collector.ts'
import { type RewrittenDialect, rewritten } from './rewrite.ts'

export interface Score {
  requests: number
  /** The browser's verdict. */
  right: number
  /** Left open, with what is missing. */
  open: number
  /** Not in the log, or not to be told from what is no CORS request. */
  absent: number
  /** Called blocked and certain, and was not. */
  falseBlocks: string[]
  /** Called allowed and certain, and was blocked. */
  falsePasses: string[]
  /** Called blocked without being certain, and was not. */
  falseAlarms: string[]
  /** Called allowed, and was blocked, and no alternative says so. */
  silentMisses: string[]
}

export const emptyScore = (): Score => ({
  requests: 0,
  right: 0,
  open: 0,
  absent: 0,
  falseBlocks: [],
  falsePasses: [],
  falseAlarms: [],
  silentMisses: [],
})

interface Recorded {
  page: string
  truths: readonly Truth[]
  entries: readonly LoggedEntry[]
}

const firstUrl = ({ flow }: FlowDiagnosis): string => (flow.hops[0]?.exchange ?? flow.exchange).url

type Judgement = 'right' | 'open' | 'absent' | 'falseBlocks' | 'falsePasses' | 'falseAlarms' | 'silentMisses'

/** From good to bad: requests to one address cannot be told apart, so that the best pairing counts. */
const ORDER: readonly Judgement[] = [
  'right',
  'open',
  'absent',
  'falseAlarms',
  'silentMisses',
  'falsePasses',
  'falseBlocks',
]

function judged(truth: Truth, diagnosed: FlowDiagnosis | null): Judgement {
  if (diagnosed === null) return 'absent'
  const { outcome, certain, alternatives } = diagnosed.verdict
  const wasBlocked = truth.corsError !== null
  if (outcome === 'undetermined') return 'open'
  if (outcome === 'blocked') {
    // the page may have asked for no redirects, which no log holds
    const mayBeOther = alternatives.some(({ finding }) => finding.reason.startsWith('redirect-mode'))
    if (wasBlocked || (truth.outcome === 'failed' && mayBeOther)) return 'right'
    return certain ? 'falseBlocks' : 'falseAlarms'
  }
  if (!wasBlocked) return 'right'
  if (outcome === 'not-cors') return alternatives.length > 0 || !certain ? 'open' : 'falsePasses'
  if (certain) return 'falsePasses'
  return alternatives.length > 0 ? 'open' : 'silentMisses'
}

/** Truths and flows of one address, the best matches first; what is left of either stands alone. */
function bestPairing(
  truths: readonly Truth[],
  flows: readonly FlowDiagnosis[],
): [Truth, FlowDiagnosis | null][] {
  const matches = truths
    .flatMap((truth) =>
      [null, ...flows].map((flow) => ({ truth, flow, rank: ORDER.indexOf(judged(truth, flow)) })),
    )
    .sort((a, b) => a.rank - b.rank)
  const pairs = new Map<Truth, FlowDiagnosis | null>()
  const taken = new Set<FlowDiagnosis>()
  for (const { truth, flow } of matches) {
    if (pairs.has(truth) || (flow !== null && taken.has(flow))) continue
    pairs.set(truth, flow)
    if (flow !== null) taken.add(flow)
  }
  return [...pairs]
}

const inWords = ({ flow, verdict }: FlowDiagnosis, truth: Truth): string =>
  `${flow.exchange.method} ${flow.exchange.url}: ${truth.corsError ?? truth.errorText ?? truth.outcome} | ${verdict.outcome} ${verdict.finding?.reason ?? ''} at ${verdict.finding?.stage ?? ''}`

export function scoreCase(
  dialect: RewrittenDialect,
  { page, truths, entries }: Recorded,
  score: Score,
): void {
  const pageUrl = page.endsWith('/page') ? page : `${page}/page`
  const log = rewritten(dialect, entries, pageUrl)
  const { flows } = diagnose(log.entries, { ...log.head, pageUrl })
  for (const url of new Set(truths.map((truth) => truth.firstUrl))) {
    const asked = truths.filter((truth) => truth.firstUrl === url)
    const found = flows.filter((flow) => firstUrl(flow) === url)
    for (const [truth, flow] of bestPairing(asked, found)) {
      score.requests++
      const judgement = judged(truth, flow)
      if (judgement === 'right' || judgement === 'open' || judgement === 'absent') score[judgement]++
      else if (flow !== null) score[judgement].push(inWords(flow, truth))
    }
  }
}
