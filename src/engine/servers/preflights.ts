/** What a preflight asks for and what its answer grants. */

import { extractTokens } from '../fetch/headers.ts'
import type { Exchange } from '../har/exchange.ts'
import { questionOf } from '../judge/preflight.ts'
import { answerHeader, requestHeader } from './responses.ts'

export const askedMethod = (preflight: Exchange): string =>
  requestHeader(preflight, 'access-control-request-method') ?? ''

/** Lower-cased, as browsers write them. */
export const askedHeaders = (preflight: Exchange): string[] => questionOf(preflight).headers

export const grantedMethods = (preflight: Exchange): string[] =>
  extractTokens(preflight.responseHeaders, 'access-control-allow-methods') ?? []

/** Lower-cased. */
export const grantedHeaders = (preflight: Exchange): string[] =>
  (extractTokens(preflight.responseHeaders, 'access-control-allow-headers') ?? []).map((name) =>
    name.toLowerCase(),
  )

export const isUnparsable = (preflight: Exchange, name: string): boolean =>
  answerHeader(preflight, name) !== null && extractTokens(preflight.responseHeaders, name) === null

/** Requested header names that the answer does not name; `*` counts for nothing here. */
export const missingHeaders = (preflight: Exchange): string[] => {
  const granted = grantedHeaders(preflight)
  return askedHeaders(preflight).filter((name) => !granted.includes(name))
}
