/** The folder that keeps what these tests install, so that only the first run waits for it. Not in version control. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const CACHE = fileURLToPath(new URL('../../../.cache/frameworks', import.meta.url))

/** An empty folder in the cache; what an earlier run left there is gone. */
export async function emptyFolder(...names: readonly string[]): Promise<string> {
  const folder = join(CACHE, ...names)
  await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  await mkdir(folder, { recursive: true })
  return folder
}

/**
 * A folder that is filled once for the same recipe, and again when the recipe changes or its filling was cut off.
 * @param recipe all that decides what ends up in the folder
 */
export async function filledOnce(
  name: string,
  recipe: string,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(CACHE, name)
  const stamp = join(folder, 'filled-by.txt')
  const known = await readFile(stamp, 'utf8').catch(() => null)
  if (known === recipe) return folder
  await emptyFolder(name)
  await fill(folder)
  await writeFile(stamp, recipe)
  return folder
}
