/** `npm run screenshots -- --record`: sends every request of the demo in a browser and keeps the network log for the pictures. */
import { writeFile } from 'node:fs/promises'
import { startDemo } from '../demo/servers.ts'
import { walk } from '../demo/walk.ts'
import { DevTools } from '../support/devtools.ts'

export const RECORDING = 'test/fixtures/demo.jsonl'

interface Entry {
  response?: { content?: { text?: string } }
  connection?: string
}

/** Bodies are not looked at, and differ from run to run. */
function lean(entry: unknown): unknown {
  const { response, ...rest } = entry as Entry
  const { text: _text, ...content } = response?.content ?? {}
  return { ...rest, response: { ...response, content } }
}

export async function record(): Promise<void> {
  const demo = await startDemo()
  const devtools = await DevTools.launch({ headless: true, dock: 'bottom' })
  try {
    await devtools.ready()
    await walk(devtools, demo.origins)
    // answers that DevTools learns of late
    await new Promise((resolve) => setTimeout(resolve, 3000))
    const entries = await devtools.entries()
    const lines = entries.map((entry) => JSON.stringify(lean(entry)))
    await writeFile(RECORDING, `${lines.join('\n')}\n`)
  } finally {
    await devtools.close()
    await demo.close()
  }
}
