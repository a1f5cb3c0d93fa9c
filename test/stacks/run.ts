/**
 * `npm run stacks [NAME…]`: real servers of every stack, broken, diagnosed, mended by the printed code and asked
 * again. `--chromium` asks with a real browser (after `npm run build`), `--case ID` runs one case. A complete run of
 * a stack with the wire client writes its recording.
 */
import { parseArgs } from 'node:util'
import { freePorts } from '../frameworks/support/server-process.ts'
import { STACKS } from './stacks.ts'
import { type Asker, fixOf, hashOf, prove, Running } from './support/prove.ts'
import { StackRecordings, withOwnPort } from './support/record.ts'
import { SITUATIONS, type Stack } from './support/stack.ts'
import { WireClient } from './support/wire.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { chromium: { type: 'boolean', default: false }, case: { type: 'string' } },
})

const unknown = positionals.find((name) => !STACKS.some((stack) => stack.name === name))
if (unknown !== undefined) {
  console.error(`There is no stack "${unknown}". Stacks: ${STACKS.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}
const chosen = STACKS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))

async function chromium(): Promise<Asker & { close(): Promise<void> }> {
  const { Session } = await import('../frameworks/support/session.ts')
  return Session.start()
}

/** True when every case of the stack held. */
async function runStack(stack: Stack, asker: Asker): Promise<boolean> {
  const installed = await stack.install()
  if (installed === null) return true
  const recordings = new StackRecordings(stack, installed.versions)
  const [port = 0] = await freePorts(1)
  const running = new Running(stack, installed, asker.pages.first, port)
  const cases = stack.cases.filter(({ id }) => values.case === undefined || id === values.case)
  let failed = 0
  for (const item of cases) {
    const name = `${stack.name} ${item.id}: ${SITUATIONS[item.situation]}`
    try {
      const proven = await prove(asker, stack, item, { running, port })
      const broken = withOwnPort(proven.broken, port)
      const mended = withOwnPort(proven.mended, port)
      const fix = fixOf(broken, stack, item.fix)
      recordings.add(item, asker.pages.first, { broken, mended, fix, codeHash: hashOf(fix.code) })
      console.log(`✓ ${name}`)
    } catch (error) {
      failed += 1
      console.log(`✗ ${name}\n  ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  await running.stop()
  if (failed === 0 && values.case === undefined && !values.chromium) recordings.save()
  return failed === 0
}

const browser = values.chromium ? await chromium() : null
let held = true
for (const stack of chosen) held = (await runStack(stack, browser ?? new WireClient())) && held
await browser?.close()
process.exitCode = held ? 0 : 1
