/** Generated tests, run: red before the server is mended, green after. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RegressionTestKind } from '../../src/engine/index.ts'
import { corscope } from '../cli/corscope.ts'
import { installPlaywright, installPytest, runTest } from './regression/run-test.ts'
import {
  type BreakableServer,
  expressServer,
  fastApiServer,
  nextServer,
  PAGE,
  type State,
} from './regression/servers.ts'
import { installNodePackages } from './support/node-packages.ts'

interface Setup {
  name: string
  kinds: readonly RegressionTestKind[]
  start: (python: string) => Promise<BreakableServer>
}

/** What each prints for what is broken: a test that cannot even start is red too. */
const RED: Readonly<Record<RegressionTestKind, RegExp>> = {
  pytest: /test_preflight_is_granted[\s\S]+1 failed, 1 passed|2 failed/,
  vitest: /the preflight is granted[\s\S]+AssertionError/,
  playwright: /Received: +"Failed to fetch"/,
  curl: /preflight: /,
}

const SETUPS: readonly Setup[] = [
  { name: 'FastAPI', kinds: ['pytest', 'vitest', 'playwright', 'curl'], start: fastApiServer },
  { name: 'Express', kinds: ['vitest', 'playwright', 'curl'], start: expressServer },
  {
    name: 'Next.js',
    kinds: ['vitest', 'playwright', 'curl'],
    start: async () => nextServer(await installNodePackages()),
  },
]

describe.each(SETUPS)('$name', ({ name, kinds, start }) => {
  let [python, playwright, folder] = ['', '', '']
  let server: BreakableServer
  const tests = new Map<RegressionTestKind, string>()

  const passing = async (state: State): Promise<Record<string, boolean>> => {
    const results: Record<string, boolean> = {}
    for (const [kind, text] of tests) {
      const { passes, output } = await runTest(kind, name, text, {
        python,
        playwright,
        files: server.files(state),
      })
      if (passes !== (state === 'mended')) console.error(output)
      if (!passes) expect(output).toMatch(RED[kind])
      results[kind] = passes
    }
    return results
  }

  beforeAll(async () => {
    python = await installPytest()
    playwright = await installPlaywright()
    await installNodePackages()
    folder = mkdtempSync(join(tmpdir(), 'corscope-regression-'))
    server = await start(python)
    await server.serve('broken')
    const request = ['--origin', PAGE, '--method', 'PUT', '--header', 'X-Trace: 1']
    const probed = await corscope(['probe', server.url, ...request, '--format', 'har'])
    expect([probed.code, probed.stderr]).toEqual([1, ''])
    const log = join(folder, 'failure.har')
    writeFileSync(log, probed.stdout)
    for (const kind of kinds) {
      const { code, stdout, stderr } = await corscope(['regression-test', log, '--for', kind])
      expect([code, stderr]).toEqual([0, ''])
      tests.set(kind, stdout)
    }
  })
  afterAll(async () => {
    await server?.stop()
    if (folder !== '') rmSync(folder, { recursive: true })
  })

  test('red before, green after', async () => {
    expect(await passing('broken')).toEqual(Object.fromEntries(kinds.map((kind) => [kind, false])))
    await server.serve('mended')
    expect(await passing('mended')).toEqual(Object.fromEntries(kinds.map((kind) => [kind, true])))
  })
})
