/**
 * A real browser with the extension loaded and DevTools open, and what one can do in it. DevTools' own front end
 * has no API for tests: what is used of it stands in `FRONT_END` and nowhere else.
 */
import type { Browser, CDPSession, Page, Protocol, WebWorker } from 'puppeteer-core'
import { CdpTruth } from './cdp-truth.ts'
import { type Dock, isDevTools, type LaunchOptions, launchBrowser, surfaceOf, targetOf } from './launch.ts'
import type { Surface } from './surface.ts'
import { until } from './until.ts'

export { type Dock, hasDisplay, type LaunchOptions } from './launch.ts'
export type Theme = 'light' | 'dark'

interface Point {
  x: number
  y: number
}

/**
 * The parts of DevTools' front end that are used, as expressions evaluated inside it: text, so that no
 * bundler touches their imports. Each gives something false when it did not work, or throws.
 */
const FRONT_END = {
  showPanel: (title: string) => `import('./ui/legacy/legacy.js').then(async ({ InspectorView }) => {
    const view = InspectorView.InspectorView.instance()
    const id = view.tabbedPane.tabIds().find((tab) => tab.endsWith(${JSON.stringify(title)}))
    if (id === undefined) return false
    await view.showPanel(id)
    return view.tabbedPane.selectedTabId === id
  })`,
  shownPanel: `import('./ui/legacy/legacy.js').then(({ InspectorView }) =>
    InspectorView.InspectorView.instance().tabbedPane.selectedTabId
  )`,
  close: `import('./core/host/host.js').then(({ InspectorFrontendHost }) => {
    setTimeout(() => InspectorFrontendHost.InspectorFrontendHostInstance.closeWindow(), 50)
    return true
  })`,
  dock: (side: Dock) => `import('./ui/legacy/legacy.js').then(({ DockController }) => {
    const controller = DockController.DockController.instance()
    controller.setDockSide('${side}')
    return controller.dockSide() === '${side}'
  })`,
  dockSize: (size: number) => `import('./ui/legacy/legacy.js').then(({ InspectorView }) => {
    const split = InspectorView.InspectorView.instance().parentWidget()
    split.setSidebarSize(${size})
    return split.sidebarSize() > 0
  })`,
  /** The part of the window that DevTools has for itself; the rest is a hole for the page. */
  ownArea: `import('./ui/legacy/legacy.js').then(({ InspectorView }) => {
    const { x, y, width, height } = InspectorView.InspectorView.instance().element.getBoundingClientRect()
    return width > 0 && { x, y, width, height }
  })`,
  /** One step, as Ctrl and plus make it, until all is so many times as large; 1: as at first. */
  zoom: (factor: number) => `import('./core/host/host.js').then(({ InspectorFrontendHost }) => {
    const host = InspectorFrontendHost.InspectorFrontendHostInstance
    if (${factor} === 1) host.resetZoom()
    else if (devicePixelRatio < ${factor}) host.zoomIn()
    return ${factor} === 1 || devicePixelRatio >= ${factor}
  })`,
  theme: (name: string) => `import('./core/common/common.js').then(({ Settings }) => {
    const setting = Settings.Settings.instance().moduleSetting('ui-theme')
    setting.set('${name}')
    return setting.get() === '${name}'
  })`,
  /** DevTools' own find bar over the panel in front; null closes it. */
  search: (
    text: string | null,
  ) => `import('./ui/legacy/legacy.js').then(({ SearchableView, InspectorView }) => {
    const panel = InspectorView.InspectorView.instance().currentPanelDeprecated()
    const view = panel?.searchableView?.()
    if (!view) return false
    if (${JSON.stringify(text)} === null) { view.closeSearch(); return true }
    view.showSearchField()
    view.searchInputElement.value = ${JSON.stringify(text)}
    view.performSearch(true, true)
    return true
  })`,
  searchOn: (step: 'next' | 'previous') => `import('./ui/legacy/legacy.js').then(({ InspectorView }) => {
    const view = InspectorView.InspectorView.instance().currentPanelDeprecated()?.searchableView?.()
    if (!view) return false
    ${step === 'next' ? 'view.handleFindNextShortcut()' : 'view.handleFindPreviousShortcut()'}
    return true
  })`,
  /** Where the iframe of an extension page lies in the front end's window. */
  frameOffset: (page: string) => `(function search(root) {
    for (const element of root.querySelectorAll('*')) {
      if (element.localName === 'iframe' && element.src.includes('${page}')) {
        const { x, y, width } = element.getBoundingClientRect()
        if (width > 0) return { x, y }
      }
      const inside = element.shadowRoot ? search(element.shadowRoot) : null
      if (inside) return inside
    }
    return null
  })(document)`,
} as const

export class DevTools {
  readonly browser: Browser
  /** The inspected page. */
  readonly page: Page
  readonly extensionId: string
  /** What the browser itself says of the page's requests. */
  readonly truth: CdpTruth
  /** DevTools' own document. */
  readonly frontEnd: Surface
  /** The extension's devtools page: it has the chrome.devtools API. */
  readonly devtoolsPage: Surface

  #downloads: CDPSession | null = null

  private constructor(
    browser: Browser,
    page: Page,
    extensionId: string,
    truth: CdpTruth,
    frontEnd: Surface,
    devtoolsPage: Surface,
  ) {
    this.browser = browser
    this.page = page
    this.extensionId = extensionId
    this.truth = truth
    this.frontEnd = frontEnd
    this.devtoolsPage = devtoolsPage
  }

  /** Starts the browser; whether DevTools already tells the extension of requests, `ready` finds out. */
  static async launch(options: LaunchOptions = {}): Promise<DevTools> {
    const { browser, page, devtoolsPageName } = await launchBrowser(options)
    try {
      const frontEnd = await surfaceOf(browser, 'DevTools', isDevTools)
      const own = (url: string) => url.startsWith('chrome-extension://') && url.includes(devtoolsPageName)
      const devtoolsPage = await surfaceOf(browser, "the extension's devtools page", own)
      const extensionId = await devtoolsPage.evaluate(() => chrome.runtime.id)
      const truth = await new CdpTruth(await page.createCDPSession()).start()
      const devtools = new DevTools(browser, page, extensionId, truth, frontEnd, devtoolsPage)
      if (options.dock) await devtools.setDock(options.dock)
      return devtools
    } catch (error) {
      await browser.close()
      throw error
    }
  }

  /** Sends requests of no consequence until DevTools hands one to the extension's devtools page. */
  async ready(): Promise<this> {
    await this.devtoolsPage.evaluate(() => {
      const scope = globalThis as { canarySeen?: boolean }
      chrome.devtools.network.onRequestFinished.addListener((entry) => {
        if (entry.request.url.startsWith('data:text/plain,corscope-canary')) scope.canarySeen = true
      })
    })
    await until('DevTools to report a request to the extension', async () => {
      await this.page.evaluate(() =>
        fetch(`data:text/plain,corscope-canary-${Math.random()}`).catch(() => null),
      )
      return this.devtoolsPage.evaluate(() => (globalThis as { canarySeen?: boolean }).canarySeen === true)
    })
    return this
  }

  /** Everything DevTools has logged, as HAR entries. It refuses on the browser's own pages, its error page too. */
  async entries(): Promise<unknown[]> {
    const text = await this.devtoolsPage.evaluate(async () => {
      const log = await new Promise((done) => chrome.devtools.network.getHAR(done))
      return JSON.stringify(log)
    })
    const log = JSON.parse(text) as { entries?: unknown[] }
    if (!log.entries) throw new Error(`DevTools gives no network log for this page: ${text}`)
    return log.entries
  }

  /** Brings the extension's tab to the front and gives its document. */
  async openPanel(title = 'CORS'): Promise<Surface> {
    await this.#inFrontEnd(`the tab ${title}`, FRONT_END.showPanel(title))
    return this.panel()
  }

  /** Id of the panel in front, as `network`. */
  async shownPanel(): Promise<string> {
    return this.#inFrontEnd<string>('the panel in front', FRONT_END.shownPanel)
  }

  /** Closes DevTools as a person does; the browser stays. Nothing of it can be used afterwards. */
  async closeDevTools(): Promise<void> {
    await this.#inFrontEnd('its own closing', FRONT_END.close)
    await until('DevTools to close', () => !this.browser.targets().some((target) => isDevTools(target.url())))
  }

  /** The panel's document; it exists once the tab was shown. */
  async panel(): Promise<Surface> {
    return surfaceOf(this.browser, 'the CORS panel', (url) => this.#isOwn(url) && /\/panel\.html/.test(url))
  }

  /** Where the browser puts the files that pages and the panel save, until told otherwise. */
  async saveDownloadsIn(folder: string): Promise<void> {
    // the browser forgets the folder with the session that named it
    this.#downloads ??= await this.browser.target().createCDPSession()
    await this.#downloads.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder })
  }

  /** A window that the extension opened, by a part of its address. */
  async extensionPage(part: string): Promise<Page> {
    const target = await targetOf(this.browser, part, (url) => this.#isOwn(url) && url.includes(part))
    const page = await target.page()
    if (page === null) throw new Error(`${target.url()} is no page.`)
    return page
  }

  /** The extension's service worker, woken when it sleeps. */
  async serviceWorker(): Promise<WebWorker> {
    const target = await until('the service worker of the extension', () =>
      this.browser.targets().find((other) => other.type() === 'service_worker' && this.#isOwn(other.url())),
    )
    const worker = await target.worker()
    if (worker === null) throw new Error('The service worker of the extension cannot be reached.')
    return worker
  }

  async setDock(side: Dock): Promise<void> {
    await this.#inFrontEnd('its docking', FRONT_END.dock(side))
  }

  /** How much of the window DevTools takes, in CSS pixels: its height at the bottom, its width at the right. */
  async setDockSize(size: number): Promise<void> {
    await this.#inFrontEnd('its size', FRONT_END.dockSize(size))
  }

  async setTheme(theme: Theme): Promise<void> {
    await this.#inFrontEnd('its theme', FRONT_END.theme(theme === 'dark' ? 'dark' : 'default'))
  }

  /** Zooms DevTools in until it is at least so many times as large; 1: as at first. */
  async zoom(factor: number): Promise<void> {
    await this.#inFrontEnd('its zoom', FRONT_END.zoom(factor))
  }

  /** Steps to the next or the previous place that the search found. */
  async searchOn(step: 'next' | 'previous'): Promise<void> {
    await this.#inFrontEnd('the steps of its search', FRONT_END.searchOn(step))
  }

  /** Searches the panel in front with DevTools' own find bar; null closes the bar. */
  async search(text: string | null): Promise<void> {
    await this.#inFrontEnd('its search', FRONT_END.search(text))
  }

  /** DevTools anew, and with it all of the extension that lives in it, as it lies on the disk now. */
  async restart(): Promise<void> {
    await this.frontEnd.session.send('Page.reload')
    await this.page.reload()
    await this.openPanel()
  }

  /** Width and height of the window in CSS pixels. */
  async resize(width: number, height: number): Promise<void> {
    const session = await this.page.createCDPSession()
    const { windowId } = await session.send('Browser.getWindowForTarget')
    await session.send('Browser.setWindowBounds', { windowId, bounds: { width, height } })
    await session.detach()
  }

  /** A picture of DevTools with the panel in it, PNG. The page beside it is drawn by another process and is left out. */
  async screenshot(): Promise<Buffer> {
    const area = await this.#inFrontEnd<Protocol.DOM.Rect>('its own area', FRONT_END.ownArea)
    const { data } = await this.frontEnd.session.send('Page.captureScreenshot', {
      format: 'png',
      clip: { ...area, scale: 1 },
    })
    return Buffer.from(data, 'base64')
  }

  /**
   * Presses and releases a real mouse button over an element of the panel.
   * @param selector of the element; it is scrolled into view first
   */
  async click(panel: Surface, selector: string, button: 'left' | 'right' = 'left'): Promise<void> {
    const point = await this.#hover(panel, selector)
    const press = { ...point, button, clickCount: 1 }
    await this.frontEnd.session.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...press })
    await this.frontEnd.session.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...press })
  }

  /**
   * Moves the mouse until the element feels it. A panel that has just come to the front is drawn where it belongs
   * a moment later, and a click before that is lost; an element below another never feels the mouse.
   */
  async #hover(panel: Surface, selector: string): Promise<Point> {
    let nudge = 0
    return until(`${selector} under the mouse in ${panel.name}`, async () => {
      const frame = await this.frontEnd.evaluateText<Point | null>(FRONT_END.frameOffset('/panel.html'))
      const inside = await panel.evaluate((query: string) => {
        const element = document.querySelector(query)
        element?.scrollIntoView({ block: 'nearest' })
        const box = element?.getBoundingClientRect()
        return box && box.width > 0 ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : null
      }, selector)
      if (frame === null || inside === null) return null
      nudge = 1 - nudge
      const point = { x: frame.x + inside.x + nudge, y: frame.y + inside.y }
      await this.frontEnd.session.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...point })
      const felt = await panel.evaluate(
        (query: string) => document.querySelector(query)?.matches(':hover') === true,
        selector,
      )
      return felt ? point : null
    })
  }

  async close(): Promise<void> {
    await this.browser.close()
  }

  #isOwn(url: string): boolean {
    return url.startsWith(`chrome-extension://${this.extensionId}/`)
  }

  async #inFrontEnd<Result>(what: string, expression: string): Promise<NonNullable<Result>> {
    try {
      return await until(`${what} in DevTools`, () => this.frontEnd.evaluateText<Result>(expression))
    } catch (error) {
      throw new Error(
        `DevTools of ${await this.browser.version()} does not offer ${what} where it is expected: its front end changed, or the extension did not start. ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }
}
