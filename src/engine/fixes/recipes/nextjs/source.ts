/** Which paths a rule of next.config covers, and the two languages its code is written in. */

import { basePathIn, isNextAsset } from '../../../causes/next.ts'
import { parseUrl } from '../../../fetch/origin.ts'
import { failedPath, isPlainPath } from '../../cors-settings.ts'
import { escapeRegex } from '../../literals.ts'
import type { DraftFix, FixContext } from '../../recipe.ts'

export type Language = 'ts' | 'js'

/** A segment that names one thing of many: a number, a UUID, a long run of hexadecimal digits. */
const IS_ID = /^(\d+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16,})$/i

/** The path with a parameter in place of each id. */
function pattern(path: string): string {
  let count = 0
  const segments = path.split('/').map((segment) => {
    if (!IS_ID.test(segment)) return segment
    count += 1
    return count === 1 ? ':id' : `:id${count}`
  })
  return segments.join('/').replace(/(.)\/$/, '$1')
}

/**
 * `source` for `headers()` and `matcher`, as Next.js writes patterns: this path alone, since a rule takes the place of
 * what the handlers it covers set themselves; for built files their whole folder. Null where the path holds characters
 * that mean something in a pattern. basePath is left out: Next.js puts it before every source by itself.
 */
export function sourceFor(context: FixContext): string | null {
  const path = withoutBasePath(context)
  // names of chunks hold brackets; the rule for them does not
  if (isNextAsset(path) && path.startsWith('/_next/static/')) return '/_next/static/:path*'
  return isPlainPath(path) ? pattern(path) : null
}

/** Whether a source covers an address. */
export function coveredBy(source: string, context: FixContext): (url: string) => boolean {
  const base = context.observed.read(basePathIn)
  const regex = source
    .split('/')
    .map((segment) => (segment === ':path*' ? '.*' : /^:id/.test(segment) ? '[^/]+' : escapeRegex(segment)))
    .join('/')
  const whole = new RegExp(`^${escapeRegex(base)}${regex}/?$`)
  return (url) => whole.test(parseUrl(url)?.pathname ?? '')
}

export function withoutBasePath(context: FixContext): string {
  const path = failedPath(context)
  const base = context.observed.read(basePathIn)
  return base !== '' && path.startsWith(`${base}/`) ? path.slice(base.length) : path
}

/** A draft in both languages, TypeScript first. */
export const inBoth = (draft: (language: Language) => DraftFix): DraftFix[] => [draft('ts'), draft('js')]

/** A complete next.config around some lines of the config object, each indented by two. */
export function nextConfig(
  language: Language,
  body: readonly string[],
  before: readonly string[] = [],
): string {
  const head = language === 'ts' ? ["import type { NextConfig } from 'next'", ''] : []
  const open =
    language === 'ts'
      ? ['const nextConfig: NextConfig = {']
      : ["/** @type {import('next').NextConfig} */", 'const nextConfig = {']
  const constants = before.length === 0 ? [] : [...before, '']
  return [...head, ...constants, ...open, ...body, '}', '', 'export default nextConfig'].join('\n')
}

export const configFile = (language: Language): string =>
  language === 'ts' ? 'next.config.ts' : 'next.config.mjs'
