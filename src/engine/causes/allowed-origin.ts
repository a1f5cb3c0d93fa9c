/** Causes of an origin that does not match: how the configured value differs from the page's origin. */

import { valuesOf } from '../fetch/headers.ts'
import { isSerializedOrigin, OPAQUE_ORIGIN, parseUrl } from '../fetch/origin.ts'
import { allowedOrigin, answerHeader, nameOf, shorten, variesBy } from '../servers/responses.ts'
import { type Cause, type CauseRow, speak } from './cause.ts'
import type { Scene } from './failure.ts'

export interface OriginFacts {
  what: string
  origin: string
  /** As the server sent it. */
  value: string
  /** Id of the server’s software; '' when unknown. */
  server: string
}

const same = 'Browsers compare the two letter for letter.'

export const ORIGIN_ROWS = {
  'origin-null-redirect': {
    owner: 'back-end',
    title: 'Call the final address, or answer without the redirect',
    text: ({ what, origin }: OriginFacts) =>
      `The request was redirected from one foreign origin to another. From there on the browser hides where it came from: ${what} was asked with \`Origin: null\`, not with ${origin}. Allowing \`null\` is no way out, since any site can send it. Call the final address directly.`,
    misleading: ({ origin }: OriginFacts) =>
      `The console names ${origin} as the origin; the server saw \`null\`.`,
  },
  'origin-null-document': {
    owner: 'front-end',
    title: 'Open the page from an http(s) address',
    text: ({ what }: OriginFacts) =>
      `The page has no origin of its own: it is a sandboxed frame, a data: address or a file. The browser sends \`Origin: null\` for all of those, also with ${what}. A server must not allow \`null\`, since any site can send it. Serve the page over http(s), or give the frame \`allow-same-origin\`.`,
  },
  'origin-null-file': {
    owner: 'front-end',
    title: 'Open the page through a local web server',
    text: ({ what }: OriginFacts) =>
      `The page was opened from a file. Such a page has no origin, and the browser sends \`Origin: null\` with ${what}. A server must not allow \`null\`, since any site can send it. Start a local web server and open the page from http://localhost.`,
  },
  'origin-null-allowed': {
    owner: 'back-end',
    title: 'Allow the page’s origin instead of null',
    text: ({ what, origin }: OriginFacts) =>
      `${what} allows the origin \`null\`, and the page’s origin is ${origin}. \`null\` is never right: any site can send it.`,
  },
  'origin-trailing-slash': {
    owner: 'back-end',
    title: 'Remove the slash at the end of the configured origin',
    text: ({ what, origin, value, server }: OriginFacts) =>
      `${what} allows “${value}”. The origin is ${origin}, without a slash at the end. ${same}${server === 'fastapi' ? ' Pydantic’s AnyHttpUrl adds that slash: cut it off with `str(url).rstrip("/")`.' : ''}`,
  },
  'origin-has-path': {
    owner: 'back-end',
    title: 'Configure the origin without a path',
    text: ({ what, origin, value }: OriginFacts) =>
      `${what} allows “${value}”, which has a path. An origin is scheme, host and port and nothing more: ${origin}.`,
  },
  'origin-lacks-scheme': {
    owner: 'back-end',
    title: 'Write the scheme before the host',
    text: ({ what, origin, value }: OriginFacts) =>
      `${what} allows “${value}”, which lacks http:// or https://. The origin is ${origin}.`,
  },
  'origin-scheme': {
    owner: 'back-end',
    title: 'Correct the scheme of the configured origin',
    text: ({ what, origin, value }: OriginFacts) =>
      `${what} allows “${value}”, and the page is ${origin}: http and https are two origins.`,
  },
  'origin-port': {
    owner: 'back-end',
    title: 'Correct the port of the configured origin',
    text: ({ what, origin, value }: OriginFacts) =>
      `${what} allows “${value}”, and the page is ${origin}. The port is part of the origin. Development servers take the next free port when theirs is taken, so look at the one in the address bar.`,
  },
  'origin-loopback-name': {
    owner: 'back-end',
    title: 'Use one name for this machine: localhost or 127.0.0.1',
    text: ({ what, origin, value }: OriginFacts) =>
      `${what} allows “${value}”, and the page is ${origin}. Both lead to this machine, and to a browser they are two origins. Allow the one you use, or open the page under the other name.`,
  },
  'origin-www': {
    owner: 'back-end',
    title: 'Allow the host with and without www as you use it',
    text: ({ what, origin, value }: OriginFacts) =>
      `${what} allows “${value}”, and the page is ${origin}. With and without www are two origins. Redirect one to the other, or allow the one that serves the page.`,
  },
  'origin-wildcard-host': {
    owner: 'back-end',
    title: 'Name the origin: a pattern is not understood',
    text: ({ what, origin, value }: OriginFacts) =>
      `${what} allows “${value}”. Browsers know no patterns in Access-Control-Allow-Origin: only one whole origin, or a lone \`*\`. Let the server compare the Origin header with its list and send back ${origin} when it is in it.`,
  },
  'origin-several-values': {
    owner: 'back-end',
    title: 'Send one origin: the one that asked',
    text: ({ what, origin, value }: OriginFacts) =>
      `${what} puts several origins into one header: “${value}”. Only one is allowed there. Let the server look up the request’s Origin header in its list and answer with that one (here ${origin}), with Vary: Origin.`,
  },
  'origin-misspelt': {
    owner: 'back-end',
    title: 'Correct the spelling of the configured origin',
    text: ({ what, origin, value }: OriginFacts) =>
      `${what} allows “${value}”, which looks like ${origin} with a spelling mistake. ${same} If the other one is right and meant for another page, add this origin beside it.`,
  },
  'origin-not-a-value': {
    owner: 'back-end',
    title: 'Send an origin: this is no value a browser can use',
    text: ({ what, origin, value }: OriginFacts) =>
      `${what} sends Access-Control-Allow-Origin: “${value}”, which is no origin. It looks like ${value === '' ? 'an empty setting' : 'a value that was not filled in, or written as a list or a pattern'}. It must be ${origin}.`,
  },
  'origin-other': {
    owner: 'back-end',
    title: 'Add the page’s origin to the allowed ones',
    text: ({ what, origin, value }: OriginFacts) =>
      `${what} allows “${value}” only, and the page is ${origin}. If both may use the API, the server must compare the request’s Origin header with a list and send back the one that asked, with Vary: Origin.`,
  },
  'cache-copy-for-other-origin': {
    owner: 'platform',
    title: 'Send Vary: Origin, and empty the cache',
    text: ({ what, origin, value }: OriginFacts) =>
      `${what} came from a cache, and the copy was made for another page: it allows “${value}”, not ${origin}. The answer depends on the Origin header and does not say so. Send Vary: Origin, let the cache take it into its key, and empty the cache. This is inferred from the headers of the cache.`,
    misleading: () => 'The console shows a mismatch, as if the server were configured for the other origin.',
  },
  'cache-copy-without-cors': {
    owner: 'platform',
    title: 'Send Vary: Origin also where no Origin was sent, and empty the cache',
    text: ({ what }: OriginFacts) =>
      `${what} came from a cache, and the copy has no CORS headers: it was made for a request without Origin (a plain image or link, say). Send Vary: Origin on every answer of this address, let the cache take Origin into its key, and empty the cache. This is inferred from the headers of the cache: if the server itself sends no CORS headers, that comes first.`,
  },
  'browser-cache-copy': {
    owner: 'back-end',
    title: 'Send Vary: Origin; the browser reused a copy made without CORS',
    text: ({ what, origin }: OriginFacts) =>
      `Nothing went over the network: the browser answered ${what} from its own cache, with a copy that was loaded without CORS or for another origin than ${origin}. Send Vary: Origin on every answer of this address. Until then: empty the cache, or load the first use with CORS too (\`<img crossorigin>\`). This is inferred from the empty entry in the log.`,
    misleading: () =>
      'The console speaks of a missing header on the server; the server was not asked at all.',
  },
  'two-layers': {
    owner: 'proxy',
    title: 'Let only one layer add the CORS headers',
    text: ({ what, value }: OriginFacts) =>
      `${what} carries Access-Control-Allow-Origin twice (“${value}”). Two layers add it, the application and a proxy or gateway before it, or two CORS packages in the application. Browsers accept exactly one. Keep it where the origins are known and remove it at the other.`,
  },
} as const satisfies Record<string, CauseRow>

type RowId = keyof typeof ORIGIN_ROWS

const CACHE_HEADERS = [
  'x-cache',
  'cf-cache-status',
  'x-vercel-cache',
  'x-cache-status',
  'x-proxy-cache',
  'cdn-cache-status',
  'x-nf-cache',
]

/** The answer says itself that it came from a shared cache. */
export function fromSharedCache(scene: Scene): boolean {
  const { answer } = scene
  if (Number(answerHeader(answer, 'age') ?? 0) > 0) return true
  if (/hit/i.test(answerHeader(answer, 'cache-status') ?? '')) return true
  return CACHE_HEADERS.some((name) => /\bhit\b/i.test(answerHeader(answer, name) ?? ''))
}

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]', '0.0.0.0']

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
function difference(page: URL, value: URL): RowId | null {
  const hosts = [page.hostname, value.hostname]
  const samePort = page.port === value.port
  const sameScheme = page.protocol === value.protocol
  if (hosts[0] === hosts[1]) {
    if (samePort && sameScheme) return 'origin-misspelt'
    return sameScheme ? 'origin-port' : 'origin-scheme'
  }
  if (hosts.every((host) => LOOPBACK_NAMES.includes(host))) return 'origin-loopback-name'
  if (hosts[0]?.replace(/^www\./, '') === hosts[1]?.replace(/^www\./, '')) return 'origin-www'
  return null
}

/** Why the value the server allows is not the page's origin. Exported for the tests' tables. */
export function compareOrigins(page: string, value: string): Exclude<RowId, 'two-layers'> {
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
  return (
    (difference(pageUrl, url) as Exclude<RowId, 'two-layers'> | null) ??
    orMisspelt(page, value, 'origin-other')
  )
}

function orMisspelt(
  page: string,
  value: string,
  otherwise: Exclude<RowId, 'two-layers'>,
): Exclude<RowId, 'two-layers'> {
  const limit = page.length > 16 ? 2 : 1
  return editDistance(page.toLowerCase(), value.toLowerCase()) <= limit ? 'origin-misspelt' : otherwise
}

const factsOf = (scene: Scene, value: string): OriginFacts => ({
  what: nameOf(scene.answer),
  origin: scene.origin ?? 'the page’s origin',
  value: shorten(value),
  server: scene.server.framework ?? '',
})

export function nullOrigin(scene: Scene): Cause | null {
  const { flow } = scene
  if (flow.origin.serialized !== OPAQUE_ORIGIN) return null
  const facts = factsOf(scene, '')
  if (flow.origin.opaqueBecause === 'redirect') return speak(ORIGIN_ROWS, 'origin-null-redirect', facts, true)
  const isFile = /^file:/i.test(flow.pageUrl ?? '')
  return speak(
    ORIGIN_ROWS,
    isFile ? 'origin-null-file' : 'origin-null-document',
    facts,
    isFile || flow.origin.opaqueBecause === 'document',
  )
}

export function caches(scene: Scene): Cause | null {
  const { answer, origin } = scene
  if (scene.reason === 'cached-without-allow-origin')
    return speak(ORIGIN_ROWS, 'browser-cache-copy', factsOf(scene, ''), false)
  if (answer.status === 0 || answer.isPreflight) return null
  const value = allowedOrigin(answer)
  if (!fromSharedCache(scene) || variesBy(answer, 'origin') || value === origin || value === '*') return null
  if (value === null)
    return answer.status < 400
      ? speak(ORIGIN_ROWS, 'cache-copy-without-cors', factsOf(scene, ''), false)
      : null
  return isSerializedOrigin(value)
    ? speak(ORIGIN_ROWS, 'cache-copy-for-other-origin', factsOf(scene, value), false)
    : null
}

export function twoLayers(scene: Scene): Cause | null {
  const values = valuesOf(scene.answer.responseHeaders, 'access-control-allow-origin')
  if (values.length < 2) return null
  return speak(ORIGIN_ROWS, 'two-layers', factsOf(scene, values.join(', ')), true)
}

export function differingOrigin(scene: Scene): Cause | null {
  const value = allowedOrigin(scene.answer)
  if (value === null || value === '*' || scene.origin === null || value === scene.origin) return null
  const id = compareOrigins(scene.origin, value)
  return speak(ORIGIN_ROWS, id, factsOf(scene, value), id !== 'origin-misspelt')
}
