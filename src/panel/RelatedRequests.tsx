import { factsOf, type Item } from './item.ts'
import type { ListRow } from './list-rows.ts'
import { say, sayCount } from './say.ts'
import type { Store } from './store.ts'
import { testId } from './testids.ts'
import { visible } from './visible.ts'

interface Props {
  store: Store
  row: ListRow
  /** Id of the request that is explained. */
  shown: string
}

const MOST = 20

/** The other endpoints that fail for the same reason at the same server, and when they did. */
export function RelatedRequests({ store, row, shown }: Props) {
  const { items, passing, settled } = row
  const byEndpoint = new Map<string, Item[]>()
  for (const item of items) {
    const { endpoint } = factsOf(item)
    byEndpoint.set(endpoint, [...(byEndpoint.get(endpoint) ?? []), item])
  }
  if (items.length < 2) return null
  const first = clock(items[0])
  const last = clock(items.at(-1))
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
          const same = members.every((item) => factsOf(item).path === path)
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

function clock(item: Item | undefined): string {
  const time = item === undefined ? 0 : factsOf(item).time
  return time === 0 ? '' : new Date(time).toLocaleTimeString()
}
