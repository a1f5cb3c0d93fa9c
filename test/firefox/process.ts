/** The process of a Firefox that is driven: a fresh profile, no window, Marionette on a port of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFirefox } from './find.ts'
import { PREFERENCES } from './preferences.ts'

export interface LaunchOptions {
  width?: number
  height?: number
  preferences?: Readonly<Record<string, string | number | boolean>>
  /** The extension may run in private windows, as a person may allow. */
  privateBrowsing?: boolean
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

export interface Started {
  child: ChildProcess
  /** Of Marionette. */
  port: number
  /** Downloads land here too. */
  profile: string
}

export async function startFirefox({
  width = 1280,
  height = 1000,
  preferences = {},
}: LaunchOptions): Promise<Started> {
  const found = findFirefox()
  if (found === null) throw new Error('Firefox is missing: install it, or name it in CORSCOPE_FIREFOX.')
  const profile = await mkdtemp(join(tmpdir(), 'corscope-firefox-'))
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
  return { child, port, profile }
}
