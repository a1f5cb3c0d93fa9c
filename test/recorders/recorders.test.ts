/** Recorders for real: Chromium through mitmproxy, and Playwright’s recordHar, with the browser’s own verdict beside them. */
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import puppeteer from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { corscope } from '../cli/corscope.ts'
import { freePorts } from '../frameworks/support/server-process.ts'
import { ensureBrowser, type FoundBrowser } from '../support/browser.ts'
import { until } from '../support/until.ts'
import { installMitmproxy, installPlaywright } from './install.ts'
import { compared, faultOf, keep, type RecordedLog, today } from './recorded.ts'
import { allCalls, CALLS, type Scene, startScene } from './scene.ts'
import { type Cdp, listenTo } from './truth.ts'

type Outcomes = [string, string][]

const mitmdump = await installMitmproxy()
const playwright = await installPlaywright()

const SWITCHES = ['--no-first-run', '--disable-background-networking', '--disable-component-update']
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []

let scene: Scene
let browser: FoundBrowser
let folder: string

beforeAll(async () => {
  scene = await startScene()
  browser = await ensureBrowser()
  folder = await mkdtemp(join(tmpdir(), 'corscope-recorders-'))
})

afterAll(async () => {
  await scene.close()
  await rm(folder, { recursive: true, force: true })
})

const readLog = async (file: string): Promise<RecordedLog['log']> =>
  (JSON.parse(await readFile(file, 'utf8')) as { log: RecordedLog['log'] }).log

/** Chromium sends everything through a proxy that writes what went by. */
async function throughMitmproxy(command: string): Promise<RecordedLog> {
  const file = join(folder, 'mitmproxy.har')
  const [port = 0] = await freePorts(1)
  const settings = ['--set', `hardump=${file}`, '--set', `confdir=${folder}`]
  const proxy = spawn(
    command,
    ['--quiet', '--listen-host', '127.0.0.1', '--listen-port', `${port}`, ...settings],
    {
      stdio: 'ignore',
    },
  )
  const ended = new Promise((resolve) => proxy.on('close', resolve))
  try {
    await until('mitmproxy to listen', async () =>
      fetch(`http://127.0.0.1:${port}`).then(
        () => true,
        () => undefined,
      ),
    )
    const chromium = await puppeteer.launch({
      executablePath: browser.path,
      headless: true,
      args: [
        ...SWITCHES,
        ...asRoot,
        `--proxy-server=http://127.0.0.1:${port}`,
        // this machine's own addresses go through the proxy too
        '--proxy-bypass-list=<-loopback>',
      ],
    })
    const page = await chromium.newPage()
    const truths = await listenTo((await page.createCDPSession()) as unknown as Cdp)
    await page.goto(`${scene.page}/`)
    const outcomes = (await page.evaluate(allCalls(scene.api))) as Outcomes
    const by = `mitmproxy, ${await chromium.version()}`
    await chromium.close()
    proxy.kill('SIGINT')
    await ended
    const log = await readLog(file)
    return { by, date: today(), page: scene.page, api: scene.api, truths: truths(scene.api, outcomes), log }
  } finally {
    proxy.kill('SIGKILL')
  }
}

async function inPlaywright({ chromium }: NonNullable<typeof playwright>): Promise<RecordedLog> {
  const file = join(folder, 'playwright.har')
  const launched = await chromium.launch({ executablePath: browser.path, args: [...SWITCHES, ...asRoot] })
  try {
    const context = await launched.newContext({ recordHar: { path: file } })
    const page = await context.newPage()
    const truths = await listenTo((await context.newCDPSession(page)) as Cdp)
    await page.goto(`${scene.page}/`)
    const outcomes = (await page.evaluate(allCalls(scene.api))) as Outcomes
    await context.close()
    const log = await readLog(file)
    const by = `Playwright, Chrome/${launched.version()}`
    return { by, date: today(), page: scene.page, api: scene.api, truths: truths(scene.api, outcomes), log }
  } finally {
    await launched.close()
  }
}

function expectNoFault(recorded: RecordedLog): void {
  const calls = compared(recorded)
  expect(calls).toHaveLength(CALLS.length)
  // the browser refused some and let others through, or nothing was tried
  expect(calls.filter(({ corsError }) => corsError !== null).length).toBeGreaterThan(4)
  expect(calls.map(faultOf).filter((fault) => fault !== null)).toEqual([])
}

/** The recipe of docs/pipelines.md: what the browser refused is undetermined in such a log, and fails only when asked to. */
async function expectRecipe(file: string): Promise<void> {
  const report = join(folder, 'cors.md')
  const explain = (failOn: string) => corscope(['explain', file, '--fail-on', failOn, '--output', report])
  expect(await explain('never')).toEqual({ code: 0, stdout: '', stderr: '' })
  expect(await explain('undetermined')).toEqual({ code: 1, stdout: '', stderr: '' })
  expect(await readFile(report, 'utf8')).toContain('## 1. Undetermined: ')
}

describe.skipIf(mitmdump === null)('Chromium through mitmproxy', () => {
  it('is judged without a false alarm and without a silent miss', async () => {
    const recorded = await throughMitmproxy(mitmdump ?? '')
    keep('mitmproxy', recorded)
    expectNoFault(recorded)
  })
})

describe.skipIf(playwright === null)('Playwright’s recordHar', () => {
  it('is judged without a false alarm and without a silent miss', async () => {
    if (playwright === null) return
    const recorded = await inPlaywright(playwright)
    keep('playwright', recorded)
    expectNoFault(recorded)
    await expectRecipe(join(folder, 'playwright.har'))
  })
})
