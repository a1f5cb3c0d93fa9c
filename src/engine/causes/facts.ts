/** Facts: all that a sentence about a cause may name, in one shape; null where the log does not tell. Plain JSON. */

import { originOf, parseUrl } from '../fetch/origin.ts'
import {
  askedHeaders,
  askedMethod,
  grantedHeaders,
  grantedMethods,
  missingHeaders,
} from '../servers/preflights.ts'
import { allowedOrigin, answerHeader, nameOf, pathOf, shorten } from '../servers/responses.ts'
import { labelOf } from '../servers/software.ts'
import type { Scene } from './failure.ts'

export interface Facts {
  /** `GET /items (500)`: the response that stopped the request. */
  what: string
  status: string
  method: string
  /** `GET /items`: the request that the page made. */
  call: string
  path: string
  host: string
  /** Host whose server has to change, where it is not the one that the request stopped at. */
  actor: string
  /** The page’s origin. */
  origin: string | null
  /** Host of the page. */
  page: string | null
  /** Access-Control-Allow-Origin as it came, or another value in question. */
  value: string
  /** Methods or headers in question, joined for reading. */
  names: string
  /** What the server lists, joined for reading. */
  allowed: string | null
  /** The same, for a second list. */
  allowedMethods: string | null
  /** What serves the application, by name. */
  server: string | null
  /** Who made the response, by name. */
  maker: string | null
  /** Where a redirect leads, without its query. */
  to: string | null
  /** An error that the response names itself. */
  error: string
  /** basePath of a Next.js app where the log shows it. */
  basePath: string
  /** A command for a terminal. */
  command: string
  /** Header that gave the answer away, a region, a script: the one value a row is about. */
  sign: string
  /** Seconds between two requests. */
  seconds: string
}

const withoutQuery = (url: string | null): string | null => {
  const parsed = parseUrl(url)
  return parsed === null ? null : shorten(`${parsed.origin}${parsed.pathname}`, 100)
}

export const join = (names: readonly string[]): string => shorten(names.join(', '), 200)

const orNull = (text: string): string | null => (text === '' ? null : text)

const SAFE_IN_SHELL = /^[\w:/.~%-]+$/

/** A curl command for the preflight; '' where the address cannot be put into a shell. */
function preflightCommand({ origin, answer: { url, method } }: Scene): string {
  const address = url.replace(/\?.*$/s, '')
  if (![origin ?? '', address, method].every((part) => SAFE_IN_SHELL.test(part))) return ''
  return `curl -i -X OPTIONS -H 'Origin: ${origin}' -H 'Access-Control-Request-Method: ${method}' ${address}`
}

export function factsOf(scene: Scene): Facts {
  const { answer, flow, server, maker } = scene
  const asked = answer.isPreflight ? askedMethod(answer) : answer.method
  const call = nameOf({ ...flow.exchange, status: 0 })
  return {
    what: nameOf(answer),
    status: String(answer.status),
    method: shorten(asked, 40),
    call,
    path: shorten(pathOf(answer.url)),
    host: shorten(parseUrl(answer.url)?.host ?? answer.url, 80),
    actor: '',
    origin: scene.origin,
    page: parseUrl(scene.origin)?.hostname ?? null,
    value: shorten(allowedOrigin(answer) ?? ''),
    names: join(askedHeaders(answer)),
    allowed: orNull(join(grantedHeaders(answer))),
    allowedMethods: orNull(join(grantedMethods(answer))),
    server: server.framework === null || server.confidence === 'possible' ? null : server.label,
    maker: maker.software === null ? null : labelOf(maker.software),
    to: withoutQuery(answer.redirectUrl),
    error: shorten(answerHeader(answer, 'x-amzn-errortype')?.split(':')[0] ?? '', 60),
    basePath: '',
    command: preflightCommand(scene),
    sign: '',
    seconds: '',
  }
}

/** Facts of a preflight whose lists leave something out. */
export const missingFacts = ({ answer }: Scene): Partial<Facts> => ({ names: join(missingHeaders(answer)) })

export const redirectFacts = (from: { url: string; redirectUrl: string | null }): Partial<Facts> => ({
  to: withoutQuery(from.redirectUrl),
  host: shorten(parseUrl(from.redirectUrl)?.host ?? originOf(from.url) ?? from.url, 80),
})
