/** What the build made: the extension as a browser loads it. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
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
    expect(manifest().permissions).toEqual(['contextMenus', 'storage', 'declarativeNetRequestWithHostAccess'])
    // asked for at the click that begins a trial, for two hosts, and given back when it ends
    expect(manifest().optional_host_permissions).toEqual(['http://*/*', 'https://*/*'])
    for (const key of ['host_permissions', 'content_scripts', 'externally_connectable'])
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

  it.each(['devtools', 'panel', 'explain', 'har'])('holds the page %s and all that it names', (name) => {
    const page = `src/extension/${name}.html`
    expect(namedBy(page).length).toBeGreaterThan(0)
    expect(namedBy(page).filter((file) => !existsSync(join(DIST, file)))).toEqual([])
  })

  it('paints the panel first with at most 100 kB, packed', () => {
    const loaded = new Set<string>()
    const load = (file: string): void => {
      if (loaded.has(file)) return
      loaded.add(file)
      for (const [, next = ''] of read(file).matchAll(/(?:from|import)\s*["'](\.\/[^"']+\.js)["']/g))
        load(join(dirname(file), next))
    }
    for (const file of namedBy('src/extension/panel.html')) load(file)
    const bytes = [...loaded].map((file) => gzipSync(read(file)).length).reduce((sum, size) => sum + size, 0)
    expect(loaded.size).toBeGreaterThan(3)
    expect(bytes).toBeLessThanOrEqual(100_000)
  })

  it('runs no code from elsewhere', () => {
    for (const name of ['devtools', 'panel', 'explain', 'har'])
      expect(read(`src/extension/${name}.html`)).not.toMatch(/(src|href)="(https?:)?\/\//)
  })
})

describe('dist/web', () => {
  const WEB = join(ROOT, 'dist', 'web')
  const page = () => readFileSync(join(WEB, 'index.html'), 'utf8')

  it('stands in one folder, whatever its place on a server', () => {
    const named = [...page().matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, address = '']) => address)
    expect(named.length).toBeGreaterThan(2)
    expect(named.filter((address) => !address.startsWith('./'))).toEqual([])
    expect(named.filter((address) => !existsSync(join(WEB, address)))).toEqual([])
  })

  it('may connect to nowhere', () => {
    expect(page()).toContain("default-src 'none'")
    expect(page()).not.toContain('connect-src')
  })
})
