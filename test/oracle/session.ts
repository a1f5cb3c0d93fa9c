/** Cases in a real browser: the page asks, the servers answer, the browser judges, DevTools logs. */
import type { Truth } from '../support/cdp-truth.ts'
import { DevTools } from '../support/devtools.ts'
import { Surface } from '../support/surface.ts'
import { until } from '../support/until.ts'
import { type Case, casePath, type Origins, type RequestPlan, readHopPath } from './case.ts'
import { Collector, type LoggedEntry } from './collector.ts'
import { HOST_SWITCHES, OracleServer } from './server.ts'

/** What became of a case. Plain JSON. */
export interface CaseRun {
  case: Case
  /** What the page saw of each request: a status, or the error. */
  results: string[]
  truths: Truth[]
  entries: LoggedEntry[]
}

/** The number of the case that an address belongs to. */
export function caseOf(url: string): number | null {
  const path = url.indexOf('/c/')
  return path < 0 ? null : (readHopPath(url.slice(path))?.id ?? null)
}

/** Cases that one page ran, and all that its log holds. */
export interface PageRun {
  entries: LoggedEntry[]
  runs: CaseRun[]
}

interface Job {
  url: string
  order: 'parallel' | 'sequence'
  requests: RequestPlan[]
  /** Origins on the way, when there are redirects. */
  redirectedBy: string[]
}

/**
 * Runs in the page: closes over nothing. A redirected request keeps its connection until the preflight of the next
 * hop is answered, and the browser opens six to an origin: six at once would wait for each other for ever.
 */
function ask(jobs: Job[]): Promise<string[][]> {
  const MOST_REDIRECTED = 5
  const byFetch = async (url: string, plan: RequestPlan): Promise<string> => {
    const headers = new Headers()
    for (const [name, value] of plan.headers) headers.append(name, value)
    const { method, credentials, mode, redirect, body, referrerPolicy } = plan
    const response = await fetch(url, { method, headers, credentials, mode, redirect, body, referrerPolicy })
    await response.text()
    const { type, status } = response
    return type === 'opaque' || type === 'opaqueredirect' ? type : String(status)
  }
  const byXhr = (url: string, plan: RequestPlan): Promise<string> =>
    new Promise((resolve) => {
      const xhr = new XMLHttpRequest()
      xhr.open(plan.method, url)
      xhr.withCredentials = plan.credentials === 'include'
      for (const [name, value] of plan.headers) xhr.setRequestHeader(name, value)
      if (plan.uploadListener) xhr.upload.addEventListener('progress', () => undefined)
      xhr.onload = () => resolve(String(xhr.status))
      xhr.onerror = () => resolve('error event')
      xhr.send(plan.body)
    })
  const one = (url: string, plan: RequestPlan): Promise<string> =>
    (plan.api === 'xhr' ? byXhr(url, plan) : byFetch(url, plan)).catch((error) => String(error))
  const all = async ({ url, order, requests }: Job): Promise<string[]> => {
    if (order === 'parallel') return Promise.all(requests.map((plan) => one(url, plan)))
    const results: string[] = []
    for (const plan of requests) results.push(await one(url, plan))
    return results
  }
  const redirected = new Map<string, number>()
  const count = (origin: string) => redirected.get(origin) ?? 0
  const fits = ({ requests, redirectedBy }: Job) =>
    redirectedBy.every((origin) => count(origin) + requests.length <= MOST_REDIRECTED)
  const hold = ({ requests, redirectedBy }: Job, sign: 1 | -1) => {
    for (const origin of redirectedBy) redirected.set(origin, count(origin) + sign * requests.length)
  }
  return new Promise((resolve) => {
    const results: string[][] = []
    let waiting = jobs
    let left = jobs.length
    const start = () => {
      const before = waiting
      waiting = []
      for (const job of before) {
        if (!fits(job)) {
          waiting.push(job)
          continue
        }
        hold(job, 1)
        void all(job).then((seen) => {
          results[jobs.indexOf(job)] = seen
          hold(job, -1)
          left -= 1
          if (left === 0) resolve(results)
          else start()
        })
      }
    }
    start()
  })
}

const jobOf = ({ hops, order, requests }: Case): Job => ({
  url: hops[0]?.url ?? '',
  order,
  requests,
  redirectedBy: hops.length < 2 ? [] : [...new Set(hops.map(({ url }) => new URL(url).origin))],
})

/** Entries that a request leaves in the log: its hops, itself and the preflights. */
const entriesOf = ({ hops, preflights }: Truth): number => hops.length + 1 + preflights.length

export class OracleSession {
  readonly devtools: DevTools
  readonly origins: Origins
  readonly #server: OracleServer
  readonly #collector: Collector
  readonly #page: Surface

  private constructor(
    devtools: DevTools,
    origins: Origins,
    server: OracleServer,
    collector: Collector,
    page: Surface,
  ) {
    this.#page = page
    this.devtools = devtools
    this.origins = origins
    this.#server = server
    this.#collector = collector
  }

  /** @param extension folder of the built extension; dist/extension when absent */
  static async start(extension?: string): Promise<OracleSession> {
    const { server, origins } = await OracleServer.start()
    try {
      const devtools = await DevTools.launch({ switches: HOST_SWITCHES, ...(extension ? { extension } : {}) })
      await devtools.ready()
      const collector = await Collector.start(devtools.devtoolsPage)
      const page = new Surface('the page', await devtools.page.createCDPSession())
      return new OracleSession(devtools, origins, server, collector, page)
    } catch (error) {
      await server.close()
      throw error
    }
  }

  async close(): Promise<void> {
    await this.devtools.close()
    await this.#server.close()
  }

  /** All that the log of the page holds by now. */
  async entries(): Promise<LoggedEntry[]> {
    return this.#collector.entries()
  }

  /** Runs cases of one page, all at once. */
  async run(cases: readonly Case[]): Promise<PageRun> {
    const page = cases[0]?.page
    if (page === undefined) return { entries: [], runs: [] }
    this.#server.use(cases)
    await this.#open(page)
    await this.#setCookies(cases)
    const results = await this.#page.evaluate(ask, cases.map(jobOf))
    const truths = await this.#truths(cases)
    await this.#collector.wait(
      '/c/',
      truths.reduce((sum, truth) => sum + entriesOf(truth), 0),
    )
    const entries = await this.#collector.entries()
    const runs = cases.map((item, index) => ({
      case: item,
      results: results[index] ?? [],
      truths: truths.filter(({ firstUrl }) => caseOf(firstUrl) === item.id),
      entries: entries.filter(({ request }) => caseOf(request.url) === item.id),
    }))
    return { entries, runs }
  }

  async #open(page: string): Promise<void> {
    await this.devtools.page.goto(`${page}/page`)
    await this.#collector.clear()
    this.devtools.truth.clear()
  }

  async #setCookies(cases: readonly Case[]): Promise<void> {
    await this.#page.session.send('Network.clearBrowserCookies')
    const cookies = cases
      .filter(({ cookie }) => cookie)
      .flatMap(({ id, hops }) =>
        [...new Set(hops.map(({ url }) => new URL(url).hostname))].map((domain) => {
          const trusted = !domain.endsWith('.test')
          const sameSite = trusted ? ('None' as const) : ('Lax' as const)
          return { name: 'sid', value: String(id), domain, path: casePath(id), secure: trusted, sameSite }
        }),
      )
    if (cookies.length > 0) await this.#page.session.send('Network.setCookies', { cookies })
  }

  /** What the browser says of every request of the cases, once all are over. */
  async #truths(cases: readonly Case[]): Promise<Truth[]> {
    const own = () => this.devtools.truth.requests.filter(({ firstUrl }) => caseOf(firstUrl) !== null)
    const unfinished = () => {
      const over = own().filter(({ outcome }) => outcome !== 'pending')
      return cases.filter(
        ({ id, requests }) => over.filter(({ firstUrl }) => caseOf(firstUrl) === id).length < requests.length,
      )
    }
    try {
      await until('all requests to end, as the browser tells it', () => unfinished().length === 0)
    } catch (error) {
      throw new Error(
        `${error instanceof Error ? error.message : error} Open: ${JSON.stringify(unfinished())}`,
      )
    }
    return own()
  }
}
