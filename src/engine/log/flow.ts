/** Flow: one request as the page made it, with its preflight and the redirect hops before it. */
import type { DialectId } from '../har/dialects.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Browser } from '../har/read-json.ts'

/** A redirect hop: the exchange that answered 3xx and the preflight made for it. */
export interface Hop {
  exchange: Exchange
  preflight: Exchange | null
}

/** What is known of where the request came from. */
export interface RequestOrigin {
  /** The initiator's own origin, `null` for an opaque one; null when the log does not tell. */
  initiator: string | null
  /** The serialized request origin the browser compared with: `null` after a tainting redirect. */
  serialized: string | null
  /** Why `serialized` is the opaque origin. */
  opaqueBecause: 'redirect' | 'document' | null
  /** From what it was read. */
  because: string
}

/** Plain JSON. */
export interface Flow {
  /** Who wrote the log: it decides which absences mean something. */
  dialect: DialectId
  browser: Browser
  /** The exchange judged: the last hop, the one that failed when one failed. */
  exchange: Exchange
  preflight: Exchange | null
  /** Redirects already followed, in order. */
  hops: Hop[]
  pageUrl: string | null
  origin: RequestOrigin
  /** Fetch's response tainting became "cors" somewhere on the way, or the first URL is cross-origin. */
  crossOrigin: boolean
}

/** One value of an exchange that a person changed to see what would come of it. */
export interface EditedValue {
  /** Place in the chain: 0 is the first request. */
  hop: number
  part: 'request' | 'preflight' | 'response'
  /** A header's name, or one of `:status`, `:method`, `:origin`, `:credentials`. */
  name: string
  /** Null where it was absent. */
  before: string | null
  after: string | null
}
