/** Every shape in which a log comes, through the command line. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { API, entry, har, PAGE } from '../support/har.ts'
import { corscope } from './corscope.ts'

const blocked = entry({ url: `${API}/no`, error: 'net::ERR_FAILED' })
const allowed = entry({ url: `${API}/ok`, answered: [['Access-Control-Allow-Origin', PAGE]] })
const text = JSON.stringify(har([allowed, blocked]))
const FIXTURES = 'test/fixtures/logs'

let folder = ''
const at = (...names: string[]): string => join(folder, ...names)
const put = (name: string, content: string | Buffer): string => {
  writeFileSync(at(name), content)
  return at(name)
}
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'corscope-shapes-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const utf16 = (content: string): Buffer => Buffer.from(content, 'utf16le')

/** A zip archive, by APPNOTE.TXT 4.3. */
function zip(members: Record<string, string>, { stored = false, flags = 0 } = {}): Buffer {
  const locals: Buffer[] = []
  const list: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(members)) {
    const plain = Buffer.from(content)
    const packed = stored ? plain : deflateRawSync(plain)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(flags, 2)
    common.writeUInt16LE(stored ? 0 : 8, 4)
    common.writeUInt32LE(crc32 ? crc32(plain) : 0, 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(plain.length, 18)
    common.writeUInt16LE(name.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed])
    list.push(Buffer.from('PK\x01\x02\x14\x00'), common, place, Buffer.from(name))
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(list)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(locals.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end, Buffer.from('a comment')])
}

describe('read', () => {
  test.each<[name: string, content: string | Buffer]>([
    ['page.har.gz', gzipSync(text)],
    ['page.zhar', deflateSync(text)],
    ['page.harp', `onInputData(${text});`],
    ['page.zip', zip({ 'readme.txt': 'a log', 'page.har': text, '__MACOSX/._page.har': 'x' })],
    ['stored.zip', zip({ 'page.har': text }, { stored: true })],
    ['playwright.zip', zip({ 'har.har': text, 'abc.json': '{}' })],
    ['gzip in zip', zip({ 'page.har.gz': text })],
    ['gzip twice', gzipSync(gzipSync(text))],
    ['gzip of UTF-16', gzipSync(utf16(`\ufeff${text}`))],
    ['UTF-16 without a mark', utf16(text)],
    ['UTF-16, big-endian, without a mark', utf16(text).swap16()],
    ['UTF-16 of every plane', utf16(JSON.stringify(har([{ ...blocked, comment: 'ä€😀\ud800' }])))],
  ])('%s', async (name, content) => {
    const { code, stdout, stderr } = await corscope(['explain', put(name.replaceAll(' ', '-'), content)])
    expect([code, stderr]).toEqual([1, ''])
    expect(stdout).toContain(`BLOCKED BY CORS  GET ${API}/no`)
    expect((await corscope(['explain', '-'], Buffer.from(content))).stdout).toBe(stdout)
  })

  test.each([['25-playwright-trace.network'], ['26-har.gz']])(
    '%s of the logs of other tools',
    async (file) => {
      const { stdout, stderr } = await corscope([
        'explain',
        '--all',
        '--format',
        'json',
        join(FIXTURES, file),
      ])
      expect(stderr).toBe('')
      expect(JSON.parse(stdout).source.entries).toBeGreaterThan(0)
      expect(JSON.parse(stdout).flows.length).toBeGreaterThan(0)
    },
  )
})

describe('refused with a word', () => {
  test.each<[name: string, content: string | Buffer, words: RegExp]>([
    ['cut.har.gz', gzipSync(text).subarray(0, 200), /compressed with gzip, and cut off or broken/],
    ['cut.zhar', deflateSync(text).subarray(0, 100), /compressed with zlib, and cut off or broken/],
    ['cut.zip', zip({ 'page.har': text }).subarray(0, 120), /zip archive that is cut off or broken/],
    ['empty.zip', zip({}), /zip archive without a HAR/],
    ['two.zip', zip({ 'a.har': text, 'b.har': text }), /zip archive with 2 logs/],
    ['secret.zip', zip({ 'a.har': text }, { flags: 1 }), /with a password/],
    ['session.saz', zip({ 'raw/1_c.txt': 'GET / HTTP/1.1' }), /Fiddler/],
    ['flows', '124:5:error;0:~}', /mitmproxy.+hardump/],
    ['traffic.pcap', Buffer.from([0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0]), /packets/],
    ['page.html', '<!DOCTYPE html><title>x</title>', /web page/],
    ['burp.xml', '<?xml version="1.0"?><items/>', /XML/],
    ['packed too often', gzipSync(gzipSync(gzipSync(gzipSync(text)))), /packed too often/],
  ])('%s', async (name, content, words) => {
    const { code, stdout, stderr } = await corscope(['explain', put(name.replaceAll(' ', '-'), content)])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(words)
    expect(stderr).toMatch(/^corscope: [^\n]+\n$/)
  })
})

describe('what is named', () => {
  beforeAll(() => {
    for (const name of ['logs', 'logs/a', 'logs/node_modules']) mkdirSync(at(name))
    put('logs/one.har', text)
    put('logs/a/two.har.gz', gzipSync(text))
    put('logs/a/notes.json', '{}')
    put('logs/node_modules/three.har', text)
    put('logs/[4].har', text)
  })
  const filesOf = async (...names: string[]): Promise<string[]> => {
    const { stdout } = await corscope(['explain', '--format', 'json', ...names])
    return [JSON.parse(stdout)].flat().map(({ source }) => source.file)
  }

  test('a directory: every log under it, in order', async () => {
    expect(await filesOf(at('logs'))).toEqual([
      at('logs', '[4].har'),
      at('logs', 'a', 'two.har.gz'),
      at('logs', 'one.har'),
    ])
  })

  test('a pattern in quotes', async () => {
    expect((await filesOf(at('logs', '**', '*.har'), at('logs', 'a', '*.gz'))).sort()).toEqual([
      at('logs', '[4].har'),
      at('logs', 'a', 'two.har.gz'),
      at('logs', 'one.har'),
    ])
  })

  test('a file that is named like a pattern', async () => {
    const { code } = await corscope(['explain', at('logs', '[4].har')])
    expect(code).toBe(1)
  })

  test('a pattern that matches nothing', async () => {
    const { code, stderr } = await corscope(['explain', at('logs', '*.xyz')])
    expect([code, stderr]).toEqual([2, `corscope: ${at('logs', '*.xyz')}: matches no file\n`])
  })

  test('the readable ones of several are reported, each other one is named, and the exit status says so', async () => {
    cpSync(at('logs', 'one.har'), at('good.har'))
    const names = [at('gone.har'), at('good.har'), put('bad.har', '{'), at('logs', '*.xyz')]
    const { code, stdout, stderr } = await corscope(['explain', ...names])
    expect(code).toBe(2)
    expect(stdout).toContain(`${at('good.har')}:\n\nBLOCKED BY CORS`)
    expect(stderr.split('\n').map((line) => line.replace(`${folder}/`, ''))).toEqual([
      'corscope: logs/*.xyz: matches no file',
      'corscope: gone.har: no such file',
      'corscope: bad.har: is not JSON: it ends too early, near line 1, column 2',
      '',
    ])
  })

  test('flows of two logs do not mix', async () => {
    // a preflight in one log and its request in another are two strangers
    const preflighted = { method: 'PUT', url: `${API}/orders`, at: 5 }
    const request = entry({ ...preflighted, status: 0, error: 'net::ERR_FAILED' })
    const first = put('first.har', JSON.stringify(har([allowed])))
    const second = put('second.har', JSON.stringify(har([request])))
    const apart = JSON.parse((await corscope(['explain', '-f', 'json', second])).stdout)
    const both = JSON.parse((await corscope(['explain', '-f', 'json', first, second])).stdout)
    expect(both[1].flows).toEqual(apart.flows)
  })
})

describe('a log with more requests of a page to its own server than are kept', () => {
  const own = (path: string, ms: number) =>
    entry({ url: `${PAGE}${path}`, sent: [['Referer', `${PAGE}/`]], at: ms })
  const redirect = entry({
    url: 'https://login.example/',
    status: 302,
    answered: [['Location', `${PAGE}/back`]],
    at: 5,
  })
  const many = Array.from({ length: 20_001 }, (_, index) => own(`/${index}`, 1000 + index))
  const log = (last: readonly unknown[]) => JSON.stringify(har([own('/back', 6), ...many, ...last]))

  test('is read again where one of them is the end of a redirect', async () => {
    const file = put('own.har', log([redirect]))
    const { flows } = JSON.parse((await corscope(['explain', '--all', '-f', 'json', file])).stdout)
    expect(flows).toMatchObject([{ url: `${PAGE}/back`, entry: 0, hops: [20_002] }])
    const { code, stderr } = await corscope(['explain', '-'], log([redirect]))
    expect(code).toBe(2)
    expect(stderr).toMatch(/standard input: .* can be read only once; save it and name the file/)
  })

  test('is read once where nothing needs them', async () => {
    const { code, stdout } = await corscope(['explain', '-'], log([blocked]))
    expect(code).toBe(1)
    expect(stdout).toMatch(/1 blocked/)
  })
})
