/** The arrows of the house: who may import whom. Everything not listed is forbidden, types too. */
import { describe, expect, it } from 'vitest'
import { files, sources } from './files.ts'
import { globalsOf, importsOf, resolveImport } from './imports.ts'

const ENGINE_DOOR = 'src/engine/index.ts'
const BELOW_FIXES = ['fetch', 'reasons', 'har', 'log', 'judge', 'servers', 'causes'] as const

/** A room of the engine and the rooms of the engine it may import, itself aside. */
const ENGINE_ARROWS: Readonly<Record<string, readonly string[]>> = {
  'globals.d': [],
  fetch: [],
  reasons: ['fetch'],
  har: ['fetch'],
  log: ['har', 'fetch'],
  judge: ['reasons', 'log', 'har', 'fetch'],
  servers: ['judge', 'reasons', 'log', 'har', 'fetch'],
  causes: ['servers', 'judge', 'reasons', 'log', 'har', 'fetch'],
  words: ['causes', 'judge', 'reasons', 'har', 'fetch'],
  fixes: [...BELOW_FIXES, 'words'],
  diagnose: [...BELOW_FIXES, 'words', 'fixes'],
  whatif: [...BELOW_FIXES, 'words', 'fixes', 'diagnose'],
  proof: [...BELOW_FIXES, 'words', 'fixes', 'diagnose'],
  report: [...BELOW_FIXES, 'words', 'fixes', 'diagnose'],
  regression: [...BELOW_FIXES, 'words', 'fixes', 'diagnose', 'report'],
  index: [...BELOW_FIXES, 'words', 'fixes', 'diagnose', 'whatif', 'proof', 'report', 'regression'],
}

/** What the rooms outside of the engine may import. */
const SHELL_ARROWS: Readonly<Record<string, (target: string) => boolean>> = {
  panel: (target) =>
    /^(preact|@preact\/signals|@tanstack\/virtual-core|lowlight|highlight\.js)(\/|$)/.test(target),
  extension: (target) =>
    target.startsWith('src/panel/') || target === 'webextension-polyfill' || /^preact(\/|$)/.test(target),
  web: (target) => target.startsWith('src/panel/'),
  library: () => false,
  cli: (target) => /^(node:.+|commander|tinyglobby)$/.test(target),
}

/** `src/engine/fixes/policy.ts` is in `fixes`, `src/engine/diagnose.ts` in `diagnose`. */
const engineRoom = (file: string): string | null =>
  /^src\/engine\/(?:([^/]+)\/|([^/]+)\.ts$)/.exec(file)?.slice(1).find(Boolean) ?? null

/** Packages that a room of the engine may use: pure data and functions, no browser and no Node. */
const ENGINE_PACKAGES: Readonly<Record<string, readonly string[]>> = { servers: ['tldts'] }

function mayImport(file: string, target: string): boolean {
  const room = engineRoom(file)
  if (room !== null) {
    if ((ENGINE_PACKAGES[room] ?? []).includes(target)) return true
    const targetRoom = engineRoom(target)
    return targetRoom !== null && (targetRoom === room || (ENGINE_ARROWS[room] ?? []).includes(targetRoom))
  }
  const shell = file.split('/')[1] ?? ''
  return (
    target.startsWith(`src/${shell}/`) || target === ENGINE_DOOR || (SHELL_ARROWS[shell]?.(target) ?? false)
  )
}

const FORBIDDEN_IN_ENGINE = [
  ...['window', 'document', 'navigator', 'location', 'self', 'chrome', 'browser', 'localStorage', 'fetch'],
  ...['process', 'Buffer', 'require', 'globalThis', 'console', 'setTimeout', 'crypto', 'performance'],
]

describe('imports', () => {
  it('finds the sources at all', () => {
    expect(sources('src/engine/').length).toBeGreaterThan(20)
    expect(importsOf('src/engine/diagnose.ts').length).toBeGreaterThan(3)
  })

  it.each(sources())('%s obeys the arrows', (file) => {
    const forbidden = importsOf(file).filter((specifier) => !mayImport(file, resolveImport(file, specifier)))
    expect(forbidden).toEqual([])
  })

  it('of modules of the project exist, with their extension', () => {
    const known = new Set(files())
    const broken = [...sources(), ...sources('test/')].flatMap((file) =>
      importsOf(file)
        .filter((specifier) => specifier.startsWith('.'))
        // the command line's tests import what the build makes
        .filter((specifier) => !specifier.includes('/dist/'))
        .map((specifier) => resolveImport(file, specifier).replace(/\?.*$/, ''))
        .filter((target) => !known.has(target))
        .map((target) => `${file} -> ${target}`),
    )
    expect(broken).toEqual([])
  })

  it('belong to a known room', () => {
    const rooms = new Set(sources('src/engine/').map(engineRoom))
    expect([...rooms].filter((room) => room === null || !(room in ENGINE_ARROWS))).toEqual([])
    const shells = new Set(sources().map((file) => file.split('/')[1]))
    expect([...shells].sort()).toEqual(['cli', 'engine', 'extension', 'library', 'panel', 'web'])
  })

  it('make no circle between the rooms of the engine', () => {
    const reaches = (room: string, seen: string[]): string[] =>
      (ENGINE_ARROWS[room] ?? []).flatMap((next) =>
        seen.includes(next) ? [next] : [next, ...reaches(next, [...seen, next])],
      )
    expect(Object.keys(ENGINE_ARROWS).filter((room) => reaches(room, [room]).includes(room))).toEqual([])
  })
})

describe('globals', () => {
  it.each(sources('src/engine/'))('%s knows no browser and no Node', (file) => {
    expect(globalsOf(file).filter((name) => FORBIDDEN_IN_ENGINE.includes(name))).toEqual([])
  })

  it.each(sources('src/panel/'))('%s leaves the extension API alone', (file) => {
    expect(globalsOf(file).filter((name) => name === 'chrome' || name === 'browser')).toEqual([])
  })
})
