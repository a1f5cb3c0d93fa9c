import { describe, expect, it } from 'vitest'
import { matching, rowsOf } from '../../src/panel/rows.ts'
import { API, allowed, missing, opaque, refused, refusedPreflight, undetermined } from './fixtures.ts'

const ids = (rows: ReturnType<typeof rowsOf>) => rows.map((row) => row.ids)

describe('rowsOf', () => {
  it('lists the newest first', () => {
    const flows = [missing('a', `${API}/a`), missing('b', `${API}/b`)]
    expect(ids(rowsOf(flows, false))).toEqual([['b'], ['a']])
  })

  it('counts the same failure of the same request once, at the place of its newest', () => {
    const flows = [missing('a'), missing('b', `${API}/other`), missing('c')]
    expect(ids(rowsOf(flows, false))).toEqual([['c', 'a'], ['b']])
  })

  it.each([
    ['method', missing('b', `${API}/items`, { method: 'POST' })],
    ['query', missing('b', `${API}/items?page=2`)],
    ['reason', { ...refusedPreflight('b'), flow: missing('x').flow }],
  ])('keeps apart what differs in %s', (_, other) => {
    expect(rowsOf([missing('a'), other], false)).toHaveLength(2)
  })

  it('leaves out what succeeded and what was meant to stay opaque, until asked for all', () => {
    const flows = [allowed('ok'), opaque('image'), refused('refused'), undetermined('worker')]
    expect(ids(rowsOf(flows, false))).toEqual([['worker'], ['refused']])
    expect(ids(rowsOf(flows, true))).toEqual([['worker'], ['refused'], ['image'], ['ok']])
  })
})

describe('matching', () => {
  const rows = rowsOf([missing('a', `${API}/orders`), refusedPreflight('b'), refused('c')], false)
  it.each([
    ['', ['c', 'b', 'a']],
    ['orders', ['a']],
    ['ORDERS get', ['a']],
    ['-localhost', ['b', 'a']],
    ['MethodDisallowed', ['b']],
    ['method-not-allowed', ['b']],
    ['put', ['b']],
    ['nothing of the kind', []],
  ])('%j', (filter, expected) => {
    expect(matching(rows, filter).map((row) => row.diagnosed.id)).toEqual(expected)
  })
})
