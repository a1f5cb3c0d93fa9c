/** CORS check: https://fetch.spec.whatwg.org/#concept-cors-check, with Chromium's names for the ways to fail. */
import { decodeValue } from '../fetch/bytes.ts'
import { getHeader, type HeaderList } from '../fetch/headers.ts'
import { isChromiumUrl, OPAQUE_ORIGIN } from '../fetch/origin.ts'
import { type Finding, finding, type ReasonId, type Stage } from '../reasons/finding.ts'

/** Fetch's credentials mode as far as CORS cares. */
export type CredentialsMode = 'include' | 'not-include'

/** What the check compares: the serialized request origin and the answer. */
export interface CorsCheckInput {
  url: string
  status: number
  headers: HeaderList
  /** Serialized request origin, `null` when opaque. */
  origin: string
  opaqueBecause: 'redirect' | 'document' | null
  mode: CredentialsMode
  stage: Stage
}

/** Chromium's order for a value that is not the origin (measured): list, `null`, no URL, another origin. */
function mismatch(value: string): Extract<ReasonId, `allow-origin-${string}`> {
  if (/[ ,]/.test(value)) return 'allow-origin-multiple'
  if (value === OPAQUE_ORIGIN) return 'allow-origin-mismatch'
  const text = decodeValue(value)
  return text !== null && isChromiumUrl(text) ? 'allow-origin-mismatch' : 'allow-origin-invalid'
}

/** Null for success. */
export function corsCheck(input: CorsCheckInput): Finding | null {
  const { url, status, headers, origin, opaqueBecause, mode, stage } = input
  // 1. get `Access-Control-Allow-Origin`
  const allowed = getHeader(headers, 'access-control-allow-origin')
  const facts = { url, status, origin, opaqueBecause, received: allowed }
  // 2. null: failure
  if (allowed === null) return finding('allow-origin-missing', stage, facts)
  // 3. credentials mode is not "include" and the value is `*`: success
  if (allowed === '*') {
    return mode === 'include' ? finding('allow-origin-star-with-credentials', stage, facts) : null
  }
  // 4. not the serialized request origin: failure
  if (allowed !== origin) return finding(mismatch(allowed), stage, facts)
  // 5. credentials mode is not "include": success
  if (mode !== 'include') return null
  // 6.-8. `Access-Control-Allow-Credentials` must be `true`, byte for byte
  const credentials = getHeader(headers, 'access-control-allow-credentials')
  if (credentials === 'true') return null
  return finding('allow-credentials-not-true', stage, { ...facts, received: credentials })
}
