/** Markdown from hostile text: whatever a log holds, it comes out as text and nothing else. */
import { lines, oneLine } from './plain.ts'

const longestRun = (text: string, char: string): number =>
  (text.match(new RegExp(`${char}+`, 'g')) ?? []).reduce((most, run) => Math.max(most, run.length), 0)

/** Code in a line: the fence is longer than any run of backticks inside, so that none closes it. */
export function code(text: string): string {
  const content = oneLine(text)
  if (content.trim() === '') return '(empty)'
  const fence = '`'.repeat(longestRun(content, '`') + 1)
  const pad = /^[` ]|[` ]$/.test(content) ? ' ' : ''
  return `${fence}${pad}${content}${pad}${fence}`
}

/** Backslash before all that Markdown reads; a mention gets a zero-width space, so that it notifies nobody. */
const escapeText = (text: string): string =>
  oneLine(text)
    .replace(/[\\`*_[\]<>|~$&]/g, '\\$&')
    .replace(/^(\s*)([-+#=]|\d+[.)](?=\s|$))/, '$1\u200b$2')
    .replaceAll('@', '@\u200b')
    .replace(/\bwww\./gi, (www) => `${www.slice(0, -1)}\u200b.`)

const CODE_OR_URL =
  /`([^`\n]+)`|[a-z][a-z0-9+.-]{0,30}:\/\/(?:‹[a-z]{1,9} \d{1,6}›|[^\s"'<>`‹›“”])*(?:‹[a-z]{1,9} \d{1,6}›|[^\s"'<>`‹›“”.,:;!?)])/gi

/** A sentence: code between backticks and addresses become code, all else is escaped. */
export function prose(text: string): string {
  let result = ''
  let end = 0
  for (const match of text.matchAll(CODE_OR_URL)) {
    result += escapeText(text.slice(end, match.index)) + code(match[1] ?? match[0])
    end = match.index + match[0].length
  }
  return result + escapeText(text.slice(end))
}

/** Paragraphs, divided by an empty line. */
export const paragraphs = (text: string): string =>
  text
    .split(/\n{2,}/)
    .map((paragraph) => prose(paragraph).trim())
    .filter((paragraph) => paragraph !== '')
    .join('\n\n')

/** A fenced block; `language` from our own tables or dropped. */
export function block(language: string, text: string): string {
  const content = lines(text).join('\n')
  const fence = '`'.repeat(Math.max(3, longestRun(content, '`') + 1))
  return `${fence}${/^[a-z0-9+#-]{1,20}$/i.test(language) ? language : ''}\n${content}\n${fence}`
}

/** A row holds Markdown already; a bar would end its cell, also within code. */
const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replace(/\\?\|/g, '\\|')).join(' | ')} |`

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

export const details = (summary: string, content: string): string =>
  `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`

export const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n')
