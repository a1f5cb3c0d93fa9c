/** Cause: what really went wrong behind the header, and who owns the change. */

export type Owner = 'front-end' | 'back-end' | 'proxy' | 'platform' | 'browser' | 'extension'

/** Plain JSON. */
export interface Cause {
  id: string
  owner: Owner
  /** The remedy in a few words. */
  title: string
  text: string
  /** What the browser's console says that leads astray; null when it does not. */
  misleading: string | null
  /** Read off the log, or inferred from it. */
  certain: boolean
}
