/** Header lines of many entries are one line, and say what they said. */
import { describe, expect, it } from 'vitest'
import { exchangeFromHar } from '../../../src/engine/har/exchange.ts'
import { SharedHeaders } from '../../../src/engine/har/shared-headers.ts'
import { entry } from '../../support/har.ts'

const read = (index: number, value: string) => {
  const exchange = exchangeFromHar(
    entry({ sent: [['User-Agent', value]], answered: [['Vary', 'Origin']] }),
    index,
  )
  if (exchange === null) throw new Error('an entry that is none')
  return exchange
}

describe('shared headers', () => {
  it('are the same lines where name and value are the same', () => {
    const shared = new SharedHeaders()
    const [a, b, c] = [read(0, 'one'), read(1, 'one'), read(2, 'two')].map((exchange) =>
      shared.share(exchange),
    )
    expect(b?.requestHeaders[0]).toBe(a?.requestHeaders[0])
    expect(b?.responseHeaders[0]).toBe(a?.responseHeaders[0])
    expect(c?.requestHeaders).toEqual([['User-Agent', 'two']])
  })

  it('change nothing of an exchange, whatever the values', () => {
    const shared = new SharedHeaders()
    for (let index = 0; index < 2000; index++) {
      const value = `${index % 1500}${'x'.repeat(index % 600)}`
      expect(shared.share(read(index, value))).toEqual(read(index, value))
    }
  })
})
