import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createEntryScanner } from '../../src/panel/entry-scanner.ts'
import { openHar } from '../../src/panel/har-session.ts'
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

const scan = (text: string, size: number) => {
  const scanner = createEntryScanner()
  const found = []
  for (let at = 0; at < text.length; at += size) found.push(...scanner.push(text.slice(at, at + size)))
  return found
}

describe('entry scanner', () => {
  it.each([1, 2, 7, 64, 100_000])('finds the same in pieces of %i characters', (size) => {
    const found = scan(JSON.stringify(har(), null, 1), size)
    expect(found.filter(({ kind }) => kind === 'entry').map(({ value }) => value)).toEqual(entries)
    expect(found.filter(({ kind }) => kind === 'page')).toHaveLength(1)
    expect(found.filter(({ kind }) => kind === 'creator')).toHaveLength(1)
  })

  it.each([
    ['a bare array', JSON.stringify(entries)],
    ['one entry a line', entries.map((one) => JSON.stringify(one)).join('\n')],
    ['a log without its frame', JSON.stringify({ entries })],
    ['a log within another object', JSON.stringify({ comment: 'x', har: har() })],
  ])('reads %s', (_, text) => {
    expect(
      scan(text, 11)
        .filter(({ kind }) => kind === 'entry')
        .map(({ value }) => value),
    ).toEqual(entries)
  })

  it('says where an entry is no JSON', () => {
    expect(() => scan('{"log":{"entries":[{"request": nonsense}]}}', 9)).toThrow(SyntaxError)
  })
})

const reading = (signal = new AbortController().signal) => {
  const steps: (number | null)[] = []
  return { steps, reading: { signal, onProgress: (part: number | null) => steps.push(part) } }
}

const fileOf = (content: string | Uint8Array<ArrayBuffer>) => new File([content], 'log.har')

describe('openHar', () => {
  it('judges what it reads, and tells how far it is', async () => {
    const { steps, reading: options } = reading()
    const session = await openHar(fileOf(JSON.stringify(har())), options)
    expect(session.diagnosis().flows.map(({ verdict }) => verdict.outcome)).toEqual([
      'blocked',
      'blocked',
      'allowed',
    ])
    expect(steps.at(-1)).toBe(1)
  })

  it('unpacks what is packed', async () => {
    const packed = new Uint8Array(gzipSync(JSON.stringify(har())))
    const session = await openHar(fileOf(packed), reading().reading)
    expect(session.diagnosis().entries).toBe(3)
  })

  it('writes the fix for the software that is chosen', async () => {
    const session = await openHar(fileOf(JSON.stringify(har())), reading().reading)
    session.chooseSoftware('https://api.example', 'express')
    expect(session.diagnosis().flows[0]?.fixes.map(({ framework }) => framework)).toContain('express')
    session.chooseSoftware('https://api.example', null)
    expect(session.diagnosis().flows[0]?.server.chosen).toBe(false)
  })

  it.each(['', '{}', 'hello', '[1,2,3]', '{"log":{"entries":[{"request": nonsense}]}}'])(
    'refuses %j',
    async (text) => {
      await expect(openHar(fileOf(text), reading().reading)).rejects.toThrow()
    },
  )

  it('can be given up', async () => {
    const controller = new AbortController()
    controller.abort(new Error('enough'))
    await expect(openHar(fileOf(JSON.stringify(har())), reading(controller.signal).reading)).rejects.toThrow(
      'enough',
    )
  })
})
