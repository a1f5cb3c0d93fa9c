/** Selection: one request is always explained, and it stays the same one while others come and go. */
import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { FlowDiagnosis } from '../engine/index.ts'
import type { Item } from './item.ts'
import type { ListRow } from './list-rows.ts'
import type { LogStore } from './log-store.ts'

interface Chosen {
  key: string
  id: string
}

export interface Selection {
  row: ReadonlySignal<ListRow | null>
  explained: ReadonlySignal<FlowDiagnosis | null>
  select(row: ListRow): void
  selectItem(item: Item): void
  /** After a change of the log; true when what was selected is gone. */
  keep(): boolean
}

/** The row itself, else the one that holds the request now. */
const find = (rows: readonly ListRow[], { key, id }: Chosen): ListRow | null =>
  rows.find((row) => row.key === key && row.items.some((item) => item.id === id)) ??
  rows.find(
    ({ items, kind, expanded }) => (kind === 'endpoint' || !expanded) && items.some((item) => item.id === id),
  ) ??
  rows.find((row) => row.key === key) ??
  null

export function createSelection(rows: ReadonlySignal<readonly ListRow[]>, log: LogStore): Selection {
  const chosen = signal<Chosen | null>(null)
  const row = computed(() => (chosen.value === null ? null : find(rows.value, chosen.value)))
  const explained = computed(() => {
    const found = row.value
    if (found === null || chosen.value === null) return null
    const { id } = chosen.value
    const item = found.items.find((one) => one.id === id) ?? found.shown
    // diagnosed anew whenever the log changes
    log.items.value
    return log.diagnosis(item.id)
  })
  const select = ({ key, shown }: ListRow): void => {
    chosen.value = { key, id: shown.id }
  }
  return {
    row,
    explained,
    select,
    selectItem: ({ id }) => {
      chosen.value = { key: '', id }
    },
    keep() {
      if (row.peek() !== null) return false
      const [first] = rows.peek()
      const had = chosen.peek() !== null
      if (first) select(first)
      else chosen.value = null
      return had
    },
  }
}
