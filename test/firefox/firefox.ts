/**
 * A real Firefox, headless, with the extension loaded and DevTools open. What is used of the browser's own modules
 * stands in `BROWSER` and nowhere else: it may need mending with a new Firefox.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { until } from '../support/until.ts'
import { findFirefox } from './find.ts'
import { Marionette } from './marionette.ts'
import { PREFERENCES } from './preferences.ts'

/** A page of the extension by Firefox's name for its kind. */
export type ExtensionPage = 'background' | 'devtools_page' | 'devtools_panel' | 'popup' | 'tab'

export interface ConsoleMessage {
  /** nsIScriptError.category: `CORSMissingAllowOrigin2`. */
  category: string
  text: string
  source: string
}

export interface LaunchOptions {
  width?: number
  height?: number
  preferences?: Readonly<Record<string, string | number | boolean>>
  /** Start with this profile folder and leave it behind, to start again from it. */
  profile?: string
}

/** Beginnings of scripts for the browser's own process. */
const BROWSER = {
  devtools: `
    const { require } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs')
    const { gDevTools } = require('resource://devtools/client/framework/devtools.js')
    const window = Services.wm.getMostRecentWindow('navigator:browser')
    const tab = window.gBrowser.selectedTab`,
  extension: (id: string) => `
    const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs')
    const extension = ExtensionParent.GlobalManager.extensionMap.get(${JSON.stringify(id)})
    const live = (view) => view.xulBrowser?.browsingContext?.currentWindowGlobal`,
}

const viewOf = (id: string, page: ExtensionPage): string => `${BROWSER.extension(id)}
  const view = [...extension.views].findLast((one) => one.viewType === ${JSON.stringify(page)} && live(one))
  if (!view) throw new Error('The extension has no ${page} open.')`

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

export class Firefox {
  readonly #process: ChildProcess
  readonly #marionette: Marionette
  readonly #profile: string
  readonly #keepsProfile: boolean
  readonly extensionId: string
  #context: 'content' | 'chrome' = 'content'

  private constructor(
    process: ChildProcess,
    marionette: Marionette,
    profile: string,
    keepsProfile: boolean,
    extensionId: string,
  ) {
    this.#process = process
    this.#marionette = marionette
    this.#profile = profile
    this.#keepsProfile = keepsProfile
    this.extensionId = extensionId
  }

  /** The built extension is loaded as a temporary add-on. */
  static async launch({ width = 1280, height = 1000, preferences = {}, ...options }: LaunchOptions = {}) {
    const found = findFirefox()
    if (found === null) throw new Error('Firefox is missing: install it, or name it in CORSCOPE_FIREFOX.')
    const profile = options.profile ?? (await mkdtemp(join(tmpdir(), 'corscope-firefox-')))
    const port = await freePort()
    const all = {
      ...PREFERENCES,
      'marionette.port': port,
      'devtools.toolbox.footer.height': Math.round(height * 0.65),
      'browser.download.dir': profile,
      ...preferences,
    }
    const lines = Object.entries(all).map(
      ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
    )
    await writeFile(join(profile, 'user.js'), lines.join('\n'))
    const size = ['--width', String(width), '--height', String(height)]
    const child = spawn(
      found.binary,
      [
        ...['--headless', '--no-remote', '--new-instance', '--profile', profile, ...size],
        ...['-marionette', '-remote-allow-system-access', 'about:blank'],
      ],
      {
        stdio: 'ignore',
        env: {
          ...process.env,
          HOME: profile,
          MOZ_HEADLESS_WIDTH: String(width),
          MOZ_HEADLESS_HEIGHT: String(height),
        },
      },
    )
    const marionette = await Marionette.connect(port)
    await marionette.command('WebDriver:NewSession', {
      capabilities: { alwaysMatch: { acceptInsecureCerts: true } },
    })
    await marionette.command('WebDriver:SetTimeouts', { script: 120_000, pageLoad: 60_000 })
    const path = resolve('dist/extension-firefox')
    const id = String(await marionette.command('Addon:Install', { path, temporary: true }))
    return new Firefox(child, marionette, profile, options.profile !== undefined, id)
  }

  get downloads(): string {
    return this.#profile
  }

  async #in(context: 'content' | 'chrome'): Promise<void> {
    if (this.#context === context) return
    await this.#marionette.command('Marionette:SetContext', { value: context })
    this.#context = context
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

  /** A real press of the mouse in the middle of an element of the panel. */
  async click(selector: string): Promise<void> {
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
      const outer = Services.wm.getMostRecentWindow('navigator:browser')
      return {
        x: inner.mozInnerScreenX - outer.mozInnerScreenX + box.x,
        y: inner.mozInnerScreenY - outer.mozInnerScreenY + box.y,
      }`)
    await this.#in('chrome')
    await this.#marionette.command('WebDriver:PerformActions', {
      actions: [
        {
          type: 'pointer',
          id: 'mouse',
          parameters: { pointerType: 'mouse' },
          actions: [
            {
              type: 'pointerMove',
              duration: 0,
              x: Math.round(corner.x + inside.x),
              y: Math.round(corner.y + inside.y),
            },
            { type: 'pointerDown', button: 0 },
            { type: 'pointerUp', button: 0 },
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
    if (!this.#keepsProfile) await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 })
  }
}
