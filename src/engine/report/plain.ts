/** Plain text from hostile text: no control character, no escape sequence, no reordering reaches a reader. */

/** Controls, separators and spaces but the plain one, direction marks, zero-width and other format characters. */
const UNSEEN = /(?! )[\p{Cc}\p{Cf}\p{Cs}\p{Z}]/gu

const written = (char: string): string => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`

/** One line: line breaks and tabs become a space, all else that cannot be seen is written as \uXXXX. */
export const oneLine = (text: string): string => text.replace(/[\t\r\n]+/g, ' ').replace(UNSEEN, written)

/** Several lines, indentation kept: for code. */
export const lines = (text: string): string[] =>
  text.split(/\r\n|\r|\n/).map((line) => line.replaceAll('\t', '    ').replace(UNSEEN, written))
