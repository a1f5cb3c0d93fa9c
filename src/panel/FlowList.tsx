import { useEffect, useRef } from 'preact/hooks'
import { COLUMN_WORDS, columnsFor, useWidth } from './columns.ts'
import { FlowRow, rowHeight } from './FlowRow.tsx'
import type { PanelHost } from './host.ts'
import type { Column, ListRow } from './list-rows.ts'
import { say } from './say.ts'
import type { Store } from './store.ts'
import { testId } from './testids.ts'
import { useVirtualList } from './virtual-list.ts'

const HEAD_HEIGHT = 22
/** Pixels. */
const NARROW = 380

interface Props {
  store: Store
  host: PanelHost
}

/** The list: columns of the Network panel, one row a cause or a request; only the rows in view are drawn. */
export function FlowList({ store, host }: Props) {
  const rows = store.rows.value
  const selected = store.selectedRow.value
  const active = selected === null ? -1 : rows.indexOf(selected)
  const list = useRef<HTMLDivElement>(null)
  const width = useWidth(list)
  const narrow = width < NARROW
  const columns = columnsFor(width, store.preferences.columns.value)
  const virtual = useVirtualList({
    scroller: list,
    count: rows.length,
    height: (index) => rowHeight(rows[index]?.level ?? 1, narrow),
    key: (index) => rows[index]?.key ?? String(index),
    margin: HEAD_HEIGHT,
  })

  useEffect(() => {
    if (active >= 0) virtual.show(active)
  }, [selected?.key, active])

  const openMenu = (row: ListRow, x: number, y: number): void => {
    store.select(row)
    host.send({ type: 'point-at', id: row.shown.id })
    const diagnosed = store.explained.value
    if (diagnosed) store.menu.value = { diagnosed, x, y }
  }
  const onKeyDown = useListKeys({ store, list, active, openMenu })

  return (
    <div
      {...testId('flow-list')}
      ref={list}
      class={narrow ? 'list narrow' : 'list'}
      role="treegrid"
      tabIndex={0}
      aria-label={say('list.label')}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={active < 0 ? undefined : `row-${active}`}
      style={{ '--columns': gridOf(columns) }}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => {
        // the menu key was answered on keydown; some systems send this event too
        if (event.target === list.current) event.preventDefault()
      }}
    >
      <Head store={store} columns={columns} />
      <div class="list-body" role="rowgroup" style={{ height: `${virtual.total}px` }}>
        {virtual.items.map(({ index, start, size }) => {
          const row = rows[index]
          return (
            row && (
              <FlowRow
                key={row.key}
                row={row}
                index={index}
                top={start}
                height={size}
                columns={columns}
                selected={row === selected}
                found={store.search.query.value}
                onSelect={() => store.explain(row)}
                onToggle={() => store.toggle(row)}
                onMenu={(x, y) => openMenu(row, x, y)}
              />
            )
          )
        })}
      </div>
    </div>
  )
}

const WIDTHS: Record<Column, string> = {
  path: 'minmax(60px, 1fr)',
  method: '58px',
  status: '86px',
  host: '118px',
  initiator: '96px',
  time: '62px',
  duration: '58px',
}

const gridOf = (columns: readonly Column[]): string => columns.map((column) => WIDTHS[column]).join(' ')

function Head({ store, columns }: { store: Store; columns: readonly Column[] }) {
  const { sort } = store.preferences
  const { column: by, descending } = sort.value
  return (
    <div class="list-head" role="rowgroup">
      <div class="list-columns" role="row" aria-rowindex={1}>
        {columns.map((column) => (
          <span
            key={column}
            role="columnheader"
            aria-sort={by === column ? (descending ? 'descending' : 'ascending') : 'none'}
          >
            <button
              type="button"
              data-column={column}
              onClick={() => {
                sort.value = { column, descending: by === column && !descending }
              }}
            >
              {say(COLUMN_WORDS[column])}
              {by === column && <span aria-hidden="true">{descending ? ' ▾' : ' ▴'}</span>}
            </button>
          </span>
        ))}
      </div>
    </div>
  )
}

interface KeyOptions {
  store: Store
  list: { current: HTMLDivElement | null }
  active: number
  openMenu: (row: ListRow, x: number, y: number) => void
}

/** All of the list without a mouse. */
function useListKeys({ store, list, active, openMenu }: KeyOptions) {
  const rows = store.rows.value
  const row = rows[active]
  const choose = (index: number): void => {
    const wanted = rows[Math.max(0, Math.min(rows.length - 1, index))]
    if (wanted) store.select(wanted)
  }
  /** Shift+F10 and the menu key: the menu opens at the row, not at the pointer. */
  const openMenuByKey = (): void => {
    const box = list.current?.querySelector('[aria-selected=true]')?.getBoundingClientRect()
    if (row) openMenu(row, (box?.left ?? 0) + 24, box?.bottom ?? 40)
  }
  const unfold = (wanted: boolean): void => {
    if (row?.expanded != null && row.expanded !== wanted) store.toggle(row)
    else if (!wanted && row?.level === 2)
      choose(rows.findLastIndex(({ level }, index) => level === 1 && index < active))
  }
  return (event: KeyboardEvent): void => {
    if (event.target !== list.current) return
    const page = Math.max(1, Math.floor((list.current?.clientHeight ?? 0) / rowHeight(1, false)) - 1)
    const moves: Record<string, () => void> = {
      ArrowDown: () => choose(active + 1),
      ArrowUp: () => choose(active - 1),
      ArrowRight: () => unfold(true),
      ArrowLeft: () => unfold(false),
      PageDown: () => choose(active + page),
      PageUp: () => choose(active - page),
      Home: () => choose(0),
      End: () => choose(rows.length - 1),
      Enter: () => {
        store.view.value = 'detail'
        document.querySelector<HTMLElement>('.detail')?.focus()
      },
      ContextMenu: openMenuByKey,
    }
    const move = event.shiftKey && event.key === 'F10' ? openMenuByKey : moves[event.key]
    if (!move) return
    event.preventDefault()
    move()
  }
}
