/** Rows: what the list shows. One a cause with its endpoints inside, or one a request in the order of time. */
import { groupBy, isFailure } from '../engine/index.ts'
import { factsOf, type Item } from './item.ts'
import type { Passing, Progress } from './progress.ts'
import type { Summary } from './summaries.ts'

export interface ListRow {
  key: string
  /** `cause`: several endpoints that fail for one reason. `endpoint`: one, requested once or often. */
  kind: 'cause' | 'endpoint'
  level: 1 | 2
  /** Null where there is nothing to unfold. */
  expanded: boolean | null
  /** In the order of the log, at least one. */
  items: readonly Item[]
  /** The one that is explained: the newest. */
  shown: Item
  summary: Summary
  /** Path, or pattern where addresses differ by an id. */
  path: string
  endpoints: number
  passing: Passing | null
  /** None of it fails any more. */
  settled: boolean
}

export type Column = 'path' | 'method' | 'status' | 'host' | 'initiator' | 'time' | 'duration'

export interface Sort {
  column: Column
  descending: boolean
}

export interface RowOptions {
  grouped: boolean
  /** Endpoints that differ by an id are one. */
  fold: boolean
  sort: Sort
  expanded: ReadonlySet<string>
}

const VALUES: Record<Column, (row: ListRow) => string | number> = {
  path: ({ path }) => path,
  method: ({ shown }) => factsOf(shown).called.method,
  status: ({ shown }) => factsOf(shown).status,
  host: ({ shown }) => factsOf(shown).host,
  initiator: ({ shown }) => factsOf(shown).initiator,
  time: ({ items }) => factsOf(items[0] as Item).time,
  duration: ({ shown }) => factsOf(shown).duration,
}

const compare = (a: string | number, b: string | number): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b))

function sorted(rows: ListRow[], { column, descending }: Sort): ListRow[] {
  // the log is in the order of time already
  if (column === 'time') return descending ? rows.reverse() : rows
  const value = VALUES[column]
  const keyed = rows.map((row) => ({ row, value: value(row) }))
  keyed.sort((a, b) => (descending ? compare(b.value, a.value) : compare(a.value, b.value)))
  return keyed.map(({ row }) => row)
}

const newest = (items: readonly Item[]): Item => items.at(-1) as Item

function pathOf(items: readonly Item[]): string {
  const facts = factsOf(newest(items))
  const { url } = facts.called
  return items.every((item) => factsOf(item).called.url === url) ? facts.path : facts.pattern
}

function endpointRow(
  key: string,
  items: readonly Item[],
  summary: Summary,
  more: Partial<ListRow> = {},
): ListRow {
  return {
    key,
    kind: 'endpoint',
    level: 1,
    expanded: null,
    items,
    shown: newest(items),
    summary,
    // read when it is drawn: covering secrets takes time
    get path() {
      return pathOf(items)
    },
    endpoints: 1,
    passing: null,
    settled: false,
    ...more,
  }
}

const endpointOf = (fold: boolean) => (item: Item) => {
  const { endpoint, called, url } = factsOf(item)
  return fold ? endpoint : `${called.method} ${url}`
}

function causeRows(
  key: string,
  items: readonly Item[],
  summaryOf: (item: Item) => Summary,
  options: RowOptions,
  progress: Progress,
): ListRow[] {
  const summary = summaryOf(newest(items))
  const endpoints = groupBy(items, endpointOf(options.fold))
  const passing = progress.of(key)
  if (endpoints.size === 1) return [endpointRow(key, items, summary, { passing })]
  const expanded = options.expanded.has(key)
  const head = endpointRow(key, items, summary, {
    kind: 'cause',
    expanded,
    endpoints: endpoints.size,
    passing,
  })
  if (!expanded) return [head]
  const inside = [...endpoints].map(([endpoint, members]) =>
    endpointRow(`${key}\n${endpoint}`, members, summary, { level: 2 }),
  )
  return [head, ...inside]
}

/** The key of what passes: endpoint by endpoint. */
const keyOf = (item: Item, summary: Summary): string =>
  isFailure(item.verdict) ? summary.key : `${item.verdict.outcome} ${factsOf(item).endpoint}`

function groupedRows(
  items: readonly Item[],
  summaryOf: (item: Item) => Summary,
  options: RowOptions,
  progress: Progress,
): ListRow[] {
  const groups = groupBy(items, (item) => keyOf(item, summaryOf(item)))
  const blocks = [...groups].map(([key, members]) => causeRows(key, members, summaryOf, options, progress))
  const heads = sorted(
    blocks.map(([head]) => head as ListRow),
    options.sort,
  )
  const inside = new Map(blocks.map(([head, ...rest]) => [head, rest]))
  return heads.flatMap((head) => [head, ...(inside.get(head) ?? [])])
}

/** Causes that are mended stand at the top, ticked off, for as long as their requests are in the log. */
export function settledRows(progress: Progress, items: readonly Item[]): ListRow[] {
  const mending = progress.mending()
  if (mending.length === 0) return []
  const present = new Set(items)
  return mending.flatMap(([key, cause, passed]) => {
    const there = passed.filter((item) => present.has(item))
    if (there.length === 0) return []
    const passing = { passing: passed.length, total: cause.endpoints.size }
    return [
      endpointRow(`settled ${key}`, there, cause.summary, {
        passing,
        settled: true,
        endpoints: there.length,
      }),
    ]
  })
}

export function rowsOf(
  items: readonly Item[],
  summaryOf: (item: Item) => Summary,
  options: RowOptions,
  progress: Progress,
): ListRow[] {
  if (options.grouped) return groupedRows(items, summaryOf, options, progress)
  return sorted(
    items.map((item) => endpointRow(item.id, [item], summaryOf(item))),
    options.sort,
  )
}
