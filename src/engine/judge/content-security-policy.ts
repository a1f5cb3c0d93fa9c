/** As much of Content Security Policy as tells whether a recorded policy forbids a URL. https://www.w3.org/TR/CSP3/#match-url-to-source-list */
import { parseUrl } from '../fetch/origin.ts'

const DIRECTIVES: Readonly<Record<string, string>> = {
  fetch: 'connect-src',
  xhr: 'connect-src',
  eventsource: 'connect-src',
  ping: 'connect-src',
  image: 'img-src',
  script: 'script-src',
  stylesheet: 'style-src',
  font: 'font-src',
  media: 'media-src',
  texttrack: 'media-src',
  manifest: 'manifest-src',
}

function matchesScheme(source: string, scheme: string): boolean {
  return scheme === source || (source === 'http:' && scheme === 'https:')
}

function matchesHost(pattern: string, host: string): boolean {
  if (pattern === '*') return true
  if (pattern.startsWith('*.')) return host.endsWith(pattern.slice(1))
  return pattern === host
}

function matchesSource(source: string, url: URL, page: URL): boolean {
  const lower = source.toLowerCase()
  if (lower === '*') return /^(https?|wss?):$/.test(url.protocol)
  if (lower === "'self'") return url.origin === page.origin
  if (/^[a-z][a-z0-9+.-]*:$/.test(lower)) return matchesScheme(lower, url.protocol)
  const match = /^(?:([a-z][a-z0-9+.-]*:)\/\/)?([^:/]+)(?::(\d+|\*))?(\/.*)?$/i.exec(source)
  if (match === null) return false
  const [, scheme, host = '', port, path] = match
  if (!matchesScheme((scheme ?? page.protocol).toLowerCase(), url.protocol)) return false
  if (!matchesHost(host.toLowerCase(), url.hostname)) return false
  if (port !== '*' && (port ?? '') !== url.port) return false
  if (path === undefined || path === '/') return true
  return path.endsWith('/') ? url.pathname.startsWith(path) : url.pathname === path
}

function policyForbids(policy: string, resourceType: string, url: URL, page: URL): boolean {
  const directives = new Map<string, string[]>()
  for (const directive of policy.split(';')) {
    const [name, ...sources] = directive.trim().split(/\s+/)
    if (name && !directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), sources)
  }
  const sources = directives.get(DIRECTIVES[resourceType] ?? '') ?? directives.get('default-src')
  return sources !== undefined && !sources.some((source) => matchesSource(source, url, page))
}

/** True when a policy among the header's values forbids loading `url` from `pageUrl`. `header`: the lines combined. */
export function forbidsLoading(
  header: string,
  resourceType: string | null,
  url: string,
  pageUrl: string,
): boolean {
  const target = parseUrl(url)
  const page = parseUrl(pageUrl)
  if (target === null || page === null) return false
  return header.split(',').some((policy) => policyForbids(policy, resourceType ?? 'fetch', target, page))
}
