/** A file opened in the panel: read like the command line reads it, in slices, and given up when asked. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { deflateSync, gzipSync } from 'node:zlib'
import { glob } from 'tinyglobby'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { zipOf } from '../../release/zip.ts'
import { explainFile } from '../../src/cli/explained-file.ts'
import { LogFileError } from '../../src/engine/index.ts'
import { openHar, type Reading } from '../../src/panel/har-session.ts'
import { entry } from '../screens/entries.ts'

const entries = [entry('/a', 1), entry('/quoted"]}{["entries":[', 2), entry('/c', 3, { allowed: true })]
const har = (extra: object = {}) => ({
  log: {
    version: '1.2',
    creator: { name: 'WebInspector' },
    pages: [{ id: 'page_1', title: 'https://app.example/' }],
    entries,
    ...extra,
  },
})
const TEXT = JSON.stringify(har())

type Bytes = Uint8Array<ArrayBuffer>
const bytesOf = (content: Uint8Array): Bytes => new Uint8Array(content)
const fileOf = (content: string | Bytes, name = 'log.har') => new File([content], name)
const quiet = (signal = new AbortController().signal): Reading => ({ signal, onProgress: () => {} })
const open = (content: string | Bytes) => openHar(fileOf(content), quiet())

const outcomesOf = async (content: string | Bytes) =>
  (await open(content)).log().items.map(({ verdict }) => verdict.outcome)
const OUTCOMES = ['blocked', 'blocked', 'allowed']

describe('openHar', () => {
  it('judges what it reads, and tells how far it is, step by step', async () => {
    const steps: [string, number][] = []
    const session = await openHar(fileOf(TEXT), {
      signal: new AbortController().signal,
      onProgress: (step, part) => steps.push([step, part]),
    })
    expect(session.log().items.map(({ verdict }) => verdict.outcome)).toEqual(OUTCOMES)
    expect(session.log().entries).toBe(3)
    expect(steps.findLast(([step]) => step === 'read')).toEqual(['read', 1])
    expect(steps.at(-1)).toEqual(['judge', 1])
  })

  it.each([
    ['gzip', bytesOf(gzipSync(TEXT))],
    ['zlib', bytesOf(deflateSync(TEXT))],
    ['zip', bytesOf(zipOf([{ name: 'log.har', bytes: Buffer.from(TEXT) }]))],
    ['gzip in zip', bytesOf(zipOf([{ name: 'log.har.gz', bytes: gzipSync(TEXT) }]))],
    ['UTF-16', bytesOf(Buffer.from(`\ufeff${TEXT}`, 'utf16le'))],
    ['UTF-8 with a byte order mark', `\ufeff${TEXT}`],
    ['JSONP', `onInputData(${TEXT});`],
    ['one entry a line', entries.map((one) => JSON.stringify(one)).join('\n')],
    ['a bare array', JSON.stringify(entries)],
    ['a log within another object', JSON.stringify({ comment: 'x', har: har() })],
  ])('reads %s', async (_, content) => {
    const outcomes = await outcomesOf(content)
    // without the name of its maker a log shows by its fields that Chromium wrote it
    expect(outcomes).toEqual(OUTCOMES)
  })

  it.each([
    ['nothing', '', 'is empty'],
    ['no log', '{}', 'holds no network log'],
    ['no JSON', 'hello', 'is not JSON'],
    ['a list of numbers', '[1,2,3]', 'holds no network log'],
    ['an entry that is not JSON', '{"log":{"entries":[{"request": nonsense}]}}', 'is not JSON'],
    ['a web page', '<!doctype html><p>hello', 'is a web page'],
    ['a text that ends too early', TEXT.slice(0, -9), 'ends too early'],
    ['a broken gzip', bytesOf(gzipSync(TEXT).subarray(0, 200)), 'is compressed with gzip, and cut off'],
    [
      'a zip with two logs',
      bytesOf(zipOf(['a.har', 'b.har'].map((name) => ({ name, bytes: Buffer.from(TEXT) })))),
      'is a zip archive with 2 logs',
    ],
  ])('refuses %s, in words', async (_, content, words) => {
    const failure = await open(content).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(LogFileError)
    expect((failure as Error).message).toContain(words)
  })

  it('writes the fix for the software that is chosen', async () => {
    const session = await open(TEXT)
    const [first] = session.log().items
    const diagnosed = () => session.log().diagnosis(first?.id ?? '')
    session.chooseSoftware('https://api.example', 'express')
    expect(diagnosed()?.fixes.map(({ framework }) => framework)).toContain('express')
    session.chooseSoftware('https://api.example', null)
    expect(diagnosed()?.server.chosen).toBe(false)
  })

  it('says who wrote the log, and what such a log cannot tell', async () => {
    const mitmproxy = readFileSync('test/fixtures/logs/04-mitmproxy-websocket-hides-failure.har', 'utf8')
    const session = await open(mitmproxy)
    expect(session.recorderName).toBe('mitmproxy')
    expect(session.limits.join(' ')).toContain('does not mark what the browser refused')
    expect((await open(TEXT)).limits).toEqual([])
  })

  it('counts the entries of several logs through the file', async () => {
    const session = await open(`[${TEXT},${TEXT}]`)
    const { items, entries: count, diagnosis } = session.log()
    expect(count).toBe(6)
    expect(new Set(items.map(({ id }) => id)).size).toBe(6)
    expect(items.map(({ id }) => diagnosis(id)?.id)).toEqual(items.map(({ id }) => id))
  })
})

const LOGS = await glob(['logs/*', 'field/*.har'].map((pattern) => `test/fixtures/${pattern}`))

describe.each(LOGS.sort())('%s', (path) => {
  it('is read in the panel as on the command line', async () => {
    const content = bytesOf(readFileSync(path))
    const read = async () => {
      const session = await openHar(fileOf(content, basename(path)), quiet())
      const { browser, recorder, entries: count, items } = session.log()
      return {
        browser,
        recorder,
        count,
        verdicts: items.map(({ flow, verdict }) => [flow.exchange.url, verdict]),
      }
    }
    const expected = async () => {
      const chunks = (async function* () {
        yield content
      })()
      const { diagnosis } = await explainFile(path, { read: () => chunks, isLasting: false }, new Map())
      const { browser, recorder, entries: count, flows } = diagnosis
      return {
        browser,
        recorder,
        count,
        verdicts: flows.map(({ flow, verdict }) => [flow.exchange.url, verdict]),
      }
    }
    const worded = (error: unknown) => (error as Error).message
    expect(await read().catch(worded)).toEqual(await expected().catch(worded))
  })
})

describe('while a long log is read', () => {
  const LONG = JSON.stringify(har({ entries: Array.from({ length: 2000 }, (_, id) => entry(`/${id}`, id)) }))

  afterEach(() => {
    vi.restoreAllMocks()
  })

  /** A clock by which each look at it takes a millisecond: how often the page had its turn is then no matter of luck. */
  const slowly = () => {
    let now = 0
    vi.spyOn(performance, 'now').mockImplementation(() => now++)
  }

  it('the page has its turn between slices', async () => {
    slowly()
    let turns = 0
    let going = true
    const turn = () => {
      turns++
      if (going) setTimeout(turn, 0)
    }
    setTimeout(turn, 0)
    const session = await openHar(fileOf(LONG), quiet())
    going = false
    expect(session.log().items).toHaveLength(2000)
    expect(turns).toBeGreaterThan(10)
  })

  it.each(['read', 'judge'] as const)('it can be given up at the step %s', async (wanted) => {
    slowly()
    const controller = new AbortController()
    const reading = openHar(fileOf(LONG), {
      signal: controller.signal,
      onProgress: (step) => {
        if (step === wanted) controller.abort(new Error('enough'))
      },
    })
    await expect(reading).rejects.toThrow('enough')
  })
})
