/** The demo without a window: every case is sent, and CORScope's verdict held against the browser's own. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JsonReport } from '../../src/engine/index.ts'
import { DevTools } from '../support/devtools.ts'
import { Panel } from '../support/panel.ts'
import { until } from '../support/until.ts'
import type { Origins } from './answers.ts'
import { CASES } from './cases.ts'
import { urlOf } from './servers.ts'
import { type Comparison, compare, table } from './verdicts.ts'
import { type Walked, walk } from './walk.ts'

const OUT = 'demo-out'
/** The case whose explanation is in the picture. */
const IN_PICTURE = 'starlette-headers'

async function report(panel: Panel): Promise<JsonReport> {
  const folder = await mkdtemp(join(tmpdir(), 'corscope-demo-'))
  try {
    return await panel.exportJson(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** DevTools hands some answers in late, and the panel then corrects itself. */
const LATEST_CORRECTION = 4000

async function finalReport(
  panel: Panel,
  walked: readonly Walked[],
): Promise<{ exported: JsonReport; comparisons: Comparison[] }> {
  const end = Date.now() + LATEST_CORRECTION
  for (;;) {
    const exported = await report(panel)
    const comparisons = compare(exported, walked)
    if (comparisons.every(({ agrees }) => agrees) || Date.now() > end) return { exported, comparisons }
  }
}

/** The panel with failures only, one of them explained. */
async function picture(devtools: DevTools, panel: Panel, origins: Origins): Promise<Buffer> {
  await panel.check('show-all', false)
  await until('the list without successes', async () =>
    (await panel.rows()).every(({ outcome }) => outcome !== 'allowed'),
  )
  const shown = CASES.find(({ id }) => id === IN_PICTURE)
  if (shown) await panel.select(urlOf(shown, origins))
  await panel.group(true)
  await panel.notice('silent')
  return devtools.screenshot()
}

async function walkThrough(devtools: DevTools, origins: Origins): Promise<Comparison[]> {
  await devtools.ready()
  await devtools.setDockSize(1280)
  const panel = await Panel.open(devtools)
  await panel.group(false)
  await panel.check('show-all', true)
  const walked = await walk(devtools, origins)
  await panel.listed(walked.map(({ truth }) => truth.url))
  const { exported, comparisons } = await finalReport(panel, walked)
  await mkdir(OUT, { recursive: true })
  await writeFile(join(OUT, 'report.json'), `${JSON.stringify(exported, null, 2)}\n`)
  await writeFile(join(OUT, 'panel.png'), await picture(devtools, panel, origins))
  return comparisons
}

/**
 * Walks through the demo, prints the table, leaves the picture and the report.
 * @returns exit code: 0 when CORScope says of every case what the browser says
 */
export async function runByItself(origins: Origins): Promise<number> {
  const devtools = await DevTools.launch({ headless: true, dock: 'bottom', window: [1440, 1480] })
  try {
    const comparisons = await walkThrough(devtools, origins)
    for (const line of table(comparisons)) console.log(line)
    const blocked = CASES.filter(({ outcome }) => outcome === 'blocked').length
    const wrong = comparisons.filter(({ agrees }) => !agrees)
    console.log(
      `\n${comparisons.length} requests, ${blocked} of them blocked. ${OUT}/panel.png, ${OUT}/report.json`,
    )
    if (wrong.length === 0) console.log('CORScope agrees with the browser on all of them.')
    else console.log(`CORScope disagrees with the browser on ${wrong.map(({ name }) => name).join(', ')}.`)
    return wrong.length === 0 ? 0 : 1
  } finally {
    await devtools.close()
  }
}
