/** The built command in the versions of Node that it is made for. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { REPORT_FORMATS } from '../../src/engine/index.ts'
import { har, SCENE } from '../support/har.ts'
import { installNode } from './install.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'corscope-node-'))
  const { VITEST: _, ...env } = process.env
  execFileSync('npx', ['vite', 'build', '--mode', 'cli', '--outDir', join(folder, 'out')], {
    env,
    stdio: 'pipe',
  })
  writeFileSync(join(folder, 'scene.har'), JSON.stringify(har(SCENE)))
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

const explain = (node: string, format: string) => {
  const args = [join(folder, 'out', 'corscope.js'), 'explain', '--format', format, join(folder, 'scene.har')]
  const { status, stdout, stderr } = spawnSync(node, args, { encoding: 'utf8' })
  return { status, stdout, stderr }
}

test.each([22, 24])('every format is the same in Node %i', async (version) => {
  const node = await installNode(version)
  if (node === null) return
  expect(execFileSync(node, ['--version'], { encoding: 'utf8' })).toMatch(new RegExp(`^v${version}\\.`))
  for (const format of Object.keys(REPORT_FORMATS)) {
    const here = explain(process.execPath, format)
    expect(here).toMatchObject({ status: 1, stderr: '' })
    expect(explain(node, format)).toEqual(here)
  }
})
