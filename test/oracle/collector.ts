/** The network log as the extension's devtools page receives it, entry by entry. */
import type { Surface } from '../support/surface.ts'
import { until } from '../support/until.ts'

export interface LoggedEntry {
  request: { url: string; method: string; headers: { name: string; value: string }[] }
  response: { status: number; headers: unknown[]; _error?: string | null }
  startedDateTime: string
}

interface Scope {
  oracleEntries?: LoggedEntry[]
}

/**
 * DevTools now and then hands over a failure before the headers of its answer arrived: then it has no status.
 * The extension reads such an entry again, and so do we; it changes nothing where there was no answer.
 */
const mayBeIncomplete = ({ response }: LoggedEntry): boolean =>
  response.status === 0 && response._error === 'net::ERR_FAILED'

export class Collector {
  readonly #devtoolsPage: Surface

  private constructor(devtoolsPage: Surface) {
    this.#devtoolsPage = devtoolsPage
  }

  static async start(devtoolsPage: Surface): Promise<Collector> {
    await devtoolsPage.evaluate(() => {
      const scope = globalThis as Scope
      scope.oracleEntries = []
      chrome.devtools.network.onRequestFinished.addListener((entry) => {
        scope.oracleEntries?.push(JSON.parse(JSON.stringify(entry)))
      })
    })
    return new Collector(devtoolsPage)
  }

  async clear(): Promise<void> {
    await this.#devtoolsPage.evaluate(() => {
      ;(globalThis as Scope).oracleEntries = []
    })
  }

  /**
   * Waits until there are that many entries, or for a while without them.
   * @param part of the addresses that count
   */
  async wait(part: string, wanted: number): Promise<void> {
    const count = () =>
      this.#devtoolsPage.evaluate(
        (text) =>
          ((globalThis as Scope).oracleEntries ?? []).filter(({ request }) => request.url.includes(text))
            .length,
        part,
      )
    await until('the entries of the network log', async () => (await count()) >= wanted, 3_000).catch(
      () => undefined,
    )
  }

  /** The entries so far. */
  async entries(): Promise<LoggedEntry[]> {
    return this.#reread(await this.#devtoolsPage.evaluate(() => (globalThis as Scope).oracleEntries ?? []))
  }

  async #reread(entries: LoggedEntry[]): Promise<LoggedEntry[]> {
    if (!entries.some(mayBeIncomplete)) return entries
    const log = await this.#log()
    const same = (a: LoggedEntry, b: LoggedEntry) =>
      a.request.url === b.request.url &&
      a.request.method === b.request.method &&
      a.startedDateTime === b.startedDateTime
    return entries.map((entry) =>
      mayBeIncomplete(entry) ? (log.find((other) => same(entry, other)) ?? entry) : entry,
    )
  }

  async #log(): Promise<LoggedEntry[]> {
    return this.#devtoolsPage.evaluate(
      () =>
        new Promise<LoggedEntry[]>((done) =>
          chrome.devtools.network.getHAR((har) => done(JSON.parse(JSON.stringify(har.entries)))),
        ),
    )
  }
}
