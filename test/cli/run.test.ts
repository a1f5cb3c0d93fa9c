import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JsonReport } from '../../src/engine/index.ts'
import { API, entry, har, PAGE, SCENE } from '../support/har.ts'
import { corscope } from './corscope.ts'

const allowed = entry({ url: `${API}/ok`, answered: [['Access-Control-Allow-Origin', PAGE]] })
const blocked = entry({ url: `${API}/no`, error: 'net::ERR_FAILED' })

let folder = ''
const at = (name: string): string => join(folder, name)
const put = (name: string, content: string | Buffer): string => {
  writeFileSync(at(name), content)
  return at(name)
}
const putJson = (name: string, value: unknown): string => put(name, JSON.stringify(value))

const makeFolder = (name: string): string => {
  mkdirSync(at(name), { recursive: true })
  return at(name)
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'corscope-cli-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function jsonOf(file: string, ...options: string[]): Promise<JsonReport> {
  const { stdout, stderr } = await corscope(['explain', '--format', 'json', ...options, file])
  expect(stderr).toBe('')
  return JSON.parse(stdout) as JsonReport
}

describe('exit code', () => {
  test('0 when nothing was blocked', async () => {
    const { code, stdout, stderr } = await corscope(['explain', putJson('ok.har', har([allowed]))])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('1 allowed')
  })

  test('0 when what failed was not CORS', async () => {
    const refused = entry({ url: 'https://down.example/', status: 0, error: 'net::ERR_CONNECTION_REFUSED' })
    const { code, stdout } = await corscope(['explain', putJson('refused.har', har([refused]))])
    expect(code).toBe(0)
    expect(stdout).toContain('NOT A CORS FAILURE')
  })

  test('1 when something was blocked', async () => {
    const { code, stdout } = await corscope(['explain', putJson('no.har', har([blocked]))])
    expect(code).toBe(1)
    expect(stdout).toContain(`BLOCKED BY CORS  GET ${API}/no`)
  })

  test('1 when one file of several holds a blocked request', async () => {
    const files = [putJson('ok.har', har([allowed])), putJson('no.har', har([blocked]))]
    expect((await corscope(['explain', ...files])).code).toBe(1)
  })
})

describe('output', () => {
  test('json: one object for one file', async () => {
    const report = await jsonOf(putJson('scene.har', har(SCENE)))
    expect(report.schema).toBe('corscope.report/2')
    expect(report.source).toEqual({
      browser: 'chromium',
      recorder: { name: 'Chromium’s DevTools', sanitized: 'maybe', limits: [] },
      entries: SCENE.length,
    })
    expect(report.flows.map(({ entry: index }) => index)).toEqual([2, 3, 5, 6, 8])
  })

  test('json --all: every cross-origin request', async () => {
    const report = await jsonOf(putJson('scene.har', har(SCENE)), '--all')
    expect(report.flows.map(({ entry: index }) => index)).toEqual([1, 2, 3, 5, 6, 8])
  })

  test('json: an array for several files, each named', async () => {
    const files = [putJson('ok.har', har([allowed])), putJson('no.har', har([blocked]))]
    const { stdout } = await corscope(['explain', '--format=json', ...files])
    expect((JSON.parse(stdout) as JsonReport[]).map(({ source }) => source.file)).toEqual(files)
  })

  test('json: nothing that a terminal obeys', async () => {
    const wild = entry({
      url: `${API}/no`,
      error: 'net::ERR_FAILED',
      answered: [['Access-Control-Allow-Origin', '\u009b31m\u202e']],
    })
    const { stdout } = await corscope(['explain', '--format', 'json', putJson('wild.har', har([wild]))])
    expect(stdout).toContain('\\u009b31m\\u202e')
    expect(stdout).not.toMatch(/[\u009b\u202e]/)
  })

  test('markdown', async () => {
    const { stdout } = await corscope(['explain', '--format', 'markdown', putJson('scene.har', har(SCENE))])
    expect(stdout.startsWith('# CORS report\n')).toBe(true)
    expect(stdout.match(/^## /gm)).toHaveLength(5)
  })

  test('several files as text: each under its name', async () => {
    const files = [putJson('ok.har', har([allowed])), putJson('no.har', har([blocked]))]
    const { stdout } = await corscope(['explain', ...files])
    expect(stdout).toContain(`${files[0]}:\n\n1 allowed`)
    expect(stdout).toContain(`${files[1]}:\n\nBLOCKED`)
  })

  test('help and version', async () => {
    expect(await corscope(['--version'])).toEqual({ code: 0, stdout: 'corscope 0.1.0\n', stderr: '' })
    expect((await corscope(['--help'])).stdout).toContain('Exit status: 0 nothing was blocked')
    expect((await corscope(['explain', '--help'])).stdout).toMatch(/^Usage: corscope explain[\s\S]+Examples:/)
  })
})

describe('what it reads', () => {
  const log = har([allowed, blocked])
  const oneBlocked = [[1, 'blocked']]
  const verdicts = ({ flows }: JsonReport) => flows.map(({ entry: index, outcome }) => [index, outcome])

  test.each<[name: string, content: string | Buffer]>([
    ['a HAR', JSON.stringify(log)],
    ['a HAR with a byte order mark', `\ufeff${JSON.stringify(log)}`],
    ['UTF-16, as PowerShell writes it', Buffer.from(`\ufeff${JSON.stringify(log)}`, 'utf16le')],
    ['UTF-16, big-endian', Buffer.from(`\ufeff${JSON.stringify(log)}`, 'utf16le').swap16()],
    ['a bare log', JSON.stringify(log.log)],
    ['an array of entries', JSON.stringify(log.log.entries)],
    ['JSON Lines of entries', log.log.entries.map((line) => JSON.stringify(line)).join('\n')],
  ])('%s', async (_, content) => {
    expect(verdicts(await jsonOf(put('any.har', content)))).toEqual(oneBlocked)
  })

  test.each<[name: string, content: string]>([
    ['logs by name', JSON.stringify({ first: log.log, second: log })],
    [
      'cases that hold a har',
      JSON.stringify([
        { name: 'a', har: log.log.entries },
        { name: 'b', har: log },
      ]),
    ],
    [
      'JSON Lines of logs',
      `${JSON.stringify(log)}\n\n${JSON.stringify({ case: 1, har: log.log.entries })}\n`,
    ],
    [
      'cases of several exports',
      JSON.stringify({
        meta: {},
        cases: [{ onRequestFinished: log.log.entries, getHAR: log.log.entries }, { getHAR: log.log.entries }],
      }),
    ],
  ])('several logs in one file, counted through: %s', async (_, content) => {
    const report = await jsonOf(put('many.json', content))
    expect(verdicts(report)).toEqual([
      [1, 'blocked'],
      [3, 'blocked'],
    ])
    expect(report.source.entries).toBe(4)
  })

  test('a log without entries lends its creator to its neighbours', async () => {
    const bare = {
      request: { method: 'GET', url: `${API}/no`, headers: [{ name: 'Origin', value: PAGE }] },
      response: { status: 200, headers: [] },
    }
    const file = putJson('lent.json', {
      frame: { creator: { name: 'Firefox' }, pages: [] },
      cases: [{ getHAR: [bare] }],
    })
    expect((await jsonOf(file)).source.browser).toBe('firefox')
  })

  test('standard input', async () => {
    const { code, stdout } = await corscope(['explain', '-'], JSON.stringify(log))
    expect(code).toBe(1)
    expect(stdout).toContain('BLOCKED')
  })

  test.each<[name: string, entries: unknown]>([
    ['no entries', []],
    [
      'entries without fields',
      [
        {},
        null,
        7,
        'x',
        [],
        { request: {} },
        { request: { url: 5 }, response: [] },
        { request: { url: 'nonsense' } },
      ],
    ],
  ])('%s: a clean result', async (_, entries) => {
    expect((await jsonOf(putJson('odd.har', { log: { entries } }))).flows).toEqual([])
  })
})

describe('what it cannot read: exit 2, one line, nothing on standard output', () => {
  const pretty = JSON.stringify(har(SCENE), null, 2)
  const cut = pretty.slice(0, pretty.indexOf('"url"'))
  const lastLine = cut.split('\n').length

  test.each<[name: string, make: () => string[], message: RegExp]>([
    ['an empty file', () => [put('empty.har', '')], /empty\.har: is empty/],
    ['white space', () => [put('space.har', ' \n\n ')], /is empty/],
    ['{}', () => [put('none.har', '{}')], /none\.har: holds no network log/],
    ['a log without entries', () => [put('none.har', '{"log":{}}')], /holds no network log/],
    ['a number', () => [put('none.har', '7')], /holds no network log/],
    ['other JSON', () => [putJson('none.har', { a: [{ b: 1 }], c: null })], /holds no network log/],
    [
      '50 MB of zeros',
      () => [put('zeros.har', Buffer.alloc(50 * 1024 * 1024))],
      /zeros\.har: is not text but binary/,
    ],
    ['binary', () => [put('binary.har', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 0xff]))], /binary/],
    [
      'gzip cut off',
      () => [put('packed.har', Buffer.from([0x1f, 0x8b, 8, 0]))],
      /packed.har: is compressed with gzip, and cut off/,
    ],
    [
      'a directory without logs',
      () => [makeFolder('directory')],
      /directory: is a directory without a network log/,
    ],
    ['a missing file', () => [at('missing.har')], /missing\.har: no such file/],
    [
      'truncated JSON',
      () => [put('cut.har', `${cut}"ur`)],
      new RegExp(`cut\\.har: is not JSON: it ends too early, near line ${lastLine}, column \\d+`),
    ],
    [
      'JSON cut between two values',
      () => [put('cut.har', cut)],
      new RegExp(`it ends too early, near line ${lastLine},`),
    ],
    [
      'broken JSON',
      () => [put('broken.har', '{\n "log": {\n  "entries": [}\n }\n}')],
      /broken.har: is not JSON, near line 3, column \d+/,
    ],
    [
      'broken JSON Lines',
      () => [put('lines.jsonl', `${JSON.stringify(har([]))}\n{"log":`)],
      /lines\.jsonl: line 2 is not JSON/,
    ],
    ['text', () => [put('text.har', 'hello')], /text\.har: is not JSON/],
  ])('%s', async (_, make, message) => {
    const { code, stdout, stderr } = await corscope(['explain', ...make()])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(message)
    expect(stderr).toMatch(/^corscope: [^\n]+\n$/)
    expect(stderr).not.toMatch(/unexpected|at \w+ \(/)
  })

  test.each<[args: string[], message: string]>([
    [[], 'no command given'],
    [['explain'], "missing required argument 'file'"],
    [['explian', 'x.har'], "unknown command 'explian' (Did you mean explain?)"],
    [
      ['explain', '--format', 'xml', 'x.har'],
      'there is no format “xml”, only text, chat, markdown, jira, html, json, sarif, junit, har, prompt',
    ],
    [['explain', '--colour', 'x.har'], "unknown option '--colour'"],
    [['explain', '--format'], "option '-f, --format <format>' argument missing"],
    [['explain', '-', '-'], 'standard input can be read once only'],
  ])('%j', async (args, message) => {
    const result = await corscope(args)
    expect(result).toEqual({ code: 2, stdout: '', stderr: `corscope: ${message}; see corscope --help\n` })
  })

  test('a file name cannot break the line', async () => {
    const { stderr } = await corscope(['explain', 'a\n\u001b[2Jb'])
    expect(stderr).toBe('corscope: a ?[2Jb: no such file\n')
  })
})
