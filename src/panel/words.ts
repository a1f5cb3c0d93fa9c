/** Words that the panel uses for the engine's values. */
import type { Confidence, FlowDiagnosis, Outcome, Owner, Stage } from '../engine/index.ts'

export const OUTCOME_WORDS: Record<Outcome, string> = {
  blocked: 'Blocked by CORS',
  allowed: 'Allowed',
  'not-cors': 'Not a CORS failure',
  undetermined: 'The log cannot tell',
}

export const STAGE_WORDS: Record<Stage, string> = {
  preflight: 'at the preflight',
  response: 'at the response',
  redirect: 'at a redirect',
  connection: 'at the connection',
  'before-network': 'before the network',
}

/** Where a row has room for one word. */
export const STAGE_WORD: Record<Stage, string> = {
  preflight: 'preflight',
  response: 'response',
  redirect: 'redirect',
  connection: 'connection',
  'before-network': 'not sent',
}

export const OWNER_WORDS: Record<Owner, string> = {
  'front-end': 'the front end',
  'back-end': 'the back end',
  proxy: 'the proxy or gateway',
  platform: 'the hosting platform',
  browser: 'the browser',
  extension: 'a browser extension',
}

export const CONFIDENCE_WORDS: Record<Confidence, string> = {
  certain: 'certain',
  likely: 'likely',
  possible: 'a guess',
  none: 'not known',
}

/** An address may be a whole file in a data: URL. */
export const shortened = (text: string, most = 500): string =>
  text.length <= most ? text : `${text.slice(0, most)}…`

export interface UrlParts {
  host: string
  /** Path and query. */
  path: string
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
