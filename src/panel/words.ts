/** Words: addresses and places, cut down to what a person reads. */
import type { FlowDiagnosis } from '../engine/index.ts'

/** An address may be a whole file in a data: URL. */
export const shortened = (text: string, most = 500): string =>
  text.length <= most ? text : `${text.slice(0, most)}…`

export interface UrlParts {
  host: string
  /** Path and query. */
  path: string
}

/** Path and query as they are written: a parser would escape the signs that cover secrets. */
export function writtenPath(url: string): string {
  const [, path] = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]+([^#]*)/i.exec(url) ?? []
  if (path === undefined) return url
  return path.startsWith('/') ? path : `/${path}`
}

/** Host and path of a URL for showing; an address without a host stands as it is. */
export function urlParts(url: string): UrlParts {
  try {
    const { host, pathname, search } = new URL(url)
    return host === '' ? { host: '', path: url } : { host, path: pathname + search }
  } catch {
    return { host: '', path: url }
  }
}

/** The serialized origin of the server that was asked, the key under which a framework is remembered. */
export function serverOrigin(diagnosed: FlowDiagnosis): string {
  try {
    return new URL(diagnosed.flow.exchange.url).origin
  } catch {
    return 'null'
  }
}

/** File name and place of an initiator, as DevTools writes it (`app.js:12`); line counts from zero. */
export function placeInSource(url: string, line: number | null): string {
  const { host, path } = urlParts(url)
  const file = path.split(/[?#]/)[0]?.split('/').pop() || host || url
  return line === null ? file : `${file}:${line + 1}`
}

const two = (number: number): string => String(number).padStart(2, '0')

/** The time of day, in milliseconds since the epoch; '' where none is recorded. */
export function clock(time: number): string {
  if (time === 0) return ''
  const date = new Date(time)
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}
