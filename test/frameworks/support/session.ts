/** One browser with DevTools and the extension: a page asks, the log that the extension receives is kept. */
import { Collector, type LoggedEntry } from '../../oracle/collector.ts'
import type { Truth } from '../../support/cdp-truth.ts'
import { DevTools } from '../../support/devtools.ts'
import { Surface } from '../../support/surface.ts'
import { Pages } from './pages.ts'
import { type PageRequest, type PageResult, perform } from './request.ts'

/** What one step leaves behind. */
export interface Recording {
  /** The address of the last request. */
  url: string
  result: PageResult
  /** The browser's own verdict on it. */
  truth: Truth
  /** All of the step's requests, as the extension received them. */
  entries: LoggedEntry[]
}

export interface Ask {
  /** Origin of the page. */
  page: string
  /** Port of the server. */
  port: number
  /** In order; the last one is judged. */
  requests: readonly PageRequest[]
}

/** The log entries that a request leaves: its redirects, itself and the preflights. */
const urlsOf = ({ hops, url, preflights }: Truth): string[] => [
  ...hops.map((hop) => hop.url),
  url,
  ...preflights.map((preflight) => preflight.url),
]

export class Session {
  readonly devtools: DevTools
  readonly pages: Pages
  readonly #collector: Collector
  readonly #page: Surface
  #visits = 0
  #asked = 0

  private constructor(devtools: DevTools, pages: Pages, collector: Collector, page: Surface) {
    this.devtools = devtools
    this.pages = pages
    this.#collector = collector
    this.#page = page
  }

  static async start(): Promise<Session> {
    const pages = await Pages.start()
    const devtools = await DevTools.launch()
    try {
      await devtools.ready()
      const collector = await Collector.start(devtools.devtoolsPage)
      const page = new Surface('the page', await devtools.page.createCDPSession())
      return new Session(devtools, pages, collector, page)
    } catch (error) {
      await devtools.close()
      throw error
    }
  }

  async close(): Promise<void> {
    await this.devtools.close()
    await this.pages.close()
  }

  /** Leaves the page, whose scripts would notice that its server ends. */
  async leave(): Promise<void> {
    await this.devtools.page.goto('about:blank')
  }

  /** A fresh page of that origin; the log and the cookies are empty afterwards. */
  async open(page: string): Promise<void> {
    this.#visits += 1
    const url = `${page}/page?visit=${this.#visits}`
    await this.devtools.page.goto(url)
    await this.#collector.wait(url, 1)
    await this.#forget()
  }

  /** Makes the requests of a page of that origin, one after the other. */
  async ask({ page, port, requests }: Ask): Promise<Recording> {
    await this.#show(page)
    let result = ''
    let url = ''
    if (requests.some(({ by }) => by === 'own-code'))
      await this.#page.waitFor('its own code', () => 'callApi' in globalThis)
    for (const request of requests) {
      url = await this.#prepare(port, request)
      result = await this.#page.evaluate(perform, url, request)
    }
    return this.#recorded(url, result)
  }

  /**
   * Runs code that a fix prints for the page. What its call of `fetch` leaves out (headers, body, a number in the
   * query) is taken from the last request; everything that it says is as it says.
   */
  async askByCode({ page, port, requests }: Ask, code: string): Promise<Recording> {
    await this.#show(page)
    const request = requests.at(-1) ?? { path: '/' }
    const { search } = new URL(await this.#prepare(port, request))
    const { method, headers, body, credentials } = request
    const given = JSON.stringify({ method, headers, body, credentials })
    const result = await this.#page.evaluateText<string>(`(async () => {
      const fetch = (url, options) => globalThis.fetch(url + ${JSON.stringify(search)}, { ...${given}, ...options })
      ${code}
      await response.text()
      return String(response.status)
    })().catch(String)`)
    const asked = this.devtools.truth.requests.findLast(({ firstUrl }) => firstUrl.endsWith(search))
    if (asked === undefined) throw new Error(`The page asked nothing with this code:\n${code}`)
    return this.#recorded(asked.firstUrl, result)
  }

  async #show(page: string): Promise<void> {
    if (!this.devtools.page.url().startsWith(`${page}/`)) await this.open(page)
    await this.#forget()
  }

  /** The address of a request, with a number of its own; the cookie jar is as the request wants it. */
  async #prepare(port: number, { host = 'localhost', path, cookie }: PageRequest): Promise<string> {
    this.#asked += 1
    const url = `http://${host}:${port}${marked(path, this.#asked)}`
    if (cookie) await this.#setCookie(url)
    return url
  }

  /** Waits for every entry of the numbered requests: the page may be loading things of its own meanwhile. */
  async #recorded(url: string, result: PageResult): Promise<Recording> {
    const truth = await this.devtools.truth.settled(url)
    const numbered = this.devtools.truth.requests.filter(({ firstUrl }) => NUMBERED.test(firstUrl))
    const wanted = new Map<string, number>()
    for (const logged of numbered.flatMap(urlsOf)) wanted.set(logged, (wanted.get(logged) ?? 0) + 1)
    for (const [logged, count] of wanted) await this.#collector.wait(logged, count)
    return { url, result, truth, entries: await this.#collector.entries() }
  }

  async #forget(): Promise<void> {
    await this.#collector.clear()
    this.devtools.truth.clear()
    await this.#page.session.send('Network.clearBrowserCookies')
  }

  async #setCookie(url: string): Promise<void> {
    const cookie = { name: 'sid', value: '1', domain: new URL(url).hostname, path: '/' }
    await this.#page.session.send('Network.setCookie', cookie)
  }
}

const NUMBERED = /[?&]run=\d+$/

/** The path with a number of its own, so that no cache answers for an earlier step. */
function marked(path: string, number: number): string {
  return `${path}${path.includes('?') ? '&' : '?'}run=${number}`
}
