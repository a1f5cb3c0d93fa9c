import { describe, expect, test } from 'vitest'
import { addressSpaceOf } from '../../src/engine/fetch/address-space.ts'
import { extractTokens, getHeader } from '../../src/engine/fetch/headers.ts'
import { isSerializedOrigin, originOf, withoutUserinfo } from '../../src/engine/fetch/origin.ts'
import {
  corsUnsafeRequestHeaderNames,
  isForbiddenRequestHeader,
  isSafelistedRequestHeader,
  normalizeMethod,
} from '../../src/engine/fetch/safelist.ts'

describe('header lists', () => {
  test('get combines the lines and trims the whole', () => {
    expect(
      getHeader(
        [
          ['A', ' 1 '],
          ['b', '2'],
          ['a', '3\t'],
        ],
        'A',
      ),
    ).toBe('1 , 3')
    expect(getHeader([], 'a')).toBeNull()
  })

  test.each([
    ['PUT, GET', ['PUT', 'GET']],
    [',,PUT,,', ['PUT']],
    ['', []],
    ['PUT GET', null],
    ['G@T', null],
  ])('tokens of “%s”', (value, tokens) => {
    expect(extractTokens([['x', value]], 'X')).toEqual(tokens)
  })
})

describe('origins', () => {
  test.each([
    ['https://a.example:443/x?y', 'https://a.example'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['file:///x', 'null'],
    ['data:text/html,x', 'null'],
    ['nonsense', null],
  ])('%s', (url, origin) => {
    expect(originOf(url)).toBe(origin)
  })

  test.each(['https://a.example/', 'https://a.example:443', 'HTTPS://a.example', 'null', 'a.example'])(
    '%s is no serialized origin',
    (text) => {
      expect(isSerializedOrigin(text)).toBe(false)
    },
  )

  test('user and password are left out', () => {
    expect(withoutUserinfo('https://u:p@a.example/x')).toBe('https://a.example/x')
  })
})

describe('CORS-safelisted request-headers, to the byte', () => {
  const long = (length: number) => 'a'.repeat(length)
  test.each([
    ['accept', long(128), true],
    ['accept', long(129), false],
    ['accept', 'text/*;q="1"', false],
    ['accept-language', 'en-US,en;q=0.9', true],
    ['accept-language', 'en_US', false],
    ['content-language', 'de, *', true],
    ['content-type', 'TEXT/plain; charset=utf-8', true],
    ['content-type', 'text/plain;foo="bar"', false],
    ['content-type', 'application/json', false],
    ['content-type', 'multipart/form-data; boundary=x', true],
    ['range', 'bytes=0-', true],
    ['range', 'bytes=0-5', true],
    ['range', 'bytes=5-0', false],
    ['range', 'bytes=-5', false],
    ['range', 'bytes=0-1,2-3', false],
    ['x-anything', '1', false],
  ])('%s: %s', (name, value, safe) => {
    expect(isSafelistedRequestHeader(name, value, 'standard')).toBe(safe)
  })

  test.each([
    ['dpr', '2', true],
    ['downlink', '1.5', true],
    ['rtt', '50', true],
    ['rtt', '1.5', false],
    ['save-data', 'on', true],
    ['save-data', 'off', false],
    ['intervention', 'anything', true],
  ])('Chromium alone counts %s: %s', (name, value, safe) => {
    expect(isSafelistedRequestHeader(name, value, 'chromium')).toBe(safe)
    expect(isSafelistedRequestHeader(name, value, 'standard')).toBe(false)
  })

  test('together more than 1024 bytes makes all of them unsafe', () => {
    const lines = Array.from({ length: 9 }, () => ['accept', long(120)] as const)
    expect(corsUnsafeRequestHeaderNames(lines, 'standard')).toEqual(['accept'])
    expect(corsUnsafeRequestHeaderNames(lines.slice(1), 'standard')).toEqual([])
  })

  test('names that the browser adds take no part', () => {
    const sent = [
      ['User-Agent', 'x'],
      ['Cookie', 'a=b'],
      ['Sec-Fetch-Mode', 'cors'],
      [':path', '/'],
      ['X-B', '1'],
      ['x-a', '1'],
    ] as const
    expect(corsUnsafeRequestHeaderNames(sent, 'chromium')).toEqual(['x-a', 'x-b'])
  })

  test('a method override is forbidden only for forbidden methods', () => {
    expect(isForbiddenRequestHeader('X-HTTP-Method-Override', 'PUT, trace')).toBe(true)
    expect(isForbiddenRequestHeader('X-HTTP-Method-Override', 'PUT')).toBe(false)
  })

  test('patch is not normalized', () => {
    expect([normalizeMethod('patch'), normalizeMethod('put')]).toEqual(['patch', 'PUT'])
  })
})

test.each([
  ['http://localhost:1', 'loopback'],
  ['http://127.9.9.9', 'loopback'],
  ['http://[::1]:8000', 'loopback'],
  ['http://192.168.0.1', 'local'],
  ['http://172.31.0.1', 'local'],
  ['http://172.32.0.1', 'public'],
  ['http://printer.local', 'local'],
  ['https://api.example', 'public'],
])('address space of %s', (url, space) => {
  expect(addressSpaceOf(url)).toBe(space)
})
