/** Header lists and their reading, in the words of https://fetch.spec.whatwg.org/#terminology-headers. */

/** A header list: [name, value] in the order of the wire, repeated names kept apart. */
export type HeaderList = readonly (readonly [name: string, value: string])[]

const HTTP_TAB_OR_SPACE = /^[\t ]+|[\t ]+$/g
const HTTP_TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/** True for an RFC 9110 `token`, the shape of a method and of a header name. */
export const isToken = (value: string): boolean => HTTP_TOKEN.test(value)

/** Every value stored under a name, compared without case, each as it came. */
export function valuesOf(headers: HeaderList, name: string): string[] {
  const wanted = name.toLowerCase()
  return headers.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value)
}

/**
 * "Get" a name from a header list (#concept-header-list-get): the values joined with 0x2C 0x20,
 * outer white space removed; null when the name is absent.
 */
export function getHeader(headers: HeaderList, name: string): string | null {
  const values = valuesOf(headers, name)
  return values.length === 0 ? null : values.join(', ').replace(HTTP_TAB_OR_SPACE, '')
}

export const hasHeader = (headers: HeaderList, name: string): boolean => getHeader(headers, name) !== null

/** A header list without any line of that name. */
export function withoutHeader(headers: HeaderList, name: string): HeaderList {
  const unwanted = name.toLowerCase()
  return headers.filter(([key]) => key.toLowerCase() !== unwanted)
}

/** "Set" a name (#concept-header-list-set): one line replaces all lines of that name. */
export const withHeader = (headers: HeaderList, name: string, value: string): HeaderList => [
  ...withoutHeader(headers, name),
  [name, value],
]

/** The items of a comma-separated header over all its lines, trimmed, empty ones left out; [] when absent. */
export const listItems = (headers: HeaderList, name: string): string[] =>
  (getHeader(headers, name) ?? '')
    .split(',')
    .map((item) => item.replace(HTTP_TAB_OR_SPACE, ''))
    .filter((item) => item !== '')

/**
 * "Extract header list values" (#extract-header-list-values) for the two `1#token` headers of a preflight:
 * [] when absent, null when any item is no token (failure). Empty items are fine, as ABNF `#` allows.
 */
export function extractTokens(headers: HeaderList, name: string): string[] | null {
  const items = listItems(headers, name)
  return items.every(isToken) ? items : null
}
