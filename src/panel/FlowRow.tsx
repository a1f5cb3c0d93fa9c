import { OutcomeIcon } from './icons.tsx'
import { factsOf, type Item } from './item.ts'
import type { Column, ListRow } from './list-rows.ts'
import { say, sayCount } from './say.ts'
import { testId } from './testids.ts'
import { visible } from './visible.ts'
import { clock, shortened } from './words.ts'

/** Pixels, by level; where the list is narrow the answer has two lines. */
export const rowHeight = (level: 1 | 2, narrow: boolean): number => (level === 2 ? 22 : narrow ? 58 : 42)

interface Props {
  row: ListRow
  index: number
  /** Pixels. */
  top: number
  height: number
  columns: readonly Column[]
  selected: boolean
  /** What DevTools' own search looks for. */
  found: string
  onSelect: () => void
  onToggle: () => void
  onMenu: (x: number, y: number) => void
}

export function FlowRow({
  row,
  index,
  top,
  height,
  columns,
  selected,
  found,
  onSelect,
  onToggle,
  onMenu,
}: Props) {
  const { shown, items, summary, level, expanded, settled } = row
  const facts = factsOf(shown)
  const outcome = settled ? 'allowed' : shown.verdict.outcome
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the treegrid around it answers the keyboard
    <div
      {...testId('flow-row')}
      data-id={shown.id}
      data-outcome={outcome}
      data-url={shown.flow.exchange.url}
      data-count={items.length}
      class={`row level-${level} ${settled ? 'settled' : ''}`}
      id={`row-${index}`}
      role="row"
      aria-level={level}
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-expanded={expanded ?? undefined}
      aria-label={nameOf(row)}
      title={shortened(visible(facts.url))}
      style={{ top: `${top}px`, height: `${height}px` }}
      onClick={onSelect}
      onDblClick={() => expanded !== null && onToggle()}
      onContextMenu={(event) => {
        event.preventDefault()
        onMenu(event.clientX, event.clientY)
      }}
    >
      {columns.map((column) => (
        <span key={column} class={`cell cell-${column}`} role="gridcell">
          {column === 'path' ? (
            <Path row={row} found={found} columns={columns} onToggle={onToggle} />
          ) : (
            <Cell column={column} row={row} />
          )}
        </span>
      ))}
      {level === 1 && (
        <Answer row={row} text={visible(summary.answer)} found={found} columns={columns.length} />
      )}
    </div>
  )
}

const nameOf = ({ shown, path, items, summary, passing, settled }: ListRow): string => {
  const { called, host } = factsOf(shown)
  return [
    `${called.method} ${shortened(visible(path), 200)}`,
    host,
    settled ? '' : say(`outcome.${shown.verdict.outcome}`),
    visible(summary.answer),
    items.length > 1 ? sayCount('requests', items.length) : '',
    passing ? say('list.passing', { ...passing }) : '',
  ]
    .filter(Boolean)
    .join(', ')
}

interface PathProps {
  row: ListRow
  found: string
  /** What has no column of its own stands here too. */
  columns: readonly Column[]
  onToggle: () => void
}

function Path({ row, found, columns, onToggle }: PathProps) {
  const { shown, items, path, level, expanded, endpoints, kind, settled } = row
  const withHost = !columns.includes('host')
  const method = columns.includes('method') ? '' : `${visible(factsOf(shown).called.method)} `
  const text =
    kind === 'cause' ? sayCount('endpoints', endpoints) : `${method}${shortened(visible(path), 200)}`
  return (
    <>
      {expanded !== null && (
        <button
          {...testId('toggle')}
          type="button"
          class="toggle"
          tabIndex={-1}
          aria-label={say(expanded ? 'list.collapse' : 'list.expand')}
          onClick={(event) => {
            event.stopPropagation()
            onToggle()
          }}
        >
          {expanded ? '▾' : '▸'}
        </button>
      )}
      {level === 1 && <OutcomeIcon outcome={settled ? 'allowed' : shown.verdict.outcome} />}
      <span class="path">
        <Found text={text} query={found} />
      </span>
      {withHost && level === 1 && <span class="host">{visible(factsOf(shown).host)}</span>}
      {items.length > 1 && (
        <span class="count" title={sayCount('requests', items.length)}>
          ×{items.length}
        </span>
      )}
    </>
  )
}

function Cell({ column, row }: { column: Exclude<Column, 'path'>; row: ListRow }) {
  const facts = factsOf(row.shown)
  switch (column) {
    case 'method':
      return <>{visible(facts.called.method)}</>
    case 'status':
      return <Status row={row} />
    case 'host':
      return <>{visible(facts.host)}</>
    case 'initiator':
      return <>{visible(facts.initiator)}</>
    case 'time':
      return <>{clock(factsOf(row.items[0] ?? row.shown).time)}</>
    case 'duration':
      return <>{lasted(facts.duration)}</>
  }
}

/** The status, and whose it is where that is not plain. */
function Status({ row: { shown } }: { row: ListRow }) {
  const { status, statusOf } = factsOf(shown)
  const kind = shown.flow.exchange.ending.kind
  if (status === 0) return <>{kind === 'failed' || kind === 'stopped' ? say('list.failed') : ''}</>
  return (
    <>
      {status}
      {statusOf !== 'response' && <span class="status-of"> {say(`list.of-${statusOf}`)}</span>}
    </>
  )
}

function Answer({
  row,
  text,
  found,
  columns,
}: {
  row: ListRow
  text: string
  found: string
  columns: number
}) {
  const { passing, settled, shown } = row
  const said = withoutRequest(text, shown) || say(`outcome.${shown.verdict.outcome}`)
  return (
    <span class="row-answer" role="gridcell" aria-colspan={columns}>
      {passing && (
        <span {...testId('passing')} class={`passing ${settled ? 'all' : ''}`}>
          {say('list.passing', { ...passing })}
        </span>
      )}
      <span class="row-text">
        <Found text={said} query={found} />
      </span>
    </span>
  )
}

/** The first line of the row names the request already. */
function withoutRequest(text: string, shown: Item): string {
  const { called, path } = factsOf(shown)
  const request = `${called.method} ${visible(path).split('?')[0]} `
  return text.startsWith(request) ? text.slice(request.length).replace(/^\(\d{3}\):? /, '') : text
}

/** The text with what the search looks for marked in it. */
function Found({ text, query }: { text: string; query: string }) {
  const at = query === '' ? -1 : text.toLowerCase().indexOf(query.toLowerCase())
  if (at < 0) return <bdi>{text}</bdi>
  return (
    <bdi>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + query.length)}</mark>
      {text.slice(at + query.length)}
    </bdi>
  )
}

const lasted = (ms: number): string =>
  ms <= 0 ? '' : ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`
