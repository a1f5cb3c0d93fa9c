/** The recorders that are not part of the project: mitmproxy from the Python package index, Playwright from npm, once. */

import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { filledOnce } from '../frameworks/support/cache.ts'
import { run } from '../frameworks/support/run.ts'

const MITMPROXY = 'mitmproxy'
const PRE_COMMIT = 'pre-commit==4.7.0'
const ACTIONLINT = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12'
const PLAYWRIGHT = 'playwright-core@1.65.1'

const inVenv = (folder: string, name: string): string =>
  process.platform === 'win32' ? join(folder, 'Scripts', `${name}.exe`) : join(folder, 'bin', name)

/** Path of mitmdump; null, and one line said, where it cannot be installed. */
export async function installMitmproxy(): Promise<string | null> {
  try {
    const folder = await filledOnce('mitmproxy', MITMPROXY, async (venv) => {
      console.error('Installing mitmproxy into a virtual environment.')
      await run('python3', ['-m', 'venv', venv])
      await run(inVenv(venv, 'python'), ['-m', 'pip', 'install', '--quiet', MITMPROXY])
    })
    return inVenv(folder, 'mitmdump')
  } catch (error) {
    console.error(`mitmproxy is not tested: ${error instanceof Error ? error.message.split('\n')[0] : error}`)
    return null
  }
}

/** Path of pre-commit; null, and one line said, where it cannot be installed. */
export async function installPreCommit(): Promise<string | null> {
  try {
    const folder = await filledOnce('pre-commit', PRE_COMMIT, async (venv) => {
      console.error('Installing pre-commit into a virtual environment.')
      await run('python3', ['-m', 'venv', venv])
      await run(inVenv(venv, 'python'), ['-m', 'pip', 'install', '--quiet', PRE_COMMIT])
    })
    return inVenv(folder, 'pre-commit')
  } catch (error) {
    console.error(
      `pre-commit is not tested: ${error instanceof Error ? error.message.split('\n')[0] : error}`,
    )
    return null
  }
}

/** Path of actionlint; null, and one line said, where there is no Go or no module proxy. */
export async function installActionlint(): Promise<string | null> {
  try {
    const folder = await filledOnce('actionlint', ACTIONLINT, async (empty) => {
      console.error('Installing actionlint.')
      await run('go', ['install', ACTIONLINT], { cwd: empty, env: { GOBIN: empty } })
    })
    return join(folder, process.platform === 'win32' ? 'actionlint.exe' : 'actionlint')
  } catch (error) {
    console.error(`actionlint is not run: ${error instanceof Error ? error.message.split('\n')[0] : error}`)
    return null
  }
}

interface RecordingContext {
  newPage(): Promise<RecordingPage>
  newCDPSession(page: RecordingPage): Promise<unknown>
  close(): Promise<void>
}

interface RecordingPage {
  goto(url: string): Promise<unknown>
  evaluate(source: string): Promise<unknown>
}

/** As much of Playwright as is used here: its types are not installed. */
export interface Playwright {
  chromium: {
    launch(options: { executablePath: string; args: string[] }): Promise<{
      newContext(options: { recordHar: { path: string } }): Promise<RecordingContext>
      version(): string
      close(): Promise<void>
    }>
  }
}

/** Playwright without its browsers; null, and one line said, where it cannot be installed. */
export async function installPlaywright(): Promise<Playwright | null> {
  try {
    const folder = await filledOnce('playwright', PLAYWRIGHT, async (empty) => {
      console.error('Installing playwright-core.')
      await writeFile(join(empty, 'package.json'), '{"private":true}')
      const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
      await run(npm, ['install', '--no-audit', '--no-fund', '--loglevel=error', PLAYWRIGHT], { cwd: empty })
    })
    return createRequire(join(folder, 'package.json'))('playwright-core') as Playwright
  } catch (error) {
    console.error(
      `Playwright is not tested: ${error instanceof Error ? error.message.split('\n')[0] : error}`,
    )
    return null
  }
}
