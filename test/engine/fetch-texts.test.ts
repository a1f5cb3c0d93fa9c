/** Headers, bytes and addresses as a hostile log writes them: read in one pass, and as the standard reads them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeValue, percentEncodeBytes } from '../../src/engine/fetch/bytes.ts'
import { getHeader, hasHeader, listItems, namesOf, valuesOf } from '../../src/engine/fetch/headers.ts'
import { includesCredentials, originOf, parseUrl, withoutFragment } from '../../src/engine/fetch/origin.ts'

describe('header values', () => {
  const blank = fc.string({ unit: fc.constantFrom(' ', '\t', 'a', '\n', ','), maxLength: 20 })

  test('lose tabs and spaces around them, and nothing else', () => {
    fc.assert(
      fc.property(blank, (value) => {
        expect(getHeader([['x', value]], 'X')).toBe(value.replace(/^[\t ]+/, '').replace(/[\t ]+$/, ''))
      }),
    )
  })

  test('are found under any case of their name', () => {
    const headers = [
      ['Vary', 'a'],
      ['VARY', ''],
      ['x-vary', 'no'],
    ] as const
    expect(valuesOf(headers, 'vary')).toEqual(['a', ''])
    expect(getHeader(headers, 'vary')).toBe('a,')
    expect(listItems(headers, 'Vary')).toEqual(['a'])
    expect([hasHeader(headers, 'vArY'), hasHeader(headers, 'var')]).toEqual([true, false])
    expect(namesOf(headers)).toEqual(new Set(['vary', 'x-vary']))
  })

  test('with many runs of spaces inside keep them', () => {
    const value = `a${' '.repeat(1000)}b`
    expect(getHeader([['x', ` ${value} `]], 'x')).toBe(value)
  })
})

describe('bytes', () => {
  test.each([
    ['plain', 'plain'],
    ['100 % sure', '100 % sure'],
    ['Ã¤', 'ä'],
    ['â‚¬', '€'],
    ['%Ã¤', '%ä'],
    ['ä', null],
    ['日', '日'],
  ])('%s as UTF-8', (value, text) => {
    expect(decodeValue(value)).toBe(text)
  })

  test('that are not ASCII are percent-encoded one by one', () => {
    expect(percentEncodeBytes('/%20Ã¤€')).toBe('/%20%C3%A4%80')
    expect(percentEncodeBytes('/日')).toBe('/日')
  })
})

describe('origins', () => {
  const url = fc.oneof(
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    fc.string().map((rest) => `https://${rest}`),
    fc
      .tuple(fc.constantFrom('http://', 'https://', 'HTTPS://', 'file:///', 'data:'), fc.string())
      .map((parts) => parts.join('')),
    fc
      .array(fc.constantFrom('https://', 'a', '.', ':', '80', '@', '/', '\\', '?', '#', '%41', '[::1]'), {
        maxLength: 8,
      })
      .map((parts) => parts.join('')),
  )

  test('are those of the URL Standard, at the first look and at the second', () => {
    fc.assert(
      fc.property(url, (text) => {
        const parsed = parseUrl(text)
        const expected =
          parsed === null ? null : parsed.protocol === 'file:' ? 'null' : (parsed.origin as string)
        expect([originOf(text), originOf(text)]).toEqual([expected, expected])
        const withUser = parsed !== null && `${parsed.username}${parsed.password}` !== ''
        expect(includesCredentials(text)).toBe(withUser)
      }),
      { numRuns: 2000 },
    )
  })

  test('a fragment is no part of the address', () => {
    expect(['a#b#c', 'a', '#'].map(withoutFragment)).toEqual(['a', 'a', ''])
  })
})
