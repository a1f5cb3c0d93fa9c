/** Timeline: exchanges by time, from which those that are taken drop out. Each look-up costs about log n, however many were taken. */
import type { Exchange } from '../har/exchange.ts'

export interface Timeline {
  /** The latest free one at or before a time, then those before it. */
  backFrom(time: number): Iterable<Exchange>
  /** The earliest free one at or after a time, then those after it. */
  onFrom(time: number): Iterable<Exchange>
}

/** Positions along a list from which taken ones are cut out as they are met; `step` is -1 or 1. */
function freePositions(length: number, step: -1 | 1, isFree: (place: number) => boolean) {
  const next = Array.from({ length }, (_, place) => place + step)
  const inside = (place: number): boolean => place >= 0 && place < length
  return (start: number): number => {
    let free = start
    while (inside(free) && !isFree(free)) free = next[free] ?? length
    for (let place = start; place !== free; ) {
      const after = next[place] ?? free
      next[place] = free
      place = after
    }
    return free
  }
}

/** `taken` may grow, and never shrinks. */
export function timelineOf(
  exchanges: readonly Exchange[],
  timeOf: (exchange: Exchange) => number,
  taken: { has(exchange: Exchange): boolean },
): Timeline {
  const sorted = [...exchanges].sort((a, b) => timeOf(a) - timeOf(b) || a.index - b.index)
  const isFree = (place: number): boolean => {
    const exchange = sorted[place]
    return exchange !== undefined && !taken.has(exchange)
  }
  const back = freePositions(sorted.length, -1, isFree)
  const on = freePositions(sorted.length, 1, isFree)

  /** How many stand before a time, or up to it. */
  function countBefore(time: number, upTo: boolean): number {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const exchange = sorted[middle]
      const at = exchange === undefined ? 0 : timeOf(exchange)
      if (at < time || (upTo && at === time)) low = middle + 1
      else high = middle
    }
    return low
  }

  function* walk(start: number, step: -1 | 1, free: (place: number) => number): Generator<Exchange> {
    for (let place = free(start); place >= 0 && place < sorted.length; place = free(place + step)) {
      const exchange = sorted[place]
      if (exchange === undefined) return
      yield exchange
    }
  }

  return {
    backFrom: (time) => walk(countBefore(time, true) - 1, -1, back),
    onFrom: (time) => walk(countBefore(time, false), 1, on),
  }
}
