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

/** HAR `headers` to a header list; items without a name are dropped. */
export function asHeaderList(value: unknown): HeaderList {
  const list: (readonly [string, string])[] = []
  for (const item of asArray(value)) {
    const { name, value: text } = asObject(item)
    if (typeof name === 'string' && name !== '') list.push([name, asString(text)])
  }
  return list
}

/** HAR `creator` and the private fields of the entries tell the browser; a proxy's log has neither. */
export function browserOf(creatorName: string, entries: readonly unknown[]): Browser {
  if (/firefox/i.test(creatorName)) return 'firefox'
  if (/webkit web inspector|safari/i.test(creatorName)) return 'safari'
  for (const entry of entries) {
    const object = asObject(entry)
    if ('_resourceType' in object || '_error' in asObject(object.response)) return 'chromium'
    if ('_securityState' in object) return 'firefox'
  }
  return 'unknown'
}
