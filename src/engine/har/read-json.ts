/**
 * The HAR shapes that CORScope accepts. Every field of a log is hostile: readers here turn any JSON into a
 * plain value or a default and never throw. The private fields are those of Chromium's DevTools
 * (`_error`, `_resourceType`, `_initiator`, `_fromCache`, `_fetchedViaServiceWorker`) and of Firefox (`_securityState`).
 */
import type { HeaderList } from '../fetch/headers.ts'

/** Whose network log this is; it decides which absences mean something. */
export type Browser = 'chromium' | 'firefox' | 'safari' | 'unknown'

export type Json = Record<string, unknown>

export const asObject = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
export const asArray = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
export const asString = (value: unknown): string => (typeof value === 'string' ? value : '')
export const asStringOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)
export const asNumber = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : 0

const pair = (name: unknown, value: unknown): readonly [string, string] =>
  [
    asString(name),
    typeof value === 'number' || typeof value === 'boolean' ? String(value) : asString(value),
  ] as const

function asHeader(item: unknown): readonly [string, string] {
  if (Array.isArray(item)) return pair(item[0], item[1])
  const { name, value } = asObject(item)
  return typeof name === 'string' && typeof value === 'string' ? [name, value] : pair(name, value)
}

/** Some tools write an object in place of HAR's list, a list of values where a name repeats. */
const inObject = (headers: Json): (readonly [string, string])[] =>
  Object.entries(headers).flatMap(([name, value]) =>
    Array.isArray(value) ? value.map((each) => pair(name, each)) : [pair(name, value)],
  )

const isNameless = (header: readonly [string, string]): boolean => header[0] === ''

/** HAR `headers` to a header list; items without a name are dropped. */
export function asHeaderList(value: unknown): HeaderList {
  if (!Array.isArray(value)) return inObject(asObject(value)).filter(([name]) => name !== '')
  // a list with holes in it would keep them
  const headers = (value.includes(undefined) ? [...value] : value).map(asHeader)
  return headers.some(isNameless) ? headers.filter((header) => !isNameless(header)) : headers
}
