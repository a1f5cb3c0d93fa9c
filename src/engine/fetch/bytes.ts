/**
 * Header bytes behind the characters of a log. DevTools decodes them as windows-1252 (measured), which keeps every
 * byte: 0x80 to 0x9F stand as these characters, all others as the code point of the same number.
 */
const FROM_0X80 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

/** Only ASCII: such a value is the same in every decoding. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const ASCII = /^[\x00-\x7f]*$/

/** The byte that a character stands for; null where it is none, and so was decoded already. */
function byteOf(code: number): number | null {
  if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) return code
  const place = FROM_0X80.indexOf(String.fromCharCode(code))
  if (place !== -1) return 0x80 + place
  return code <= 0xff ? code : null
}

const percent = (byte: number): string => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`

/** The value with every byte that is not ASCII percent-encoded; null where it was decoded already. `more`: also this byte. */
function encoded(value: string, more = -1): string | null {
  const parts: string[] = []
  let plain = 0
  for (let place = 0; place < value.length; place++) {
    const code = value.charCodeAt(place)
    if (code < 0x80 && code !== more) continue
    const byte = byteOf(code)
    if (byte === null) return null
    parts.push(value.slice(plain, place), percent(byte))
    plain = place + 1
  }
  parts.push(value.slice(plain))
  return parts.join('')
}

/** A header value as text, its bytes read as UTF-8; null where they are none. */
export function decodeValue(value: string): string | null {
  if (ASCII.test(value)) return value
  const text = encoded(value, 0x25)
  if (text === null) return value
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** Chromium percent-encodes each byte of a Location that is not ASCII (measured). */
export const percentEncodeBytes = (value: string): string =>
  ASCII.test(value) ? value : (encoded(value) ?? value)
