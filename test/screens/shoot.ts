/** `npm run screenshots`: every state of the panel in both themes and four sizes, as PNG in screens-out; one in the colours of a system in high contrast. */
import { mkdir } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import puppeteer, { type Page } from 'puppeteer-core'
import type { Store } from '../../src/panel/store.ts'
import { ensureBrowser } from '../support/browser.ts'
import { forcedColours } from '../support/forced-colours.ts'
import { RECORDING, record } from './record.ts'
import { serveStates } from './serve.ts'
import { STATES } from './states.ts'

const OUT = 'screens-out'

/** Docks as people have them: wide at the bottom, tall at the right, narrow, low. */
const SIZES: Record<string, readonly [width: number, height: number]> = {
  wide: [1200, 760],
  right: [540, 900],
  narrow: [300, 600],
  low: [1200, 250],
}

interface Wanted {
  states: readonly string[]
  sizes: readonly string[]
  themes: readonly string[]
  explains: string | undefined
}

function readWanted(): Wanted & { record: boolean } {
  const { values } = parseArgs({
    options: {
      state: { type: 'string', multiple: true },
      size: { type: 'string', multiple: true },
      theme: { type: 'string', multiple: true },
      explains: { type: 'string' },
      record: { type: 'boolean', default: false },
    },
  })
  return {
    states: values.state ?? Object.keys(STATES),
    sizes: values.size ?? Object.keys(SIZES),
    themes: values.theme ?? ['light', 'dark'],
    explains: values.explains,
    record: values.record,
  }
}

/** Narrower than this the panel shows either the list or the explanation. */
const ONE_AT_A_TIME = 600

async function showDetail(page: Page): Promise<boolean> {
  const there = await page.evaluate(() => {
    const { store } = globalThis as unknown as { store: Store }
    store.view.value = 'detail'
    return store.explained.value !== null
  })
  await page.evaluate(() => new Promise((done) => setTimeout(done, 150)))
  return there
}

async function shoot(page: Page, address: string, wanted: Wanted): Promise<number> {
  let count = 0
  for (const state of wanted.states) {
    for (const theme of wanted.themes) {
      const query = new URLSearchParams({
        state,
        theme,
        ...(wanted.explains ? { explains: wanted.explains } : {}),
      })
      await page.goto(`${address}?${query}`)
      await page.waitForSelector('[data-testid="panel"]')
      await page.waitForSelector('[data-testid="file-bar"][data-state="reading"]', { hidden: true })
      for (const name of wanted.sizes) {
        const [width = 0, height = 0] = SIZES[name] ?? []
        await page.setViewport({ width, height })
        await page.evaluate(() => {
          const { store } = globalThis as unknown as { store: Store }
          store.view.value = 'list'
        })
        await page.evaluate(() => new Promise((done) => setTimeout(done, 150)))
        await page.screenshot({ path: `${OUT}/${state}-${name}-${theme}.png` })
        count++
        if (width >= ONE_AT_A_TIME || !(await showDetail(page))) continue
        await page.screenshot({ path: `${OUT}/${state}-${name}-detail-${theme}.png` })
        count++
      }
    }
  }
  return count
}

const wanted = readWanted()
if (wanted.record) {
  await record()
  console.log(`Recorded the demo in ${RECORDING}.`)
}
await mkdir(OUT, { recursive: true })
const server = await serveStates()
const { path } = await ensureBrowser()
const browser = await puppeteer.launch({ executablePath: path, args: ['--no-sandbox', '--disable-gpu'] })
try {
  const [page = await browser.newPage()] = await browser.pages()
  let count = await shoot(page, server.address, wanted)
  if (wanted.states.includes('demo')) {
    await forcedColours(page, true)
    count += await shoot(page, server.address, { ...wanted, states: ['demo'], themes: ['forced'] })
  }
  console.log(`${count} pictures in ${OUT}.`)
} finally {
  await browser.close()
  await server.close()
}
