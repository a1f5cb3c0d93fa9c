import { describe, expect, it, vi } from 'vitest'
import { suggestions, tokensOf } from '../../src/panel/filter.ts'
import { createStore } from '../../src/panel/store.ts'
import { API, diagnosis, mismatch, missing, redirected, refused, refusedPreflight } from './fixtures.ts'

const store = createStore()
store.receive({
  type: 'diagnosis',
  diagnosis: diagnosis(
    missing('orders', `${API}/orders`),
    missing('teapot', 'https://shop.example:8443/tea', { status: 418 }),
    refusedPreflight('put'),
    redirected('login'),
    refused('dead'),
    mismatch('other', 'https://x.example'),
  ),
})

await vi.waitFor(() => expect(store.summaries.of(store.log.items.value[2] as never).final).toBe(true))

const found = (filter: string): string[] => {
  store.preferences.filter.value = filter
  return store.matching.value.map(({ id }) => id)
}

describe('filter', () => {
  it.each([
    ['', ['orders', 'teapot', 'put', 'login', 'dead', 'other']],
    ['orders', ['orders']],
    ['ORDERS -tea', ['orders']],
    ['-example', ['dead']],
    ['method:PUT', ['put']],
    ['method:put', ['put']],
    ['-method:GET', ['put']],
    ['domain:shop.example', ['teapot']],
    ['domain:*.example -domain:api.*', ['teapot']],
    ['status-code:418', ['teapot']],
    ['outcome:not-cors', ['dead']],
    ['owner:front-end', ['login']],
    ['cause:method-not-listed', ['put']],
    ['reason:mismatch', ['other']],
    ['code:MethodDisallowed', ['put']],
    ['stage:preflight', ['put']],
    ['scheme:http', ['dead']],
    ['/items\\/\\d+/', ['put']],
    ['/tea|orders/ -status-code:418', ['orders']],
    ['"tea"', ['teapot']],
    // half-typed
    ['method:', ['orders', 'teapot', 'put', 'login', 'dead', 'other']],
    ['/(/', []],
    ['nothing:PUT', []],
  ])('%s', (filter, ids) => {
    expect(found(filter)).toEqual(ids)
  })

  it('finds a redirected request under the address that the code called and under where it was led', () => {
    expect(found(`url:${API}/items method:GET -status-code:418`)).toContain('login')
    expect(found('login.example')).toEqual(['login'])
  })
})

describe('tokensOf', () => {
  it('keeps quotes and slashes together', () => {
    expect(tokensOf('a -"b c" /d\\/e/ f:g')).toEqual(['a', '-"b c"', '/d\\/e/', 'f:g'])
  })
})

describe('suggestions', () => {
  const offered = (filter: string) => suggestions(filter, store.log.items.value, store.summaries.of)

  it('are names of properties, then the values of the log', () => {
    expect(offered('me')).toEqual(['method:'])
    expect(offered('method:')).toEqual(['method:GET', 'method:PUT'])
    expect(offered('orders -status-code:4')).toEqual(['orders -status-code:418'])
    expect(offered('')).toEqual([])
    expect(offered('orders ')).toEqual([])
  })
})
