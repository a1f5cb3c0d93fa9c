/**
 * `npm run stacks [NAME…]`: real servers of every stack, broken, diagnosed, mended by the printed code and asked
 * again. `--chromium` asks with a real browser (after `npm run build`), `--case ID` runs one case, `--missing` those
 * that have no recording. What the wire client saw is recorded case by case. `cfn`, `aws`, `gcs` and `azure` let the makers' own tools read
 * what is printed for platforms that run nowhere here.
 */
import { parseArgs } from 'node:util'
import { freePorts } from '../frameworks/support/server-process.ts'
import { checkPlatform, PLATFORM_TOOLS, type PlatformTool } from './platforms/run.ts'
import { STACKS } from './stacks.ts'
import { type Asker, fixOf, hashOf, prove, Running } from './support/prove.ts'
import { StackRecordings, withOwnPort } from './support/record.ts'
import { SITUATIONS, type Stack, type StackCase } from './support/stack.ts'
import { WireClient } from './support/wire.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    chromium: { type: 'boolean', default: false },
    missing: { type: 'boolean', default: false },
    case: { type: 'string' },
  },
})

const isPlatform = (name: string): name is PlatformTool => PLATFORM_TOOLS.some((tool) => tool === name)

const unknown = positionals.find((name) => !isPlatform(name) && !STACKS.some((stack) => stack.name === name))
if (unknown !== undefined) {
  console.error(
    `There is no stack "${unknown}". Stacks: ${[...STACKS.map(({ name }) => name), ...PLATFORM_TOOLS].join(', ')}.`,
  )
  process.exit(2)
}
const tools = PLATFORM_TOOLS.filter((name) => positionals.length === 0 || positionals.includes(name))
const chosen = STACKS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))

async function chromium(): Promise<Asker & { close(): Promise<void> }> {
  const { Session } = await import('../frameworks/support/session.ts')
  return Session.start()
}

/** A free port whose successor is free too: what stands behind a proxy listens there. */
async function portWithNext(): Promise<number> {
  const [first = 0, second = 0] = await freePorts(2)
  return second === first + 1 ? first : portWithNext()
}

/** True when every case of the stack held. */
async function runStack(stack: Stack, asker: Asker): Promise<boolean> {
  const installed = await stack.install()
  if (installed === null) return true
  const recordings = new StackRecordings(stack, installed.versions)
  const port = await portWithNext()
  const running = new Running(stack, installed, asker.pages.first, port)
  const isWanted = (item: StackCase): boolean =>
    (values.case === undefined || item.id === values.case) && !(values.missing && recordings.has(item))
  const cases = stack.cases.filter(isWanted)
  let failed = 0
  for (const item of cases) {
    const name = `${stack.name} ${item.id}: ${SITUATIONS[item.situation]}`
    try {
      const proven = await prove(asker, stack, item, { running, port })
      const broken = withOwnPort(proven.broken, port)
      const mended = withOwnPort(proven.mended, port)
      const fix = fixOf(broken, stack, item.fix)
      const codeHash = hashOf(fix.code)
      if (!values.chromium)
        recordings.add(item, asker.pages.first, { broken, mended, fix, codeHash, proof: proven.proof })
      console.log(`✓ ${name}`)
    } catch (error) {
      failed += 1
      if (!values.chromium) recordings.drop(item)
      console.log(`✗ ${name}\n  ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  await running.stop()
  return failed === 0
}

const browser = values.chromium ? await chromium() : null
let held = true
for (const stack of chosen) held = (await runStack(stack, browser ?? new WireClient())) && held
await browser?.close()
for (const tool of tools) held = (await checkPlatform(tool)) && held
process.exitCode = held ? 0 : 1
