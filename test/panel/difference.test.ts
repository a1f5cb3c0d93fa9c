import { describe, expect, it } from 'vitest'
import { difference, isListHeader, type Part } from '../../src/panel/difference.ts'
import { visible } from '../../src/panel/visible.ts'

/** `a[b]c`: what stands in brackets differs. */
const written = (parts: Part[]) => parts.map(({ text, differs }) => (differs ? `[${text}]` : text)).join('')

const compare = (expected: string, received: string, list = false) => {
  const parts = difference(expected, received, list)
  return [written(parts.expected), written(parts.received)]
}

describe('difference of two values', () => {
  it.each([
    ['https://app.example', 'https://app.example/', 'https://app.example', 'https://app.example[/]'],
    ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[localhost]:3000', 'http://[127.0.0.1]:3000'],
    ['https://a.example', 'http://a.example', 'http[s]://a.example', 'http://a.example'],
    ['true', 'True', '[t]rue', '[T]rue'],
    ['https://a.example', '*', '[https://a.example]', '[*]'],
    ['aa', 'aaa', 'aa', 'aa[a]'],
    ['x', '', '[x]', ''],
    ['same', 'same', 'same', 'same'],
  ])('%j against %j', (expected, received, left, right) => {
    expect(compare(expected, received)).toEqual([left, right])
  })
})

describe('difference of two lists', () => {
  it.each([
    ['GET, POST, PUT', 'GET, POST', 'GET, POST, [PUT]', 'GET, POST'],
    ['Content-Type, X-A', 'x-b,content-type', 'Content-Type, [X-A]', '[x-b], content-type'],
    ['PUT', '*', '[PUT]', '[*]'],
  ])('%j against %j', (expected, received, left, right) => {
    expect(compare(expected, received, true)).toEqual([left, right])
  })

  it.each([
    ['Access-Control-Allow-Headers', true],
    ['access-control-allow-methods', true],
    ['Access-Control-Allow-Origin', false],
    [null, false],
  ])('is that of %s: %s', (header, list) => {
    expect(isListHeader(header)).toBe(list)
  })
})

describe('visible', () => {
  it.each([
    ['true ', 'true␣'],
    ['  a b', '␣␣a b'],
    ['a\tb', 'a␉b'],
    ['a\r\nb', 'a␍␊b'],
    ['https://app.example\u200b', 'https://app.example\\u200b'],
    ['\u202eelpmaxe', '\\u202eelpmaxe'],
    ['https://app.example', 'https://app.example'],
  ])('%j is shown as %j', (value, shown) => {
    expect(visible(value)).toBe(shown)
  })
})
