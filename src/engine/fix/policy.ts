/** Policy: the least that a server must allow for this request to pass. */

/** Plain JSON. */
export interface Policy {
  /** The exact serialized origin of the page; never `null`, never `*`. */
  origin: string
  /** Methods that must be named in Access-Control-Allow-Methods; the safelisted ones need no naming but servers want them. */
  methods: string[]
  /** Request-header names that must be named in Access-Control-Allow-Headers, as the request wrote them. */
  headers: string[]
  credentials: boolean
  /** Seconds a browser may keep the preflight's answer. */
  maxAge: number
  /** The request is preflighted, so that OPTIONS must be answered too. */
  preflighted: boolean
}
