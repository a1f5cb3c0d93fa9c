/** Who asked: the page’s own script, an SDK, a router, an extension, a service worker, or the browser for itself. */

import { originOf, parseUrl } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Flow } from '../log/flow.ts'
import { having, type ObservedServer } from '../servers/observed-server.ts'
import { requestHeader } from '../servers/responses.ts'

const EXTENSION = /^(chrome|moz|safari-web)-extension:/i

/** The call was made by an extension’s content script: it has the page’s origin and none of the extension’s rights. */
export const isContentScript = ({ exchange, origin }: Flow): boolean =>
  EXTENSION.test(exchange.initiator.url ?? '') && !EXTENSION.test(origin.initiator ?? '')

/** The request of an extension’s own page or worker. */
export const isExtensionPage = ({ origin }: Flow): boolean => EXTENSION.test(origin.initiator ?? '')

/** Headers that tracing SDKs add to whatever the page fetches. */
const TRACING =
  /^(baggage|sentry-trace|traceparent|tracestate|b3|x-b3-[a-z]+|x-datadog-[a-z-]+|newrelic|x-newrelic-[a-z-]+|uber-trace-id|elastic-apm-traceparent|request-id|request-context|x-amzn-trace-id|x-cloud-trace-context)$/

export const isTracingHeader = (name: string): boolean => TRACING.test(name.toLowerCase())

/** Next.js’ router fetched it: a page as data (`RSC: 1`), ahead of a click or on it. */
export const isNextRouter = (flow: Flow): boolean =>
  [...flow.hops.map(({ exchange }) => exchange), flow.exchange].some(
    (exchange) => requestHeader(exchange, 'rsc') !== null || /[?&]_rsc=/.test(exchange.url),
  )

/** Ahead of a click, so that nobody waits for it. */
export const isNextPrefetch = (flow: Flow): boolean =>
  [...flow.hops.map(({ exchange }) => exchange), flow.exchange].some(
    (exchange) =>
      requestHeader(exchange, 'next-router-prefetch') !== null ||
      requestHeader(exchange, 'next-router-segment-prefetch') !== null ||
      /prefetch/.test(requestHeader(exchange, 'sec-purpose') ?? requestHeader(exchange, 'purpose') ?? ''),
  )

export const isManifest = ({ exchange }: Flow): boolean => exchange.resourceType === 'manifest'

/** Milliseconds between the page’s request and the one that its service worker made for it. */
const REFETCHED_WITHIN = 2000

const isOfWorker = ({ viaServiceWorker }: Exchange): boolean => viaServiceWorker

/** The other half of a request that a service worker took over: the page’s for the worker’s own, and the other way round. */
export function workerTwin(exchange: Exchange, observed: ObservedServer): Exchange | null {
  // most servers are asked by no worker at all
  if (!exchange.viaServiceWorker && having(observed, isOfWorker).length === 0) return null
  const twins = observed
    .responsesAt(exchange.url)
    .filter(
      (other) =>
        other.index !== exchange.index &&
        !other.isPreflight &&
        other.url === exchange.url &&
        other.viaServiceWorker !== exchange.viaServiceWorker &&
        Math.abs(other.startedAt - exchange.startedAt) <= REFETCHED_WITHIN,
    )
  return twins[0] ?? null
}

/** A name in the query that leads back after a login, and where to. */
const RETURNS = [
  'redirect_uri',
  'redirect_url',
  'post_logout_redirect_uri',
  'continue',
  'returnTo',
  'return_to',
]

/** The redirect begins a login: the address it leads to names a way back to the server that redirected. */
export function beginsLogin({ url, redirectUrl }: Exchange): boolean {
  const target = parseUrl(redirectUrl)
  if (
    target === null ||
    !/authori[sz]e|\/oauth2?\/(v\d\/)?auth|\/login|\/signin|\/saml/i.test(target.pathname)
  )
    return false
  return RETURNS.some((name) => {
    const back = target.searchParams.get(name)
    return back !== null && originOf(back) !== null && originOf(back) === originOf(url)
  })
}

/** The address itself asks to be logged in: `/connect/google`, `/auth/login`, and not an API that happens to redirect. */
export const isLoginAddress = ({ url }: Exchange): boolean =>
  /\/(connect|oauth2?|auth|sso|saml2?|login|log-in|signin|sign-in|authorize)(\/|$)/i.test(
    parseUrl(url)?.pathname ?? '',
  )
