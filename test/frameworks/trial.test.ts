/** The trial of a fix on real FastAPI and Next.js apps that lack CORS: what it lets pass, what it does not reach, and what is left of it. */
import { rm } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { DevTools } from '../support/devtools.ts'
import { expectNothingHidden, grantedExtension, rulesOf } from '../support/granted.ts'
import { Panel } from '../support/panel.ts'
import { until } from '../support/until.ts'
import { FastApiApps } from './fastapi/apps.ts'
import { installFastApi } from './fastapi/install.ts'
import { app, cors, ITEMS } from './fastapi/sources.ts'
import { NextApp } from './next/app.ts'
import { installNodePackages } from './support/node-packages.ts'
import { Pages } from './support/pages.ts'

interface Server {
  name: string
  /** Origins of the app and of a second one like it. */
  start: (page: string) => Promise<{ origin: string; second: string; stop: () => Promise<void> }>
}

const fastApi = await installFastApi()

/** Answers preflights with 200, for another page: what a trial can mend. */
const FASTAPI_APP = app(
  cors(
    'allow_origins=["https://other.example"], allow_methods=["PUT"], allow_headers=["x-tenant", "content-type"]',
  ),
  ITEMS,
  ITEMS.replaceAll('/items', '/others').replace('def items', 'def others'),
)

/** Starlette refuses a preflight of a page that it does not know with 400, which no header mends. */
const FASTAPI_WITHOUT = app(
  ITEMS,
  `
@app.options("/items")
def preflight():
    return {}
`,
  `
@app.options("/others")
@app.put("/others")
def others():
    return {}
`,
)

const NEXT_ROUTE = `export const OPTIONS = () => new Response(null, { status: 204 })
export const PUT = () => Response.json({ ok: true })
`

const SERVERS: readonly Server[] = [
  ...(fastApi === null
    ? []
    : [
        {
          name: 'FastAPI',
          start: async () => {
            const apps = await FastApiApps.start(fastApi, ['trial', 'second'])
            await apps.serve('trial', FASTAPI_WITHOUT, false)
            await apps.serve('second', FASTAPI_WITHOUT, false)
            const at = (id: string) => `http://127.0.0.1:${apps.port(id)}`
            return { origin: at('trial'), second: at('second'), stop: () => apps.stop() }
          },
        },
      ]),
  {
    name: 'Next.js',
    start: async () => {
      const next = await NextApp.create(await installNodePackages(), 'trial')
      await next.write({ 'app/items/route.ts': NEXT_ROUTE, 'app/others/route.ts': NEXT_ROUTE })
      await next.start('dev')
      // one server under two names is two origins
      return {
        origin: `http://127.0.0.1:${next.port}`,
        second: `http://localhost:${next.port}`,
        stop: () => next.stop(),
      }
    },
  },
]

const INIT = { method: 'PUT', body: '{}', headers: { 'content-type': 'application/json', 'x-tenant': 'a' } }

let folder = ''
let pages: Pages
beforeAll(async () => {
  folder = await grantedExtension()
  pages = await Pages.start()
})
afterAll(async () => {
  await pages?.close()
  if (folder !== '') await rm(folder, { recursive: true, force: true })
})

describe.each(SERVERS)('a trial on $name', ({ start }) => {
  let server: Awaited<ReturnType<Server['start']>>
  let devtools: DevTools
  let panel: Panel

  beforeAll(async () => {
    server = await start(pages.first)
    devtools = await DevTools.launch({ headless: true, dock: 'bottom', extension: folder })
    await devtools.ready()
    await devtools.setDockSize(700)
    panel = await Panel.open(devtools)
    await panel.group(false)
  })
  afterAll(async () => {
    await devtools?.close()
    await server?.stop()
  })
  afterEach(() => expectNothingHidden(panel))

  const call = (path: string, target = devtools.page, origin = server.origin): Promise<string> =>
    target.evaluate(
      (url, options) =>
        fetch(url, options).then(
          ({ status }) => String(status),
          (error) => String(error),
        ),
      origin + path,
      INIT as never,
    )

  const begin = async (): Promise<void> => {
    await devtools.page.goto(`${pages.first}/page`)
    expect(await call('/items')).toContain('Failed to fetch')
    await panel.select(`${server.origin}/items`)
    await panel.click('try-fix')
    await panel.shown('trial-bar')
  }
  const end = async (): Promise<void> => {
    await panel.click('end-trial')
    await panel.gone('trial-bar')
  }

  it('lets the request pass, preflight included, and blocks it again when it ends', async () => {
    await begin()
    expect(await call('/items')).toBe('200')
    await until('the proof', async () => (await panel.data('fix-check', 'proof'))[0] === 'proven')
    await end()
    expect(await call('/items')).toContain('Failed to fetch')
  })

  it('goes on over a reload of the page', async () => {
    await begin()
    await devtools.page.reload()
    expect(await call('/items')).toBe('200')
    await panel.shown('trial-bar')
    await end()
  })

  it('reaches no other path, no other origin and no other tab', async () => {
    await begin()
    expect(await call('/others')).toContain('Failed to fetch')
    expect(await call('/items', devtools.page, server.second)).toContain('Failed to fetch')
    const tab = await devtools.browser.newPage()
    await tab.goto(`${pages.first}/page`)
    expect(await call('/items', tab)).toContain('Failed to fetch')
    await tab.close()
    await end()
  })

  it('survives the death of the service worker, its bar shown, and ends all the same', async () => {
    await begin()
    const { session } = panel.surface
    await session.send('ServiceWorker.enable')
    await session.send('ServiceWorker.stopAllWorkers')
    expect(await call('/items')).toBe('200')
    await panel.shown('trial-bar')
    await end()
    expect(await rulesOf(panel)).toEqual([])
    expect(await call('/items')).toContain('Failed to fetch')
  })
})

describe.skipIf(fastApi === null)('what no trial can mend', () => {
  it('is said: Starlette refuses the preflight of a page it does not know with 400', async () => {
    if (fastApi === null) return
    const apps = await FastApiApps.start(fastApi, ['refusing'])
    await apps.serve('refusing', FASTAPI_APP, false)
    const devtools = await DevTools.launch({ headless: true, dock: 'bottom', extension: folder })
    try {
      await devtools.ready()
      await devtools.setDockSize(700)
      const panel = await Panel.open(devtools)
      await devtools.page.goto(`${pages.first}/page`)
      const url = `http://127.0.0.1:${apps.port('refusing')}/items`
      await devtools.page.evaluate((to, init) => fetch(to, init).catch(() => null), url, INIT as never)
      await panel.select(url)
      await panel.shown('no-trial')
      expect(await panel.texts('try-fix')).toEqual([])
      expect((await panel.texts('no-trial')).join()).toContain('status')
    } finally {
      await devtools.close()
      await apps.stop()
    }
  })
})
