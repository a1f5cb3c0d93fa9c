/** Next.js, Express, Fastify and Hono in the versions that node-packages.json names. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { filledOnce } from './cache.ts'
import { run } from './run.ts'

const PACKAGES = fileURLToPath(new URL('../node-packages.json', import.meta.url))

export interface NodePackages {
  /** Apps live in folders in here: what is installed, and the lockfile, is found from there. */
  folder: string
  /** Versions by package. */
  versions: Record<string, string>
}

export async function installNodePackages(): Promise<NodePackages> {
  const recipe = await readFile(PACKAGES, 'utf8')
  const folder = await filledOnce('node', recipe, async (empty) => {
    console.error('Installing Next.js, Express, Fastify and Hono.')
    await writeFile(join(empty, 'package.json'), recipe)
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
    await run(npm, ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: empty })
  })
  const { dependencies } = JSON.parse(recipe) as { dependencies: Record<string, string> }
  return { folder, versions: dependencies }
}
