/** Starts a real browser with the extension loaded and DevTools open, by whichever way that browser allows. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import puppeteer, { type Browser, type Page, type Target } from 'puppeteer-core'
import { ensureBrowser, type FoundBrowser } from './browser.ts'
import { Surface } from './surface.ts'
import { until } from './until.ts'

export type Dock = 'bottom' | 'right'

export interface LaunchOptions {
  /** Folder of the built extension; dist/extension when absent. */
  extension?: string
  /** Default: true without a display. */
  headless?: boolean
  browser?: FoundBrowser
  /** Width and height of the window in CSS pixels. */
  window?: readonly [width: number, height: number]
  dock?: Dock
  /** False when the caller closes the browser itself on Ctrl-C. */
  handleSignals?: boolean
  /** Further switches of the browser. */
  switches?: readonly string[]
}

/** A screen to show windows on. */
export const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

interface Manifest {
  devtools_page: string
}

async function readManifest(folder: string): Promise<Manifest> {
  const file = resolve(folder, 'manifest.json')
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Manifest
  } catch {
    throw new Error(`No built extension in ${folder}: run \`npm run build\` first.`)
  }
}

const SWITCHES: readonly string[] = [
  '--no-first-run',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--auto-open-devtools-for-tabs',
]

function switchesFor(browser: FoundBrowser, folder: string, options: LaunchOptions): string[] {
  const [width, height] = options.window ?? [1400, 900]
  return [
    ...SWITCHES,
    `--window-size=${width},${height}`,
    // The browser refuses to run its sandbox as root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...(browser.branded ? [] : [`--load-extension=${folder}`, `--disable-extensions-except=${folder}`]),
    ...(options.switches ?? []),
  ]
}

async function start(
  browser: FoundBrowser,
  args: string[],
  { headless = !hasDisplay(), handleSignals = true }: LaunchOptions,
): Promise<Browser> {
  const launch = (switches: string[]) =>
    puppeteer.launch({
      executablePath: browser.path,
      headless,
      pipe: true,
      enableExtensions: true,
      ignoreDefaultArgs: ['--disable-extensions'],
      defaultViewport: null,
      handleSIGINT: handleSignals,
      handleSIGTERM: handleSignals,
      handleSIGHUP: handleSignals,
      args: switches,
    })
  try {
    return await launch(args)
  } catch (error) {
    // Systems that forbid user namespaces to ordinary programs (containers, Ubuntu's AppArmor) leave no other way.
    if (!/no usable sandbox|SUID sandbox/i.test(String(error))) throw error
    console.error('This system does not let the browser use its sandbox; starting it with --no-sandbox.')
    return launch([...args, '--no-sandbox'])
  }
}

/**
 * Branded browsers ignore --load-extension: the extension is loaded over the pipe. DevTools looks for
 * extensions when it opens, so that a tab opened afterwards has them.
 */
async function loadOverPipe(browser: Browser, folder: string): Promise<Page> {
  const pagesBefore = await browser.pages()
  const devToolsBefore = await targetOf(browser, 'the first DevTools', isDevTools)
  try {
    await browser.installExtension(folder)
  } catch (error) {
    throw new Error(
      `This browser lets no extension be loaded from outside (${error instanceof Error ? error.message : String(error)}). ` +
        'Set CORSCOPE_BROWSER to a Chromium or a Chrome for Testing.',
    )
  }
  const page = await browser.newPage()
  for (const old of pagesBefore) await old.close()
  await until('the first DevTools to close', () => !browser.targets().includes(devToolsBefore))
  return page
}

export interface LaunchedBrowser {
  browser: Browser
  /** The inspected page, blank. */
  page: Page
  /** Path of the extension's devtools page inside the extension. */
  devtoolsPageName: string
}

/** A browser with the extension, and with DevTools open on its only page. */
export async function launchBrowser(options: LaunchOptions): Promise<LaunchedBrowser> {
  const folder = resolve(options.extension ?? 'dist/extension')
  const { devtools_page: devtoolsPageName } = await readManifest(folder)
  const found = options.browser ?? (await ensureBrowser())
  const browser = await start(found, switchesFor(found, folder, options), options)
  try {
    // A page of our own making would open a second DevTools, with a devtools page that hears other requests.
    const page = found.branded ? await loadOverPipe(browser, folder) : (await browser.pages())[0]
    if (page === undefined) throw new Error('The browser opened without a page.')
    return { browser, page, devtoolsPageName }
  } catch (error) {
    await browser.close()
    throw error
  }
}

/** The first target whose address fits, as soon as there is one. */
export async function targetOf(
  browser: Browser,
  what: string,
  matches: (url: string) => boolean,
): Promise<Target> {
  return until(what, () => browser.targets().find((target) => matches(target.url())), 30_000)
}

export const isDevTools = (url: string): boolean => url.startsWith('devtools://')

/** The document of a target, loaded to its end. */
export async function surfaceOf(
  browser: Browser,
  what: string,
  matches: (url: string) => boolean,
): Promise<Surface> {
  const target = await targetOf(browser, what, matches)
  const surface = new Surface(what, await target.createCDPSession())
  await surface.waitFor('its document', () => document.readyState === 'complete')
  return surface
}
