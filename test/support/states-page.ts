/** The panel's states in an ordinary page of a real Chromium. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { type Served, serveStates } from '../screens/serve.ts'
import { ensureBrowser } from './browser.ts'

export interface Shown {
  theme?: 'light' | 'dark'
  /** Pixels of the screen, however large the zoom makes what is in them. */
  width?: number
  height?: number
  /** The explanation in front, where there is room for one of the two only. */
  detail?: boolean
  zoom?: number
}

interface AxeRun {
  axe: {
    run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>
  }
}

/** What axe-core has against the document, a line each. Evaluated through the protocol, past the page's own policy. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))
  return page.evaluate(async () => {
    const found = await (globalThis as unknown as AxeRun).axe.run()
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary ?? ''}`),
    )
  })
}

export class StatesPage {
  readonly page: Page
  readonly #browser: Browser
  readonly #served: Served

  private constructor(page: Page, browser: Browser, served: Served) {
    this.page = page
    this.#browser = browser
    this.#served = served
  }

  static async open(): Promise<StatesPage> {
    const served = await serveStates()
    const { path } = await ensureBrowser()
    const browser = await puppeteer.launch({ executablePath: path, args: ['--no-sandbox', '--disable-gpu'] })
    const page = (await browser.pages())[0] ?? (await browser.newPage())
    return new StatesPage(page, browser, served)
  }

  async show(state: string, options: Shown = {}): Promise<void> {
    const { theme = 'light', detail } = options
    await this.#setViewport(options)
    await this.page.goto(`${this.#served.address}?state=${state}&theme=${theme}`)
    await this.page.waitForSelector('[data-testid="panel"]')
    await this.page.waitForSelector('[data-testid="file-bar"][data-state="reading"]', { hidden: true })
    if (detail) await this.#setView('detail')
    // the code is coloured when its highlighter has come
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))))
  }

  /** What is shown, at another size. */
  async resize(size: Omit<Shown, 'theme' | 'detail'>, view: 'list' | 'detail'): Promise<void> {
    await this.#setViewport(size)
    await this.#setView(view)
    await this.page.evaluate(
      () =>
        new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0)))),
    )
  }

  async #setViewport({ width = 1200, height = 760, zoom = 1 }: Shown): Promise<void> {
    await this.page.setViewport({
      width: Math.round(width / zoom),
      height: Math.round(height / zoom),
      deviceScaleFactor: zoom,
    })
  }

  async #setView(wanted: 'list' | 'detail'): Promise<void> {
    await this.page.evaluate((view) => {
      ;(globalThis as unknown as { store: { view: { value: string } } }).store.view.value = view
    }, wanted)
  }

  violations(): Promise<string[]> {
    return axeViolations(this.page)
  }

  /** Test id of what has the focus, else its class. */
  focused(): Promise<string> {
    return this.page.evaluate(() => {
      const { activeElement } = document
      return (activeElement as HTMLElement | null)?.dataset.testid ?? activeElement?.className ?? ''
    })
  }

  async close(): Promise<void> {
    await this.#browser.close()
    await this.#served.close()
  }
}
