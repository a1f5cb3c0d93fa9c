import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { API, entry, har, PAGE } from '../support/har.ts'
import { corscope } from './corscope.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'corscope-compare-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const GRANTED = [['Access-Control-Allow-Origin', PAGE]] as const
const OTHER = [['Access-Control-Allow-Origin', 'https://other.example']] as const
const fails = (path: string, answered: readonly (readonly [string, string])[] = []) =>
  entry({ url: `${API}/${path}?id=1`, answered, error: 'net::ERR_FAILED' })
const passes = (path: string) => entry({ url: `${API}/${path}?id=2`, answered: GRANTED })

const BEFORE = [
  fails('fixed'),
  passes('broken'),
  fails('changed'),
  fails('failing'),
  fails('gone'),
  passes('ok'),
]
const AFTER = [
  passes('fixed'),
  fails('broken'),
  fails('changed', OTHER),
  fails('failing'),
  fails('new'),
  passes('ok'),
]
const put = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const logs = () =>
  [put('before.har', JSON.stringify(har(BEFORE))), put('after.har', JSON.stringify(har(AFTER)))] as const

const kindsOf = (stdout: string) =>
  Object.fromEntries(
    JSON.parse(stdout).changes.map(({ url, kind }: { url: string; kind: string }) => [
      url.split('/').at(-1),
      kind,
    ]),
  )
const WHOLE = {
  fixed: 'fixed',
  broken: 'broken',
  changed: 'changed',
  failing: 'failing',
  gone: 'gone',
  new: 'new',
}

test('two logs', async () => {
  const { code, stdout } = await corscope(['compare', '--format', 'json', ...logs()])
  expect(code).toBe(1)
  expect(kindsOf(stdout)).toEqual(WHOLE)
})

test('two reports that list everything are compared as the logs are', async () => {
  const reports = await Promise.all(
    logs().map(async (log, i) =>
      put(`all-${i}.json`, (await corscope(['explain', '--all', '-f', 'json', log])).stdout),
    ),
  )
  expect(kindsOf((await corscope(['compare', '-f', 'json', ...reports])).stdout)).toEqual(WHOLE)
})

test('a report of failures only does not say that the others passed', async () => {
  const [before, after] = logs()
  const report = put('failures.json', (await corscope(['explain', '-f', 'json', after])).stdout)
  const { stdout } = await corscope(['compare', '-f', 'json', before, report])
  expect(kindsOf(stdout)).toEqual({ ...WHOLE, fixed: 'undecided', gone: 'undecided' })
})

test('as text, what is worst first', async () => {
  const { stdout } = await corscope(['compare', ...logs()])
  expect(stdout.match(/^[A-Z][A-Z ]+/gm)).toEqual([
    'BROKEN',
    'NEW',
    'CHANGED',
    'STILL FAILING',
    'NOT SEEN AGAIN',
    'FIXED',
  ])
  expect(stdout).toContain(`GET ${API}/fixed from ${PAGE}: `)
  expect(stdout).toMatch(/1 broken, 1 new, 1 changed, 1 failing, 1 gone, 1 fixed\n$/)
})

test.each<[args: string[], code: number]>([
  [[], 0],
  [['--fail-on', 'failure'], 1],
  [['--fail-on', 'never'], 0],
])('a failure that stays: %j', async (args, code) => {
  const log = put('same.har', JSON.stringify(har([fails('failing')])))
  expect((await corscope(['compare', ...args, log, log])).code).toBe(code)
})

test('what cannot be read', async () => {
  const [before] = logs()
  expect(await corscope(['compare', before, join(folder, 'gone.har')])).toEqual({
    code: 2,
    stdout: '',
    stderr: `corscope: ${join(folder, 'gone.har')}: no such file\n`,
  })
  expect((await corscope(['compare', '-', '-'])).stderr).toContain('standard input can be read once only')
  expect((await corscope(['compare', before])).code).toBe(2)
})
