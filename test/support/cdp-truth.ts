/**
 * The browser's own verdict on every request, taken over the DevTools protocol: the oracle of the tests.
 * Joined by request id; redirect hops repeat the id of their request.
 */
import type { CDPSession, Protocol } from 'puppeteer-core'

/** An answer as it came over the wire, or without headers when none came. */
export interface TruthAnswer {
  url: string
  status: number
}

export interface TruthPreflight extends TruthAnswer {
  /** `net::ERR_…` of the preflight itself, null when it got an answer. */
  errorText: string | null
}

/** What became of one request. Plain JSON. */
export interface Truth {
  requestId: string
  /** URL of the first hop, as the page asked for it, without fragment. */
  firstUrl: string
  /** URL of the last hop: the one that failed when one failed. */
  url: string
  method: string
  /** DevTools' resource type: Fetch, XHR, Script, Font, Image… */
  type: string
  /** Redirects followed on the way, in order. */
  hops: TruthAnswer[]
  /** Preflights made for any hop, in order. */
  preflights: TruthPreflight[]
  /** Status of the last hop where the protocol tells it, also for an answer that was then blocked; 0 otherwise. */
  status: number
  outcome: 'pending' | 'finished' | 'failed'
  /** `net::ERR_…`, null unless it failed. */
  errorText: string | null
  canceled: boolean
  /** Why Blink or the network service blocked it (csp, mixed-content, corp-not-same-origin…); null mostly. */
  blockedReason: string | null
  /** `Network.CorsError`, null when CORS did not block it. */
  corsError: string | null
  /** The value the browser names with the error; null when it names none. */
  failedParameter: string | null
  fromCache: boolean
}

/** A CORS issue without network request, as the Issues tab shows it: fetch() stopped before the network. */
export interface CorsIssue {
  url: string
  corsError: string
  failedParameter: string | null
  isWarning: boolean
}

const withoutFragment = (url: string): string => url.replace(/#.*$/s, '')

function newTruth(event: Protocol.Network.RequestWillBeSentEvent): Truth {
  const url = withoutFragment(event.request.url)
  return {
    requestId: event.requestId,
    firstUrl: url,
    url,
    method: event.request.method,
    type: event.type ?? 'Other',
    hops: [],
    preflights: [],
    status: 0,
    outcome: 'pending',
    errorText: null,
    canceled: false,
    blockedReason: null,
    corsError: null,
    failedParameter: null,
    fromCache: false,
  }
}

type Settled = (truth: Truth) => void
interface Waiter {
  matches: (truth: Truth) => boolean
  settle: Settled
}

/** Every request of one page and of its workers and frames of other processes. */
export class CdpTruth {
  readonly issues: CorsIssue[] = []
  readonly #session: CDPSession
  readonly #requests = new Map<string, Truth>()
  readonly #preflights = new Map<string, TruthPreflight>()
  /** Preflights announced before the request they belong to, by its id. */
  readonly #orphans = new Map<string, TruthPreflight[]>()
  /** Statuses as the wire's own events tell them, one per hop, by request id. */
  readonly #wire = new Map<string, number[]>()
  /** How many of the hops passed had an event of the wire (an internal redirect has none), by request id. */
  readonly #wireHops = new Map<string, number>()
  #waiters: Waiter[] = []

  constructor(session: CDPSession) {
    this.#session = session
  }

  /** Starts recording on a session of a page; requests made before are not known. */
  async start(): Promise<this> {
    await this.#listen(this.#session)
    await this.#session.send('Audits.enable')
    await this.#session.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
    })
    return this
  }

  async stop(): Promise<void> {
    this.#session.removeAllListeners()
    await this.#session.detach().catch(() => undefined)
  }

  /** Every request so far but preflights, in the order they were made. */
  get requests(): Truth[] {
    return [...this.#requests.values()]
  }

  /** The last request whose first URL is this one. */
  find(url: string): Truth | undefined {
    const wanted = withoutFragment(url)
    return this.requests.findLast((truth) => truth.firstUrl === wanted)
  }

  clear(): void {
    this.#requests.clear()
    this.#preflights.clear()
    this.#orphans.clear()
    this.#wire.clear()
    this.#wireHops.clear()
    this.issues.length = 0
  }

  /**
   * The request of that first URL once it is over.
   * @param timeout in milliseconds
   */
  async settled(url: string, timeout = 15_000): Promise<Truth> {
    const wanted = withoutFragment(url)
    const over = (truth: Truth) => truth.firstUrl === wanted && truth.outcome !== 'pending'
    const already = this.requests.findLast(over)
    if (already) return already
    return this.#wait(over, timeout, () => {
      const found = this.find(wanted)
      return `${wanted} ${found ? 'was not answered' : 'was never requested'} within ${timeout} ms, as the browser tells it.`
    })
  }

  #wait(matches: Waiter['matches'], timeout: number, complaint: () => string): Promise<Truth> {
    return new Promise((resolve, reject) => {
      const settle: Settled = (truth) => {
        clearTimeout(timer)
        resolve(truth)
      }
      const waiter: Waiter = { matches, settle }
      const timer = setTimeout(() => {
        this.#waiters = this.#waiters.filter((other) => other !== waiter)
        reject(new Error(complaint()))
      }, timeout)
      this.#waiters.push(waiter)
    })
  }

  async #listen(session: CDPSession): Promise<void> {
    session.on('Network.requestWillBeSent', (event) => this.#onRequest(event))
    session.on('Network.responseReceived', (event) => this.#onResponse(event))
    session.on('Network.responseReceivedExtraInfo', (event) => this.#onWireStatus(event))
    session.on('Network.requestServedFromCache', ({ requestId }) => {
      const truth = this.#requests.get(requestId)
      if (truth) truth.fromCache = true
    })
    session.on('Network.loadingFinished', ({ requestId }) => this.#onOver(requestId, 'finished'))
    session.on('Network.loadingFailed', (event) => this.#onFailed(event))
    session.on('Audits.issueAdded', ({ issue }) => this.#onIssue(issue))
    session.on('sessionattached', (child: CDPSession) => void this.#listenToChild(child))
    await session.send('Network.enable', { maxTotalBufferSize: 0, maxResourceBufferSize: 0 })
  }

  /** A worker or a frame of another process: it waits until we listen, so that no request is missed. */
  async #listenToChild(child: CDPSession): Promise<void> {
    // Targets without a network of their own (tabs, worklets) refuse; there is nothing to record in them.
    // Not awaited: a service worker answers only once it runs.
    void this.#listen(child).catch(() => undefined)
    await child.send('Runtime.runIfWaitingForDebugger').catch(() => undefined)
  }

  #onRequest(event: Protocol.Network.RequestWillBeSentEvent): void {
    const known = this.#requests.get(event.requestId)
    if (event.initiator.type === 'preflight') this.#onPreflight(event)
    else if (known && event.redirectResponse) this.#onRedirect(known, event, event.redirectResponse.status)
    else if (!known) this.#onNew(event)
  }

  #onNew(event: Protocol.Network.RequestWillBeSentEvent): void {
    const truth = newTruth(event)
    truth.preflights = this.#orphans.get(event.requestId) ?? []
    this.#requests.set(event.requestId, truth)
    this.#readWire(event.requestId)
  }

  #onRedirect(truth: Truth, event: Protocol.Network.RequestWillBeSentEvent, status: number): void {
    truth.hops.push({ url: truth.url, status })
    truth.url = withoutFragment(event.request.url)
    truth.method = event.request.method
    truth.status = 0
    const passed = this.#wireHops.get(event.requestId) ?? 0
    this.#wireHops.set(event.requestId, passed + (event.redirectHasExtraInfo ? 1 : 0))
    this.#readWire(event.requestId)
  }

  #onPreflight(event: Protocol.Network.RequestWillBeSentEvent): void {
    const preflight = { url: withoutFragment(event.request.url), status: 0, errorText: null }
    this.#preflights.set(event.requestId, preflight)
    this.#readWire(event.requestId)
    const owner = event.initiator.requestId ?? ''
    const siblings = this.#requests.get(owner)?.preflights ?? this.#orphans.get(owner) ?? []
    siblings.push(preflight)
    if (!this.#requests.has(owner)) this.#orphans.set(owner, siblings)
  }

  #onResponse({ requestId, response }: Protocol.Network.ResponseReceivedEvent): void {
    const truth = this.#requests.get(requestId)
    if (!truth) return
    truth.status ||= response.status
    if (response.fromDiskCache || response.fromPrefetchCache) truth.fromCache = true
  }

  /** These come by a way of their own, before or after the events of the same request. */
  #onWireStatus({ requestId, statusCode }: Protocol.Network.ResponseReceivedExtraInfoEvent): void {
    this.#wire.set(requestId, [...(this.#wire.get(requestId) ?? []), statusCode])
    this.#readWire(requestId)
  }

  #readWire(requestId: string): void {
    const exchange = this.#preflights.get(requestId) ?? this.#requests.get(requestId)
    const status = this.#wire.get(requestId)?.[this.#wireHops.get(requestId) ?? 0]
    if (exchange && status !== undefined) exchange.status = status
  }

  #onFailed(event: Protocol.Network.LoadingFailedEvent): void {
    const preflight = this.#preflights.get(event.requestId)
    if (preflight) {
      preflight.errorText = event.errorText
      return
    }
    const truth = this.#requests.get(event.requestId)
    if (!truth) return
    truth.errorText = event.errorText
    truth.canceled = event.canceled ?? false
    // A redirect stopped by Blink fails twice: the second time without its reason.
    truth.blockedReason ??= event.blockedReason ?? null
    truth.corsError = event.corsErrorStatus?.corsError ?? null
    truth.failedParameter = event.corsErrorStatus?.failedParameter || null
    this.#onOver(event.requestId, 'failed')
  }

  #onOver(requestId: string, outcome: 'finished' | 'failed'): void {
    const truth = this.#requests.get(requestId)
    if (!truth) return
    truth.outcome = outcome
    for (const waiter of this.#waiters.filter(({ matches }) => matches(truth))) {
      this.#waiters = this.#waiters.filter((other) => other !== waiter)
      waiter.settle(truth)
    }
  }

  #onIssue(issue: Protocol.Audits.InspectorIssue): void {
    const details = issue.details.corsIssueDetails
    if (!details) return
    this.issues.push({
      url: details.request.url ?? '',
      corsError: details.corsErrorStatus.corsError,
      failedParameter: details.corsErrorStatus.failedParameter || null,
      isWarning: details.isWarning,
    })
  }
}
