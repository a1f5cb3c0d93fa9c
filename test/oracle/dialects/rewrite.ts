/**
 * A recording of the oracle as other recorders would have written it. What reached the wire, and in which order, is
 * known from the recording itself; each dialect then keeps, leaves out and marks what its makers do.
 */
import { diagnose, type Flow, type LogHead } from '../../../src/engine/index.ts'
import type { LoggedEntry } from '../collector.ts'

type Json = Record<string, unknown>
type Header = { name: string; value: string }

export interface Log {
  head: LogHead
  entries: Json[]
}

interface Message extends Json {
  headers: Header[]
}

interface Entry extends Json {
  startedDateTime: string
  time: number
  request: Message & { method: string; url: string }
  response: Message & { status: number; _error: unknown }
}

const asEntry = (entry: LoggedEntry): Entry => structuredClone(entry) as unknown as Entry

const withoutHeaders = (headers: readonly Header[], names: RegExp): Header[] =>
  headers.filter(({ name }) => !names.test(name))

const SECRETS = /^(authorization|cookie|set-cookie)$/i

/** Chromium's default export: secrets are taken out of requests and responses, not out of what preflights ask for. */
function sanitized(entry: Entry): Entry {
  const { request, response } = entry
  return {
    ...entry,
    request: { ...request, headers: withoutHeaders(request.headers, SECRETS), cookies: [] },
    response: { ...response, headers: withoutHeaders(response.headers, SECRETS), cookies: [] },
  }
}

const isPrivate = (key: string): boolean => key.startsWith('_')

function withoutPrivateFields<Value extends Json>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !isPrivate(key))) as Value
}

const plain = (entry: Entry): Entry => ({
  ...withoutPrivateFields(entry),
  request: withoutPrivateFields(entry.request),
  response: withoutPrivateFields(entry.response),
})

/** Below fetch these are put on; where a request is logged before that, they are missing. */
const PUT_ON_LATER = /^(origin|cookie|host|sec-fetch-.*|access-control-request-.*)$/i

const isPreflight = ({ request }: Entry): boolean =>
  request.headers.some(({ name }) => /^access-control-request-method$/i.test(name))

const provisional = (entry: Entry): Entry =>
  isPreflight(entry)
    ? entry
    : {
        ...entry,
        request: { ...entry.request, headers: withoutHeaders(entry.request.headers, PUT_ON_LATER) },
      }

const doubled = (entry: Entry): Entry => ({
  ...entry,
  request: {
    ...entry.request,
    headers: entry.request.headers.flatMap(({ name, value }) => [
      { name, value },
      { name: name.toLowerCase(), value },
    ]),
  },
})

const sentOrigin = ({ request }: Entry): boolean =>
  request.headers.some(({ name }) => name.toLowerCase() === 'origin')

/** The network puts an Origin on, or there is a response. */
const reachedWire = (entry: Entry): boolean => entry.response.status !== 0 || sentOrigin(entry)

const at = (milliseconds: number): string => new Date(milliseconds).toISOString()

/** On the wire everything comes after what it waited for: a request after its preflight, a target after its redirect. */
function inWireOrder(entries: readonly Entry[], flows: readonly Flow[]): Entry[] {
  const starts = new Map<number, number>()
  for (const { hops, exchange, preflight } of flows) {
    const chain = [...hops, { exchange, preflight }]
    let now = chain[0]?.exchange.startedAt ?? 0
    for (const hop of chain) {
      for (const { index } of [hop.preflight, hop.exchange].filter((each) => each !== null)) {
        starts.set(index, now)
        now += 3
      }
    }
  }
  return entries
    .map((entry, index) => ({ entry, start: starts.get(index) ?? Date.parse(entry.startedDateTime) }))
    .filter(({ entry }) => reachedWire(entry))
    .sort((a, b) => a.start - b.start)
    .map(({ entry, start }) => ({ ...entry, startedDateTime: at(start), time: 2 }))
}

/** Playwright logs no preflights, and of a failed request neither status nor response. */
function asPlaywright(entry: Entry): Entry[] {
  if (isPreflight(entry)) return []
  const { _error: error, ...response } = entry.response
  if (typeof error !== 'string' || error === '') return [{ ...plain(entry), _monotonicTime: 1 }]
  const failed = { ...plain(entry).response, ...response, status: -1, headers: [], redirectURL: '' }
  return [
    { ...plain(entry), time: -1, _monotonicTime: 1, response: { ...failed, _failureText: error } as never },
  ]
}

type Rewriter = (entries: Entry[], flows: readonly Flow[]) => Log

export const DIALECTS = {
  'Chromium, sanitized': (entries) => ({
    head: { creator: 'WebInspector' },
    entries: entries.map(sanitized),
  }),
  'Chromium, without its own fields': (entries) => ({
    head: { creator: 'WebInspector' },
    entries: entries.map(plain),
  }),
  'Chromium, provisional headers': (entries) => ({
    head: { creator: 'WebInspector' },
    entries: entries.map(provisional),
  }),
  'Chromium, headers doubled': (entries) => ({
    head: { creator: 'WebInspector' },
    entries: entries.map(doubled),
  }),
  'a proxy': (entries, flows) => ({
    head: { creator: 'mitmproxy' },
    entries: inWireOrder(entries, flows).map(plain),
  }),
  WebPagetest: (entries, flows) => ({
    head: { creator: 'WebPagetest' },
    entries: inWireOrder(entries, flows).map(plain),
  }),
  'chrome-har': (entries) => ({
    head: { creator: 'chrome-har' },
    entries: entries
      .filter(({ response }) => response._error === null || response._error === undefined)
      .map((entry) => doubled(plain(entry))),
  }),
  Playwright: (entries) => ({
    head: { creator: 'Playwright', browserName: 'chromium' },
    entries: entries.flatMap(asPlaywright),
  }),
  'a program that names itself in no way': (entries, flows) => ({
    head: {},
    entries: inWireOrder(entries, flows).map(plain),
  }),
} as const satisfies Record<string, Rewriter>

export type RewrittenDialect = keyof typeof DIALECTS

/** `page`: URL of the page, as the recording names it. */
export function rewritten(dialect: RewrittenDialect, logged: readonly LoggedEntry[], page: string): Log {
  const flows = diagnose(logged, { browser: 'chromium', pageUrl: page }).flows.map(({ flow }) => flow)
  return DIALECTS[dialect](logged.map(asEntry), flows)
}
