/** Readings of one answer that fingerprints, causes and fixes share. */

import { getHeader, listItems as itemsOf } from '../fetch/headers.ts'
import { originOf, parseUrl } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Flow } from '../log/flow.ts'

export const answerHeader = (exchange: Exchange, name: string): string | null =>
  getHeader(exchange.responseHeaders, name)

export const requestHeader = (exchange: Exchange, name: string): string | null =>
  getHeader(exchange.requestHeaders, name)

/** `Content-Length` in bytes; null when absent or no number (chunked, compressed, stripped by a proxy). */
export function contentLength(exchange: Exchange): number | null {
  const value = answerHeader(exchange, 'content-length')
  return value !== null && /^\d+$/.test(value) ? Number(value) : null
}

/** The essence of `Content-Type`, lower-cased; '' when absent. */
export const contentType = (exchange: Exchange): string =>
  (answerHeader(exchange, 'content-type')?.split(';')[0] ?? '').trim().toLowerCase()

/** The items of a comma-separated header, trimmed, lower-cased. */
export const listItems = (exchange: Exchange, name: string): string[] =>
  itemsOf(exchange.responseHeaders, name).map((item) => item.toLowerCase())

/** `Vary` names this request header (or `*`). */
export const variesBy = (exchange: Exchange, name: string): boolean => {
  const items = listItems(exchange, 'vary')
  return items.includes('*') || items.includes(name.toLowerCase())
}

/** Any `Access-Control-Allow-*` header: some layer that speaks CORS took part in this answer. */
export const speaksCors = (exchange: Exchange): boolean =>
  exchange.responseHeaders.some(([name]) => name.toLowerCase().startsWith('access-control-allow-'))

export const allowedOrigin = (exchange: Exchange): string | null =>
  answerHeader(exchange, 'access-control-allow-origin')

/** The answer lets this origin in, by name or by `*`. */
export const letsIn = (exchange: Exchange, origin: string | null): boolean => {
  const value = allowedOrigin(exchange)
  return value !== null && (value === '*' || value === origin)
}

export const isAnswered = (exchange: Exchange): boolean => exchange.status > 0

/** Every exchange of a flow, in the order they were made. */
export function exchangesOf(flow: Flow): Exchange[] {
  const pairs = [...flow.hops, { exchange: flow.exchange, preflight: flow.preflight }]
  return pairs.flatMap(({ preflight, exchange }) => (preflight === null ? [exchange] : [preflight, exchange]))
}

/** A path that stays what it is when a URL is parsed, as nearly all of a log are. */
const PARSED_PATH = /^https?:\/\/[^/?#\\@]+((?:\/[\w~-][\w.~-]*)+\/?)(?:[?#]|$)/

/** The path of an address. */
export function pathOf(url: string): string {
  const path = originOf(url) === null ? undefined : PARSED_PATH.exec(url)?.[1]
  return path ?? parseUrl(url)?.pathname ?? url
}

/** `GET /items 404`: how an answer is named in a sentence. */
export const nameOf = (exchange: Exchange): string =>
  `${exchange.method} ${shorten(pathOf(exchange.url), 60)}${exchange.status > 0 ? ` (${exchange.status})` : ''}`

/** A value of the log, cut so that it fits a sentence. */
export const shorten = (text: string, length = 120): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text
