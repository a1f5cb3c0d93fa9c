/** Difference: two header values, and where they part. */

export interface Part {
  text: string
  differs: boolean
}

export interface Difference {
  expected: Part[]
  received: Part[]
}

const part = (text: string, differs: boolean): Part[] => (text === '' ? [] : [{ text, differs }])

const items = (value: string): string[] => value.split(',').map((item) => item.trim())

/** A list, item by item: what one side has and the other has not. */
function listParts(value: string, other: string): Part[] {
  const known = new Set(items(other).map((item) => item.toLowerCase()))
  return items(value).flatMap((item, index) => [
    ...part(index === 0 ? '' : ', ', false),
    ...part(item, !known.has(item.toLowerCase())),
  ])
}

/** A single value: the common beginning and end stand, the middle differs. */
function textParts(expected: string, received: string): Difference {
  const limit = Math.min(expected.length, received.length)
  let start = 0
  while (start < limit && expected[start] === received[start]) start++
  let end = 0
  while (end < limit - start && expected[expected.length - 1 - end] === received[received.length - 1 - end])
    end++
  const split = (value: string): Part[] => [
    ...part(value.slice(0, start), false),
    ...part(value.slice(start, value.length - end), true),
    ...part(value.slice(value.length - end), false),
  ]
  return { expected: split(expected), received: split(received) }
}

/** `list`: the header holds a comma-separated list of names. */
export function difference(expected: string, received: string, list: boolean): Difference {
  if (list) return { expected: listParts(expected, received), received: listParts(received, expected) }
  return textParts(expected, received)
}

const LIST_HEADERS = ['access-control-allow-methods', 'access-control-allow-headers', 'vary']
export const isListHeader = (name: string | null): boolean =>
  name !== null && LIST_HEADERS.includes(name.toLowerCase())
