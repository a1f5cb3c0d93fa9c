/** The panel over the life of a page: navigation, the log that is kept, the empty state, the theme. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDemo } from '../demo/walk.ts'
import { until } from '../support/until.ts'
import { Scene } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await Scene.open()
})

afterAll(() => scene?.close())

beforeEach(() => scene.reset())

const listed = async (): Promise<string[]> => (await scene.panel.rows()).map(({ url }) => url)

describe('navigation', () => {
  it('clears the list', async () => {
    const { url } = await scene.send('origin-missing')
    expect(await listed()).toEqual([url])
    await openDemo(scene.devtools, scene.demo.origins)
    await scene.panel.gone('flow-row')
    const second = await scene.send('loopback-name')
    expect(await listed()).toEqual([second.url])
  })

  it('keeps the list when the log is preserved', async () => {
    await scene.panel.check('preserve-log', true)
    const first = await scene.send('origin-missing')
    await openDemo(scene.devtools, scene.demo.origins)
    const second = await scene.send('loopback-name')
    expect(await listed()).toEqual([first.url, second.url])
    expect((await scene.panel.verdict(first.url)).chromiumCode).toBe('MissingAllowOriginHeader')
  })

  it('to another origin judges by the new page', async () => {
    await scene.send('origin-missing')
    await scene.devtools.page.goto(`${scene.demo.origins.signIn}/public/storage/1`)
    await scene.panel.gone('flow-row')
    await scene.devtools.page.evaluate((url) => fetch(url).catch(() => null), scene.urlOf('works-cookies'))
    await scene.panel.row(scene.urlOf('works-cookies'))
    const verdict = await scene.panel.verdict(scene.urlOf('works-cookies'))
    expect(verdict.chromiumCode).toBe('AllowOriginMismatch')
    expect(verdict.failedParameter).toBe(scene.demo.origins.page)
  })
})

describe('the list', () => {
  it('is empty after Clear, and goes on afterwards', async () => {
    await scene.send('origin-missing')
    await scene.panel.click('clear')
    await scene.panel.shown('empty')
    const { url } = await scene.send('two-layers')
    expect(await listed()).toEqual([url])
  })

  it('counts the same failure once', async () => {
    await scene.send('origin-missing')
    const { url } = await scene.send('origin-missing')
    await until('the second failure', async () => (await listed()).length === 2)
    await scene.panel.group(true)
    await until('the two in one row', async () => (await scene.panel.row(url)).count === 2)
    expect(await listed()).toEqual([url])
    await scene.panel.group(false)
  })

  it('holds successes only on demand', async () => {
    await scene.panel.check('show-all', true)
    const { url } = await scene.send('works-star')
    await scene.panel.check('show-all', false)
    await scene.panel.gone('flow-row')
    expect(await scene.panel.data('empty', 'why')).toEqual(['nothing-failed'])
    await scene.panel.click('empty-show-all')
    expect((await scene.panel.row(url)).outcome).toBe('allowed')
  })

  it('tells parallel requests of one address apart by their verdicts', async () => {
    const base = scene.demo.origins.api
    await scene.devtools.page.evaluate(
      (url) =>
        Promise.allSettled([
          fetch(url, { method: 'PUT', body: '{}', headers: { 'content-type': 'application/json' } }),
          fetch(url, {
            method: 'PUT',
            body: '{}',
            headers: { 'content-type': 'application/json', 'x-tenant': 'a' },
          }),
          fetch(url),
        ]),
      `${base}/public/articles/1`,
    )
    await until('the blocked one', async () => (await scene.panel.rows()).length === 1)
    const verdict = await scene.panel.verdict(`${base}/public/articles/1`)
    expect(verdict.chromiumCode).toBe('HeaderDisallowedByPreflightResponse')
    expect(verdict.failedParameter).toBe('x-tenant')
  })
})

describe('the empty state', () => {
  it('says what to do, and its button reloads the page', async () => {
    expect(await scene.panel.data('empty', 'why')).toEqual(['nothing-recorded'])
    await scene.devtools.page.evaluate(() => Object.assign(globalThis, { before: true }))
    await scene.panel.click('empty-reload')
    await until('the page to be loaded anew', () =>
      scene.devtools.page.evaluate(
        () => !('before' in globalThis) && document.documentElement.dataset.ready === 'true',
      ),
    )
  })
})

describe('the theme', () => {
  const look = () =>
    scene.panel.surface.evaluate(() => {
      const panel = document.querySelector<HTMLElement>('[data-testid="panel"]')
      const [red = 0, green = 0, blue = 0] = (
        getComputedStyle(document.body).backgroundColor.match(/\d+/g) ?? []
      ).map(Number)
      return { theme: panel?.dataset.theme ?? '', brightness: (red + green + blue) / 3 }
    })

  it.each(['dark', 'light'] as const)('is %s as that of DevTools', async (theme) => {
    await scene.devtools.setTheme(theme)
    await until(`the ${theme} panel`, async () => (await look()).theme === theme)
    const { brightness } = await look()
    expect(brightness > 128).toBe(theme === 'light')
  })
})
