/**
 * String literals of every language a fix is written in. What goes in comes from a network log and is hostile: a
 * value never ends its literal and never starts an interpolation.
 */

const unicode = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Everything outside of printable ASCII, and the two line separators with it. */
const escapeOthers = (text: string): string => text.replace(/[^\x20-\x7e]/g, unicode)

const escapeQuoted = (text: string, quote: string): string =>
  escapeOthers(text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`))

/** JavaScript and TypeScript. */
export const js = (text: string): string => `'${escapeQuoted(text, "'")}'`

/** JSON, Java, Go and C#: double quotes, backslash and \u escapes mean the same in all four. */
export const quoted = (text: string): string => `"${escapeQuoted(text, '"')}"`

/** Python; braces mean nothing outside of f-strings. */
export const python = (text: string): string => `"${escapeQuoted(text, '"')}"`

/** A Ruby or PHP literal in single quotes, where nothing is interpolated. */
export const singleQuoted = (text: string): string =>
  `'${text
    .replace(/[^\x20-\x7e]/g, '')
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")}'`

/** A YAML double-quoted scalar. */
export const yaml = quoted

/** An HTML attribute value in double quotes. */
export const html = (text: string): string =>
  `"${text.replace(/[&"<>]|[^\x20-\x7e]/g, (char) => `&#${char.codePointAt(0) ?? 0};`)}"`

/** nginx has no escape for `$` in a string: such a value cannot be written at all. */
export const nginx = (text: string): string | null =>
  /^[\x20-\x7e]*$/.test(text) && !/[$\\"]/.test(text) ? `"${text}"` : null

/** A Caddyfile token; `{` would start a placeholder. */
export const caddy = (text: string): string | null =>
  /^[\x20-\x7e]*$/.test(text) && !/[{}\\"`]/.test(text) ? `"${text}"` : null

/** A word for the shell; null where it would need more than single quotes around it. */
export const shell = (text: string): string | null => {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text
  return /^[\x20-\x7e]*$/.test(text) && !text.includes("'") ? `'${text}'` : null
}

/** A raw Python string that a regular expression goes into. */
export const pythonRegex = (text: string): string =>
  `r"${text.replace(/[^\x20-\x7e]/g, '').replaceAll('"', '\\x22')}"`

/** Literal text for a regular expression. */
export const escapeRegex = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')

/** A comment is ended by a line break only. */
export const comment = (text: string): string => text.replace(/[^\x20-\x7e]/g, ' ')

export type Quote = (text: string) => string

export const list = (items: readonly string[], quote: Quote): string => items.map(quote).join(', ')
