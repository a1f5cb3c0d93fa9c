/** The package as `npm pack` makes it, installed in a project that has nothing else. */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { har, SCENE } from '../support/har.ts'

let folder = ''
let app = ''
const { VITEST: _, ...env } = process.env
const run = (program: string, args: string[], cwd: string) =>
  execFileSync(program, args, { cwd, env, encoding: 'utf8', stdio: 'pipe' })

/** `npm run build`, as far as the package goes, into a folder of its own. */
function build(project: string): void {
  for (const mode of ['cli', 'library'])
    run('npx', ['vite', 'build', '--mode', mode, '--outDir', join(project, 'dist', mode)], '.')
  run('npx', ['tsc', '-p', 'src/library', '--outDir', join(project, 'dist', 'library', 'types')], '.')
  for (const file of ['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE'])
    cpSync(file, join(project, file))
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'corscope-package-'))
  const project = join(folder, 'project')
  mkdirSync(project)
  build(project)
  run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], project)
  app = join(folder, 'app')
  mkdirSync(app)
  writeFileSync(join(app, 'package.json'), '{"type":"module"}')
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? ''
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', join('..', tarball)], app)
  writeFileSync(join(app, 'scene.har'), JSON.stringify(har(SCENE)))
}, 180_000)
afterAll(() => rmSync(folder, { recursive: true }))

test('runs with npx', () => {
  const { status, stdout } = spawnSync('npx', ['--no-install', 'corscope', 'explain', 'scene.har'], {
    cwd: app,
    env,
    encoding: 'utf8',
  })
  expect(status).toBe(1)
  expect(stdout).toContain('4 blocked by CORS')
})

test('brings nothing else along', () => {
  expect(readdirSync(join(app, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['corscope'])
  const installed = join(app, 'node_modules', 'corscope')
  expect(readdirSync(installed).sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'dist',
    'package.json',
  ])
  expect(readdirSync(join(installed, 'dist')).sort()).toEqual(['cli', 'library'])
})

test('is a library', () => {
  writeFileSync(
    join(app, 'use.js'),
    `import { readFileSync } from 'node:fs'
     import { diagnose, failures, report } from 'corscope'
     const { log } = JSON.parse(readFileSync('scene.har', 'utf8'))
     const diagnosis = diagnose(log.entries, { creator: log.creator.name, pages: log.pages })
     console.log(JSON.stringify([failures(diagnosis).length, JSON.parse(report(diagnosis, { format: 'json' })).flows.length]))
     console.log(report(diagnosis, { format: 'markdown' }))`,
  )
  const [counts = '', ...markdown] = run(process.execPath, ['use.js'], app).split('\n')
  expect(JSON.parse(counts)).toEqual([5, 5])
  expect(markdown[0]).toBe('# CORS report')
})

test('has types that hold', () => {
  writeFileSync(
    join(app, 'use.ts'),
    `import { diagnose, type FlowDiagnosis, failures, report } from 'corscope'
     const flows: FlowDiagnosis[] = failures(diagnose([{}], { pages: [] }))
     const outcomes: ('blocked' | 'allowed' | 'not-cors' | 'undetermined')[] = flows.map((flow) => flow.verdict.outcome)
     // @ts-expect-error there is no such format
     report(diagnose([]), { format: 'xml' })
     // @ts-expect-error an outcome is no number
     const wrong: number[] = outcomes`,
  )
  const tsc = resolve('node_modules', '.bin', 'tsc')
  const options = [
    '--noEmit',
    '--strict',
    '--target',
    'es2022',
    '--module',
    'nodenext',
    '--skipLibCheck',
    'false',
  ]
  expect(run(tsc, [...options, 'use.ts'], app)).toBe('')
})

test('publishes the schema of its reports', () => {
  const schema = join(app, 'node_modules', 'corscope', 'dist', 'library', 'report.schema.json')
  expect(existsSync(schema)).toBe(true)
  expect(JSON.parse(readFileSync(schema, 'utf8'))).toHaveProperty('$schema')
})
