/** `npm run package`: what stores are given, and that the sources given to reviewers make the very same. */
import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '../project/files.ts'
import { unzip } from '../support/unzip.ts'

// a build is for production, whatever the tests run in
const { VITEST: _, NODE_ENV: __, ...env } = process.env
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }

/** The packages made in a folder, by name. */
function packagesOf(folder: string): Map<string, Buffer> {
  execFileSync('npx', ['tsx', 'release/package.ts'], { cwd: folder, env, stdio: 'pipe' })
  const out = join(folder, 'dist', 'packages')
  return new Map(readdirSync(out).map((name) => [name, readFileSync(join(out, name))]))
}

describe('npm run package', () => {
  let unpacked = ''
  let here: Map<string, Buffer>
  let there: Map<string, Buffer>
  const zip = (kind: string) => unzip(here.get(`corscope-${kind}-${version}.zip`) ?? Buffer.alloc(0))
  const manifestOf = (kind: string) => JSON.parse(zip(kind).get('manifest.json')?.toString() ?? '{}')

  beforeAll(() => {
    here = packagesOf(ROOT)
    unpacked = mkdtempSync(join(tmpdir(), 'corscope-sources-'))
    for (const [name, bytes] of zip('sources')) {
      mkdirSync(dirname(join(unpacked, name)), { recursive: true })
      writeFileSync(join(unpacked, name), bytes)
    }
    // in the place of `npm ci`, which would install the same
    symlinkSync(join(ROOT, 'node_modules'), join(unpacked, 'node_modules'))
    there = packagesOf(unpacked)
  }, 300_000)

  afterAll(() => rmSync(unpacked, { recursive: true, force: true }))

  it('makes the two extensions, the sources, the npm package and their sums', () => {
    expect([...here.keys()].sort()).toEqual(
      [
        'SHA256SUMS',
        `corscope-${version}.tgz`,
        ...['chromium', 'firefox', 'sources'].map((kind) => `corscope-${kind}-${version}.zip`),
      ].sort(),
    )
  })

  it('makes the same archives, to the byte, from the unpacked sources as from the repository', () => {
    expect([...there.keys()]).toEqual([...here.keys()])
    // npm's own archive also holds the rights of files, which an archive of sources does not keep
    const archives = [...here].filter(([name]) => name.endsWith('.zip'))
    expect(archives).toHaveLength(3)
    const differing = archives.filter(([name, bytes]) => !there.get(name)?.equals(bytes))
    expect(differing.map(([name]) => name)).toEqual([])
  })

  it('gives each store its own manifest, and both the same files', () => {
    expect(manifestOf('chromium')).toMatchObject({ version, minimum_chrome_version: expect.any(String) })
    expect(manifestOf('chromium')).not.toHaveProperty('browser_specific_settings')
    expect(manifestOf('firefox')).toMatchObject({ version, browser_specific_settings: { gecko: {} } })
    expect(manifestOf('firefox')).not.toHaveProperty('minimum_chrome_version')
    const others = (kind: string) => [...zip(kind)].filter(([name]) => name !== 'manifest.json')
    expect(others('firefox')).toEqual(others('chromium'))
  })

  it('names no folder of this machine, and nothing that was installed or made', () => {
    for (const kind of ['chromium', 'firefox', 'sources'])
      for (const [name, bytes] of zip(kind)) {
        expect(name).not.toMatch(/^(node_modules|dist|\.cache|\.git)\//)
        expect(bytes.includes(ROOT), name).toBe(false)
      }
  })
})
