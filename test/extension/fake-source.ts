/** A network log that a test writes. */
import type { NetworkLog, NetworkSource } from '../../src/extension/network.ts'
import type { ResourceTiming } from '../../src/extension/resource-timing.ts'

export interface FakeSource extends NetworkSource {
  /** What `readLog` gives. */
  log: { entries: unknown[]; pages: unknown[] }
  readings: number
  /** What `timings` gives. */
  resourceTimings: ResourceTiming[]
  /** The document that the page shows now. */
  document: { url: string; start: number | null }
  deliver(...entries: unknown[]): void
  /** A new document; `start` as the page's clock says. */
  navigate(url: string, start: number | null): Promise<void>
  /** history.pushState, or a change of the fragment. */
  changeAddress(url: string): Promise<void>
}

export function fakeSource(): FakeSource {
  let heard: (entry: unknown) => void = () => {}
  let navigated: (url: string) => void = () => {}
  const settle = async () => {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve()
  }
  const source: FakeSource = {
    log: { entries: [], pages: [] },
    readings: 0,
    document: { url: 'https://app.example/', start: 500 },
    onEntry: (listener) => {
      heard = listener
    },
    onNavigated: (listener) => {
      navigated = listener
    },
    readLog: () => {
      source.readings++
      return Promise.resolve({
        entries: [...source.log.entries],
        pages: source.log.pages,
      } satisfies NetworkLog)
    },
    documentStart: () => Promise.resolve(source.document.start),
    pageUrl: () => Promise.resolve(source.document.url),
    resourceTimings: [],
    timings: () => Promise.resolve(source.resourceTimings),
    deliver: (...entries) => {
      for (const entry of entries) heard(entry)
    },
    async navigate(url, start) {
      source.document = { url, start }
      navigated(url)
      await settle()
    },
    async changeAddress(url) {
      source.document.url = url
      navigated(url)
      await settle()
    },
  }
  return source
}
