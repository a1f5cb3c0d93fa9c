/** Lists kept in order while their items come and go; what comes in order, as a log does, costs nothing. */

/** First place whose item does not stand before the given one. */
function placeOf<Item>(list: readonly Item[], item: Item, compare: (a: Item, b: Item) => number): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (compare(list[middle] as Item, item) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** @returns the place where it stands now. */
export function insertInOrder<Item>(list: Item[], item: Item, compare: (a: Item, b: Item) => number): number {
  const last = list[list.length - 1]
  if (last === undefined || compare(last, item) <= 0) return list.push(item) - 1
  const place = placeOf(list, item, compare)
  list.splice(place, 0, item)
  return place
}

/** Takes one item out of a list kept in order; nothing happens where it is not there. */
export function removeInOrder<Item>(list: Item[], item: Item, compare: (a: Item, b: Item) => number): void {
  const place = placeOf(list, item, compare)
  if (list[place] === item) list.splice(place, 1)
}
