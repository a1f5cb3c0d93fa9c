/** A case of the oracle: what a page asks and what the servers answer. Plain JSON. */

/** A header line as sent; each character of the value is one byte (U+0000 to U+00FF). */
export type HeaderLine = readonly [name: string, value: string]

export interface Answer {
  status: number
  headers: HeaderLine[]
}

/** Where a request goes at one step of its way, and what it gets there. */
export interface HopPlan {
  /** Address of the hop, without user and password. */
  url: string
  /** Answers to preflights in the order they arrive; the last one serves all that follow. */
  preflights: Answer[]
  /** Answers to everything else, likewise. */
  answers: Answer[]
}

export interface RequestPlan {
  api: 'fetch' | 'xhr'
  method: string
  headers: HeaderLine[]
  /** XMLHttpRequest knows include (withCredentials) and same-origin only. */
  credentials: 'omit' | 'same-origin' | 'include'
  mode: 'cors' | 'no-cors'
  redirect: 'follow' | 'error' | 'manual'
  /** Text sent along, null for none. */
  body: string | null
  /** XMLHttpRequest: a listener on `upload`, which forces a preflight. */
  uploadListener: boolean
  referrerPolicy: '' | 'no-referrer'
}

export interface Case {
  id: number
  /** Origin of the page that asks. */
  page: string
  /** Made to the address of the first hop. */
  requests: RequestPlan[]
  /** All at once, or each after the answer to the one before. */
  order: 'parallel' | 'sequence'
  hops: HopPlan[]
  /** A cookie lies in the jar for every host of the case. */
  cookie: boolean
}

/** The origins that cases are made of: pages and servers on loopback. */
export interface Origins {
  pages: readonly string[]
  servers: readonly string[]
}

export const casePath = (id: number): string => `/c/${id}/`
export const hopPath = (id: number, hop: number): string => `${casePath(id)}${hop}`

/** The number of the case and of the hop that a path belongs to, null for any other path. */
export function readHopPath(path: string): { id: number; hop: number } | null {
  const match = /^\/c\/(\d+)\/(\d+)/.exec(path)
  return match ? { id: Number(match[1]), hop: Number(match[2]) } : null
}
