/** A minimal HAR: just the entries of the failures, which read back to the same verdicts. */
import { type Diagnosis, diagnose, type FlowDiagnosis } from '../diagnose.ts'
import { getHeader } from '../fetch/headers.ts'
import { markOf } from '../har/ending.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Browser } from '../har/read-json.ts'
import { timeOf } from './listing.ts'
import { serverOf } from './neighbours.ts'
import { exchangesOf, type Redactor } from './redactor.ts'
import { TOOL } from './version.ts'

/** By these names the recorders sign, and are told apart. */
const CREATORS: Record<Browser, string> = {
  chromium: 'WebInspector',
  firefox: 'Firefox',
  safari: 'WebKit Web Inspector',
  unknown: 'unknown recorder',
}

const iso = (milliseconds: number): string => timeOf(milliseconds) ?? new Date(0).toISOString()
const named = (headers: Exchange['requestHeaders'], redactor: Redactor) =>
  redactor.headers(headers).map(([name, value]) => ({ name, value }))

/** A cookie that only the log's list of cookies showed: that it was sent matters, not what it held. */
const cookiesOf = ({ cookiesSent, requestHeaders }: Exchange) =>
  cookiesSent && getHeader(requestHeaders, 'cookie') === null ? [{ name: 'cookie', value: '' }] : []

const mimeTypeOf = ({ responseHeaders }: Exchange, redactor: Redactor): string =>
  getHeader(redactor.headers(responseHeaders), 'content-type') ?? ''

function initiatorOf({ initiator }: Exchange, redactor: Redactor): object {
  const { type, url, requestId, line } = initiator
  return {
    type,
    ...(url === null ? {} : { url: redactor.url(url) }),
    ...(requestId === null ? {} : { requestId }),
    ...(line === null ? {} : { lineNumber: line }),
  }
}

function entryOf(exchange: Exchange, page: string | null, browser: Browser, redactor: Redactor): object {
  const { method, url, status, statusText, redirectUrl, duration, timed } = exchange
  const chromium = browser === 'chromium'
  const mark = markOf(exchange.ending)
  return {
    startedDateTime: iso(exchange.startedAt),
    time: duration,
    ...(page === null ? {} : { pageref: page }),
    ...(chromium && exchange.resourceType !== null
      ? { _resourceType: redactor.text(exchange.resourceType) }
      : {}),
    ...(chromium ? { _initiator: initiatorOf(exchange, redactor) } : {}),
    ...(exchange.fromCache === null ? {} : { _fromCache: exchange.fromCache }),
    request: {
      method: redactor.text(method),
      url: redactor.url(url),
      httpVersion: '',
      cookies: cookiesOf(exchange),
      headers: named(exchange.requestHeaders, redactor),
      queryString: [],
      headersSize: -1,
      bodySize: -1,
    },
    response: {
      status,
      statusText: redactor.text(statusText),
      httpVersion: '',
      cookies: [],
      headers: named(exchange.responseHeaders, redactor),
      content: { size: -1, mimeType: mimeTypeOf(exchange, redactor) },
      redirectURL: redirectUrl === null ? '' : redactor.url(redirectUrl),
      headersSize: -1,
      bodySize: -1,
      ...(chromium || mark !== null ? { _error: mark === null ? null : redactor.text(mark) } : {}),
      ...(exchange.viaServiceWorker ? { _fetchedViaServiceWorker: true } : {}),
    },
    cache: {},
    timings: !timed && status === 0 ? {} : { send: 0, wait: duration, receive: 0 },
    // what the extension learned from the page (Firefox): verdicts rest on it
    ...(exchange.pageStatus === null ? {} : { _pageStatus: exchange.pageStatus }),
  }
}

export interface Har {
  log: {
    version: string
    creator: { name: string; version: string }
    browser?: { name: string; version: string }
    pages: object[]
    entries: object[]
    comment?: string
  }
}

interface Written {
  har: Har
  /** Index of each exchange in the file, by its index in the log. */
  places: Map<number, number>
}

function write(diagnosis: Diagnosis, flows: readonly FlowDiagnosis[], redactor: Redactor): Written {
  const exchanges = new Map<number, { exchange: Exchange; pageUrl: string | null }>()
  // a request that its preflight alone announced is no entry of the log
  for (const { flow } of flows)
    for (const exchange of exchangesOf(flow))
      if (exchange.ending.kind !== 'not-logged')
        exchanges.set(exchange.index, { exchange, pageUrl: flow.pageUrl })
  const ordered = [...exchanges.values()].sort((a, b) => a.exchange.index - b.exchange.index)
  const pages = new Map<string, { id: string; startedAt: number }>()
  const entries = ordered.map(({ exchange, pageUrl }) => {
    if (pageUrl !== null && !pages.has(pageUrl))
      pages.set(pageUrl, { id: `page_${pages.size + 1}`, startedAt: exchange.startedAt })
    const page = pageUrl === null ? null : (pages.get(pageUrl)?.id ?? null)
    return entryOf(exchange, page, diagnosis.browser, redactor)
  })
  const har: Har = {
    log: {
      version: '1.2',
      creator: { name: CREATORS[diagnosis.browser], version: '' },
      pages: [...pages].map(([url, { id, startedAt }]) => ({
        id,
        title: redactor.url(url),
        startedDateTime: iso(startedAt),
        pageTimings: {},
      })),
      entries,
    },
  }
  return { har, places: new Map(ordered.map(({ exchange }, place) => [exchange.index, place])) }
}

/** How many of the flows come out as they were when the file is diagnosed. */
function readsBack({ har, places }: Written, flows: readonly FlowDiagnosis[], browser: Browser): number {
  const { creator, pages, entries } = har.log
  const again = new Map(
    diagnose(entries, { creator: creator.name, pages, browser }).flows.map((found) => [
      found.flow.exchange.index,
      found,
    ]),
  )
  return flows.filter(({ flow, verdict }) => {
    const found = again.get(places.get(flow.exchange.index) ?? -1)
    return (
      found?.verdict.outcome === verdict.outcome && found.verdict.finding?.reason === verdict.finding?.reason
    )
  }).length
}

/** Only the entries of the failures where they suffice; else what the log holds of the same servers as well. */
export function minimalHar(diagnosis: Diagnosis, flows: readonly FlowDiagnosis[], redactor: Redactor): Har {
  const servers = new Set(flows.map(serverOf))
  const besides = diagnosis.flows.filter((other) => servers.has(serverOf(other)))
  let written = write(diagnosis, flows, redactor)
  let same = readsBack(written, flows, diagnosis.browser)
  for (const wider of [besides, diagnosis.flows]) {
    if (same === flows.length || wider.length === flows.length) continue
    const more = write(diagnosis, wider, redactor)
    const sameThere = readsBack(more, flows, diagnosis.browser)
    if (sameThere > same) [written, same] = [more, sameThere]
  }
  const verdicts =
    same === flows.length
      ? 'Read back, it gives the same verdicts.'
      : `Read back, ${flows.length - same} of ${flows.length} verdicts come out differently: they rest on other entries of the log.`
  const comment = `Made by ${TOOL.name} ${TOOL.version}: the entries involved, secrets taken out. ${verdicts}`
  return { log: { ...written.har.log, comment } }
}
