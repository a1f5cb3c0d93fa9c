/** Columns of the list: those that are wanted, as far as there is room. */
import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Column } from './list-rows.ts'
import type { MessageId } from './say.ts'

export const COLUMN_WORDS: Record<Column, MessageId> = {
  path: 'column.path',
  method: 'column.method',
  status: 'column.status',
  host: 'column.host',
  initiator: 'column.initiator',
  time: 'column.time',
  duration: 'column.duration',
}

/** From which width of the list on a column has room. */
const ROOM: Record<Column, number> = {
  path: 0,
  method: 320,
  status: 240,
  time: 400,
  host: 540,
  initiator: 660,
  duration: 740,
}

export const columnsFor = (width: number, wanted: readonly Column[]): Column[] =>
  wanted.filter((column) => width >= ROOM[column])

/** Where nothing is measured yet. */
const USUAL = 500

export function useWidth(element: RefObject<HTMLElement | null>): number {
  const width = useSignal(USUAL)
  useEffect(() => {
    const { current } = element
    if (!current || typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(() => {
      if (current.clientWidth > 0) width.value = current.clientWidth
    })
    observer.observe(current)
    return () => observer.disconnect()
  }, [element])
  return width.value
}
