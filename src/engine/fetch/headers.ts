/** Header lists and their reading, in the words of https://fetch.spec.whatwg.org/#terminology-headers. */

/** A header list: [name, value] in the order of the wire, repeated names kept apart. */
export type HeaderList = readonly (readonly [name: string, value: string])[]

const isTabOrSpace = (code: number): boolean => code === 0x20 || code === 0x09

/** Without HTTP tabs and spaces around it, in one pass: a pattern for the end alone tries every run of spaces anew. */
function trimmed(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isTabOrSpace(text.charCodeAt(start))) start++
  while (end > start && isTabOrSpace(text.charCodeAt(end - 1))) end--
  return start === 0 && end === text.length ? text : text.slice(start, end)
}

const HTTP_TOKEN = /[!#$%&'*+\-.^_`|~0-9A-Za-z]/

/** By character code. */
const TOKEN_CODES = Array.from({ length: 0x80 }, (_, code) => HTTP_TOKEN.test(String.fromCharCode(code)))

/** True for an RFC 9110 `token`, the shape of a method and of a header name. */
export function isToken(value: string): boolean {
  for (let place = 0; place < value.length; place++)
    if (TOKEN_CODES[value.charCodeAt(place)] !== true) return false
  return value !== ''
}

const lowerCase = (code: number): number => (code >= 0x41 && code <= 0x5a ? code + 0x20 : code)

/** A byte-case-insensitive match, as names of headers are compared. Makes no string, which lower-casing does. */
export function isNamed(name: string, wanted: string): boolean {
  if (name.length !== wanted.length) return false
  for (let place = 0; place < name.length; place++) {
    const code = name.charCodeAt(place)
    const other = wanted.charCodeAt(place)
    if (code !== other && lowerCase(code) !== lowerCase(other)) return false
  }
  return true
}

/** Every value stored under a name, compared without case, each as it came. */
export function valuesOf(headers: HeaderList, name: string): string[] {
  const values: string[] = []
  for (const header of headers) if (isNamed(header[0], name)) values.push(header[1])
  return values
}

/**
 * "Get" a name from a header list (#concept-header-list-get): the values joined with 0x2C 0x20,
 * outer white space removed; null when the name is absent.
 */
export function getHeader(headers: HeaderList, name: string): string | null {
  let only: string | null = null
  for (const header of headers) {
    if (!isNamed(header[0], name)) continue
    if (only !== null) return trimmed(valuesOf(headers, name).join(', '))
    only = header[1]
  }
  return only === null ? null : trimmed(only)
}

export function hasHeader(headers: HeaderList, name: string): boolean {
  for (const header of headers) if (isNamed(header[0], name)) return true
  return false
}

/** All names of a list, lower-cased: for whoever looks many of them up. */
export function namesOf(headers: HeaderList): Set<string> {
  const names = new Set<string>()
  for (const header of headers) names.add(header[0].toLowerCase())
  return names
}

/** A header list without any line of that name. */
export const withoutHeader = (headers: HeaderList, name: string): HeaderList =>
  headers.filter((header) => !isNamed(header[0], name))

/** "Set" a name (#concept-header-list-set): one line replaces all lines of that name. */
export function withHeader(headers: HeaderList, name: string, value: string): HeaderList {
  const lines = headers.filter((header) => !isNamed(header[0], name))
  lines.push([name, value])
  return lines
}

/** The items of a comma-separated header over all its lines, trimmed, empty ones left out; [] when absent. */
export function listItems(headers: HeaderList, name: string): string[] {
  const value = getHeader(headers, name)
  if (value === null) return []
  const items: string[] = []
  for (const part of value.split(',')) {
    const item = trimmed(part)
    if (item !== '') items.push(item)
  }
  return items
}

/**
 * "Extract header list values" (#extract-header-list-values) for the two `1#token` headers of a preflight:
 * [] when absent, null when any item is no token (failure). Empty items are fine, as ABNF `#` allows.
 */
export function extractTokens(headers: HeaderList, name: string): string[] | null {
  const items = listItems(headers, name)
  return items.every(isToken) ? items : null
}
