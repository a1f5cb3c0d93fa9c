/** One exchange as it went over the wire: request line, headers, status, headers; secrets out, noise out. */

import type { HeaderList } from '../fetch/headers.ts'
import type { Exchange } from '../har/exchange.ts'
import { isRequestIdHeader } from './find-in-headers.ts'
import type { Redactor } from './redactor.ts'

/** What every browser adds to every request; it takes no part in CORS. */
const NOISE =
  /^(:.*|user-agent|accept-encoding|accept-language|sec-ch-.*|connection|upgrade-insecure-requests|priority|dnt|sec-gpc)$/i
const LONGEST = 500

const cut = (value: string): string =>
  value.length > LONGEST ? `${value.slice(0, LONGEST)}… (${value.length} characters)` : value

const headerLines = (headers: HeaderList, redactor: Redactor): string[] =>
  redactor.headers(headers).map(([name, value]) => `${name}: ${cut(value).replace(/[\r\n]+/g, ' ')}`)

function answerOf({ status, statusText, ending, responseHeaders }: Exchange, redactor: Redactor): string[] {
  const failure = ending.kind === 'failed' ? [`(${redactor.text(ending.netError)})`] : []
  if (status === 0 && responseHeaders.length === 0) return ['(no answer on record)', ...failure]
  return [
    `${status} ${redactor.text(statusText)}`.trim(),
    ...headerLines(responseHeaders, redactor),
    ...failure,
  ]
}

export function wireText(exchange: Exchange, redactor: Redactor): string {
  const sent = exchange.requestHeaders.filter(([name]) => !NOISE.test(name))
  return [
    `${redactor.text(exchange.method)} ${redactor.url(exchange.url)}`,
    ...headerLines(sent, redactor),
    '',
    ...answerOf(exchange, redactor),
  ].join('\n')
}

/** Ids that the server's own log holds too. */
export function requestIdsOf(exchange: Exchange, redactor: Redactor): HeaderList {
  return redactor.headers(exchange.responseHeaders.filter(([name]) => isRequestIdHeader(name)))
}
