/** The command as it is built: one file that runs by itself. */
import { execFile, execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { API, entry, har, SCENE } from '../support/har.ts'

let folder = ''
let command = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'corscope-built-'))
  const { VITEST: _, ...env } = process.env
  execFileSync('npx', ['vite', 'build', '--mode', 'cli', '--outDir', join(folder, 'out')], {
    env,
    stdio: 'pipe',
  })
  // away from the project: nothing beside it can help
  command = join(folder, 'corscope.js')
  cpSync(join(folder, 'out', 'corscope.js'), command)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true }))

const log = (): string => {
  const file = join(folder, 'scene.har')
  writeFileSync(file, JSON.stringify(har(SCENE)))
  return file
}

test('can be run as it stands', () => {
  expect(statSync(join(folder, 'out', 'corscope.js')).mode & 0o111).toBe(0o111)
  expect(execFileSync(join(folder, 'out', 'corscope.js'), ['--version'], { encoding: 'utf8' })).toMatch(
    /^corscope \d/,
  )
})

test('needs nothing beside it', async () => {
  const failed = await promisify(execFile)(process.execPath, [command, 'explain', log()]).catch(
    (error: unknown) => error,
  )
  expect(failed).toMatchObject({ code: 1, stderr: '' })
  expect(failed).toMatchObject({ stdout: expect.stringContaining('4 blocked by CORS') })
})

test('reads standard input', () => {
  const piped = execFileSync(
    'sh',
    ['-c', `cat "${log()}" | "${process.execPath}" "${command}" explain - || test $? -eq 1`],
    { encoding: 'utf8' },
  )
  expect(piped).toContain('BLOCKED BY CORS')
})

test('a reader that stops early is no failure', async () => {
  const many = join(folder, 'many.har')
  // more than a pipe holds
  const entries = Array.from({ length: 300 }, (_, i) =>
    entry({ url: `${API}/${i}`, error: 'net::ERR_FAILED', at: i }),
  )
  writeFileSync(many, JSON.stringify(har(entries)))
  const child = spawn(process.execPath, [command, 'explain', many], { stdio: ['ignore', 'pipe', 'pipe'] })
  let stderr = ''
  child.stderr.on('data', (text: Buffer) => {
    stderr += text
  })
  child.stdout.once('data', () => child.stdout.destroy())
  const code = await new Promise((resolve) => child.once('close', resolve))
  expect([code, stderr]).toEqual([1, ''])
}, 30_000)
