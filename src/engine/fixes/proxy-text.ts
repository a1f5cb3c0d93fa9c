/** What may be written into the configuration of a proxy, whose quoting knows variables and formats: plain words only. */

import type { Settings } from './cors-settings.ts'

/** Nothing that any proxy expands: no `%`, `$`, `{`, quote or backslash. */
const PLAIN = /^[A-Za-z0-9_.!^|~+-]+$/

/** True where every name and origin means itself in every proxy. */
export const isPlainSettings = ({ methods, headers, expose }: Settings): boolean =>
  [...methods, ...headers, ...expose].every((name) => PLAIN.test(name))
