/** The recipes of docs/pipelines.md, run: the hook by pre-commit, the workflows' steps by bash, their syntax by actionlint. */
import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installActionlint, installPreCommit } from './install.ts'

const DOC = await readFile('docs/pipelines.md', 'utf8')

/** The YAML blocks by the path in their first line. */
const recipes = new Map(
  [...DOC.matchAll(/```yaml\n# (\S+)\n([\s\S]*?)```/g)].map(([, path = '', text = '']) => [path, text]),
)
const recipe = (path: string): string => {
  const text = recipes.get(path)
  if (text === undefined) throw new Error(`docs/pipelines.md has no ${path}.`)
  return text
}

const [preCommit, actionlint] = await Promise.all([installPreCommit(), installActionlint()])

const AUTHOR = ['-c', 'user.name=A', '-c', 'user.email=a@example.com']
let folder = ''
const { VITEST: _, ...env } = process.env

/** A project that has the command installed, as `npm ci` would leave it. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corscope-pipeline-'))
  await mkdir(join(folder, 'node_modules', '.bin'), { recursive: true })
  await symlink(resolve('dist/cli/corscope.js'), join(folder, 'node_modules', '.bin', 'corscope'))
  await writeFile(join(folder, 'package.json'), '{"private":true}')
  for (const [path, text] of recipes) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('GitHub Actions', () => {
  const steps = (path: string): string[] =>
    [...recipe(path).matchAll(/^ +(?:- )?run: (.*)$/gm)].map(([, command = '']) => command)
  /** As the runner calls it. */
  const run = (command: string) =>
    spawnSync('bash', ['-e', '-c', command], {
      cwd: folder,
      env: { ...env, GITHUB_STEP_SUMMARY: join(folder, 'summary.md') },
      encoding: 'utf8',
    })

  it('explains what a Playwright suite recorded, and puts it into the summary', async () => {
    await mkdir(join(folder, 'test-results', 'checkout'), { recursive: true })
    const { log } = JSON.parse(await readFile('test/fixtures/recorders/playwright.json', 'utf8')) as {
      log: unknown
    }
    await writeFile(join(folder, 'test-results', 'checkout', 'network.har'), JSON.stringify({ log }))
    const own = steps('.github/workflows/cors.yml').filter((command) => !/playwright|npm ci/.test(command))
    expect(own).toHaveLength(2)
    const [explained, summed] = own.map(run)
    expect([explained?.status, explained?.stderr]).toEqual([1, expect.any(String)])
    expect(summed?.status).toBe(0)
    expect(await readFile(join(folder, 'summary.md'), 'utf8')).toContain('## ')
    const sarif = JSON.parse(await readFile(join(folder, 'cors.sarif'), 'utf8')) as {
      version: string
      runs: unknown[]
    }
    expect([sarif.version, sarif.runs.length]).toEqual(['2.1.0', 1])
  })

  it.skipIf(actionlint === null)('is what GitHub takes, as far as actionlint knows', () => {
    const files = [...recipes.keys()].filter((path) => path.startsWith('.github/'))
    expect(files).toHaveLength(2)
    const { stdout, status } = spawnSync(actionlint ?? '', ['-no-color', '-shellcheck=', ...files], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect([status, stdout]).toEqual([0, ''])
  })
})

describe.skipIf(preCommit === null)('pre-commit', () => {
  let server: Server
  let allow: Record<string, string> = {}
  const own = { ...env, PATH: `${dirname(preCommit ?? '')}:${env.PATH}` }
  const run = (program: string, ...parameters: string[]) =>
    execFileSync(program, parameters, { cwd: folder, env: own, stdio: 'pipe' })

  beforeAll(async () => {
    server = createServer((_request, response) => {
      response.writeHead(200, allow)
      response.end()
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const { port } = server.address() as AddressInfo
    const text = recipe('.pre-commit-config.yaml').replace('localhost:8000', `127.0.0.1:${port}`)
    await writeFile(join(folder, '.pre-commit-config.yaml'), text)
    await copyFile('README.md', join(folder, 'README.md'))
    run('git', 'init', '--quiet')
    await writeFile(join(folder, '.gitignore'), 'node_modules\ntest-results\n')
    run('git', 'add', '--all')
    run(preCommit ?? '', 'install')
  })
  afterAll(() => server?.close())

  it('keeps a commit back while the server refuses the page, and lets it through afterwards', async () => {
    // asynchronous: the server that is probed lives in this process
    const commit = () =>
      new Promise<{ code: number; text: string }>((done) =>
        execFile(
          'git',
          [...AUTHOR, 'commit', '--message', 'x'],
          { cwd: folder, env: own },
          (error, out, err) => done({ code: error === null ? 0 : Number(error.code), text: out + err }),
        ),
      )
    const refused = await commit()
    expect([refused.code, refused.text]).toEqual([1, expect.stringMatching(/answers the page\.+Failed/)])
    allow = {
      'access-control-allow-origin': 'http://localhost:3000',
      'access-control-allow-methods': 'PUT',
    }
    const passed = await commit()
    expect([passed.code, passed.text]).toEqual([0, expect.stringMatching(/answers the page\.+Passed/)])
  })
})
