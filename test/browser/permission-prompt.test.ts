/** The browser's own prompt for the permissions of a trial, refused and accepted by keys, in a browser with a screen. */
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DevTools } from '../support/devtools.ts'
import { expectNothingHidden, permissionsOf, rulesOf } from '../support/granted.ts'
import { Panel } from '../support/panel.ts'
import { missingForScreen, Screen } from '../support/screen.ts'
import { until } from '../support/until.ts'

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  )

const api = createServer((request, response) => {
  response.writeHead(request.method === 'OPTIONS' ? 204 : 200, { 'cache-control': 'no-store' })
  response.end()
})
const pages = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html' })
  response.end('<!doctype html><title>Page</title>')
})

/** Milliseconds after which a key that the panel has not heard went to something before it. */
const UNHEARD = 1500

describe.skipIf(missingForScreen() !== null)('the prompt', () => {
  let [origin, page, profile] = ['', '', '']
  let screen: Screen
  let devtools: DevTools
  let panel: Panel

  async function launch(): Promise<void> {
    devtools = await DevTools.launch({
      headless: false,
      dock: 'bottom',
      switches: [`--user-data-dir=${profile}`],
    })
    await devtools.ready()
    await devtools.setDockSize(600)
    panel = await Panel.open(devtools)
  }

  beforeAll(async () => {
    origin = `http://127.0.0.1:${await listen(api)}`
    page = `http://localhost:${await listen(pages)}`
    profile = await mkdtemp(join(tmpdir(), 'corscope-profile-'))
    screen = await Screen.start()
    await launch()
  })
  afterAll(async () => {
    await devtools?.close()
    screen?.close()
    api.close()
    pages.close()
    if (profile !== '') await rm(profile, { recursive: true, force: true })
  })

  const call = (): Promise<string> =>
    devtools.page.evaluate(
      (url) =>
        fetch(url, { method: 'PUT' }).then(
          ({ status }) => String(status),
          (error) => String(error),
        ),
      `${origin}/items`,
    )

  /** Clicks, and waits until keys no longer reach the panel: the prompt has them. */
  async function ask(): Promise<void> {
    await devtools.page.goto(`${page}/`)
    expect(await call()).toContain('Failed to fetch')
    await panel.select(`${origin}/items`)
    await panel.surface.evaluate(() => {
      const scope = globalThis as { heard?: number }
      scope.heard = 0
      addEventListener('keydown', () => {
        scope.heard = (scope.heard ?? 0) + 1
      })
    })
    const heard = () => panel.surface.evaluate(() => (globalThis as { heard?: number }).heard ?? 0)
    await panel.click('try-fix')
    await until('the prompt', async () => {
      const before = await heard()
      screen.press('Shift_L')
      const came = await until('the key', async () => (await heard()) > before, UNHEARD).catch(() => false)
      return came === false
    })
  }

  it('refused: there is no trial, no rule and no permission', async () => {
    await ask()
    expect(await rulesOf(panel)).toEqual([])
    screen.press('Escape')
    await until('the answer to be heard', () =>
      panel.surface.evaluate(async () => Object.keys(await chrome.storage.session.get(null)).length === 0),
    )
    expect(await panel.texts('trial-bar')).toEqual([])
    await expectNothingHidden(panel, [])
    expect(await call()).toContain('Failed to fetch')
  })

  it('accepted: the trial is on for the two hosts, and both are given back when it ends', async () => {
    await ask()
    screen.press('Tab', 'Return')
    await panel.shown('trial-bar')
    expect((await permissionsOf(panel)).toSorted()).toEqual(['http://127.0.0.1/*', 'http://localhost/*'])
    expect(await call()).toBe('200')
    await panel.click('end-trial')
    await panel.gone('trial-bar')
    await expectNothingHidden(panel, [])
    expect(await call()).toContain('Failed to fetch')
  })

  it('accepted, and the browser closed while the trial is on: nothing is left when it starts again', async () => {
    await ask()
    screen.press('Tab', 'Return')
    await panel.shown('trial-bar')
    await devtools.close()
    await launch()
    expect(await panel.texts('trial-bar')).toEqual([])
    await expectNothingHidden(panel, [])
    await devtools.page.goto(`${page}/`)
    expect(await call()).toContain('Failed to fetch')
  })
})
