/** Text of files and file names, made harmless for a terminal. */

/** Controls, marks of direction and characters without width: a terminal obeys them, or shows nothing. */
const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

/** Everything harmful shown as “?”. */
export const printable = (text: string): string => text.replace(HARMFUL, '?')

/** One line, whatever the file is named and whatever the error says. */
export const oneLine = (text: string): string => printable(text.replace(/\s+/g, ' ')).trim()

/** JSON with everything escaped that a terminal might take for a command. */
export const toJson = (value: unknown): string =>
  `${JSON.stringify(value, null, 2).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (char) =>
    char === '\n'
      ? char
      : [...Array(char.length).keys()].map((at) => unicodeEscape(char.charCodeAt(at))).join(''),
  )}\n`

const unicodeEscape = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`
