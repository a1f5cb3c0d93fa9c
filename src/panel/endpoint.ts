/** Endpoint: addresses that differ by an id only are one. */

const NUMBER = /^\d+$/
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const HEX = /^(?=.*\d)[0-9a-f]{8,}$/i
/** Long, of letters and digits mixed: ULIDs, nanoids, hashes. */
const RANDOM = /^(?=.*\d.*\d)(?=.*[a-z])[\w-]{14,}$/i
const DATE = /^\d{4}-\d{2}(-\d{2})?$/

const isId = (segment: string): boolean =>
  [NUMBER, UUID, HEX, RANDOM, DATE].some((pattern) => pattern.test(segment))

/** `app.3f9a1c2e.js` is `app.:id.js`: builds put hashes into names of files. */
const foldedName = (segment: string): string =>
  segment
    .split('.')
    .map((part, index, parts) => (index > 0 && index < parts.length - 1 && HEX.test(part) ? ':id' : part))
    .join('.')

/** `/items/7?x=1` is `/items/:id`. */
export const foldedPath = (path: string): string =>
  (path.split(/[?#]/)[0] ?? path)
    .slice(0, 2000)
    .split('/')
    .map((segment) => (isId(segment) ? ':id' : foldedName(segment)))
    .join('/')
