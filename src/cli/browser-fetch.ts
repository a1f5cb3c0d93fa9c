/**
 * A fetch as a page's script would make it, from the command line: the preflight where the standard asks for one, then
 * the request, then its redirects. What comes of it is a log in the shape of Chromium's DevTools, for the same engine.
 * https://fetch.spec.whatwg.org/#http-fetch
 */
import {
  corsCheck,
  corsPreflightFetch,
  corsUnsafeRequestHeaderNames,
  type Exchange,
  exchangeFromHar,
  httpRedirectFetch,
  isLocalhost,
  isSafelistedMethod,
  VERSION,
} from '../engine/index.ts'
import type { Answered, Asked, HeaderPairs } from './send.ts'

export interface PageRequest {
  url: string
  /** Normalized. */
  method: string
  /** As script set them, and `Cookie` where the person gave one. */
  headers: HeaderPairs
  body: string | null
  /** The page's origin; `null` for an opaque one. */
  origin: string
  credentials: boolean
}

type Send = (asked: Asked) => Promise<Answered>
type Entry = Record<string, unknown>

/** #concept-http-redirect-fetch, step 5. */
const MOST_REDIRECTS = 20
const BLOCKED = 'net::ERR_FAILED'
/** #request-body-header-name: they go when a redirect turns the request into a GET. */
const OF_BODY = ['content-encoding', 'content-language', 'content-location', 'content-type', 'content-length']

const originOf = (url: string): string => new URL(url).origin
const without = (headers: HeaderPairs, names: readonly string[]): HeaderPairs =>
  headers.filter(([name]) => !names.includes(name.toLowerCase()))

/** Browsers say where a request comes from to servers that they can trust; nothing is claimed where sites are hard to tell. */
function fetchMetadata(url: string, origin: string): HeaderPairs {
  const { protocol, hostname } = new URL(url)
  if (protocol !== 'https:' && !isLocalhost(hostname)) return []
  const site = siteOf(url, origin)
  return [
    ['Sec-Fetch-Dest', 'empty'],
    ['Sec-Fetch-Mode', 'cors'],
    ...(site === null ? [] : [['Sec-Fetch-Site', site] as const]),
  ]
}

function siteOf(url: string, origin: string): string | null {
  if (origin === 'null') return 'cross-site'
  const [target, page] = [new URL(url), new URL(origin)]
  if (target.origin === page.origin) return 'same-origin'
  if (target.protocol !== page.protocol) return 'cross-site'
  if (target.hostname === page.hostname) return 'same-site'
  const lastTwo = ({ hostname }: URL) => hostname.split('.').slice(-2).join('.')
  return lastTwo(target) === lastTwo(page) ? null : 'cross-site'
}

const ACCEPT = ['Accept', '*/*'] as const
const USER_AGENT = ['User-Agent', `Mozilla/5.0 (compatible; corscope/${VERSION})`] as const

interface Step {
  asked: Asked
  answered: Answered
}

const named = (headers: HeaderPairs) => headers.map(([name, value]) => ({ name, value }))
const headerOf = (headers: HeaderPairs, name: string): string | null =>
  headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? null

/** `error`: what the browser would have marked. */
function entryOf({ asked, answered }: Step, type: 'fetch' | 'preflight', error: string | null): Entry {
  const { status, statusText, headers, httpVersion, size, address } = answered
  const mark = answered.netError ?? error
  return {
    _initiator: type === 'preflight' ? { type, url: asked.url } : { type: 'script' },
    _resourceType: type,
    pageref: 'page_1',
    startedDateTime: new Date(answered.startedAt).toISOString(),
    time: answered.duration,
    request: {
      method: asked.method,
      url: asked.url,
      httpVersion,
      headers: named(asked.headers),
      cookies: [],
    },
    response: {
      status,
      statusText,
      httpVersion,
      headers: named(headers),
      cookies: [],
      content: { size, mimeType: headerOf(headers, 'content-type') ?? '' },
      redirectURL: headerOf(headers, 'location') ?? '',
      _error: mark,
    },
    ...(address === '' ? {} : { serverIPAddress: address, connection: '1' }),
  }
}

const UNSENT: Answered = {
  startedAt: 0,
  duration: 0,
  status: 0,
  statusText: '',
  headers: [],
  httpVersion: 'HTTP/1.1',
  size: 0,
  address: '',
  netError: null,
}

const exchangeOf = (entry: Entry): Exchange => {
  const exchange = exchangeFromHar(entry, 0)
  if (exchange === null) throw new TypeError('an address that is none')
  return exchange
}

class PageFetch {
  readonly entries: Entry[] = []
  readonly #send: Send
  readonly #request: PageRequest
  /** Serialized request origin: `null` after a redirect from one foreign origin to another. */
  #origin: string
  #isCors = false

  constructor(request: PageRequest, send: Send) {
    this.#request = request
    this.#send = send
    this.#origin = request.origin
  }

  async run(): Promise<void> {
    const { url, method, headers, body } = this.#request
    let next: Asked | null = { url, method, headers, body }
    for (let redirects = 0; next !== null && redirects <= MOST_REDIRECTS; redirects++)
      next = await this.#hop(next)
  }

  /** One request with its preflight; where a redirect leads, or null at the end. */
  async #hop(hop: Asked): Promise<Asked | null> {
    this.#isCors ||= originOf(hop.url) !== this.#request.origin
    const asked = { ...hop, headers: this.#headersOf(hop) }
    const startedAt = Date.now()
    const preflight = this.#needsPreflight(hop) ? await this.#preflight(hop) : null
    if (preflight?.error) {
      // the browser's log holds the request that was never sent, and then its preflight
      const unsent = { asked: hop, answered: { ...UNSENT, startedAt } }
      this.entries.push(entryOf(unsent, 'fetch', preflight.error), preflight.entry)
      return null
    }
    const answered = { ...(await this.#send(asked)), startedAt }
    const entry = entryOf({ asked, answered }, 'fetch', null)
    const refusal = answered.netError === null && this.#isRefused(entry) ? BLOCKED : null
    this.entries.push(refusal === null ? entry : entryOf({ asked, answered }, 'fetch', refusal))
    if (preflight !== null) this.entries.push(preflight.entry)
    return refusal === null && answered.netError === null ? this.#redirected(hop, exchangeOf(entry)) : null
  }

  #headersOf({ url, method, headers }: Asked): HeaderPairs {
    const names = headers.map(([name]) => name.toLowerCase())
    const defaults = [ACCEPT, USER_AGENT].filter(([name]) => !names.includes(name.toLowerCase()))
    const sendsOrigin = this.#isCors || !['GET', 'HEAD'].includes(method)
    return [
      ...(this.#request.credentials || !this.#isCors ? headers : without(headers, ['cookie'])),
      ...defaults,
      ...(sendsOrigin ? [['Origin', this.#origin] as const] : []),
      ...fetchMetadata(url, this.#request.origin),
    ]
  }

  #needsPreflight({ method, headers }: Asked): boolean {
    return this.#isCors && (!isSafelistedMethod(method) || unsafeNames(headers).length > 0)
  }

  async #preflight({ url, method, headers }: Asked): Promise<{ entry: Entry; error: string | null }> {
    const names = unsafeNames(headers)
    const asked: Asked = {
      method: 'OPTIONS',
      url,
      body: null,
      headers: [
        ACCEPT,
        ['Access-Control-Request-Method', method],
        ...(names.length > 0 ? [['Access-Control-Request-Headers', names.join(',')] as const] : []),
        ['Origin', this.#origin],
        USER_AGENT,
        ...fetchMetadata(url, this.#request.origin),
      ],
    }
    const answered = await this.#send(asked)
    const entry = entryOf({ asked, answered }, 'preflight', null)
    const found = corsPreflightFetch(
      exchangeOf(entry),
      {
        browser: 'chromium',
        origin: {
          initiator: this.#request.origin,
          serialized: this.#origin,
          opaqueBecause: this.#origin === this.#request.origin ? null : 'redirect',
          because: '',
        },
        request: null,
      },
      this.#mode,
    )
    return { entry, error: answered.netError ?? (found === null ? null : BLOCKED) }
  }

  get #mode() {
    return this.#request.credentials ? 'include' : 'not-include'
  }

  #isRefused(entry: Entry): boolean {
    const exchange = exchangeOf(entry)
    if (httpRedirectFetch(exchange) !== null) return true
    if (!this.#isCors) return false
    const { url, status, responseHeaders: headers } = exchange
    const check = { url, status, headers, origin: this.#origin, mode: this.#mode, stage: 'response' } as const
    return corsCheck({ ...check, opaqueBecause: null }) !== null
  }

  /** #concept-http-redirect-fetch, 9 to 13. */
  #redirected(hop: Asked, { status, redirectUrl }: Exchange): Asked | null {
    if (redirectUrl === null) return null
    const [from, to] = [originOf(hop.url), originOf(redirectUrl)]
    if (from !== to && from !== this.#request.origin) this.#origin = 'null'
    const toGet =
      (status === 303 && !['GET', 'HEAD'].includes(hop.method)) ||
      ((status === 301 || status === 302) && hop.method === 'POST')
    const dropped = [...(toGet ? OF_BODY : []), ...(from === to ? [] : ['authorization', 'cookie'])]
    return {
      url: redirectUrl,
      method: toGet ? 'GET' : hop.method,
      headers: without(hop.headers, dropped),
      body: toGet ? null : hop.body,
    }
  }
}

const unsafeNames = (headers: HeaderPairs): string[] => corsUnsafeRequestHeaderNames(headers, 'chromium')

/** HAR entries of all that was sent, and of the request that was not. */
export async function browserFetch(request: PageRequest, send: Send): Promise<Entry[]> {
  const fetching = new PageFetch(request, send)
  await fetching.run()
  return fetching.entries
}
