/** Open modes: the credentials modes that a log without marks leaves open, and what each leads to. */
import { DIALECTS } from '../har/dialects.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Flow } from '../log/flow.ts'
import type { CredentialsMode } from './cors-check.ts'
import { MODES, provenMode } from './credentials-evidence.ts'
import { hopsOf } from './hops.ts'
import { type Judgement, judgeChain } from './judge.ts'
import { isCorsMode } from './outside-cors.ts'

export interface Judged {
  mode: CredentialsMode
  /** Null when everything on record passes in this mode. */
  judgement: Judgement | null
}

export type Refused = Judged & { judgement: Judgement }
export const isRefused = (judged: Judged): judged is Refused => judged.judgement !== null

const isAnswered = ({ status }: Exchange): boolean => status !== 0

/** Firefox logs a request that it never made without a time, and one that got no answer with its times (measured). */
const wasSentInVain = ({ status, ending, timed }: Exchange, { dialect }: Flow): boolean =>
  DIALECTS[dialect].unsent === 'missing' && status === 0 && ending.kind === 'unmarked' && timed

/** A browser stops where a check fails. One that went on past that place did not use the mode in which it fails. */
function wentOn(flow: Flow, { finding: found, hop }: Judgement): boolean {
  const hops = hopsOf(flow)
  const failing = hops[hop]?.exchange
  if (found.stage === 'preflight' && failing !== undefined)
    if (isAnswered(failing) || wasSentInVain(failing, flow)) return true
  return hops
    .slice(hop + 1)
    .some(({ exchange, preflight }) => isAnswered(exchange) || (preflight !== null && isAnswered(preflight)))
}

/** Whether the page got the response, by its own Resource Timing; null where that does not tell. */
export function wasDelivered(flow: Flow): boolean | null {
  const status = hopsOf(flow)[0]?.exchange.pageStatus ?? null
  if (status === null || !isCorsMode(flow)) return null
  // a redirect's own status: it was not followed, be it by the page's wish or by a failure
  return status >= 300 && status <= 399 ? null : status !== 0
}

export const judgedInAll = (flow: Flow): Judged[] =>
  MODES.map((mode) => ({ mode, judgement: judgeChain(flow, mode) }))

/** What is proven of the mode, how far the browser went and what the page got each rule one out; none where that contradicts both. */
export function openModes(flow: Flow): Judged[] {
  const proven = provenMode(flow)?.mode
  const possible = judgedInAll(flow).filter(
    ({ mode, judgement }) =>
      (proven === undefined || mode === proven) && (judgement === null || !wentOn(flow, judgement)),
  )
  const delivered = wasDelivered(flow)
  const seen = possible.filter(({ judgement }) => delivered === null || (judgement === null) === delivered)
  return seen.length > 0 ? seen : possible
}
