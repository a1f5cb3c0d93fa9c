/** Proof: what a browser showed of a failure later on. A claim of the engine is one thing, this is what happened. */
import type { CredentialsMode } from '../judge/cors-check.ts'
import type { Hop } from '../log/flow.ts'
import { explain } from '../reasons/explain.ts'
import type { Finding } from '../reasons/finding.ts'

/** A status or a response header that differs between two exchanges; null where it was absent. */
export interface ChangedValue {
  part: 'preflight' | 'response'
  /** `:status`, or a header's name. */
  name: string
  before: string | null
  after: string | null
}

/** Plain JSON. `at`: milliseconds since the epoch. */
export type Proof =
  /** With these response headers set in one tab, and the server as it was, the same request passed. */
  | { kind: 'trial'; at: number; set: readonly (readonly [name: string, value: string])[]; after: Hop }
  /** The server says something else now, and the same request passes. `seen`: by the browser's mark; else by its headers. */
  | { kind: 'mended'; at: number; seen: boolean; changes: readonly ChangedValue[]; after: Hop }
  /** Sent again with and without credentials: it fails in one mode, as it had failed, and passes in the other. */
  | { kind: 'settled'; at: number; mode: CredentialsMode; finding: Finding }
  /** Sent again with and without credentials, and it fails both ways. */
  | { kind: 'fails-both-ways'; at: number; findings: Readonly<Record<CredentialsMode, Finding>> }

const LAST_MOMENT = 8.64e15

/** A moment in UTC, to the minute. */
export const momentOf = (at: number): string =>
  Math.abs(at) <= LAST_MOMENT
    ? `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
    : 'an unknown time'

export const MODE_WORDS: Record<CredentialsMode, string> = {
  include: 'with credentials',
  'not-include': 'without credentials',
}

const other = (mode: CredentialsMode): CredentialsMode => (mode === 'include' ? 'not-include' : 'include')

/** The evidence for a mode, as a sentence. `when`: as it is to be said. */
export const settledWords = (mode: CredentialsMode, when: string): string =>
  `Sent again both ways ${when}: ${MODE_WORDS[mode]} it fails with the same response as before, ${MODE_WORDS[other(mode)]} it passes. So the failing request was made ${MODE_WORDS[mode]}.`

/** In a sentence, for every place that shows one. */
export function proofWords(proof: Proof, when = `at ${momentOf(proof.at)}`): string {
  switch (proof.kind) {
    case 'trial':
      return `Proven in the tab ${when}: with these headers set on the server’s responses (${proof.set.map(([name]) => name).join(', ')}) the same request passed.`
    case 'mended':
      return proof.seen
        ? `Mended: ${when} the same request passed.`
        : `By its headers the same request passes since ${when.replace(/^at /, '')}; this log does not record whether it did.`
    case 'settled':
      return settledWords(proof.mode, when)
    case 'fails-both-ways': {
      const title = (mode: CredentialsMode) => `${MODE_WORDS[mode]} (${explain(proof.findings[mode]).title})`
      return `Sent again both ways ${when}, and it fails both ways: ${title('not-include')}, and ${title('include')}. Both have to be mended, for which of the two the page’s own request was is still not known.`
    }
  }
}
