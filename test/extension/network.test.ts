import { describe, expect, it } from 'vitest'
import { type CallbackApi, devtoolsSource } from '../../src/extension/network.ts'
import { harEntry } from './har.ts'

const network = () => {
  const listeners: ((value: never) => void)[] = []
  const event = { addListener: (listener: (value: never) => void) => listeners.push(listener) }
  return { listeners, onRequestFinished: event, onNavigated: event } as never as Parameters<
    typeof devtoolsSource
  >[0] & { listeners: typeof listeners }
}

const source = (api: Partial<CallbackApi>) =>
  devtoolsSource(network(), {
    getHAR: (callback) => callback({ entries: [], pages: [] }),
    evaluate: (_, callback) => callback(undefined, undefined),
    ...api,
  })

describe('devtoolsSource', () => {
  it('reads when the document began and where it is', async () => {
    const answers: Record<string, unknown> = {
      'performance.timeOrigin': 1234.5,
      'location.href': 'https://app.example/',
    }
    const page = source({ evaluate: (expression, callback) => callback(answers[expression], undefined) })
    expect(await page.documentStart()).toBe(1234.5)
    expect(await page.pageUrl()).toBe('https://app.example/')
  })

  it.each([
    ['refuses', undefined, { isError: true }],
    ['lies', 'soon', undefined],
    ['lies with a number', Number.NaN, undefined],
  ])('knows nothing of a page that %s', async (_, result, failure) => {
    const page = source({ evaluate: (_expression, callback) => callback(result, failure) })
    expect(await page.documentStart()).toBeNull()
  })

  it.each([null, 'x', {}, { entries: {}, pages: 7 }])('reads the log %j as empty', async (log) => {
    expect(await source({ getHAR: (callback) => callback(log) }).readLog()).toEqual({
      entries: [],
      pages: [],
    })
  })

  it('hands out entries as plain copies', () => {
    const fake = network()
    const heard: unknown[] = []
    devtoolsSource(fake, { getHAR: () => {}, evaluate: () => {} }).onEntry((entry) => heard.push(entry))
    const entry = harEntry()
    fake.listeners[0]?.(entry as never)
    expect(heard).toEqual([entry])
    expect(heard[0]).not.toBe(entry)
  })
})
