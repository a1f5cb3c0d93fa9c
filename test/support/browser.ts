/** Finds a Chromium-based browser that can run the extension, or installs one. */
import { execFile, spawnSync } from 'node:child_process'
import { constants, existsSync } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { homedir, platform } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

export interface FoundBrowser {
  /** Absolute path of the executable. */
  path: string
  /** As the browser names itself where it can be asked, else by the place it was found in. */
  label: string
  /** Google Chrome and Microsoft Edge ignore `--load-extension` (Chrome since version 137). */
  branded: boolean
}

/** Where a line about what is being done goes; standard error unless told otherwise. */
export type Say = (line: string) => void

const sayOnStderr: Say = (line) => console.error(line)

/** Raised with one line for the person at the terminal: no browser, and what to do about it. */
export class NoBrowserError extends Error {
  override name = 'NoBrowserError'
}

interface Place {
  /** A command looked up in PATH, or an absolute path. */
  at: string
  branded: boolean
}

const open = (at: string): Place => ({ at, branded: false })
const branded = (at: string): Place => ({ at, branded: true })

const LINUX: readonly Place[] = [
  ...['chromium', 'chromium-browser', '/snap/bin/chromium', 'chrome-for-testing', 'ungoogled-chromium'].map(
    open,
  ),
  ...['google-chrome', 'google-chrome-stable', '/opt/google/chrome/chrome', 'chrome'].map(branded),
  ...['microsoft-edge', 'microsoft-edge-stable', '/opt/microsoft/msedge/msedge'].map(branded),
  ...['google-chrome-beta', 'google-chrome-unstable', 'microsoft-edge-dev'].map(branded),
]

const macApp = (name: string) => `${name}.app/Contents/MacOS/${name}`
const macPlaces = (): readonly Place[] =>
  ['/Applications', join(homedir(), 'Applications')].flatMap((folder) => [
    open(join(folder, macApp('Chromium'))),
    open(join(folder, macApp('Google Chrome for Testing'))),
    branded(join(folder, macApp('Google Chrome'))),
    branded(join(folder, macApp('Microsoft Edge'))),
    branded(join(folder, macApp('Google Chrome Canary'))),
  ])

const windowsPlaces = (): readonly Place[] =>
  [process.env.LOCALAPPDATA, process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)']]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      open(join(folder, 'Chromium', 'Application', 'chrome.exe')),
      branded(join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')),
      branded(join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe')),
    ])

function places(): readonly Place[] {
  if (platform() === 'darwin') return macPlaces()
  if (platform() === 'win32') return windowsPlaces()
  return LINUX
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, platform() === 'win32' ? constants.F_OK : constants.X_OK)
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}

async function locate(at: string): Promise<string | null> {
  if (at.includes('/') || at.includes('\\')) return (await isExecutable(at)) ? at : null
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, at)
    if (folder !== '' && (await isExecutable(path))) return path
  }
  return null
}

/** `--version` of the executable; null when it does not start. On Windows `--version` opens a window, so it is not asked. */
async function versionOf(path: string): Promise<string | null> {
  if (platform() === 'win32') return path
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: 30_000 })
    return stdout.trim()
  } catch {
    return null
  }
}

const soundsBranded = (label: string): boolean =>
  /(google chrome(?! for testing)|microsoft edge|msedge\.exe)/i.test(label)

async function chosenByHand(path: string): Promise<FoundBrowser> {
  const found = await locate(path)
  if (found === null)
    throw new NoBrowserError(`CORSCOPE_BROWSER names no executable file: ${path}. Correct it, or unset it.`)
  const label = await versionOf(found)
  if (label === null)
    throw new NoBrowserError(
      `CORSCOPE_BROWSER names ${path}, which does not start with --version. Correct it, or unset it.`,
    )
  return { path: found, label, branded: soundsBranded(label) }
}

/** The folder that @puppeteer/browsers and its own tools share, so that one download serves all. */
const cacheFolder = (): string => process.env.PUPPETEER_CACHE_DIR ?? join(homedir(), '.cache', 'puppeteer')

async function downloadedBefore(): Promise<FoundBrowser | null> {
  const cacheDir = cacheFolder()
  if (!existsSync(cacheDir)) return null
  const { Browser, getInstalledBrowsers } = await import('@puppeteer/browsers')
  const installed = (await getInstalledBrowsers({ cacheDir })).filter(
    ({ browser }) => browser === Browser.CHROME || browser === Browser.CHROMIUM,
  )
  for (const { executablePath, buildId } of installed.reverse()) {
    const label = (await isExecutable(executablePath)) ? await versionOf(executablePath) : null
    if (label !== null)
      return { path: executablePath, label: `Chrome for Testing ${buildId}`, branded: false }
  }
  return null
}

async function installed(list: readonly Place[]): Promise<FoundBrowser | null> {
  for (const place of list) {
    const path = await locate(place.at)
    // A wrapper left behind by a package manager is there but does not start: ask before believing it.
    const label = path === null ? null : await versionOf(path)
    if (path !== null && label !== null)
      return { path, label, branded: place.branded || soundsBranded(label) }
  }
  return null
}

/**
 * The browser to use: CORSCOPE_BROWSER, else an installed Chromium, a Chrome for Testing downloaded before,
 * Chrome or Edge; null when there is none.
 *
 * @throws NoBrowserError when CORSCOPE_BROWSER does not name a browser.
 */
export async function findBrowser(): Promise<FoundBrowser | null> {
  const byHand = process.env.CORSCOPE_BROWSER
  if (byHand) return chosenByHand(byHand)
  return (
    (await installed(places().filter((place) => !place.branded))) ??
    (await downloadedBefore()) ??
    (await installed(places().filter((place) => place.branded)))
  )
}

const isRoot = (): boolean => process.getuid?.() === 0

function run(command: string, parameters: readonly string[]): boolean {
  const { status } = spawnSync(command, parameters, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  return status === 0
}

/** Debian's package works at once; Ubuntu's `chromium` is a stub for a snap and may not start, which the second look finds out. */
async function installWithApt(say: Say): Promise<FoundBrowser | null> {
  if (platform() !== 'linux' || !isRoot() || (await locate('apt-get')) === null) return null
  say('No browser found. Installing the package chromium with apt-get; this takes a minute or two.')
  if (!run('apt-get', ['update', '-qq'])) say('apt-get update failed; trying with the package lists at hand.')
  if (!run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation'])) {
    say('apt-get could not install chromium.')
    return null
  }
  return installed(places())
}

async function download(say: Say): Promise<FoundBrowser | null> {
  const { Browser, detectBrowserPlatform, install, resolveBuildId } = await import('@puppeteer/browsers')
  const system = detectBrowserPlatform()
  if (system === undefined) return null
  const cacheDir = cacheFolder()
  say(`No browser found. Downloading Chrome for Testing into ${cacheDir}.`)
  try {
    const buildId = await resolveBuildId(Browser.CHROME, system, 'stable')
    const onLinuxAsRoot = platform() === 'linux' && isRoot()
    const { executablePath } = await install({
      browser: Browser.CHROME,
      buildId,
      cacheDir,
      installDeps: onLinuxAsRoot && (await locate('apt-get')) !== null,
    })
    if ((await versionOf(executablePath)) === null) {
      say('Chrome for Testing was downloaded but does not start: libraries of the system are missing.')
      return null
    }
    return { path: executablePath, label: `Chrome for Testing ${buildId}`, branded: false }
  } catch (error) {
    say(`The download failed: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`)
    return null
  }
}

const ADVICE: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'install the package chromium (Debian: sudo apt-get install chromium)',
  darwin: 'install Chromium (brew install --cask chromium)',
  win32: 'install Chromium or Chrome',
}

/**
 * The browser to use, installed when there is none: with apt-get as root on Debian and its kin, else by
 * download. Says on the way what it does.
 *
 * @throws NoBrowserError with one line that says what to install.
 */
export async function ensureBrowser(say: Say = sayOnStderr): Promise<FoundBrowser> {
  const found = (await findBrowser()) ?? (await installWithApt(say)) ?? (await download(say))
  if (found === null) {
    const advice = ADVICE[platform()] ?? 'install Chromium'
    throw new NoBrowserError(
      `No browser to run the extension in: ${advice}, or set CORSCOPE_BROWSER to the path of one.`,
    )
  }
  return found
}
