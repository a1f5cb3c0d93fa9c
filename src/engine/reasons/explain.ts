/** A finding in words. */
import type { ReasonId, Stage } from './finding.ts'

export interface Explanation {
  reason: ReasonId
  stage: Stage
  /** The remedy, in a few words. */
  title: string
  /** What happened and why, paragraphs divided by an empty line. */
  text: string
  /** The response header at fault, null when none is. */
  header: string | null
  /** The value that would have passed. */
  expected: string | null
  /** The value that came, null when the header was absent. */
  received: string | null
  /** The clause of the standard: an address and the step. */
  clause: { url: string; step: string }
  /** A page to read on. */
  docs: string | null
  /** Chromium's Network.CorsError and Firefox's console category; null where the browser names none. */
  codes: { chromium: string | null; firefox: string | null }
}
