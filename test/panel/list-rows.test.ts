import { describe, expect, it, vi } from 'vitest'
import { answerLine, diagnose, type FlowDiagnosis, networkLog, recorderOf } from '../../src/engine/index.ts'
import { foldedPath } from '../../src/panel/endpoint.ts'
import { createStore, type Store } from '../../src/panel/store.ts'
import { entry } from '../screens/entries.ts'
import { API, allowed, diagnosis, missing, refusedPreflight } from './fixtures.ts'

const at = (minute: number) => ({ startedAt: 1_700_000_000_000 + minute * 60_000 })

const storeWith = (...flows: FlowDiagnosis[]): Store => {
  const store = createStore()
  store.receive({ type: 'diagnosis', diagnosis: diagnosis(...flows) })
  return store
}

const written = (store: Store): string[] =>
  store.rows.value.map(
    ({ path, items, endpoints, level }) => `${'> '.repeat(level - 1)}${path} ${endpoints}/${items.length}`,
  )

describe('foldedPath', () => {
  it.each([
    ['/items/7', '/items/:id'],
    ['/items/7/photos/12?size=2', '/items/:id/photos/:id'],
    ['/users/8f14e45f-ceea-467f-9d5a-3c1c5b0d8d8e', '/users/:id'],
    ['/files/3f9a1c2e77', '/files/:id'],
    ['/orders/01ARZ3NDEKTSV4RRFFQ69G5FAV', '/orders/:id'],
    ['/assets/app.3f9a1c2e.js', '/assets/app.:id.js'],
    ['/api/v2/people', '/api/v2/people'],
    ['/settings/notifications', '/settings/notifications'],
    ['/', '/'],
  ])('%s is %s', (path, pattern) => {
    expect(foldedPath(path)).toBe(pattern)
  })
})

describe('rows', () => {
  const items = [1, 2, 3].map((id) => missing(`i${id}`, `${API}/items/${id}?v=${id}`, at(id)))
  const people = missing('p', `${API}/people`, at(4))

  it('are one a cause, which unfolds to its endpoints', () => {
    const store = storeWith(...items, people)
    expect(written(store)).toEqual(['/people 2/4'.replace('/people', store.rows.value[0]?.path ?? '')])
    store.toggle(store.rows.value[0] as never)
    expect(written(store).slice(1)).toEqual(['> /items/:id 1/3', '> /people 1/1'])
  })

  it('keep causes of one server apart', () => {
    expect(storeWith(...items, refusedPreflight('put')).rows.value).toHaveLength(2)
  })

  it('are one a request in the order of time, when asked', () => {
    const store = storeWith(...items, people)
    store.preferences.grouped.value = false
    expect(written(store)).toEqual([
      '/items/1?v=1 1/1',
      '/items/2?v=2 1/1',
      '/items/3?v=3 1/1',
      '/people 1/1',
    ])
    store.preferences.sort.value = { column: 'time', descending: true }
    expect(written(store)[0]).toBe('/people 1/1')
  })

  it('are sorted by a column', () => {
    const store = storeWith(
      missing('b', `${API}/b`, { duration: 5 }),
      missing('a', `${API}/a`, { duration: 50 }),
    )
    store.preferences.grouped.value = false
    store.preferences.sort.value = { column: 'path', descending: false }
    expect(written(store)).toEqual(['/a 1/1', '/b 1/1'])
    store.preferences.sort.value = { column: 'duration', descending: false }
    expect(written(store)).toEqual(['/b 1/1', '/a 1/1'])
  })

  it('keep their place while new ones arrive', () => {
    const store = storeWith(...items)
    const before = store.rows.value.map(({ key }) => key)
    store.receive({ type: 'diagnosis', diagnosis: diagnosis(...items, refusedPreflight('put')) })
    expect(store.rows.value.map(({ key }) => key).slice(0, before.length)).toEqual(before)
  })
})

/** Every answer line is there: they are computed in slices. */
const settled = (store: Store): Promise<void> =>
  vi.waitFor(() => expect(store.log.items.value.every((item) => store.summaries.of(item).final)).toBe(true))

/** No header tells the software. */
const withoutServer = (made: unknown): unknown => {
  const { response, ...rest } = made as { response: { headers: { name: string }[] } }
  return {
    ...rest,
    response: { ...response, headers: response.headers.filter(({ name }) => name !== 'server') },
  }
}

describe('progress', () => {
  const failing = [missing('a', `${API}/a`, at(1)), missing('b', `${API}/b`, at(1))]

  it('ticks off what passes, and forgets it when it fails again', async () => {
    const store = storeWith(...failing)
    await settled(store)
    expect(store.rows.value[0]?.passing).toBeNull()
    const passed = allowed('a2', `${API}/a`)
    passed.flow.exchange.startedAt = at(2).startedAt
    store.receive({ type: 'diagnosis', diagnosis: diagnosis(...failing, passed) })
    await settled(store)
    expect(store.rows.value[0]?.passing).toEqual({ passing: 1, total: 2 })
    const again = missing('a3', `${API}/a`, at(3))
    store.receive({ type: 'diagnosis', diagnosis: diagnosis(...failing, passed, again) })
    await settled(store)
    expect(store.rows.value[0]?.passing).toBeNull()
  })

  it('shows a cause as mended after a reload, until the list is cleared', async () => {
    const store = storeWith(...failing)
    await settled(store)
    expect(store.rows.value).toHaveLength(1)
    const passed = ['a', 'b'].map((path) => {
      const one = allowed(`${path}2`, `${API}/${path}`)
      one.flow.exchange.startedAt = at(2).startedAt
      return one
    })
    store.receive({ type: 'diagnosis', diagnosis: diagnosis(...passed) })
    expect(store.rows.value.map(({ settled, passing }) => [settled, passing])).toEqual([
      [true, { passing: 2, total: 2 }],
    ])
    store.forget()
    store.receive({ type: 'diagnosis', diagnosis: diagnosis(...passed) })
    expect(store.rows.value).toEqual([])
  })

  it('goes on where what still fails has another cause by then', async () => {
    const load = (at: number, allowed: string[]) =>
      diagnose(
        ['cart', 'orders', 'people', 'prices', 'stock'].map((name, index) =>
          withoutServer(entry(`/${name}`, at + index, { allowed: allowed.includes(name) })),
        ),
        { browser: 'chromium' },
      )
    const store = createStore()
    const ticks = async (at: number, allowed: string[]) => {
      store.receive({ type: 'diagnosis', diagnosis: load(at, allowed) })
      await settled(store)
      return store.rows.value.map(({ passing, settled }) => [passing?.passing, passing?.total, settled])
    }
    expect(await ticks(0, [])).toEqual([[undefined, undefined, false]])
    const before = store.rows.value[0]?.summary.cause
    expect(await ticks(100, ['cart', 'orders', 'stock'])).toEqual([[3, 5, false]])
    expect(store.rows.value[0]?.summary.cause).not.toBe(before)
    expect(await ticks(200, ['cart', 'orders'])).toEqual([[2, 5, false]])
    expect(await ticks(300, ['cart', 'orders', 'people', 'prices', 'stock'])).toEqual([[5, 5, true]])
  })

  it('does not take an older success for a mended request', () => {
    const passed = allowed('old', `${API}/a`)
    passed.flow.exchange.startedAt = at(0).startedAt
    expect(storeWith(passed, ...failing).rows.value[0]?.passing).toBeNull()
  })
})

describe('an answer in the list', () => {
  it('is the one of the explanation, also when the log shows more of the server later', async () => {
    const log = networkLog({ recorder: recorderOf({ browser: 'chromium' }) })
    const store = createStore()
    store.log.ask((id) => log.advice(id))
    const add = (entry: unknown) => {
      const { added, changed, removed } = log.add([entry])
      const itemsOf = (ids: readonly string[]) =>
        ids.flatMap((id) => {
          const judged = log.flow(id)
          return judged === null ? [] : [{ id, flow: judged.flow, verdict: judged.verdict }]
        })
      store.receive({
        type: 'changes',
        browser: 'chromium',
        entries: 1,
        dropped: 0,
        added: itemsOf(added),
        changed: itemsOf(changed),
        removed,
      })
    }
    add(entry('/a', 1))
    await settled(store)
    const first = store.rows.value[0]?.summary.answer
    add(entry('/b', 2, { allowed: true }))
    const explained = () => answerLine(log.advice('0') as FlowDiagnosis)?.text
    expect(explained()).not.toBe(first)
    await vi.waitFor(() => expect(store.rows.value[0]?.summary.answer).toBe(explained()), { timeout: 5000 })
  })
})
