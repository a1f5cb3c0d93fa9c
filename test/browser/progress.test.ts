/** A cause that is mended bit by bit: its group ticks off what passes, over real reloads of a real page. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DevTools } from '../support/devtools.ts'
import { Panel } from '../support/panel.ts'
import { until } from '../support/until.ts'

const ENDPOINTS = ['cart', 'orders', 'people', 'prices', 'stock']

let api: Server
let pages: Server
let devtools: DevTools
let panel: Panel
/** Endpoints of the API that send their headers by now. */
let mended: string[] = []

const listening = async (server: Server): Promise<string> => {
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done)
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

beforeAll(async () => {
  let page = ''
  api = createServer(({ url = '' }, response) => {
    if (mended.includes(url.slice(1))) response.setHeader('Access-Control-Allow-Origin', page)
    response.setHeader('Content-Type', 'application/json')
    response.end('{}')
  })
  const base = await listening(api)
  pages = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html')
    response.end(`<!doctype html><title>Shop</title><script>
      Promise.allSettled(${JSON.stringify(ENDPOINTS)}.map((name) => fetch('${base}/' + name, { cache: 'no-store' })))
        .then(() => { document.documentElement.dataset.ready = 'true' })
    </script>`)
  })
  page = await listening(pages)
  devtools = await DevTools.launch({ headless: true, dock: 'bottom' })
  await devtools.ready()
  panel = await Panel.open(devtools)
  await devtools.page.goto(page)
})

afterAll(async () => {
  await devtools?.close()
  for (const server of [api, pages]) server?.close()
})

/** What each row ticks off, and whether none of it fails any more. */
const ticks = (): Promise<string> =>
  panel.surface.evaluate(() =>
    [...document.querySelectorAll('[data-testid="flow-row"]')]
      .map((row) => {
        const passing = row.querySelector('[data-testid="passing"]')?.textContent ?? 'nothing passes'
        return row.classList.contains('settled') ? `${passing}, settled` : passing
      })
      .join('; '),
  )

/** Reloads with so many endpoints mended, and waits until the rows say so and no more. */
async function reloaded(names: readonly string[], expected: string): Promise<void> {
  mended = [...names]
  await panel.click('reload')
  const failed = `${ENDPOINTS.length - names.length} of 5 cross-origin requests failed`
  await until(`${failed}, and ${expected}`, async () => {
    const said = await ticks()
    if (said !== expected) throw new Error(`The rows say ${said}.`)
    return (await panel.texts('panel')).join().includes(failed)
  })
}

describe('a group', () => {
  it('of five endpoints is one row', async () => {
    await until(
      'one row for all five',
      async () => (await panel.rows()).map(({ count }) => count).join() === '5',
    )
    expect(await panel.texts('passing')).toEqual([])
  })

  it('ticks off what passes after a reload', async () => {
    await reloaded(['cart', 'orders', 'stock'], '3 of 5 pass now')
  })

  it('takes a tick back when it fails again', async () => {
    await reloaded(['cart', 'orders'], '2 of 5 pass now')
  })

  it('is settled when all of it passes', async () => {
    await reloaded(ENDPOINTS, '5 of 5 pass now, settled')
  })
})
