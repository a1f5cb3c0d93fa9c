/** Ownership: whose server it is. Nobody is told to add headers to a server that is not his. */

import { getDomain } from 'tldts'
import { isThisMachine } from '../fetch/address-space.ts'
import { parseUrl } from '../fetch/origin.ts'
import { serviceAt } from './services.ts'

/** `unknown`: another site than the page’s; people run an API on a site of its own, and call those of others as well. */
export type Ownership = 'reader' | 'other' | 'unknown'

/** Private suffixes count: two sites under `github.io` or `vercel.app` are two owners. */
const PRIVATE = { allowPrivateDomains: true }

/** RFC 1918, link-local, unique local IPv6, and names that no public server bears. */
const isPrivate = (host: string): boolean =>
  /^(10(\.\d{1,3}){3}|192\.168(\.\d{1,3}){2}|172\.(1[6-9]|2\d|3[01])(\.\d{1,3}){2}|169\.254(\.\d{1,3}){2})$/.test(
    host,
  ) ||
  /^\[(fe80|f[cd][0-9a-f]{2}):/.test(host) ||
  /\.(local|internal|lan|home|test|home\.arpa)$/.test(host) ||
  (/^[a-z0-9_-]+$/.test(host) && host !== '')

/** The server runs on this machine or in a private network. */
export function isAtHome(url: string): boolean {
  const host = parseUrl(url)?.hostname ?? ''
  return isThisMachine(host) || isPrivate(host)
}

/**
 * Same site by the public suffix list, schemes aside (whose a server is does not hang on its scheme). Two names of
 * the loopback interface are two sites.
 */
export function isSameSite(a: string, b: string): boolean {
  const [one, two] = [parseUrl(a)?.hostname, parseUrl(b)?.hostname]
  if (one === undefined || two === undefined || one === '') return false
  if (one === two) return true
  const site = getDomain(one, PRIVATE)
  return site !== null && site === getDomain(two, PRIVATE)
}

/** `page`: the page’s origin or address, null where the log does not tell. */
export function ownershipOf(url: string, page: string | null): Ownership {
  const host = parseUrl(url)?.hostname ?? ''
  if (isAtHome(url)) return 'reader'
  if (page !== null && isSameSite(url, page)) return 'reader'
  return serviceAt(host) === null ? 'unknown' : 'other'
}
