import { useEffect, useRef } from 'preact/hooks'
import { type FlowDiagnosis, redactUrl } from '../engine/index.ts'
import type { PanelHost } from './host.ts'
import { OutcomeIcon } from './icons.tsx'
import type { Row } from './rows.ts'
import type { Store } from './store.ts'
import { testId } from './testids.ts'
import { verdictData } from './verdict-data.ts'
import { visible } from './visible.ts'
import { OUTCOME_WORDS, STAGE_WORD, shortened, urlParts } from './words.ts'

/** The status that tells most: the preflight's when that was the end. */
function statusOf({ flow, verdict }: FlowDiagnosis): string {
  const exchange = verdict.finding?.stage === 'preflight' ? (flow.preflight ?? flow.exchange) : flow.exchange
  if (exchange.status > 0) return String(exchange.status)
  return exchange.ending.kind === 'failed' ? '(failed)' : ''
}

const optionId = (index: number): string => `flow-${index}`

interface Props {
  store: Store
  host: PanelHost
}

export function FlowList({ store, host }: Props) {
  const rows = store.rows.value
  const selected = store.selected.value
  const active = selected === null ? -1 : rows.indexOf(selected)
  const list = useRef<HTMLDivElement>(null)

  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView?.({ block: 'nearest' })
  }, [selected?.key])

  const choose = (index: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))]
    if (row) store.select(row)
  }
  const openMenu = (row: Row, x: number, y: number): void => {
    store.select(row)
    host.send({ type: 'point-at', id: row.diagnosed.id })
    store.menu.value = { row, x, y }
  }
  /** Shift+F10 and the menu key: the menu opens at the row, not at the pointer. */
  const openMenuByKey = (): void => {
    const option = list.current?.querySelector('[aria-selected=true]')
    if (!selected || !option) return
    const box = option.getBoundingClientRect()
    openMenu(selected, box.left + 24, box.bottom)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((list.current?.clientHeight ?? 0) / 44) - 1)
    const moves: Record<string, () => void> = {
      ArrowDown: () => choose(active + 1),
      ArrowUp: () => choose(active - 1),
      PageDown: () => choose(active + page),
      PageUp: () => choose(active - page),
      Home: () => choose(0),
      End: () => choose(rows.length - 1),
      Enter: () => {
        store.view.value = 'detail'
      },
      ContextMenu: openMenuByKey,
    }
    const move = event.shiftKey && event.key === 'F10' ? openMenuByKey : moves[event.key]
    if (!move) return
    event.preventDefault()
    move()
  }

  return (
    <div
      {...testId('flow-list')}
      ref={list}
      class="list"
      role="listbox"
      tabIndex={0}
      aria-label="Cross-origin requests, newest first"
      aria-activedescendant={active < 0 ? undefined : optionId(active)}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => {
        // the menu key was answered on keydown; some systems send this event too
        if (event.target === list.current) event.preventDefault()
      }}
    >
      {rows.map((row, index) => (
        <FlowRow
          key={row.key}
          row={row}
          id={optionId(index)}
          selected={row === selected}
          onSelect={() => {
            store.select(row)
            store.view.value = 'detail'
          }}
          onMenu={(x, y) => openMenu(row, x, y)}
        />
      ))}
    </div>
  )
}

interface RowProps {
  row: Row
  id: string
  selected: boolean
  onSelect: () => void
  onMenu: (x: number, y: number) => void
}

function FlowRow({ row, id, selected, onSelect, onMenu }: RowProps) {
  const { diagnosed, explanation, ids, title } = row
  const { method } = diagnosed.flow.exchange
  const url = visible(redactUrl(diagnosed.flow.exchange.url))
  const { host, path } = urlParts(url)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox around it answers the keyboard
    // biome-ignore lint/a11y/useFocusableInteractive: the listbox has the focus and names this option active
    <div
      {...testId('flow-row')}
      {...verdictData(diagnosed)}
      data-count={ids.length}
      class="row"
      id={id}
      role="option"
      aria-selected={selected}
      title={shortened(url)}
      onClick={onSelect}
      onContextMenu={(event) => {
        event.preventDefault()
        onMenu(event.clientX, event.clientY)
      }}
    >
      <OutcomeIcon outcome={diagnosed.verdict.outcome} />
      <span class="row-request">
        <span class="method">{method}</span> <span class="path">{shortened(path, 200)}</span>
        <span class="host">{host}</span>
      </span>
      {ids.length > 1 && (
        <span class="count" title={`${ids.length} times the same`}>
          ×{ids.length}
        </span>
      )}
      <span class="row-reason">
        <span class="visually-hidden">{OUTCOME_WORDS[diagnosed.verdict.outcome]}: </span>
        {visible(title)}
      </span>
      <span class="row-status">{statusOf(diagnosed)}</span>
      <span class="row-stage">{explanation === null ? '' : STAGE_WORD[explanation.stage]}</span>
    </div>
  )
}
