/** Rules of the house that no compiler and no linter holds. */
import { describe, expect, it } from 'vitest'
import { files, read, sizeOf } from './files.ts'

const TEXT = /\.(ts|tsx|js|mjs|css|html|json|md|py|yml|yaml|svg|txt)$|^\.ci\/run$/
const textFiles = () => files().filter((file) => TEXT.test(file))
const SOURCE = /\.(ts|tsx|js|py)$/

/** One row a case or a reason: they grow with what they list, and are read by searching. */
const TABLES = [
  /^src\/panel\/strings\//,
  /^test\/oracle\/(values|lookalikes)\.ts$/,
  /^test\/demo\/cases\.ts$/,
  /^src\/engine\/reasons\/rows\//,
  /^src\/engine\/servers\/fingerprints\.ts$/,
  /fixtures\//,
]
/** Tests are half tables of cases. */
const longest = (file: string): number => (file.startsWith('test/') ? 500 : 300)

describe('files', () => {
  it.each(files().filter((file) => SOURCE.test(file) && !TABLES.some((table) => table.test(file))))(
    '%s is short',
    (file) => {
      expect(read(file).trimEnd().split('\n').length).toBeLessThanOrEqual(longest(file))
    },
  )

  it('name no path of a machine', () => {
    const paths = /(?<![\w.~/-])(\/(?:work|root|home\/[a-z]+|Users\/[A-Za-z]+|tmp)\/[\w.-]+|[A-Z]:\\Users\\)/
    const found = textFiles()
      .filter((file) => file !== 'test/project/house.test.ts')
      .flatMap((file) => {
        const match = paths.exec(read(file))
        return match ? [`${file}: ${match[0]}`] : []
      })
    expect(found).toEqual([])
  })

  it('are no unfinished merge', () => {
    const marker = new RegExp(`^(${'<'.repeat(7)}|${'>'.repeat(7)}) `, 'm')
    expect(textFiles().filter((file) => marker.test(read(file)))).toEqual([])
  })

  it('are small enough to clone', () => {
    expect(files().filter((file) => sizeOf(file) > 5_000_000)).toEqual([])
  })
})

describe('src', () => {
  it('makes no HTML of text: what a log holds is drawn as text', () => {
    const sources = files().filter((file) => /^src\/.*\.tsx?$/.test(file))
    expect(sources.length).toBeGreaterThan(200)
    const raw = /\b(innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write)\b/
    expect(sources.filter((file) => raw.test(read(file)))).toEqual([])
  })
})

describe('package-lock.json', () => {
  it('names no registry host', () => {
    const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { resolved?: string }> }
    expect(Object.keys(lock.packages).length).toBeGreaterThan(50)
    const hosts = Object.entries(lock.packages).filter(([, entry]) => /^https?:/.test(entry.resolved ?? ''))
    expect(hosts).toEqual([])
    expect(read('package-lock.json')).not.toMatch(/https?:\/\/[^"]*(registry|npmjs)/)
  })

  it('holds the packages of every platform, without which npm ci refuses it', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>
    }
    const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`node_modules/${name}` in packages) && !(`${place}/node_modules/${name}` in packages),
      ),
    )
    expect(missing).toEqual([])
  })

  it('has an integrity for every package, so that none is installed unchecked', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { integrity?: string }>
    }
    const unchecked = Object.entries(packages)
      .filter(([place, { integrity = '' }]) => place !== '' && !/^sha512-[\w+/]{86}==$/.test(integrity))
      .map(([place]) => place)
    expect(unchecked).toEqual([])
  })

  it('belongs to this version', () => {
    const { name, version } = JSON.parse(read('package.json')) as { name: string; version: string }
    expect(JSON.parse(read('package-lock.json'))).toMatchObject({ name, version })
    expect(JSON.parse(read('manifest.json'))).toMatchObject({ version })
  })
})

describe('manifest.json', () => {
  it('asks for a menu item, its settings, and rules that reach no host until a trial asks for it', () => {
    const manifest = JSON.parse(read('manifest.json')) as Record<string, unknown>
    expect(manifest.permissions).toEqual(['contextMenus', 'storage', 'declarativeNetRequestWithHostAccess'])
    expect(manifest.optional_host_permissions).toEqual(['http://*/*', 'https://*/*'])
    for (const key of ['host_permissions', 'optional_permissions', 'content_scripts'])
      expect(manifest).not.toHaveProperty(key)
  })
})

interface KnownGaps {
  /** Test files that skip something somewhere, with the reason. */
  skippedTests: Record<string, string>
}

/** Every text in a value, with the way to it. */
function texts(value: unknown, way: string): [way: string, text: string][] {
  if (typeof value === 'string') return [[way, value]]
  if (typeof value !== 'object' || value === null) return [[way, '']]
  return Object.entries(value).flatMap(([key, inner]) => texts(inner, `${way}.${key}`))
}

describe('test/known-gaps.json', () => {
  const gaps = JSON.parse(read('test/known-gaps.json')) as KnownGaps

  it('gives each gap a reason', () => {
    const short = texts(gaps, '').filter(([, text]) => text.trim() === '')
    expect(short).toEqual([])
  })

  it('names the test files that skip something, and no others', () => {
    const skip = /\b(?:it|test|describe)\.(?:skip|todo|skipIf|runIf)\b/
    const skipping = files()
      .filter((file) => /^test\/.*\.test\.tsx?$/.test(file) && file !== 'test/project/house.test.ts')
      .filter((file) => skip.test(read(file)))
    expect(skipping).toEqual(Object.keys(gaps.skippedTests).sort())
  })
})
