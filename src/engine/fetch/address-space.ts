/** IP address spaces by the look of a host: https://wicg.github.io/local-network-access/#non-public-ip-address-blocks. */
import { parseUrl } from './origin.ts'

export type AddressSpace = 'loopback' | 'local' | 'public'

const LOOPBACK = /^(127\.|198\.1[89]\.|0\.0\.0\.0$|\[::1?\]$)/
const LOCAL =
  /^(10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|169\.254\.|0\.|\[f[cd]|\[fe[89a-f])/

/** The space a host's name or literal implies. A name that resolves to a private address looks public: a log does not tell. */
export function addressSpaceOf(url: string | null): AddressSpace | null {
  const host = parseUrl(url)?.hostname.toLowerCase()
  if (!host) return null
  if (host === 'localhost' || host.endsWith('.localhost') || LOOPBACK.test(host)) return 'loopback'
  if (LOCAL.test(host) || host.endsWith('.local')) return 'local'
  return 'public'
}

/** True for a host that browsers treat as trustworthy over plain http. */
export const isLoopbackUrl = (url: string): boolean => addressSpaceOf(url) === 'loopback'
