import { factsOf, type Item } from './item.ts'
import type { ListRow } from './list-rows.ts'
import { say, sayCount } from './say.ts'
import type { Store } from './store.ts'
import { testId } from './testids.ts'
import { visible } from './visible.ts'
import { clock } from './words.ts'

interface Props {
  store: Store
  /** Id of the request that is explained. */
  shown: string
}

const MOST = 20

/** The other endpoints that fail for the same reason at the same server, and when they did. */
export function RelatedRequests({ store, shown }: Props) {
  const row = store.selectedRow.value
  return row && row.items.length > 1 ? <Related store={store} row={row} shown={shown} /> : null
}

function Related({ store, row, shown }: Props & { row: ListRow }) {
  const { items, passing, settled } = row
  const byEndpoint = new Map<string, Item[]>()
  for (const item of items) {
    const { endpoint } = factsOf(item)
    const members = byEndpoint.get(endpoint)
    if (members === undefined) byEndpoint.set(endpoint, [item])
    else members.push(item)
  }
  const first = clock(timeOf(items[0]))
  const last = clock(timeOf(items.at(-1)))
  return (
    <section {...testId('related')} class="section" aria-label={say('related.title')}>
      <h2>{settled ? say('related.passes') : say('related.title')}</h2>
      <p class="quiet">
        {sayCount('requests', items.length)}
        {first !== last && `, ${say('related.between', { first, last })}`}
        {passing && ` · ${say('list.passing', { ...passing })}`}
      </p>
      <ul class="related">
        {[...byEndpoint.values()].slice(0, MOST).map((members) => {
          const newest = members.at(-1) as Item
          const { called, path, pattern } = factsOf(newest)
          const same = members.every((item) => factsOf(item).called.url === called.url)
          const isShown = members.some(({ id }) => id === shown)
          return (
            <li key={newest.id}>
              <button
                type="button"
                class="link"
                aria-current={isShown}
                onClick={() => store.selectItem(newest)}
              >
                {visible(called.method)} <bdi>{visible(same ? path : pattern)}</bdi>
              </button>{' '}
              {members.length > 1 && <span class="count">×{members.length}</span>}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

const timeOf = (item: Item | undefined): number => (item === undefined ? 0 : factsOf(item).time)
