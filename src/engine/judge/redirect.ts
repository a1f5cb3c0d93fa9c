/** HTTP-redirect fetch: https://fetch.spec.whatwg.org/#concept-http-redirect-fetch. */

import { includesCredentials, isHttpUrl } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import { type Finding, finding } from '../reasons/finding.ts'

/** What forbids following this redirect; null when nothing in its address does. The CORS check comes before. */
export function httpRedirectFetch(exchange: Exchange): Finding | null {
  const { url, status, redirectUrl: location } = exchange
  if (location === null) return null
  // 6. location URL's scheme is not an HTTP(S) scheme: network error
  if (!isHttpUrl(location)) return finding('redirect-to-unsafe-scheme', 'redirect', { url, status, location })
  // 9. and 10. mode is "cors" and location URL includes credentials
  if (includesCredentials(location))
    return finding('redirect-contains-credentials', 'redirect', { url, status, location })
  return null
}
