/** Item: one request of the log as the list shows it, and what is read off it once. */
import { type Exchange, type Flow, redactUrl, type Verdict } from '../engine/index.ts'
import { foldedPath } from './endpoint.ts'
import { placeInSource, urlParts, writtenPath } from './words.ts'

/** A flow and its verdict; what else is known of it is asked for when it is looked at. */
export interface Item {
  id: string
  flow: Flow
  verdict: Verdict
}

/** Whose status a row shows: the preflight's when that was the end. */
export type StatusOf = 'preflight' | 'redirect' | 'response'

export interface Facts {
  /** The request as the page's code wrote it, before any redirect. */
  called: Exchange
  /** Secrets covered. */
  url: string
  host: string
  path: string
  scheme: string
  /** The server that was called, an origin. */
  server: string
  /** The path with `:id` for what differs between things of one kind; without the query. */
  pattern: string
  /** Method, server and pattern. */
  endpoint: string
  /** 0 where none is recorded. */
  status: number
  statusOf: StatusOf
  /** `app.js:12`, '' where the log names none. */
  initiator: string
  /** Milliseconds since the epoch; 0 when not recorded. */
  time: number
  /** Milliseconds, preflight and redirects included. */
  duration: number
}

const cache = new WeakMap<Item, Facts>()

export function factsOf(item: Item): Facts {
  const known = cache.get(item)
  if (known) return known
  const facts = read(item)
  cache.set(item, facts)
  return facts
}

/** Reads what takes time, so that it is there when all requests are searched at once. */
export function readAhead(item: Item): void {
  const facts = factsOf(item)
  void facts.url
  void facts.initiator
}

function read({ flow, verdict }: Item): Facts {
  const { exchange, preflight, hops } = flow
  const called = hops[0]?.exchange ?? exchange
  const bare = urlParts(called.url)
  const scheme = called.url.slice(0, Math.max(0, called.url.indexOf(':')))
  const stage = verdict.finding?.stage
  const ofPreflight = stage === 'preflight' && preflight !== null
  const server = `${scheme}://${bare.host}`
  const all = [...hops, flow].flatMap((hop) => [hop.exchange, ...(hop.preflight ? [hop.preflight] : [])])
  return new LazyFacts({
    called,
    host: bare.host,
    scheme,
    server,
    endpoint: `${called.method} ${server}${foldedPath(bare.path)}`,
    status: ofPreflight ? preflight.status : exchange.status,
    statusOf: ofPreflight ? 'preflight' : stage === 'redirect' ? 'redirect' : 'response',
    time: called.startedAt,
    duration: all.reduce((sum, one) => sum + Math.max(0, one.duration), 0),
  })
}

type Plain = Omit<Facts, 'url' | 'path' | 'pattern' | 'initiator'>

/** What needs its secrets covered is read when it is shown, once. */
class LazyFacts implements Facts {
  readonly called: Exchange
  readonly host: string
  readonly scheme: string
  readonly server: string
  readonly endpoint: string
  readonly status: number
  readonly statusOf: StatusOf
  readonly time: number
  readonly duration: number
  #url: string | null = null
  #initiator: string | null = null

  constructor(plain: Plain) {
    this.called = plain.called
    this.host = plain.host
    this.scheme = plain.scheme
    this.server = plain.server
    this.endpoint = plain.endpoint
    this.status = plain.status
    this.statusOf = plain.statusOf
    this.time = plain.time
    this.duration = plain.duration
  }

  get url(): string {
    this.#url ??= redactUrl(this.called.url)
    return this.#url
  }

  get path(): string {
    return writtenPath(this.url)
  }

  get pattern(): string {
    return foldedPath(this.path)
  }

  get initiator(): string {
    if (this.#initiator === null) {
      const { url, line } = this.called.initiator
      this.#initiator = url === null || !/^https?:/.test(url) ? '' : placeInSource(redactUrl(url), line)
    }
    return this.#initiator
  }
}
