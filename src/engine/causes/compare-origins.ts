/** How the origin that a server allows differs from the page’s. */

import { isThisMachine } from '../fetch/address-space.ts'
import { isSerializedOrigin, OPAQUE_ORIGIN, parseUrl } from '../fetch/origin.ts'

export const DIFFERENCES = [
  'origin-null-allowed',
  'origin-trailing-slash',
  'origin-has-path',
  'origin-lacks-scheme',
  'origin-scheme',
  'origin-port',
  'origin-loopback-name',
  'origin-www',
  'origin-wildcard-host',
  'origin-several-values',
  'origin-misspelt',
  'origin-not-a-value',
  'origin-other',
] as const

export type DifferenceId = (typeof DIFFERENCES)[number]

/** Levenshtein's distance, cut off where it no longer matters. */
export function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3 || a.length > 200) return 99
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, change))
    }
    row = next
  }
  return row[b.length] ?? 99
}

/** How two whole origins differ. */
function difference(page: URL, value: URL): DifferenceId | null {
  const hosts = [page.hostname, value.hostname]
  const samePort = page.port === value.port
  const sameScheme = page.protocol === value.protocol
  if (hosts[0] === hosts[1]) {
    if (samePort && sameScheme) return 'origin-misspelt'
    return sameScheme ? 'origin-port' : 'origin-scheme'
  }
  if (hosts.every(isThisMachine)) return 'origin-loopback-name'
  if (hosts[0]?.replace(/^www\./, '') === hosts[1]?.replace(/^www\./, '')) return 'origin-www'
  return null
}

/** Why the value the server allows is not the page's origin. Exported for the tests' tables. */
export function compareOrigins(page: string, value: string): DifferenceId {
  if (value === OPAQUE_ORIGIN) return 'origin-null-allowed'
  if (/[,\s]/.test(value))
    return value.split(/[,\s]+/).some((v) => parseUrl(v) !== null)
      ? 'origin-several-values'
      : 'origin-not-a-value'
  if (value === `${page}/`) return 'origin-trailing-slash'
  if (/\*/.test(value)) return 'origin-wildcard-host'
  const url = parseUrl(value)
  if (url === null || !/^[a-z][a-z\d+.-]*:\/\//i.test(value)) {
    return parseUrl(`http://${value}`)?.host === parseUrl(page)?.host
      ? 'origin-lacks-scheme'
      : value === ''
        ? 'origin-not-a-value'
        : orMisspelt(page, value, 'origin-not-a-value')
  }
  const pageUrl = parseUrl(page)
  if (pageUrl === null) return 'origin-other'
  if (url.origin === page && !isSerializedOrigin(value)) {
    return url.pathname !== '/' || url.search !== ''
      ? 'origin-has-path'
      : value.endsWith('/')
        ? 'origin-trailing-slash'
        : 'origin-misspelt'
  }
  return difference(pageUrl, url) ?? orMisspelt(page, value, 'origin-other')
}

function orMisspelt(page: string, value: string, otherwise: DifferenceId): DifferenceId {
  const limit = page.length > 16 ? 2 : 1
  return editDistance(page.toLowerCase(), value.toLowerCase()) <= limit ? 'origin-misspelt' : otherwise
}
