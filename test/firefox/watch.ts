/** Listens in the extension's devtools page to what Firefox gives extensions, beside the extension's own listener. */
import { readTimings, TIMING_EXPRESSION, withPageStatuses } from '../../src/extension/resource-timing.ts'
import { until } from '../support/until.ts'
import type { Firefox } from './firefox.ts'

export interface LoggedEntry {
  request: { url: string; method: string }
}

export class Watch {
  readonly #firefox: Firefox

  private constructor(firefox: Firefox) {
    this.#firefox = firefox
  }

  /** DevTools must be open. Listening begins some time after the call that asks for it, so that a request proves it. */
  static async start(firefox: Firefox, sameOriginUrl: string): Promise<Watch> {
    const watch = new Watch(firefox)
    await firefox.inExtension(
      'devtools_page',
      `window.heard = []
       window.browser.devtools.network.onRequestFinished.addListener((entry) => {
         window.heard.push(JSON.parse(JSON.stringify(entry)))
       })`,
    )
    await until('Firefox to hand out its log', async () => {
      await firefox.inPage('return fetch(arguments[0]).then(() => true, () => true)', sameOriginUrl)
      return (await watch.#entries()).length > 0
    })
    return watch
  }

  async forget(): Promise<void> {
    await this.#firefox.inExtension('devtools_page', 'window.heard = []')
  }

  async #entries(): Promise<LoggedEntry[]> {
    return JSON.parse(await this.#firefox.inExtension('devtools_page', 'return JSON.stringify(window.heard)'))
  }

  /** As the extension reads them: entries with what the page was given. Waits until a last request is among them. */
  async entries(lastUrl: string): Promise<readonly unknown[]> {
    const entries = await until(`${lastUrl} in the log`, async () => {
      const heard = await this.#entries()
      return heard.some(({ request }) => request.url === lastUrl) ? heard : null
    })
    const timings = await this.#firefox.inExtension<unknown>(
      'devtools_page',
      'return window.browser.devtools.inspectedWindow.eval(arguments[0]).then(([value]) => value)',
      TIMING_EXPRESSION,
    )
    return withPageStatuses(entries, readTimings(timings))
  }
}
