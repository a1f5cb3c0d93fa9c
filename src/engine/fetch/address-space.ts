/** IP address spaces by the look of a host: https://wicg.github.io/local-network-access/#non-public-ip-address-blocks. */
import { parseUrl } from './origin.ts'

export type AddressSpace = 'loopback' | 'local' | 'public'

/**
 * Names and addresses of this machine that browsers trust over plain http:
 * https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy. `host` as a parsed URL has it.
 */
export const isLocalhost = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)

/** A request to there stays on this machine, trusted or not: the unspecified addresses lead to it, too. */
export const isThisMachine = (host: string): boolean =>
  isLocalhost(host) || host === '0.0.0.0' || host === '[::]'

/** Loopback as an address space, and no machine of one's own: the network for benchmarks. */
const BENCHMARKS = /^198\.1[89]\./
const LOCAL =
  /^(10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|169\.254\.|0\.|\[f[cd]|\[fe[89a-f])/

/** The space a host's name or literal implies. A name that resolves to a private address looks public: a log does not tell. */
export function addressSpaceOf(url: string | null): AddressSpace | null {
  const host = parseUrl(url)?.hostname.toLowerCase()
  if (!host) return null
  if (isThisMachine(host) || BENCHMARKS.test(host)) return 'loopback'
  if (LOCAL.test(host) || host.endsWith('.local')) return 'local'
  return 'public'
}
