/** Which paths a rule of next.config covers, and the two languages its code is written in. */

import { basePathIn, isNextAsset } from '../../../causes/next.ts'
import { failedPath, folderOf, isPlainPath } from '../../cors-settings.ts'
import type { DraftFix, FixContext } from '../../recipe.ts'

export type Language = 'ts' | 'js'

/**
 * `source` for `headers()` and `matcher`: the folder of the failed path with everything under it, as Next.js writes
 * patterns; null where the path holds characters that mean something in a pattern. basePath is left out: Next.js
 * puts it before every source by itself.
 */
export function sourceFor(context: FixContext): string | null {
  const path = withoutBasePath(context)
  // names of chunks hold brackets; the rule for them does not
  if (isNextAsset(path)) return '/_next/static/:path*'
  if (!isPlainPath(path)) return null
  const folder = folderOf(path)
  return folder === '' ? path.replace(/(.)\/$/, '$1') : `${folder}/:path*`
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
