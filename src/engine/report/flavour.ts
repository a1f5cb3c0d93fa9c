/** Flavour: one way to write a report for an issue tracker. What a section says is the same in all of them. */

export interface Flavour {
  /** `content`: markup already. */
  heading(level: 1 | 2 | 3, content: string): string
  strong(content: string): string
  emphasis(content: string): string
  /** Code in a line, from hostile text. */
  code(text: string): string
  /** A sentence of hostile text; what stands between backticks, and addresses, become code. */
  prose(text: string): string
  /** The same, divided by empty lines. */
  paragraphs(text: string): string
  /** Lines of code. */
  block(language: string, text: string): string
  /** `summary` is plain text, `content` markup; folded where the tracker can. */
  details(summary: string, content: string): string
  list(items: readonly string[]): string
  table(head: readonly string[], rows: readonly (readonly string[])[]): string
  /** Hostile text for a cell: a sentence, and code. */
  cell(text: string): string
  cellCode(text: string): string
  /** An address of ours. */
  link(url: string): string
  rule: string
}

const CODE_OR_URL =
  /`([^`\n]+)`|[a-z][a-z0-9+.-]{0,30}:\/\/(?:‹[a-z]{1,9} \d{1,6}›|[^\s"'<>`‹›“”])*(?:‹[a-z]{1,9} \d{1,6}›|[^\s"'<>`‹›“”.,:;!?)])/gi

/** A sentence, its code and addresses by `code`, all else by `plain`. */
export function proseBy(code: (text: string) => string, plain: (text: string) => string) {
  return (text: string): string => {
    let result = ''
    let end = 0
    for (const match of text.matchAll(CODE_OR_URL)) {
      result += plain(text.slice(end, match.index)) + code(match[1] ?? match[0])
      end = match.index + match[0].length
    }
    return result + plain(text.slice(end))
  }
}

export const paragraphsBy =
  (prose: (text: string) => string) =>
  (text: string): string =>
    text
      .split(/\n{2,}/)
      .map((paragraph) => prose(paragraph).trim())
      .filter((paragraph) => paragraph !== '')
      .join('\n\n')
