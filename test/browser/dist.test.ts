/** What the build made: the extension as a browser loads it. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../project/files.ts'

const DIST = join(ROOT, 'dist', 'extension')
const read = (file: string): string => readFileSync(join(DIST, file), 'utf8')
const manifest = () => JSON.parse(read('manifest.json'))

/** Scripts and styles that a page names. */
function namedBy(page: string): string[] {
  return [...read(page).matchAll(/(?:src|href)="([^"#]+)"/g)]
    .map(([, address = '']) => address)
    .map((address) => (address.startsWith('/') ? address.slice(1) : join(dirname(page), address)))
}

describe('dist/extension', () => {
  it('has a manifest with the least permissions', () => {
    expect(manifest().manifest_version).toBe(3)
    expect(manifest().permissions).toEqual(['contextMenus', 'storage'])
    for (const key of [
      'host_permissions',
      'content_scripts',
      'externally_connectable',
      'optional_host_permissions',
    ])
      expect(manifest()).not.toHaveProperty(key)
  })

  it('gives pages of the web access to nothing', () => {
    expect(manifest().web_accessible_resources ?? []).toEqual([])
  })

  it('holds all that the manifest names', () => {
    const { devtools_page, background, icons } = manifest()
    const named: string[] = [devtools_page, background.service_worker, ...Object.values<string>(icons)]
    expect(Object.keys(icons)).toEqual(['16', '32', '48', '128'])
    expect(named.filter((file) => !existsSync(join(DIST, file)))).toEqual([])
  })

  it.each(['devtools', 'panel', 'explain'])('holds the page %s and all that it names', (name) => {
    const page = `src/extension/${name}.html`
    expect(namedBy(page).length).toBeGreaterThan(0)
    expect(namedBy(page).filter((file) => !existsSync(join(DIST, file)))).toEqual([])
  })

  it('runs no code from elsewhere', () => {
    for (const name of ['devtools', 'panel', 'explain'])
      expect(read(`src/extension/${name}.html`)).not.toMatch(/(src|href)="(https?:)?\/\//)
  })
})
