import { chmodSync } from 'node:fs'
import { crx } from '@crxjs/vite-plugin'
import { defineConfig } from 'vitest/config'
import manifest from './manifest.json' with { type: 'json' }
import { firefoxManifest } from './src/extension/firefox-manifest.ts'

/**
 * `vite build` makes the extension in dist/extension, for Chromium and Edge; `vite build --mode firefox` the same for
 * Firefox in dist/extension-firefox; `vite build --mode cli` the command line in dist/cli;
 * `vite build --mode web` the page for HAR files in dist/web.
 */
export default defineConfig(({ mode }) => ({
  ...(mode === 'web' ? { root: 'src/web', base: './', publicDir: false as const } : {}),
  build:
    mode === 'cli'
      ? cliBuild
      : mode === 'web'
        ? webBuild
        : extensionBuild(mode === 'firefox' ? 'extension-firefox' : 'extension'),
  // the command runs without anything beside it
  ssr: { noExternal: mode === 'cli' ? true : [] },
  plugins: process.env.VITEST
    ? []
    : mode === 'cli'
      ? [executable]
      : mode === 'web'
        ? []
        : [extensionFor(mode)],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          setupFiles: ['test/support/fast-check.ts'],
          include: ['test/{engine,panel,extension,cli,project}/**/*.test.{ts,tsx}'],
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

const extensionFor = (mode: string) =>
  mode === 'firefox'
    ? crx({ manifest: firefoxManifest(manifest) as never, browser: 'firefox' })
    : crx({ manifest: manifest as never })

const cliBuild = {
  outDir: 'dist/cli',
  target: 'node20',
  ssr: 'src/cli/main.ts',
  rollupOptions: { output: { entryFileNames: 'corscope.js' } },
}

/** The command can be run as it stands. */
const executable = {
  name: 'executable',
  writeBundle: ({ dir = '' }: { dir?: string }) => chmodSync(`${dir}/corscope.js`, 0o755),
}
