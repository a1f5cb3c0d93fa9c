/** Codes: the name that the browser at hand gives to a failure; no other browser's. */
import type { Browser, Explanation } from '../engine/index.ts'

export function codeFor(browser: Browser, { codes }: Explanation): string | null {
  if (browser === 'chromium') return codes.chromium
  return browser === 'firefox' ? codes.firefox : null
}
