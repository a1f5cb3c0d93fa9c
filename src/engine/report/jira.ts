/** Jira's wiki markup from hostile text: whatever a log holds, it comes out as text and nothing else. */
import { type Flavour, paragraphsBy, proseBy } from './flavour.ts'
import { lines, oneLine } from './plain.ts'

/** Smileys and marks in parentheses. */
const SMILEY = /\((?=(?:[!?/+*xiyn-]|on|off|\*[rgby]|flag|flagoff)\))/g

/**
 * Backslash before what Jira reads as markup. It is no escape before a backslash, a colon or an ampersand: those get a
 * zero-width space, so that no line break, smiley, address, mention or character by number comes of them.
 */
const escaped = (text: string): string =>
  oneLine(text)
    .replace(/\\/g, '\\\u200b')
    .replace(/[*_+^~{}[\]|!@]|\?(?=\?)|(?<![A-Za-z])-|-(?![A-Za-z])/g, '\\$&')
    .replace(SMILEY, '\\(')
    .replace(/^(\s*)#/, '$1\\#')
    .replace(/:(?=\/|\\?[()|]|[DPp]\b)/g, ':\u200b')
    .replace(/;(?=\))/g, ';\u200b')
    .replace(/&(?=[\w#])/g, '&\u200b')
    .replace(/\bwww\./gi, (www) => `${www.slice(0, -1)}\u200b.`)
    // a line of ours begins with it
    .replace(/^(\s*)(h[1-6]|bq)\./i, '$1\u200b$2.')

/** With the inner brace they would be a macro: `{{code}}`. */
const MACRO = /^(?=adf|anchor|code|color|html|loremipsum|noformat|panel|quote)/i

/** Within braces Jira reads markup as well; a space or a brace at an end would keep them from being code. */
function code(text: string): string {
  const content = oneLine(text)
  if (content.trim() === '') return '(empty)'
  const inside = content
    .replace(/\\/g, '\\\u200b')
    .replace(/[*_+^~{}[\]|!@]|\?(?=\?)|-(?![A-Za-z])/g, '\\$&')
    .replace(/&(?=[\w#])/g, '&\u200b')
    .replace(/^(?=[\s\\])|(?<=[\s}])$/g, '\u200b')
    .replace(MACRO, '\u200b')
  return `{{${inside}}}`
}

/** Jira takes braces for code only where no letter and no digit touches them; those of a log stand behind backslashes. */
const prose = (text: string): string =>
  proseBy(
    code,
    escaped,
  )(text)
    .replace(/(?<=[\p{L}\p{N}\u0080-\uffff])\{\{/gu, ' {{')
    .replace(/\}\}(?=[\p{L}\p{N}\u0080-\uffff])/gu, '}} ')

/** Around text with a backslash nothing is set: Jira would take the backslash away and read the text once more. */
const marked = (mark: string, content: string): string =>
  /[\\\u200b]/.test(content) ? content : `${mark}${content}${mark}`

/** Names under which Jira colours code; another one would be an error in its place. */
const LANGUAGES: Readonly<Record<string, string>> = {
  bash: 'bash',
  css: 'css',
  go: 'go',
  html: 'html',
  java: 'java',
  javascript: 'javascript',
  js: 'javascript',
  json: 'json',
  php: 'php',
  python: 'python',
  ruby: 'ruby',
  sql: 'sql',
  xml: 'xml',
  yaml: 'yaml',
}

function block(language: string, text: string): string {
  const known = Object.hasOwn(LANGUAGES, language) ? LANGUAGES[language] : undefined
  const [open, close] = known === undefined ? ['{noformat}', '{noformat}'] : [`{code:${known}}`, '{code}']
  // only its own end is read inside of a block
  const content = lines(text)
    .join('\n')
    .replace(/\{(?=noformat|code)/gi, '{\u200b')
  return `${open}\n${content}\n${close}`
}

/** A bar ends a cell, whatever stands before it (measured); the exchange on the wire has it as it is. */
const inCell = (text: string): string => text.replaceAll('|', '∣')

const row = (cells: readonly string[], bar: string): string =>
  `${bar}${cells.map((content) => (content === '' ? ' ' : content)).join(bar)}${bar}`

export const JIRA: Flavour = {
  heading: (level, content) => `h${level}. ${content}`,
  strong: (content) => marked('*', content),
  emphasis: (content) => marked('_', content),
  code,
  prose,
  paragraphs: paragraphsBy(prose),
  block,
  details: (summary, content) => `${marked('*', escaped(summary))}\n\n${content}`,
  list: (items) => items.map((item) => `* ${item}`).join('\n'),
  table: (head, rows) => [row(head, '||'), ...rows.map((cells) => row(cells, '|'))].join('\n'),
  cell: (text) => prose(inCell(text)),
  cellCode: (text) => code(inCell(text)),
  link: (url) => `[${url}]`,
  rule: '----',
}
