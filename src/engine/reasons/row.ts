/** The shape of a row: one reason, said once. */

/** What must become true before the request passes. */
export type FixKind =
  | 'allow-origin'
  | 'allow-credentials'
  | 'allow-method'
  | 'allow-header'
  | 'answer-preflight'
  | 'change-request'
  | 'serve-variants'
  | 'permit-local-network'
  | 'none'

/** Chromium's code differs between the preflight and the response; null where it gives none. */
export type ChromiumCode = string | null | { response: string; preflight: string }

/** `Facts`: what the row needs to speak; `never` where only the rest of it is read. */
export interface RowOf<Facts> {
  /** `cors`: the browser's CORS verdict. `not-cors`: taken for CORS, but something else. `warning`: nothing is blocked. `open`: the log cannot tell. */
  kind: 'cors' | 'not-cors' | 'warning' | 'open'
  /** The remedy, in a few words. */
  title: string
  /** Address of the clause and the step in it. */
  clause: string
  step: string
  /** Network.CorsError of the protocol. */
  chromium: ChromiumCode
  /** Category of Firefox's console message, without its trailing digit. */
  firefox: string | null | ((facts: Facts) => string)
  /** The response header at fault, null when none is. */
  header: string | null
  /** What happened and why. Declares the facts that the row needs. */
  explain: (facts: Facts) => string
  /** The value that would have passed. */
  expected?: (facts: Facts) => string | null
  /** The value that came, null when absent. */
  received?: (facts: Facts) => string | null
  /** Chromium's corsErrorStatus.failedParameter; '' when absent here. */
  failedParameter?: (facts: Facts) => string
  fix: FixKind
  /** There is no response that a cause could be read from. */
  saysItAll?: true
  /** A page to read on. */
  docs: string
}

export type Row = RowOf<never>

export const FETCH = 'https://fetch.spec.whatwg.org/'
export const MDN_ERRORS = 'https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS/Errors/'
export const MDN = 'https://developer.mozilla.org/docs/'
