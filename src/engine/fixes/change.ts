/** Change: what a fix alters, in a shape that can be replayed over a log. */
import type { Exchange } from '../har/exchange.ts'
import type { Flow } from '../log/flow.ts'

/** Every response of one maker, each by itself, whatever flow it belongs to: one to a preflight and one to a request alike. */
export interface ResponseChange {
  of: 'responses'
  /** Takes the exchange as the log holds it (status 0 where it was never sent) and gives it back as it is answered then. Pure. */
  after: (response: Exchange) => Exchange
  /** What it makes of a response follows from this text; null where nothing tells that two changes are the same. */
  setting: string | null
}

/** The request that the page makes: to another address, or with other headers. */
export interface RequestChange {
  of: 'request'
  /** The same flow as it runs then. Pure. */
  after: (flow: Flow) => Flow
}

/** What no replay can show: the log does not hold what would be answered then. */
export interface Untested {
  of: 'nothing'
  /** Why not, as a clause that follows “not tested:”. */
  why: string
}

export type Change = ResponseChange | RequestChange | Untested

export const onPage = (after: RequestChange['after']): RequestChange => ({ of: 'request', after })

export const onResponses = (
  after: ResponseChange['after'],
  setting: ResponseChange['setting'] = null,
): ResponseChange => ({ of: 'responses', after, setting })

export const untested = (why: string): Untested => ({ of: 'nothing', why })
