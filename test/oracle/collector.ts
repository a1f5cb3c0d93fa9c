/** The network log as the extension's devtools page receives it, entry by entry. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Surface } from '../support/surface.ts'
import { until } from '../support/until.ts'

export interface LoggedEntry {
  request: { url: string; method: string; headers: { name: string; value: string }[] }
  response: { status: number; headers: unknown[]; _error?: string | null }
  startedDateTime: string
  /** Milliseconds it took. */
  time: number
  _resourceType?: string
}

interface Scope {
  oracleEntries?: LoggedEntry[]
}

/**
 * DevTools now and then hands over a failure before the headers of its answer arrived, and of the request too:
 * it has no status. The extension reads such an entry again, and so do we; it changes nothing where there was no
 * answer.
 */
const lacksAnswer = (entry: LoggedEntry): boolean => entry.response.status === 0 && failedAfterAnswer(entry)

/** A request that failed a CORS check, or a preflight that was redirected. */
const failedAfterAnswer = ({ response }: LoggedEntry): boolean =>
  response._error === 'net::ERR_FAILED' || response._error === 'net::ERR_INVALID_REDIRECT'

const reachedTheWire = ({ request }: LoggedEntry): boolean =>
  request.headers.some(({ name }) => /^(host|origin)$/i.test(name))

/** True where some failure lacks its answer, and no preflight explains that. */
function isUnexplained(entries: readonly LoggedEntry[]): boolean {
  const preflighted = new Set(
    entries.filter(({ _resourceType }) => _resourceType === 'preflight').map(({ request }) => request.url),
  )
  return entries
    .filter(lacksAnswer)
    .some((entry) => reachedTheWire(entry) || !preflighted.has(entry.request.url))
}

/** Milliseconds after which the extension, too, reads once more what still lacks its answer. */
const READ_AGAIN_AFTER = 500

const sameRequest = (a: LoggedEntry, b: LoggedEntry): boolean =>
  a.request.url === b.request.url &&
  a.request.method === b.request.method &&
  a._resourceType === b._resourceType &&
  a.startedDateTime === b.startedDateTime &&
  a.time === b.time

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
    const entries = await this.#devtoolsPage.evaluate(() => (globalThis as Scope).oracleEntries ?? [])
    const complete = await this.#reread(entries)
    if (!isUnexplained(complete)) return complete
    await pause(READ_AGAIN_AFTER)
    return this.#reread(complete)
  }

  async #reread(entries: LoggedEntry[]): Promise<LoggedEntry[]> {
    if (!entries.some(lacksAnswer)) return entries
    const log = (await this.#log()).filter(failedAfterAnswer)
    return entries.map((entry) => {
      if (!lacksAnswer(entry)) return entry
      // Requests of the same millisecond look alike; how long they took, to the nanosecond, tells them apart.
      return log.find((other) => sameRequest(entry, other)) ?? entry
    })
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
