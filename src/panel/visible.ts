/** Visible: characters that nobody sees, or that change what one sees, as marks that one does. */

/** Format characters (bidirectional controls, zero-width ones, tags), separators of lines, C1 controls, blank letters. */
const HIDDEN = /\p{Cf}|\p{Zl}|\p{Zp}|[\u0080-\u009f]|[\u115f\u1160\u3164\uffa0]/gu

const escaped = (character: string): string =>
  `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`

/** For sentences and code: line breaks and tabs stay. */
export const marked = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is meant
    .replace(/[\u0000-\u0008\u000b-\u001f]/g, (character) =>
      String.fromCharCode(0x2400 + character.charCodeAt(0)),
    )
    .replace(/\u007f/g, '␡')
    .replace(HIDDEN, escaped)

/** For a single value: white space at its edges, line breaks and tabs show too. */
export const visible = (text: string): string =>
  marked(
    text
      .replace(/^ +| +$/g, (spaces) => '␣'.repeat(spaces.length))
      .replace(/[\t\n]/g, (character) => String.fromCharCode(0x2400 + character.charCodeAt(0))),
  )
