/** `npm run stacks cfn aws gcs azure`: the makers' own tools read what is printed for their platforms. */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Fix } from '../../../src/engine/index.ts'
import { emptyFolder } from '../../frameworks/support/cache.ts'
import { run } from '../../frameworks/support/run.ts'
import { today } from '../../oracle/recording.ts'
import { azureTools, type Python, platformTools } from '../support/install.ts'
import { judged } from '../support/prove.ts'
import { PLATFORM_CHECKS, type PlatformCheck } from './checks.ts'
import { logOf } from './logs.ts'

export const PLATFORM_TOOLS = ['cfn', 'aws', 'gcs', 'azure'] as const
export type PlatformTool = (typeof PLATFORM_TOOLS)[number]

const RECORD = new URL('../../fixtures/platforms/', import.meta.url)

/** What was read, when and by which versions. */
export interface Read {
  date: string
  versions: Readonly<Record<string, string>>
  /** Hash of the printed code and note by the id of the check. */
  read: Record<string, string>
}

export const readBy = (tool: PlatformTool): Read =>
  JSON.parse(readFileSync(new URL(`${tool}.json`, RECORD), 'utf8')) as Read

/** @throws when the engine prints no such fix */
export function printedFor({ failure, framework, fix: part, id }: PlatformCheck): Fix {
  const { fixes } = judged({ entries: logOf(failure), url: failure.url }, framework)
  const found = fixes.find((fix) => fix.framework === framework && fix.title.includes(part))
  if (found === undefined)
    throw new Error(`No fix “${part}” for ${id} among: ${fixes.map(({ title }) => title).join('; ')}`)
  return found
}

/** The note belongs to it: it prints the command. */
export const hashOfPrinted = ({ code, note }: Fix): string =>
  createHash('sha256').update(`${code}\n${note}`).digest('hex').slice(0, 16)

async function check(item: PlatformCheck, bin: string): Promise<string> {
  const fix = printedFor(item)
  const folder = await emptyFolder('stacks', 'platforms', item.id)
  for (const [name, text] of Object.entries(item.files(fix))) await writeFile(join(folder, name), text)
  await run('sh', ['-c', item.command(fix)], { cwd: folder, env: { BIN: bin } })
  return hashOfPrinted(fix)
}

/** True when everything was read, or the tool cannot be installed, which is said in one line. */
export async function checkPlatform(tool: PlatformTool): Promise<boolean> {
  const tools: Python | null = await (tool === 'azure' ? azureTools() : platformTools())
  if (tools === null) return true
  const read: Record<string, string> = {}
  let held = true
  for (const item of PLATFORM_CHECKS.filter((one) => one.tool === tool)) {
    try {
      read[item.id] = await check(item, tools.bin)
      console.log(`✓ ${tool} ${item.id}`)
    } catch (error) {
      held = false
      console.log(`✗ ${tool} ${item.id}\n  ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  if (held) {
    mkdirSync(RECORD, { recursive: true })
    const told: Read = { date: today(), versions: tools.versions, read }
    writeFileSync(new URL(`${tool}.json`, RECORD), `${JSON.stringify(told, null, 2)}\n`)
  }
  return held
}
