/** The command as it is built: one file that runs by itself. */
import { type ChildProcess, execFile, execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { API, entry, har, SCENE } from '../support/har.ts'
import { until } from '../support/until.ts'

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
  expect([await endOf(child), stderr]).toEqual([1, ''])
}, 30_000)

const endOf = (child: ChildProcess): Promise<number | string | null> =>
  new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? signal)))

describe('faults', () => {
  /** A folder of its own, so that everything that was left behind is seen. */
  const makeFolder = (): string => mkdtempSync(join(folder, 'out-'))
  const run = (script: string, cwd = folder) =>
    spawnSync('sh', ['-c', script], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, CORSCOPE: `${process.execPath} ${command}`, LOG: log() },
    })

  test('standard output on a full disk', () => {
    const { status, stderr } = run('$CORSCOPE explain "$LOG" > /dev/full')
    expect([status, stderr]).toEqual([
      2,
      'corscope: standard output: could not be written: no space left on the device\n',
    ])
  })

  test('standard output in a file that takes the beginning only', () => {
    const out = makeFolder()
    const { status, stderr } = run('ulimit -f 1; $CORSCOPE explain "$LOG" --format json > cut.json', out)
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/^corscope: standard output: could not be written: [^\n]+\n$/),
    ])
  })

  test('help on a full disk', () => {
    expect(run('$CORSCOPE --help > /dev/full').status).toBe(2)
  })

  test('a file on a full disk', () => {
    const { status, stdout, stderr } = run('$CORSCOPE explain "$LOG" --output /dev/full')
    expect([status, stdout, stderr]).toEqual([
      2,
      '',
      'corscope: /dev/full: could not be written: no space left on the device\n',
    ])
  })

  test('a file that does not get all of its bytes leaves nothing behind, and the old one as it was', () => {
    const out = makeFolder()
    writeFileSync(join(out, 'old.json'), 'old')
    for (const name of ['new.json', 'old.json']) {
      const { status, stderr } = run(`ulimit -f 1; $CORSCOPE explain "$LOG" --output ${name}`, out)
      expect([status, stderr]).toEqual([
        2,
        expect.stringMatching(/^corscope: [^\n]+ could not be written: [^\n]+\n$/),
      ])
    }
    expect(readdirSync(out)).toEqual(['old.json'])
    expect(readFileSync(join(out, 'old.json'), 'utf8')).toBe('old')
  })

  test('no folder, or a folder, where the report should be', () => {
    const out = makeFolder()
    mkdirSync(join(out, 'taken.json'))
    for (const name of ['gone/report.json', 'taken.json'])
      expect(run(`$CORSCOPE explain "$LOG" --output ${name}`, out).status).toBe(2)
    expect(readdirSync(out)).toEqual(['taken.json'])
  })

  test('several reports: all or none', () => {
    const out = makeFolder()
    expect(run('$CORSCOPE explain "$LOG" --output a.json --output gone/b.md', out).status).toBe(2)
    expect(readdirSync(out)).toEqual([])
    expect(run('$CORSCOPE explain "$LOG" --output a.json --output b.md', out).status).toBe(1)
    expect(readdirSync(out)).toEqual(['a.json', 'b.md'])
    expect(JSON.parse(readFileSync(join(out, 'a.json'), 'utf8'))).toHaveProperty('flows')
    expect(readFileSync(join(out, 'b.md'), 'utf8')).toContain('# CORS report')
  })

  test('a report over a symbolic link goes to what it names', () => {
    const out = makeFolder()
    writeFileSync(join(out, 'real.json'), 'old')
    symlinkSync('real.json', join(out, 'link.json'))
    expect(run('$CORSCOPE explain "$LOG" --output link.json', out).status).toBe(1)
    expect(JSON.parse(readFileSync(join(out, 'real.json'), 'utf8'))).toHaveProperty('flows')
  })

  test('a file that cannot be opened, among good ones', () => {
    const out = makeFolder()
    symlinkSync('loop.har', join(out, 'loop.har'))
    const { status, stdout, stderr } = run('$CORSCOPE explain loop.har "$LOG"', out)
    expect([status, stderr]).toEqual([
      2,
      'corscope: loop.har: could not be opened: too many symbolic links\n',
    ])
    expect(stdout).toContain('4 blocked by CORS')
  })

  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s in the middle of writing leaves nothing behind',
    async (signal) => {
      const out = makeFolder()
      // nobody reads the pipe, so that the second report waits while the first is half done
      execFileSync('mkfifo', [join(out, 'pipe.md')])
      const child = spawn(
        process.execPath,
        [command, 'explain', log(), '--output', 'first.json', '--output', 'pipe.md'],
        { cwd: out, stdio: 'ignore' },
      )
      await until('a half-written report', () => readdirSync(out).some((name) => name.endsWith('.part')))
      child.kill(signal)
      expect(await endOf(child)).toBe(signal)
      expect(readdirSync(out)).toEqual(['pipe.md'])
    },
  )

  test('colours only where they are shown', () => {
    expect(run('$CORSCOPE explain "$LOG"').stdout).not.toContain('\u001b')
  })
})
