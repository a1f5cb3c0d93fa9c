/** Twins: a redirect to a forbidden target is logged twice, as stopped and again as aborted (measured). The second is kept. */
import { hasNetError } from '../har/ending.ts'
import type { Exchange } from '../har/exchange.ts'

const twinOf = ({ method, url, startedAt, status }: Exchange): string =>
  JSON.stringify([method, url, startedAt, status])

interface Pair {
  stopped: Set<Exchange>
  aborted: Set<Exchange>
}

/** Which of the exchanges are hidden behind their twin, while they come and go. */
export class Twins {
  readonly #pairs = new Map<string, Pair>()

  /** Takes an exchange in. @returns what is to be seen of it and of its twins from now on. */
  add(exchange: Exchange): { shown: Exchange[]; hidden: Exchange[] } {
    const side = sideOf(exchange)
    if (side === null) return { shown: [exchange], hidden: [] }
    const key = twinOf(exchange)
    const pair = this.#pairs.get(key) ?? { stopped: new Set(), aborted: new Set() }
    this.#pairs.set(key, pair)
    pair[side].add(exchange)
    if (side === 'stopped') return { shown: pair.aborted.size === 0 ? [exchange] : [], hidden: [] }
    return { shown: [exchange], hidden: pair.aborted.size === 1 ? [...pair.stopped] : [] }
  }

  /** Takes an exchange out. @returns the twins that come to light, and the exchange itself where it was seen. */
  remove(exchange: Exchange): { shown: Exchange[]; hidden: Exchange[] } {
    const side = sideOf(exchange)
    if (side === null) return { shown: [], hidden: [exchange] }
    const key = twinOf(exchange)
    const pair = this.#pairs.get(key)
    if (pair === undefined) return { shown: [], hidden: [exchange] }
    const wasHidden = side === 'stopped' && pair.aborted.size > 0
    pair[side].delete(exchange)
    if (pair.stopped.size + pair.aborted.size === 0) this.#pairs.delete(key)
    const shown = side === 'aborted' && pair.aborted.size === 0 ? [...pair.stopped] : []
    return { shown, hidden: wasHidden ? [] : [exchange] }
  }
}

function sideOf({ redirectUrl, ending }: Exchange): keyof Pair | null {
  if (redirectUrl === null) return null
  if (ending.kind === 'stopped') return 'stopped'
  return hasNetError(ending, 'net::ERR_ABORTED') ? 'aborted' : null
}
