/** A small seeded generator of random numbers (mulberry32), so that a seed gives the same cases everywhere. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** From 0 up to, but not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.next() * items.length)]
    if (item === undefined && items.length === 0) throw new Error('Nothing to pick from.')
    return item as Item
  }

  /** One of the items, each as likely as its weight says. */
  weighted<Item>(items: readonly (readonly [weight: number, item: Item])[]): Item {
    const total = items.reduce((sum, [weight]) => sum + weight, 0)
    let rest = this.next() * total
    for (const [weight, item] of items) {
      rest -= weight
      if (rest < 0) return item
    }
    return (items.at(-1) as readonly [number, Item])[1]
  }

  /** Some of the items, from `low` to `high` of them, in their own order, none twice. */
  some<Item>(items: readonly Item[], low: number, high: number): Item[] {
    const wanted = Math.min(this.int(low, high), items.length)
    const chosen = new Set<number>()
    while (chosen.size < wanted) chosen.add(Math.floor(this.next() * items.length))
    return items.filter((_, index) => chosen.has(index))
  }
}
