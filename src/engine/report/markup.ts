/** Markdown from hostile text: whatever a log holds, it comes out as text and nothing else. */
import { type Flavour, paragraphsBy, proseBy } from './flavour.ts'
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

/** Backslash before all that Markdown reads; a mention or a reference gets a zero-width space, so that it names nobody. */
const escapeText = (text: string): string =>
  oneLine(text)
    .replace(/[\\`*_[\]<>|~$&]/g, '\\$&')
    .replace(/^(\s*)([-+#=]|\d+[.)](?=\s|$))/, '$1\u200b$2')
    .replaceAll('@', '\u200b@\u200b')
    // issues and merge requests of GitHub and GitLab: #1, GH-1, !1, &1, %1
    .replace(/([#!%]|\\[&~$])(?=[\w"])/g, '$1\u200b')
    .replace(/\bGH-(?=\d)/gi, '$&\u200b')
    // markdown-it makes a link of //host, too
    .replace(/\/(?=\/)/g, '/\u200b')
    .replace(/\bwww\./gi, (www) => `${www.slice(0, -1)}\u200b.`)

/** A sentence: code between backticks and addresses become code, all else is escaped. */
export const prose = proseBy(code, escapeText)

/** Paragraphs, divided by an empty line. */
export const paragraphs = paragraphsBy(prose)

/** A fenced block; `language` from our own tables or dropped. */
export function block(language: string, text: string): string {
  const content = lines(text).join('\n')
  const fence = '`'.repeat(Math.max(3, longestRun(content, '`') + 1))
  return `${fence}${/^[a-z0-9+#-]{1,20}$/i.test(language) ? language : ''}\n${content}\n${fence}`
}

/** Numbers of characters, which no Markdown reads as markup and which end no cell. */
const entities = (text: string): string =>
  text
    .replace(/[^\p{L}\p{N} ]/gu, (char) => `&#${char.codePointAt(0)};`)
    // some parsers look for addresses in what the numbers stand for
    .replace(/&#47;(?=&#47;)|&#64;|(?<=\bwww)&#46;/g, '&#8203;$&&#8203;')

/**
 * Code in a cell. A bar, a backslash or a backtick is read in three ways by three parsers (measured: cmark-gfm,
 * micromark, markdown-it), so that such a text is HTML of numbers.
 */
export const cellCode = (text: string): string =>
  /[|\\`]/.test(text) ? `<code>${entities(oneLine(text))}</code>` : code(text)

/** A sentence in a cell, its code and addresses as code. */
export const cell = (text: string): string => (/[|\\`]/.test(text) ? entities(oneLine(text)) : prose(text))

/** A row holds Markdown already; a bar that is left would end its cell. */
const row = (cells: readonly string[]): string =>
  `| ${cells.map((content) => content.replace(/\|/g, '&#124;')).join(' | ')} |`

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

/** Text of HTML and of its quoted attributes. */
export const html = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)

/** Within a block of HTML no Markdown is read, so that the summary is escaped as HTML. */
const summaryText = (text: string): string =>
  html(oneLine(text))
    .replaceAll('@', '@\u200b')
    .replace(/#(?=\w)/g, '#\u200b')

/** `summary` is plain text, `content` Markdown. */
export const details = (summary: string, content: string): string =>
  `<details><summary>${summaryText(summary)}</summary>\n\n${content}\n\n</details>`

export const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n')

/** GitHub's and GitLab's Markdown. */
export const MARKDOWN: Flavour = {
  heading: (level, content) => `${'#'.repeat(level)} ${content}`,
  strong: (content) => `**${content}**`,
  emphasis: (content) => `*${content}*`,
  code,
  prose,
  paragraphs,
  block,
  details,
  list,
  table,
  cell,
  cellCode,
  link: (url) => `<${url}>`,
  rule: '---',
}
