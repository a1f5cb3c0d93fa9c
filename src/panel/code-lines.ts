/** Lines of code: tokens divided at the ends of lines, and which lines matter for this failure. */
import type { Explanation } from '../engine/index.ts'

export interface Token {
  text: string
  /** keyword, string, comment…; '' where nothing is known. */
  kind: string
}

/** The line ends stay with their lines, so that the lines together are the code. */
export function linesOf(tokens: readonly Token[]): Token[][] {
  const lines: Token[][] = [[]]
  for (const { text, kind } of tokens) {
    text.split(/(?<=\n)/).forEach((piece, index) => {
      if (index > 0) lines.push([])
      if (piece !== '') lines.at(-1)?.push({ text: piece, kind })
    })
    if (text.endsWith('\n')) lines.push([])
  }
  return lines.at(-1)?.length === 0 ? lines.slice(0, -1) : lines
}

const items = (value: string): string[] => value.split(',').map((item) => item.trim().toLowerCase())

/** What the response must hold and does not, item by item. */
export function wantedValues(blockers: readonly Explanation[]): string[] {
  return blockers.flatMap(({ header, expected, received }) => {
    if (header === null || expected === null || expected === '*') return []
    const there = items(received ?? '')
    return items(expected).filter((item) => item.length > 1 && !there.includes(item))
  })
}

/** A line matters when it holds one of the values as a whole word. */
export function matters(line: readonly Token[], wanted: readonly string[]): boolean {
  const text = line
    .map((token) => token.text)
    .join('')
    .toLowerCase()
  return wanted.some((value) => {
    const at = text.indexOf(value)
    if (at < 0) return false
    const edges = `${text[at - 1] ?? ' '}${text[at + value.length] ?? ' '}`
    return !/[\w-]/.test(edges)
  })
}
