/** Virtual list: which rows are in view, so that only those are in the document. */
import { useSignal } from '@preact/signals'
import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type VirtualItem,
  Virtualizer,
} from '@tanstack/virtual-core'
import type { RefObject } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'

/** What is drawn while the list has no height, as in a hidden panel. */
const UNMEASURED = { width: 400, height: 1200 }

interface Options {
  scroller: RefObject<HTMLElement | null>
  count: number
  /** Pixels. */
  height: (index: number) => number
  key: (index: number) => string
  /** Pixels above the first row. */
  margin: number
}

export interface VirtualList {
  items: readonly VirtualItem[]
  /** Pixels. */
  total: number
  show(index: number): void
}

export function useVirtualList({ scroller, count, height, key, margin }: Options): VirtualList {
  const tick = useSignal(0)
  const list = useMemo(
    () =>
      new Virtualizer<HTMLElement, HTMLElement>({
        count: 0,
        getScrollElement: () => scroller.current,
        estimateSize: () => 40,
        scrollToFn: elementScroll,
        initialRect: UNMEASURED,
        observeElementRect: (instance, told) =>
          observeElementRect(instance, (rect) => told(rect.height > 0 ? rect : UNMEASURED)),
        observeElementOffset,
        onChange: () => {
          tick.value++
        },
      }),
    [],
  )
  tick.value
  list.setOptions({
    ...list.options,
    count,
    estimateSize: height,
    getItemKey: key,
    scrollPaddingStart: margin,
    overscan: 6,
  })
  const first = height(0)
  useEffect(() => list.measure(), [first])
  useEffect(() => list._didMount(), [list])
  useEffect(() => list._willUpdate())
  return {
    items: list.getVirtualItems(),
    total: list.getTotalSize(),
    show: (index) => list.scrollToIndex(index, { align: 'auto' }),
  }
}
