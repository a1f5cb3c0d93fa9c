/** A real Firefox, headless, with the extension loaded and DevTools open. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { until } from '../support/until.ts'
import { BROWSER, choosePageMenu, type ExtensionPage, viewOf } from './internals.ts'
import { Marionette } from './marionette.ts'
import { type LaunchOptions, startFirefox } from './process.ts'

export interface ConsoleMessage {
  /** nsIScriptError.category: `CORSMissingAllowOrigin2`. */
  category: string
  text: string
  source: string
}

export class Firefox {
  readonly #process: ChildProcess
  readonly #marionette: Marionette
  readonly #profile: string
  readonly extensionId: string
  #context: 'content' | 'chrome' = 'content'

  private constructor(process: ChildProcess, marionette: Marionette, profile: string, extensionId: string) {
    this.#process = process
    this.#marionette = marionette
    this.#profile = profile
    this.extensionId = extensionId
  }

  /** The built extension is loaded as a temporary add-on. */
  static async launch({ privateBrowsing = false, ...options }: LaunchOptions = {}): Promise<Firefox> {
    const { child, port, profile } = await startFirefox(options)
    const marionette = await Marionette.connect(port)
    await marionette.command('WebDriver:NewSession')
    await marionette.command('WebDriver:SetTimeouts', { script: 120_000, pageLoad: 60_000 })
    const id = await marionette.command('Addon:Install', {
      path: resolve('dist/extension-firefox'),
      temporary: true,
      allowPrivateBrowsing: privateBrowsing,
    })
    return new Firefox(child, marionette, profile, String(id))
  }

  get downloads(): string {
    return this.#profile
  }

  async #in(context: 'content' | 'chrome'): Promise<void> {
    if (this.#context === context) return
    await this.#marionette.command('Marionette:SetContext', { value: context })
    this.#context = context
  }

  /** All tabs of all windows. */
  async tabs(): Promise<string[]> {
    // asked of the browser's own windows, it names those
    await this.#in('content')
    return this.#marionette.command('WebDriver:GetWindowHandles')
  }

  /** A new tab, or a tab in a new private window, which scripts then run in. */
  async openTab(kind: 'tab' | 'private' = 'tab'): Promise<string> {
    const isPrivate = kind === 'private'
    await this.#in('content')
    const { handle } = await this.#marionette.command<{ handle: string }>('WebDriver:NewWindow', {
      type: isPrivate ? 'window' : 'tab',
      private: isPrivate,
      focus: true,
    })
    await this.switchTo(handle)
    return handle
  }

  async switchTo(handle: string): Promise<void> {
    await this.#in('content')
    await this.#marionette.command('WebDriver:SwitchToWindow', { handle, focus: true })
  }

  /** Closes the tab that scripts run in; another must be switched to. */
  async closeTab(): Promise<void> {
    await this.#in('content')
    await this.#marionette.command('WebDriver:CloseWindow')
  }

  async goto(url: string): Promise<void> {
    await this.#in('content')
    await this.#marionette.command('WebDriver:Navigate', { url })
  }

  /** Runs the body of a function in the page; a promise that it returns is waited for. Values travel as JSON. */
  async inPage<Result>(body: string, ...args: unknown[]): Promise<Result> {
    await this.#in('content')
    return this.#marionette.command<Result>('WebDriver:ExecuteScript', { script: body, args, sandbox: null })
  }

  /** Runs the body of an async function in the browser's own process. */
  async inBrowser<Result>(body: string): Promise<Result> {
    await this.#in('chrome')
    return this.#marionette.command<Result>('WebDriver:ExecuteScript', {
      script: `return (async () => {${body}\n})()`,
      args: [],
      sandbox: 'system',
      newSandbox: true,
    })
  }

  /** Runs the body of a function in a page of the extension; its globals are those of `window`. */
  async inExtension<Result>(page: ExtensionPage, body: string, ...args: unknown[]): Promise<Result> {
    return this.inBrowser<Result>(`${viewOf(this.extensionId, page)}
      return live(view).getActor('MarionetteCommands').executeScript(
        ${JSON.stringify(body)}, ${JSON.stringify(args)},
        { sandboxName: null, newSandbox: false, timeout: 60000, async: false })`)
  }

  /** Which pages of the extension are open. */
  pages(): Promise<ExtensionPage[]> {
    return this.inBrowser(`${BROWSER.extension(this.extensionId)}
      return [...extension.views].filter(live).map((view) => view.viewType)`)
  }

  /** Opens DevTools on the selected tab and shows the tab “CORS”, ready to listen. */
  async openPanel(): Promise<void> {
    await this.inBrowser(`${BROWSER.devtools}
      await gDevTools.showToolboxForTab(tab, { toolId: 'webconsole' })`)
    const tool = await until('the tab CORS in DevTools', () =>
      this.inBrowser<string | null>(`${BROWSER.devtools}
        const toolbox = await gDevTools.showToolboxForTab(tab)
        return toolbox.getAdditionalTools().find(({ label }) => label === 'CORS')?.id ?? null`),
    )
    await this.showTool(tool)
    await until('the panel', () =>
      this.inExtension<boolean>('devtools_panel', `return document.querySelector('[data-testid]') !== null`),
    )
  }

  showTool(id: string): Promise<void> {
    return this.inBrowser(`${BROWSER.devtools}
      const toolbox = await gDevTools.showToolboxForTab(tab)
      await toolbox.selectTool(${JSON.stringify(id)})`)
  }

  closeDevTools(): Promise<void> {
    return this.inBrowser(`${BROWSER.devtools}
      await gDevTools.closeToolboxForTab(tab)`)
  }

  /** The console's messages since the last call. */
  messages(): Promise<ConsoleMessage[]> {
    return this.inBrowser(`
      const read = (message) => {
        try {
          const { category, errorMessage, sourceName } = message.QueryInterface(Ci.nsIScriptError)
          return { category, text: errorMessage, source: sourceName }
        } catch {
          return { category: '', text: String(message.message), source: '' }
        }
      }
      const messages = Services.console.getMessageArray().map(read)
      Services.console.reset()
      return messages`)
  }

  setCookie(host: string, path: string, name: string, value: string): Promise<void> {
    return this.inBrowser(`
      Services.cookies.add(${[host, path, name, value].map((text) => JSON.stringify(text)).join(', ')},
        false, false, true, Date.now() + 1e7, {}, Ci.nsICookie.SAMESITE_LAX, Ci.nsICookie.SCHEME_HTTP)`)
  }

  setPreference(name: string, value: string | number | boolean): Promise<void> {
    const kind = { string: 'String', number: 'Int', boolean: 'Bool' }[typeof value as 'string']
    return this.inBrowser(`Services.prefs.set${kind}Pref(${JSON.stringify(name)}, ${JSON.stringify(value)})`)
  }

  /** The whole window as a PNG: page, DevTools, panel. */
  async screenshot(): Promise<Buffer> {
    await this.#in('chrome')
    const data = await this.#marionette.command<string>('WebDriver:TakeScreenshot', {
      full: false,
      hash: false,
    })
    return Buffer.from(data, 'base64')
  }

  /** A real press of the mouse in the middle of an element of the panel. `button`: 2 for the right one. */
  async click(selector: string, button: 0 | 2 = 0): Promise<void> {
    const inside = await until(`${selector} in the panel`, () =>
      this.inExtension<{ x: number; y: number } | null>(
        'devtools_panel',
        `const element = document.querySelector(arguments[0])
         element?.scrollIntoView({ block: 'nearest' })
         const box = element?.getBoundingClientRect()
         return box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : null`,
        selector,
      ),
    )
    const corner = await this.inBrowser<{ x: number; y: number }>(`${viewOf(
      this.extensionId,
      'devtools_panel',
    )}
      const box = view.xulBrowser.getBoundingClientRect()
      const inner = view.xulBrowser.ownerDocument.defaultView
      return {
        x: inner.mozInnerScreenX - window.mozInnerScreenX + box.x,
        y: inner.mozInnerScreenY - window.mozInnerScreenY + box.y,
      }`)
    await this.#in('chrome')
    await this.#press(corner.x + inside.x, corner.y + inside.y, button)
  }

  /** Opens the page's own menu on an element of the page and chooses an item; false where there is none of that name. */
  async choosePageMenu(selector: string, label: string): Promise<boolean> {
    const place = await this.inPage<{ x: number; y: number }>(
      `const box = document.querySelector(arguments[0]).getBoundingClientRect()
       return { x: box.x + Math.min(box.width / 2, 40), y: box.y + Math.min(box.height / 2, 10) }`,
      selector,
    )
    await this.#press(place.x, place.y, 2)
    return this.inBrowser(choosePageMenu(label))
  }

  /**
   * Presses keys in whatever has the focus of the window, each before the others are let go.
   * `keys`: as WebDriver writes them, `\uE004` for Tab.
   */
  async pressKey(...keys: string[]): Promise<void> {
    await this.#in('chrome')
    const [down, up] = (['keyDown', 'keyUp'] as const).map((type) => keys.map((value) => ({ type, value })))
    await this.#marionette.command('WebDriver:PerformActions', {
      actions: [{ type: 'key', id: 'keyboard', actions: [...(down ?? []), ...(up ?? []).reverse()] }],
    })
  }

  /** In the page or in the browser's window, whichever scripts ran in last. */
  async #press(x: number, y: number, button = 0): Promise<void> {
    await this.#marionette.command('WebDriver:PerformActions', {
      actions: [
        {
          type: 'pointer',
          id: 'mouse',
          parameters: { pointerType: 'mouse' },
          actions: [
            { type: 'pointerMove', duration: 0, x: Math.round(x), y: Math.round(y) },
            { type: 'pointerDown', button },
            { type: 'pointerUp', button },
          ],
        },
      ],
    })
  }

  async close(): Promise<void> {
    const exited = once(this.#process, 'exit')
    // it may go before it answers
    await this.#marionette.command('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => null)
    const impatience = setTimeout(() => this.#process.kill('SIGKILL'), 10_000)
    await exited
    clearTimeout(impatience)
    this.#marionette.close()
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 })
  }
}
