/**
 * `npm start`: builds the extension and opens a browser with it, at the demo or at an address of one's own.
 * Without a display, or with --headless, it walks through the demo by itself and compares.
 */
import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { NoBrowserError } from '../support/browser.ts'
import { DevTools, hasDisplay } from '../support/devtools.ts'
import { runByItself } from './headless.ts'
import { type Demo, startDemo } from './servers.ts'

const USAGE = `Usage: npm start -- [--headless] [ADDRESS]

  ADDRESS      the page to open, as https://my.app; the demo when absent
  --headless   no window: send every request of the demo, print the verdicts,
               leave demo-out/panel.png and demo-out/report.json`

/** Bad usage: one line and how to do it. */
class UsageError extends Error {}

interface Options {
  headless: boolean
  address: string | null
}

function readAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError(`"${text}" is no address of a page. Write it in full, as https://my.app.`)
  return url.href
}

function readOptions(parameters: string[]): Options | 'help' {
  const options = { headless: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const
  let parsed: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>
  try {
    parsed = parseArgs({ args: parameters, options, allowPositionals: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error))
  }
  const { values, positionals } = parsed
  if (values.help) return 'help'
  if (positionals.length > 1) throw new UsageError(`One address at a time, not ${positionals.length}.`)
  const address = positionals[0] === undefined ? null : readAddress(positionals[0])
  const headless = values.headless ?? !hasDisplay()
  if (headless && address !== null)
    throw new UsageError(
      values.headless
        ? 'With --headless the demo runs by itself; leave the address out.'
        : 'There is no display to open that page on. Without an address the demo runs without one.',
    )
  return { headless, address }
}

/** `npm run build`, silent unless it fails. */
async function build(): Promise<void> {
  const npm = process.env.npm_execpath
  const [command, ...parameters] = npm ? [process.execPath, npm, 'run', 'build'] : ['npm', 'run', 'build']
  const child = spawn(command ?? 'npm', parameters, {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: npm === undefined,
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    output += chunk
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(`npm run build failed.\n${output}`)
}

/** Ends when the person closes the browser or presses Ctrl-C. */
async function untilClosed(devtools: DevTools): Promise<void> {
  await new Promise<void>((resolve) => {
    devtools.browser.once('disconnected', () => resolve())
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
}

/** Every request of the demo, so that the first look is at a full tab. */
async function sendAll({ page }: DevTools): Promise<void> {
  await page.waitForFunction(() => document.documentElement.dataset.ready === 'true')
  await page.click('#send-all')
}

async function openWindow(address: string, isDemo: boolean): Promise<void> {
  const devtools = await DevTools.launch({ headless: false, dock: 'bottom', handleSignals: false })
  try {
    await devtools.ready()
    await devtools.openPanel()
    await devtools.page.goto(address)
    if (isDemo) await sendAll(devtools)
    console.log(`${address} is open, with DevTools at the tab CORS. Ctrl-C closes everything.`)
    await untilClosed(devtools)
  } finally {
    await devtools.close()
  }
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2))
  if (options === 'help') {
    console.log(USAGE)
    return 0
  }
  console.log('Building the extension.')
  await build()
  let demo: Demo | null = null
  try {
    if (options.headless) {
      demo = await startDemo()
      return await runByItself(demo.origins)
    }
    if (options.address === null) demo = await startDemo()
    await openWindow(options.address ?? `${demo?.origins.page}/`, demo !== null)
    return 0
  } finally {
    await demo?.close()
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${USAGE}`)
    process.exitCode = 2
  } else {
    const message = error instanceof Error ? error.message : String(error)
    console.error(error instanceof NoBrowserError ? message : `npm start failed: ${message}`)
    process.exitCode = 1
  }
}
