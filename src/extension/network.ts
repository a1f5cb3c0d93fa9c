/** Network: DevTools' log as the collector needs it. */
import type { Browser } from 'webextension-polyfill'
import { type ResourceTiming, readTimings, TIMING_EXPRESSION } from './resource-timing.ts'

export interface NetworkLog {
  entries: readonly unknown[]
  pages: readonly unknown[]
}

export interface NetworkSource {
  onEntry(listener: (entry: unknown) => void): void
  /** Also fires when a page only changes its address (history.pushState, a fragment). */
  onNavigated(listener: (url: string) => void): void
  /** Everything that DevTools has logged. Not in Firefox while requests run: it loses them. */
  readLog(): Promise<NetworkLog>
  /** When the page's document came to be, in milliseconds since the epoch; null when the page does not tell. */
  documentStart(): Promise<number | null>
  pageUrl(): Promise<string | null>
  /** What the page's own Resource Timing holds, its frames of the same origin among it. */
  timings(): Promise<ResourceTiming[]>
}

const asLog = (log: unknown): NetworkLog => {
  const { entries, pages } = (typeof log === 'object' && log !== null ? log : {}) as Record<string, unknown>
  return { entries: Array.isArray(entries) ? entries : [], pages: Array.isArray(pages) ? pages : [] }
}

/** The calls whose promises differ between browsers; callbacks do not. */
export interface CallbackApi {
  getHAR(callback: (log: unknown) => void): void
  /** Runs in the page. `failure`: set when it could not, as on pages of the browser itself. */
  evaluate(expression: string, callback: (result: unknown, failure: unknown) => void): void
}

/** @param network `devtools.network` */
export function devtoolsSource(
  network: Pick<Browser['devtools']['network'], 'onRequestFinished' | 'onNavigated'>,
  { getHAR, evaluate }: CallbackApi,
): NetworkSource {
  const inPage = (expression: string): Promise<unknown> =>
    new Promise((resolve) => evaluate(expression, (result, failure) => resolve(failure ? null : result)))
  return {
    // a copy: the polyfill hands out a Proxy
    onEntry: (listener) => network.onRequestFinished.addListener((entry) => listener({ ...entry })),
    onNavigated: (listener) => network.onNavigated.addListener(listener),
    readLog: () => new Promise((resolve) => getHAR((log) => resolve(asLog(log)))),
    async documentStart() {
      const start = await inPage('performance.timeOrigin')
      return typeof start === 'number' && Number.isFinite(start) ? start : null
    },
    async timings() {
      return readTimings(await inPage(TIMING_EXPRESSION))
    },
    async pageUrl() {
      const url = await inPage('location.href')
      return typeof url === 'string' ? url : null
    },
  }
}
