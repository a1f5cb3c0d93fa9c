/**
 * `npm run dev`: builds as one saves. The panel's states from recorded diagnoses stand in an ordinary page; with a
 * display, a Chromium with the extension is open too, and its DevTools starts anew after each build.
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { startDemo } from '../demo/servers.ts'
import { DevTools, hasDisplay } from '../support/devtools.ts'
import { serveStates } from './serve.ts'

const PORT = 4700

/** Calls `onBuilt` after each build of the extension; the first one too. */
function watch(onBuilt: () => void): () => void {
  const vite = spawn(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--watch'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  createInterface({ input: vite.stdout }).on('line', (line) => {
    if (/built in/.test(line)) onBuilt()
    if (/error/i.test(line)) console.error(line)
  })
  return () => vite.kill()
}

const states = await serveStates(PORT)
console.log(`The states of the panel: ${states.address}`)

let devtools: DevTools | null = null
let opening = false

async function open(): Promise<void> {
  const demo = await startDemo()
  devtools = await DevTools.launch({ headless: false, dock: 'bottom', handleSignals: false })
  devtools.browser.once('disconnected', () => void stop())
  await devtools.ready()
  await devtools.openPanel()
  await devtools.page.goto(`${demo.origins.page}/`)
}

const stopWatching = watch(() => {
  console.log('Built.')
  if (!hasDisplay()) return
  if (devtools) void devtools.restart().catch((error: unknown) => console.error(error))
  else if (!opening) {
    opening = true
    void open()
  }
})

async function stop(): Promise<void> {
  stopWatching()
  await states.close()
  process.exit(0)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
