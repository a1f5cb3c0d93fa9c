/** The extension with the hosts of this machine granted, since no prompt can be answered without a screen. */
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Panel } from './panel.ts'
import { until } from './until.ts'

/** Host permissions that its manifest names. */
export const GRANTED = ['http://localhost/*', 'http://127.0.0.1/*']

/** As built, but for the manifest. @returns its folder, to be removed afterwards */
export async function grantedExtension(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'corscope-granted-'))
  await cp('dist/extension', folder, { recursive: true })
  const file = join(folder, 'manifest.json')
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>
  manifest.host_permissions = GRANTED
  await writeFile(file, JSON.stringify(manifest))
  return folder
}

interface Rule {
  condition: { tabIds?: number[]; regexFilter?: string }
}

/** Asked in the panel: a worker with a debugger attached is not woken after it was stopped. */
export const rulesOf = ({ surface }: Panel): Promise<Rule[]> =>
  surface.evaluate(() => chrome.declarativeNetRequest.getSessionRules()) as Promise<Rule[]>

export const permissionsOf = ({ surface }: Panel): Promise<string[]> =>
  surface.evaluate(async () => (await chrome.permissions.getAll()).origins ?? [])

/** Never a rule, nor a permission beyond those of `given`, without the bar that says so; and none of a trial that ended. */
export async function expectNothingHidden(panel: Panel, given: readonly string[] = GRANTED): Promise<void> {
  const shown = (await panel.texts('trial-bar')).length > 0
  if (shown) {
    expect((await rulesOf(panel)).length).toBeGreaterThan(0)
    return
  }
  await until('the rules to be gone', async () => (await rulesOf(panel)).length === 0)
  await until('the permissions to be given back', async () => {
    const extra = (await permissionsOf(panel)).filter((origin) => !given.includes(origin))
    if (extra.length > 0) throw new Error(`It still holds ${extra.join(', ')}.`)
    return true
  })
}
