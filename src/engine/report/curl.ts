/** The two requests of a flow as curl commands, so that it can be seen outside the browser. */

import type { FlowDiagnosis } from '../diagnose.ts'
import { getHeader, type HeaderList, isToken } from '../fetch/headers.ts'
import { parseUrl } from '../fetch/origin.ts'
import { corsUnsafeRequestHeaderNames, isSafelistedMethod } from '../fetch/safelist.ts'
import type { Flow } from '../log/flow.ts'
import { PLACEHOLDER, type Redactor, redactorFor } from './redactor.ts'

export interface Command {
  bash: string
  powershell: string
}

interface Request {
  method: string
  url: string
  headers: HeaderList
}

/** What stands for a secret; ASCII, so that every shell and encoding keeps it. */
const FILL_IN = 'YOUR_VALUE'
const nameToFill = (placeholder: string): string =>
  `YOUR_${placeholder.slice(1, -1).toUpperCase().replace(' ', '_')}`

// biome-ignore lint/suspicious/noControlCharactersInRegex: a shell must get none
const CONTROLS = /[\x00-\x1f\x7f-\x9f\u2028\u2029]/g

const bashQuote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** PowerShell ends a quoted string at typographic quotes too; all of them are doubled. */
const powershellQuote = (text: string): string => `'${text.replace(/['\u2018-\u201b]/g, '$&$&')}'`

/** Windows PowerShell hands double quotes and a last backslash to programs unescaped: such a value is left to fill in. */
const powershellSafe = (value: string): string => (/"|\\$/.test(value) ? FILL_IN : value)

/** `Name;` is how curl sends a header without a value. */
const headerArgument = (name: string, value: string): string =>
  value === '' ? `${name};` : `${name}: ${value}`

function commandOf({ method, url, headers }: Request): Command {
  const write = (
    program: string,
    quote: (text: string) => string,
    wrap: string,
    safe: (value: string) => string,
  ) =>
    [
      `${program} -g ${method === 'HEAD' ? '--head' : `-i -X ${quote(method)}`}`,
      ...headers.map(([name, value]) => `  -H ${quote(headerArgument(name, safe(value)))}`),
      `  --url ${quote(safe(url))}`,
    ].join(` ${wrap}\n`)
  return {
    bash: write('curl', bashQuote, '\\', (value) => value),
    powershell: write('curl.exe', powershellQuote, '`', powershellSafe),
  }
}

const fillIn = (text: string): string => text.replace(PLACEHOLDER, nameToFill).replace(CONTROLS, '')

/** Null where no curl command can be made of it without trusting the log: no http(s) address, no valid method. */
function requestOf(method: string, url: string, headers: HeaderList, redactor: Redactor): Request | null {
  const parsed = parseUrl(fillIn(redactor.url(url)))
  const verb = fillIn(redactor.text(method))
  if (parsed === null || !/^https?:$/.test(parsed.protocol) || !isToken(verb)) return null
  const sent = redactor.headers(headers.filter(([name]) => isToken(name)))
  return {
    method: verb,
    url: parsed.href,
    headers: sent.map(([name, value]) => [name, fillIn(value)] as const),
  }
}

const originHeader = ({ origin }: Flow): HeaderList => {
  const value = origin.serialized ?? origin.initiator
  return value === null ? [] : [['Origin', value]]
}

/** What script set and what says how to answer; not what every browser adds by itself. */
function ownHeaders({ exchange, browser }: Flow): HeaderList {
  const unsafe = corsUnsafeRequestHeaderNames(
    exchange.requestHeaders,
    browser === 'chromium' ? 'chromium' : 'standard',
  )
  const wanted = new Set([...unsafe, 'accept', 'content-type', 'content-language', 'range', 'cookie'])
  return exchange.requestHeaders.filter(([name]) => wanted.has(name.toLowerCase()))
}

/** The OPTIONS request as the browser sent it, or as it would; null where the request needs none. */
export function preflightCommand({ flow }: FlowDiagnosis, redactor: Redactor): Command | null {
  const { exchange, preflight, browser } = flow
  const names = corsUnsafeRequestHeaderNames(
    exchange.requestHeaders,
    browser === 'chromium' ? 'chromium' : 'standard',
  )
  if (preflight === null && isSafelistedMethod(exchange.method) && names.length === 0) return null
  const asked = preflight?.requestHeaders ?? []
  const method = getHeader(asked, 'access-control-request-method') ?? exchange.method
  const requested =
    getHeader(asked, 'access-control-request-headers') ?? (preflight === null ? names.join(',') : '')
  const headers: HeaderList = [
    ...originHeader(flow),
    ['Access-Control-Request-Method', method],
    ...(requested === '' ? [] : ([['Access-Control-Request-Headers', requested]] as const)),
  ]
  const request = requestOf('OPTIONS', exchange.url, headers, redactor)
  return request === null ? null : commandOf(request)
}

/** The request itself, secrets left to fill in, its body left out. */
export function actualCommand({ flow }: FlowDiagnosis, redactor: Redactor): Command | null {
  const headers = [...originHeader(flow), ...ownHeaders(flow)]
  const request = requestOf(flow.exchange.method, flow.exchange.url, headers, redactor)
  return request === null ? null : commandOf(request)
}

/** The request as a command to paste, secrets left to fill in; null where none can be made of it safely. */
export const curlCommand = (diagnosed: FlowDiagnosis): Command | null =>
  actualCommand(diagnosed, redactorFor(diagnosed))
