import { chmodSync, copyFileSync } from 'node:fs'
import { crx } from '@crxjs/vite-plugin'
import type { PluginOption } from 'vite'
import { defineConfig } from 'vitest/config'
import manifest from './manifest.json' with { type: 'json' }
import { firefoxManifest } from './src/extension/firefox-manifest.ts'

/**
 * `vite build` makes the extension in dist/extension, for Chromium and Edge; `vite build --mode firefox` the same for
 * Firefox in dist/extension-firefox; `vite build --mode cli` the command line in dist/cli; `vite build --mode library`
 * the library in dist/library; `vite build --mode web` the page for HAR files in dist/web.
 */
export default defineConfig(({ mode }) => ({
  ...(mode === 'web' ? { root: 'src/web', base: './', publicDir: false as const } : {}),
  build: BUILDS[mode] ?? extensionBuild('extension'),
  // what runs in Node runs without anything beside it
  ssr: { noExternal: mode === 'cli' || mode === 'library' ? true : [] },
  plugins: process.env.VITEST ? [] : (PLUGINS[mode] ?? chromium)(),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          setupFiles: ['test/support/fast-check.ts'],
          include: ['test/{engine,panel,extension,cli,project,security}/**/*.test.{ts,tsx}'],
          // properties run hundreds of cases, on machines that may be busy
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'firefox',
          include: ['test/firefox/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'formats',
          include: ['test/formats/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'recorders',
          include: ['test/recorders/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'frameworks',
          include: ['test/frameworks/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
}))

/** Modules of the engine do nothing by being loaded: a page loads those that it calls. */
const pureEngine = { moduleSideEffects: (id: string) => !/\/src\/engine\//.test(id) }

const extensionBuild = (folder: string) => ({
  outDir: `dist/${folder}`,
  target: 'es2022',
  modulePreload: false as const,
  // devtools.panels.create and windows.create name these pages at run time, so that the manifest cannot
  rollupOptions: {
    input: {
      panel: 'src/extension/panel.html',
      explain: 'src/extension/explain.html',
      har: 'src/extension/har.html',
    },
    treeshake: pureEngine,
  },
})

const webBuild = {
  outDir: '../../dist/web',
  emptyOutDir: true,
  target: 'es2022',
  modulePreload: false as const,
  rollupOptions: { treeshake: pureEngine },
}

/** One file for Node, which needs nothing beside it. */
const bundleFor = (entry: string, outDir: string, file: string) => ({
  outDir,
  target: 'node20',
  ssr: entry,
  copyPublicDir: false,
  rollupOptions: { output: { entryFileNames: file } },
})

/** The command can be run as it stands. */
const executable = {
  name: 'executable',
  writeBundle: ({ dir = '' }: { dir?: string }) => chmodSync(`${dir}/corscope.js`, 0o755),
}

/** Whoever reads reports has their schema beside the library. */
const schema = {
  name: 'schema',
  writeBundle: ({ dir = '' }: { dir?: string }) =>
    copyFileSync('src/engine/report/schema.json', `${dir}/report.schema.json`),
}

const BUILDS: Readonly<Record<string, object>> = {
  firefox: extensionBuild('extension-firefox'),
  cli: bundleFor('src/cli/main.ts', 'dist/cli', 'corscope.js'),
  library: bundleFor('src/library/corscope.ts', 'dist/library', 'corscope.js'),
  web: webBuild,
}

const chromium = (): PluginOption[] => [crx({ manifest: manifest as never })]

const PLUGINS: Readonly<Record<string, () => PluginOption[]>> = {
  firefox: () => [crx({ manifest: firefoxManifest(manifest) as never, browser: 'firefox' })],
  cli: () => [executable],
  library: () => [schema],
  web: () => [],
}
