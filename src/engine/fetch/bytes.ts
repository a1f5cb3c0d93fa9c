/**
 * Header bytes behind the characters of a log. DevTools decodes them as windows-1252 (measured), which keeps every
 * byte: 0x80 to 0x9F stand as these characters, all others as the code point of the same number.
 */
const FROM_0X80 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

/** The bytes of a header value; null where it holds characters that are no byte, and so was decoded already. */
export function bytesOf(value: string): number[] | null {
  const bytes: number[] = []
  for (const character of value) {
    const place = FROM_0X80.indexOf(character)
    const byte = place === -1 ? (character.codePointAt(0) ?? 0) : 0x80 + place
    if (byte > 0xff) return null
    bytes.push(byte)
  }
  return bytes
}

const percent = (byte: number): string => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`

/** A header value as text, its bytes read as UTF-8; null where they are none. */
export function decodeValue(value: string): string | null {
  const bytes = bytesOf(value)
  if (bytes === null || bytes.every((byte) => byte < 0x80)) return value
  try {
    return decodeURIComponent(bytes.map(percent).join(''))
  } catch {
    return null
  }
}

/** Chromium percent-encodes each byte of a Location that is not ASCII (measured). */
export function percentEncodeBytes(value: string): string {
  const bytes = bytesOf(value)
  if (bytes === null) return value
  return bytes.map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : percent(byte))).join('')
}
