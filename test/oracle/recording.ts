/**
 * Recordings: what a browser logged and what it said of it, a line a case, small enough to keep. The first line
 * says where the rest comes from. Headers and timings on which nothing depends are left out.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { Truth } from '../support/cdp-truth.ts'
import type { LoggedEntry } from './collector.ts'

export interface Provenance {
  browser: string
  /** Day of the recording, YYYY-MM-DD. */
  date: string
  command: string
  seed: number | null
  /** What was left out. */
  without: string
}

/** `about` tells what it is a recording of: a case's requests, or a scenario. */
export interface Recorded<About> {
  about: About
  page: string
  truths: Truth[]
  entries: LoggedEntry[]
}

export interface Recording<About> {
  provenance: Provenance
  lines: Recorded<About>[]
}

const IDLE_REQUEST_HEADERS =
  /^(user-agent|accept-encoding|connection|sec-ch-ua.*|sec-fetch-dest|host|content-length): |^accept: \*\/\*$|^accept-language: en-US,en;q=0.9$/i
const IDLE_RESPONSE_HEADERS = /^(connection|content-length|keep-alive|date): |^content-type: text\/plain$/i

/** Headers that are left out of a recording, as `name: value`. */
export interface Idle {
  request: RegExp
  response: RegExp
}
const IDLE: Idle = { request: IDLE_REQUEST_HEADERS, response: IDLE_RESPONSE_HEADERS }

export const WITHOUT =
  'Left out: timings, cookies arrays, query strings, HTTP versions and sizes; headers that every request or answer has (User-Agent, Accept-Encoding, Connection, Sec-CH-UA*, Sec-Fetch-Dest, Host, Content-Length, Date, the usual Accept and Accept-Language); call frames but the top one. Headers are written as pairs.'

interface Header {
  name: string
  value: string
}
type Json = Record<string, unknown>

const lines = (headers: unknown, idle: RegExp): [string, string][] =>
  ((headers ?? []) as Header[])
    .filter(({ name, value }) => !idle.test(`${name}: ${value}`))
    .map(({ name, value }) => [name, value])

function initiator(value: unknown): Json | null {
  const { type, url, requestId, stack } = (value ?? {}) as Json & { stack?: { callFrames?: Json[] } }
  const top = stack?.callFrames?.[0]
  const frame = top && { url: top.url, lineNumber: top.lineNumber, columnNumber: top.columnNumber }
  return { type, url, requestId, ...(frame ? { stack: { callFrames: [frame] } } : {}) }
}

/** An entry with what a diagnosis may depend on, and its headers as pairs. */
function pack(entry: LoggedEntry, idle: Idle): Json {
  const { request, response, startedDateTime, ...rest } = entry as unknown as Json & {
    request: Json
    response: Json
  }
  return {
    _initiator: initiator(rest._initiator),
    _resourceType: rest._resourceType,
    _fromCache: rest._fromCache,
    serverIPAddress: rest.serverIPAddress || undefined,
    startedDateTime,
    time: Math.round(rest.time as number),
    request: {
      method: request.method,
      url: request.url,
      headers: lines(request.headers, idle.request),
    },
    response: {
      status: response.status,
      headers: lines(response.headers, idle.response),
      redirectURL: response.redirectURL || undefined,
      content: { size: (response.content as Json | undefined)?.size },
      _error: response._error,
      _fetchedViaServiceWorker: response._fetchedViaServiceWorker || undefined,
    },
  }
}

const named = (message: Json): Json => ({
  ...message,
  headers: (message.headers as [string, string][]).map(([name, value]) => ({ name, value })),
})

const unpack = (entry: Json): LoggedEntry =>
  ({
    ...entry,
    request: named(entry.request as Json),
    response: named(entry.response as Json),
  }) as unknown as LoggedEntry

const EMPTY: Readonly<Partial<Truth>> = {
  hops: [],
  preflights: [],
  status: 0,
  errorText: null,
  canceled: false,
  blockedReason: null,
  corsError: null,
  failedParameter: null,
  fromCache: false,
}

const isEmpty = (key: string, value: unknown): boolean =>
  JSON.stringify(value) === JSON.stringify(EMPTY[key as keyof Truth])

const lean = (truth: Truth): Json =>
  Object.fromEntries(Object.entries(truth).filter(([key, value]) => !isEmpty(key, value)))

/** No recording names a folder of the machine it was made on. */
function withoutFolder(text: string): string {
  const here = pathToFileURL(process.cwd()).href
  return text
    .replaceAll(here, 'file:///corscope')
    .replaceAll(encodeURIComponent(here), 'file%3A%2F%2F%2Fcorscope')
}

export function writeRecording<About>(file: string, recording: Recording<About>, idle: Idle = IDLE): void {
  const { provenance } = recording
  const text = recording.lines.map(({ about, page, truths, entries }) =>
    JSON.stringify({
      about,
      page,
      truths: truths.map(lean),
      entries: entries.map((entry) => pack(entry, idle)),
    }),
  )
  writeFileSync(file, withoutFolder(`${[JSON.stringify({ provenance }), ...text].join('\n')}\n`))
}

/** @throws when the file is no recording */
export function readRecording<About>(file: string | URL): Recording<About> {
  const [first, ...rest] = readFileSync(file, 'utf8').trimEnd().split('\n')
  const { provenance } = JSON.parse(first ?? '{}') as { provenance?: Provenance }
  if (provenance === undefined)
    throw new Error(`${file} is no recording: its first line names no provenance.`)
  return {
    provenance,
    lines: rest.map((line) => {
      const recorded = JSON.parse(line) as Recorded<About>
      const truths = recorded.truths.map((truth) => ({ ...EMPTY, ...truth }))
      return { ...recorded, truths, entries: recorded.entries.map((entry) => unpack(entry as never)) }
    }),
  }
}

export const today = (): string => new Date().toISOString().slice(0, 10)
