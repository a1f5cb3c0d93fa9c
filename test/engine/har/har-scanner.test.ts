/** Logs out of bytes: however they are cut into pieces, and whatever is in them, the same as JSON.parse reads. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type LogFrame, logsIn, NO_FRAME } from '../../../src/engine/har/find-logs.ts'
import { HarScanner } from '../../../src/engine/har/har-scanner.ts'
import { LogFileError } from '../../../src/engine/har/log-file-error.ts'

interface Read extends LogFrame {
  entries: unknown[]
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

function readBytes(bytes: Uint8Array, chunk = 1 << 20, limit?: number): Read[] {
  const logs: Read[] = []
  const scanner = new HarScanner({
    decode,
    begin: (frame) => {
      const log: Read = { ...frame, entries: [] }
      logs.push(log)
      return {
        add: (entries) => log.entries.push(...entries),
        end: (whole) => Object.assign(log, whole),
      }
    },
    ...(limit === undefined ? {} : { limit }),
  })
  for (let at = 0; at < bytes.length; at += chunk) scanner.push(bytes.slice(at, at + chunk))
  scanner.end()
  return logs
}

const read = (text: string, chunk?: number, limit?: number): Read[] => readBytes(bytesOf(text), chunk, limit)

/** What the whole text holds, read with JSON.parse. */
const expected = (value: unknown): Read[] =>
  logsIn(value, (_): _ is never => false).map(({ entries, ...frame }) => ({
    ...frame,
    entries: [...entries],
  }))

const entry = (url: string, extra: object = {}) => ({
  request: { method: 'GET', url, headers: [] },
  response: { status: 200, headers: [] },
  ...extra,
})

const NASTY = [
  '}',
  ']',
  '{"',
  '\\',
  '"',
  '\\"',
  '},{',
  '"entries":[',
  '\u2028',
  'ü',
  '😀',
  '\ud800',
  '\u0000',
  ', ',
]
const text = fc.array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ maxLength: 4 })), { maxLength: 6 })
const words = text.map((parts) => parts.join(''))
const log = fc.record({
  creator: fc.record({ name: words }),
  pages: fc.array(fc.record({ title: words }), { maxLength: 2 }),
  entries: fc.array(
    fc
      .record({ url: words, body: words, extra: fc.jsonValue({ maxDepth: 2 }) })
      .map(({ url, body, extra }) =>
        entry(`https://a.example/${url}`, { body, [body]: extra, 'entries ': extra }),
      ),
    { maxLength: 8 },
  ),
})
const document = fc.oneof(
  log.map((inner) => ({ log: inner })),
  log,
  log.map(({ entries, ...rest }) => ({ log: { entries, ...rest } })),
  log.map(({ entries }) => entries).filter(({ length }) => length > 0),
)

describe('any document', () => {
  test('in any pieces, by JSON.parse and by the scanner alike', () => {
    fc.assert(
      fc.property(
        document,
        fc.integer({ min: 1, max: 200 }),
        fc.constantFrom(undefined, 1, 2),
        (value, chunk, indent) => {
          const whole = JSON.stringify(value, null, indent)
          expect(read(whole, chunk)).toEqual(expected(JSON.parse(whole)))
        },
      ),
    )
  })

  test('entered instead of parsed, the entries are the same', () => {
    fc.assert(
      fc.property(
        document,
        fc.integer({ min: 1, max: 200 }),
        // above the longest string, so that none is left out
        fc.integer({ min: 120, max: 2000 }),
        (value, chunk, limit) => {
          const whole = JSON.stringify(value)
          const entriesOf = (logs: readonly Read[]) => logs.map(({ entries }) => entries)
          expect(entriesOf(read(whole, chunk, limit))).toEqual(entriesOf(expected(JSON.parse(whole))))
        },
      ),
    )
  })

  test('creator and pages are known at the end, wherever they stand', () => {
    const entries = Array.from({ length: 50 }, (_, i) => entry(`https://a.example/${i}`))
    const value = {
      log: { entries, pages: [{ id: 'p' }], creator: { name: 'late' }, browser: { name: 'late too' } },
    }
    expect(read(JSON.stringify(value), 64, 200)).toEqual([
      { ...NO_FRAME, creator: 'late', browserName: 'late too', pages: [{ id: 'p' }], entries },
    ])
  })

  test('cut off anywhere, it is refused with where it ends', () => {
    const whole = JSON.stringify({ log: { pages: [{ a: 'b\\"' }], entries: [entry('https://a.example/')] } })
    for (const limit of [undefined, 40])
      for (let length = 1; length < whole.length; length++)
        expect(() => read(whole.slice(0, length), 7, limit)).toThrow(LogFileError)
  })

  test('changed anywhere, it is read or refused, and never throws anything else', () => {
    const whole = JSON.stringify({ log: { creator: { name: 'x' }, entries: [entry('https://a.example/')] } })
    fc.assert(
      fc.property(
        fc.nat(whole.length - 1),
        fc.constantFrom(...'{}[]",:\\ x0\n\u0000'),
        fc.constantFrom(undefined, 30),
        (at, char, limit) => {
          try {
            read(whole.slice(0, at) + char + whole.slice(at + 1), 11, limit)
          } catch (error) {
            expect(error).toBeInstanceOf(LogFileError)
          }
        },
      ),
    )
  })
})

describe('hostile sizes', () => {
  const MEGABYTE = 1024 * 1024

  test('a body of many megabytes is left out, its entry is read', () => {
    const big = entry('https://a.example/', { body: 'x"\\'.repeat(3 * MEGABYTE) })
    const [only] = read(JSON.stringify({ log: { entries: [big, entry('https://b.example/')] } }))
    expect(only?.entries).toHaveLength(2)
    expect(only?.entries[0]).toMatchObject({ request: big.request, response: big.response })
  })

  test('brackets without end', () => {
    expect(() => read('['.repeat(10 * MEGABYTE))).toThrow(/ends too early/)
    expect(() => read('{"a":'.repeat(2 * MEGABYTE))).toThrow(/ends too early/)
    expect(() => read('['.repeat(5 * MEGABYTE) + ']'.repeat(5 * MEGABYTE))).toThrow(/holds no network log/)
  })

  test('a number without end', () => {
    expect(() => read(`{"log":{"a":${'1'.repeat(9 * MEGABYTE)}`)).toThrow(LogFileError)
  })

  test('entries beside a long list of something else', () => {
    const noise = Array.from({ length: 200 }, (_, i) => ({ a: i }))
    const value = { noise, log: { entries: [entry('https://a.example/')] } }
    expect(read(JSON.stringify(value), 50, 150)).toMatchObject([{ entries: value.log.entries }])
  })

  test('__proto__ is a name like any other', () => {
    const [only] = read('{"log":{"__proto__":{"pages":[1]},"entries":[],"pad":"0123456789"}}', 5, 40)
    expect(only).toEqual({ ...NO_FRAME, entries: [] })
  })
})

describe('shapes', () => {
  const one = entry('https://a.example/')
  const har = { log: { creator: { name: 'c' }, entries: [one] } }

  test.each<[name: string, text: string]>([
    ['JSONP', `onInputData(${JSON.stringify(har)});`],
    ['JSONP with a space', ` my.cb_1 (\n${JSON.stringify(har)}\n)`],
    ['a byte order mark', `\ufeff${JSON.stringify(har)}`],
    ['a byte order mark and JSONP', `\ufeffcb(${JSON.stringify(har)});`],
    ['HAR 1.1 without the object log', JSON.stringify({ version: '1.1', ...har.log })],
    ['JSON text sequences', `\u001e${JSON.stringify(har)}\n`],
    ["Playwright's trace.network", `${JSON.stringify({ type: 'resource-snapshot', snapshot: one })}\n`],
    ['lines of entries', `${JSON.stringify(one)}\r\n\r\n`],
  ])('%s', (_, content) => {
    for (const chunk of [1, 7, 1 << 20])
      expect(read(content, chunk).map(({ entries }) => entries)).toEqual([[one]])
  })

  test.each<[value: unknown, words: RegExp]>([
    [{ info: { schema: 'postman' }, item: [{ name: 'a', request: one.request, response: [] }] }, /Postman/],
    [{ openapi: '3.1.0', paths: {} }, /OpenAPI/],
    [[{ status: 'COMPLETE', protocolVersion: 'HTTP/1.1', scheme: 'https', host: 'a', path: '/' }], /Charles/],
    [{ constants: { logEventTypes: {} }, events: [] }, /NetLog/],
    [{ traceEvents: [] }, /performance trace/],
    [{ lighthouseVersion: '12' }, /Lighthouse/],
    [[{ method: 'Network.requestWillBeSent', params: { request: one.request } }], /DevTools protocol/],
    [{ mappings: [{ request: { method: 'GET', url: '/a' }, response: { status: 200 } }] }, /test double/],
    [{ schema: 'corscope.report/1', flows: [] }, /report of CORScope/],
    [{ entries: 'none' }, /holds no network log/],
    [{ entries: [{ title: 'a feed' }] }, /no request/],
    [7, /holds no network log/],
  ])('refused: %j', (value, words) => {
    expect(() => read(JSON.stringify(value))).toThrow(words)
  })
})
