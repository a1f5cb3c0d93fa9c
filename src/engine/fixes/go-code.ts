/** What the middlewares of Go's routers have in common. */

import { list, quoted } from './literals.ts'

/** A safelisted name: an empty list means a default of several, or whatever is asked for. */
const ALWAYS_ALLOWED = 'Accept'

/** Header names for a list that must not be empty. */
export const orAccept = (headers: readonly string[]): readonly string[] =>
  headers.length > 0 ? headers : [ALWAYS_ALLOWED]

export const strings = (items: readonly string[]): string => `[]string{${list(items, quoted)}}`
