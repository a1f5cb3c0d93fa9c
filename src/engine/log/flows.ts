/** The log's entries to flows. */
import { isHttpUrl, originOf } from '../fetch/origin.ts'
import { hasNetError, UNMARKED } from '../har/ending.ts'
import { type Exchange, exchangeFromHar } from '../har/exchange.ts'
import { asObject, asString, type Browser } from '../har/read-json.ts'
import type { Flow, Hop } from './flow.ts'
import { chainRedirects } from './join-redirects.ts'
import { type Fates, pairPreflights } from './pair-preflights.ts'
import { isCrossOrigin, requestOrigin } from './request-origin.ts'

export interface CaptureOptions {
  browser: Browser
  /** HAR `log.pages`. */
  pages: readonly unknown[]
  pageUrl: string | null
  fates: Fates
}

/** Loads that are no subresource of a page, or not subject to CORS at all. */
const NOT_FETCHED = [
  'document',
  'websocket',
  'webtransport',
  'directsocket',
  'csp-violation-report',
  'iframe',
  'frame',
]

const twinOf = ({ method, url, startedAt, status }: Exchange): string =>
  JSON.stringify([method, url, startedAt, status])

/** A redirect to a forbidden target is logged twice, with error '' and again as aborted (measured): the second is kept. */
function withoutTwins(exchanges: readonly Exchange[]): Exchange[] {
  const isRedirect = ({ redirectUrl }: Exchange) => redirectUrl !== null
  const aborted = new Set(
    exchanges
      .filter((exchange) => isRedirect(exchange) && hasNetError(exchange.ending, 'net::ERR_ABORTED'))
      .map(twinOf),
  )
  return exchanges.filter(
    (exchange) =>
      !(isRedirect(exchange) && exchange.ending.kind === 'stopped' && aborted.has(twinOf(exchange))),
  )
}

export function exchangesOf(entries: readonly unknown[]): Exchange[] {
  return withoutTwins(
    entries.map(exchangeFromHar).filter((exchange): exchange is Exchange => exchange !== null),
  )
}

/** What a page reads from itself: data: and blob: that loaded are no cross-origin requests. */
const isOwnData = ({ url, ending }: Exchange): boolean => !isHttpUrl(url) && ending.kind === 'unmarked'

/** Address of the page by `pageref`; Chromium keeps it in the page's title. */
function pageUrls(pages: readonly unknown[]): Map<string, string> {
  const urls = new Map<string, string>()
  for (const page of pages) {
    const { id, title } = asObject(page)
    if (originOf(asString(title)) !== null) urls.set(asString(id), asString(title))
  }
  return urls
}

/** The last document loaded before an exchange is its page, where nothing else names it. */
function documentBefore(exchange: Exchange, documents: readonly Exchange[]): string | null {
  const earlier = documents.filter((document) => document.startedAt <= exchange.startedAt)
  return (earlier.at(-1) ?? documents[0])?.url ?? null
}

/** A preflight whose request the log does not hold (Firefox leaves it out, measured): the request as it was announced. */
function announced(preflight: Exchange): Exchange {
  const header = (name: string) => preflight.requestHeaders.find(([key]) => key.toLowerCase() === name)?.[1]
  return {
    ...preflight,
    method: header('access-control-request-method') ?? 'GET',
    requestHeaders: preflight.requestHeaders.filter(([name]) => !/^access-control-request-/i.test(name)),
    responseHeaders: [],
    status: 0,
    statusText: '',
    ending: UNMARKED,
    redirectUrl: null,
    isPreflight: false,
    resourceType: preflight.resourceType === 'preflight' ? null : preflight.resourceType,
  }
}

/** All cross-origin flows of a log, in the order of the requests judged. Never throws, whatever the entries are. */
export function captureFlows(exchanges: readonly Exchange[], options: CaptureOptions): Flow[] {
  const documents = exchanges
    .filter(({ resourceType }) => resourceType === 'document')
    .sort((a, b) => a.startedAt - b.startedAt)
  const urls = pageUrls(options.pages)
  const fetched = exchanges.filter(
    (exchange) => !NOT_FETCHED.includes(exchange.resourceType ?? '') && !isOwnData(exchange),
  )
  const preflightOf = pairPreflights(fetched, options.fates)
  const toLink = (exchange: Exchange): Hop => ({ exchange, preflight: preflightOf.get(exchange) ?? null })

  const toFlow = (links: readonly Hop[]): Flow | null => {
    const last = links.at(-1)
    if (last === undefined) return null
    const first = links[0]?.exchange ?? last.exchange
    const pageUrl = urls.get(first.pageref ?? '') ?? documentBefore(first, documents) ?? options.pageUrl
    const origin = requestOrigin(links, pageUrl)
    const crossOrigin = isCrossOrigin(links, origin)
    if (!crossOrigin) return null
    return { browser: options.browser, ...last, hops: links.slice(0, -1), pageUrl, origin, crossOrigin }
  }

  const taken = new Set(preflightOf.values())
  const orphans = fetched.filter((exchange) => exchange.isPreflight && !taken.has(exchange))
  return [
    ...chainRedirects(fetched, preflightOf).map((chain) => toFlow(chain.map(toLink))),
    ...orphans.map((preflight) => toFlow([{ exchange: announced(preflight), preflight }])),
  ]
    .filter((flow): flow is Flow => flow !== null)
    .sort((a, b) => a.exchange.index - b.exchange.index)
}
