/** Network: DevTools' log as the collector needs it. */
import type { Browser } from 'webextension-polyfill'

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
}

const asLog = (log: unknown): NetworkLog => {
  const { entries, pages } = (typeof log === 'object' && log !== null ? log : {}) as Record<string, unknown>
  return { entries: Array.isArray(entries) ? entries : [], pages: Array.isArray(pages) ? pages : [] }
}

/**
 * @param network `devtools.network`
 * @param getHAR with a callback, which every version of every browser takes; the polyfill does not wrap it
 */
export function devtoolsSource(
  network: Browser['devtools']['network'],
  inspectedWindow: Browser['devtools']['inspectedWindow'],
  getHAR: (callback: (log: unknown) => void) => void,
): NetworkSource {
  const evaluate = async (expression: string): Promise<unknown> => {
    try {
      return (await inspectedWindow.eval(expression))[0]
    } catch {
      // pages of the browser itself refuse
      return null
    }
  }
  return {
    // a copy: the polyfill hands out a Proxy
    onEntry: (listener) => network.onRequestFinished.addListener((entry) => listener({ ...entry })),
    onNavigated: (listener) => network.onNavigated.addListener(listener),
    readLog: () => new Promise((resolve) => getHAR((log) => resolve(asLog(log)))),
    async documentStart() {
      const start = await evaluate('performance.timeOrigin')
      return typeof start === 'number' && Number.isFinite(start) ? start : null
    },
    async pageUrl() {
      const url = await evaluate('location.href')
      return typeof url === 'string' ? url : null
    },
  }
}
