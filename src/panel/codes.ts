/** Codes: the name that the browser at hand gives to a failure leads; the other browser's stands in the small print. */
import type { Browser, Explanation } from '../engine/index.ts'

export function codeFor(browser: Browser, { codes }: Explanation): string | null {
  if (browser === 'chromium') return codes.chromium
  return browser === 'firefox' ? codes.firefox : null
}

export interface OtherCode {
  browser: 'Chromium' | 'Firefox'
  code: string
}

/** What a colleague reads in the console of the other browser; null where that one has no name for it. */
export function otherCodeFor(browser: Browser, { codes }: Explanation): OtherCode | null {
  if (browser === 'chromium' && codes.firefox !== null) return { browser: 'Firefox', code: codes.firefox }
  if (browser === 'firefox' && codes.chromium !== null) return { browser: 'Chromium', code: codes.chromium }
  return null
}
