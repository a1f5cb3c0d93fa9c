/** Search: DevTools' own find bar steps through the rows; Escape in it clears. */
import { type ReadonlySignal, signal } from '@preact/signals'
import type { SearchAction } from './host.ts'
import { factsOf } from './item.ts'
import type { ListRow } from './list-rows.ts'

export interface SearchStore {
  /** '' while nothing is looked for. */
  query: ReadonlySignal<string>
  receive(action: SearchAction, query: string): void
}

const holds = ({ path, shown, summary }: ListRow, query: string): boolean => {
  const { called, url, host, status } = factsOf(shown)
  return [called.method, url, path, host, status, summary.answer].join('\n').toLowerCase().includes(query)
}

interface Options {
  rows: () => readonly ListRow[]
  selected: () => ListRow | null
  select: (row: ListRow) => void
}

export function createSearch({ rows, selected, select }: Options): SearchStore {
  const query = signal('')

  /** The next row that fits, `step` 0: the selected one if it fits. */
  function go(step: -1 | 0 | 1): void {
    const all = rows()
    const wanted = query.peek().toLowerCase()
    const at = Math.max(0, all.indexOf(selected() as ListRow))
    const direction = step === 0 ? 1 : step
    for (let count = 0; count <= all.length; count++) {
      const index = (at + step + direction * count + all.length * 2) % all.length
      const row = all[index]
      if (row && holds(row, wanted)) {
        select(row)
        return
      }
    }
  }

  return {
    query,
    receive(action, text) {
      if (action === 'cancelSearch') {
        query.value = ''
        return
      }
      query.value = text || query.peek()
      if (query.peek() === '') return
      go(action === 'performSearch' ? 0 : action === 'nextSearchResult' ? 1 : -1)
    },
  }
}
