import { describe, expect, it } from 'vitest'
import { createStore } from '../../src/panel/store.ts'
import { API, allowed, diagnosis, mismatch, missing } from './fixtures.ts'

const selected = (store: ReturnType<typeof createStore>) => store.explained.value?.id ?? null

describe('store', () => {
  it('selects the first failure when nothing is selected', () => {
    const store = createStore()
    store.receive({
      type: 'diagnosis',
      diagnosis: diagnosis(missing('a', `${API}/a`), mismatch('b', 'https://x.example')),
    })
    expect(selected(store)).toBe('a')
  })

  it('stays with the selected failure while new ones arrive', () => {
    const store = createStore()
    store.receive({ type: 'diagnosis', diagnosis: diagnosis(missing('a', `${API}/a`)) })
    store.receive({
      type: 'diagnosis',
      diagnosis: diagnosis(missing('a', `${API}/a`), missing('b', `${API}/b`)),
    })
    expect(selected(store)).toBe('a')
  })

  it('stays with it when it repeats', () => {
    const store = createStore()
    store.receive({
      type: 'diagnosis',
      diagnosis: diagnosis(missing('a'), mismatch('other', 'https://x.example')),
    })
    store.receive({ type: 'select', id: 'a' })
    store.receive({
      type: 'diagnosis',
      diagnosis: diagnosis(missing('a'), mismatch('other', 'https://x.example'), missing('again')),
    })
    expect(selected(store)).toBe('a')
    expect(store.selectedRow.value?.items.map(({ id }) => id)).toEqual(['a', 'again'])
  })

  it('stays with it when a later entry changes its verdict', () => {
    const store = createStore()
    store.receive({ type: 'diagnosis', diagnosis: diagnosis(missing('a'), missing('b', `${API}/b`)) })
    store.receive({ type: 'select', id: 'a' })
    store.receive({
      type: 'diagnosis',
      diagnosis: diagnosis(mismatch('a', 'https://x.example'), missing('b', `${API}/b`)),
    })
    expect(store.explained.value?.verdict.finding?.reason).toBe('allow-origin-mismatch')
  })

  it('turns to another when the selected failure is gone', () => {
    const store = createStore()
    store.receive({ type: 'diagnosis', diagnosis: diagnosis(missing('a')) })
    store.view.value = 'detail'
    store.receive({ type: 'diagnosis', diagnosis: diagnosis(mismatch('new', 'https://x.example')) })
    expect(selected(store)).toBe('new')
    expect(store.view.value).toBe('list')
    store.receive({ type: 'diagnosis', diagnosis: diagnosis() })
    expect(selected(store)).toBeNull()
  })

  it('shows a flow that is asked for, past filter and settings', () => {
    const store = createStore()
    store.receive({ type: 'diagnosis', diagnosis: diagnosis(allowed('fine'), missing('a')) })
    store.preferences.filter.value = 'items'
    store.receive({ type: 'select', id: 'fine' })
    expect(selected(store)).toBe('fine')
    expect(store.view.value).toBe('detail')
  })

  it('ignores a request for a flow that is gone', () => {
    const store = createStore()
    store.receive({ type: 'diagnosis', diagnosis: diagnosis(missing('a')) })
    store.receive({ type: 'select', id: 'long gone' })
    expect(selected(store)).toBe('a')
    expect(store.settings.value.showAll).toBe(false)
  })

  it('counts failures, not requests', () => {
    const store = createStore()
    store.receive({ type: 'diagnosis', diagnosis: diagnosis(allowed('fine'), missing('a'), missing('b')) })
    expect(store.failures.value).toBe(2)
  })
})
