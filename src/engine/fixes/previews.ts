/** Preview deployments: one address per branch, so that one exact origin is soon out of date. */
import { parseUrl } from '../fetch/origin.ts'
import { escapeRegex } from './literals.ts'

export interface PreviewPattern {
  platform: string
  /** Source of a regular expression for the whole origin, everything fixed escaped. */
  regex: string
  /** What it lets in besides, a sentence. */
  risk: string
}

/** A pattern for the preview deployments of the page's own project; null where the origin is none. */
export function previewPattern(origin: string): PreviewPattern | null {
  const url = parseUrl(origin)
  if (url === null || url.protocol !== 'https:' || url.port !== '') return null
  const netlify = /^(?:deploy-preview-\d{1,9}|[a-z0-9-]{1,63})--([a-z0-9-]{1,63})\.netlify\.app$/.exec(
    url.hostname,
  )
  if (netlify?.[1] !== undefined) {
    return {
      platform: 'Netlify',
      regex: `https://deploy-preview-\\d+--${escapeRegex(netlify[1])}\\.netlify\\.app`,
      risk: 'It covers the deploy previews of this site only.',
    }
  }
  const vercel = /^([a-z0-9-]+)-[a-z0-9]{9}-([a-z0-9-]+)\.vercel\.app$/.exec(url.hostname)
  if (vercel?.[1] === undefined || vercel[2] === undefined) return null
  return {
    platform: 'Vercel',
    regex: `https://${escapeRegex(vercel[1])}-[a-z0-9]{9}-${escapeRegex(vercel[2])}\\.vercel\\.app`,
    risk: 'Anyone may register a project on vercel.app whose name fits the pattern.',
  }
}
