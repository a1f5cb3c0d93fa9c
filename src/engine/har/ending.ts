/** Ending: how an exchange ended, as far as the recorder marks it. */

export type Ending =
  /** No mark. Whether the page then got the response depends on who wrote the log: see `dialects.ts`. */
  | { kind: 'unmarked' }
  /** The browser's own mark of a failure. `netError`: Chromium's `net::ERR_…`, or the words of another browser. */
  | { kind: 'failed'; netError: string }
  /** The browser stopped it before the network: Chromium's empty `_error`, set by Blink (measured). */
  | { kind: 'stopped' }
  /** The request itself is no entry of the log: it is known by its preflight alone. */
  | { kind: 'not-logged' }

export const UNMARKED: Ending = { kind: 'unmarked' }
export const NOT_LOGGED: Ending = { kind: 'not-logged' }

/** `mark`: `_error` as recorded, null when absent. */
export function endingOf(mark: string | null): Ending {
  if (mark === null) return UNMARKED
  return mark === '' ? { kind: 'stopped' } : { kind: 'failed', netError: mark }
}

/** The mark as it stands in a log and in reports: '' where the browser stopped the request, null where there is none. */
export function markOf(ending: Ending): string | null {
  if (ending.kind === 'failed') return ending.netError
  return ending.kind === 'stopped' ? '' : null
}

export const hasNetError = (ending: Ending, netError: string): boolean =>
  ending.kind === 'failed' && ending.netError === netError
