/** Causes inside Next.js: what answers OPTIONS there, and which of its layers sets headers. */

import { parseUrl } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import { isNextAppRouter } from '../servers/fingerprints.ts'
import {
  allowedOrigin,
  answerHeader,
  contentLength,
  contentType,
  listItems,
  nameOf,
  pathOf,
  requestHeader,
  shorten,
  speaksCors,
} from '../servers/responses.ts'
import { type Cause, type CauseRow, speak } from './cause.ts'
import type { Scene } from './failure.ts'

export interface NextFacts {
  what: string
  path: string
  /** basePath of the app where the log shows it. */
  basePath: string
  host: string
}

export const NEXT_ROWS = {
  'next-no-options-export': {
    owner: 'back-end',
    title: 'Give the automatic OPTIONS answer its CORS headers',
    text: ({ what }: NextFacts) =>
      `${what} is the answer that Next.js makes by itself for a route handler without an \`OPTIONS\` export: a 204 with \`allow\`, and no CORS headers. Set them for the path in \`headers()\` of next.config, which covers this answer too, or export \`OPTIONS\` from the route.`,
    misleading: () => 'The console speaks of a missing header although the preflight was answered with 204.',
  },
  'next-pages-api-options': {
    owner: 'back-end',
    title: 'Answer OPTIONS before the handler of pages/api runs',
    text: ({ what }: NextFacts) =>
      `${what} comes from Next.js, but not from a route handler of the App Router: most likely a handler in pages/api, which is called for OPTIONS like for any other method. It must answer OPTIONS itself, or proxy.ts must do so before it.`,
  },
  'next-public-file-options': {
    owner: 'back-end',
    title: 'Answer OPTIONS for this file in proxy.ts',
    text: ({ what }: NextFacts) =>
      `${what}: a file in public/ answers GET and HEAD only, and \`headers()\` in next.config cannot change the status of OPTIONS. The request needs a preflight because of a header it carries. Answer it in proxy.ts, or load the file without that header.`,
  },
  'next-page-not-route': {
    owner: 'front-end',
    title: 'Call a route handler: this address is a page',
    text: ({ what }: NextFacts) =>
      `${what}: this address belongs to a page of Next.js, and a page answers GET and HEAD only. The API needs a route.ts of its own (a page and a route cannot share one address), or the address is wrong.`,
  },
  'next-base-path': {
    owner: 'front-end',
    title: 'Call the address with the basePath before it',
    text: ({ what, basePath, path }: NextFacts) =>
      `${what}: everything of this Next.js app lives under ${basePath} (\`basePath\` in next.config), and this address lacks it. Call ${basePath}${path}.`,
  },
  'next-not-found': {
    owner: 'front-end',
    title: 'Check the address: Next.js has nothing there',
    text: ({ what }: NextFacts) =>
      `${what}: this is the “not found” page of Next.js. Compare the address with the folders under app/ or pages/. With a \`basePath\` in next.config every address starts with that.`,
  },
  'next-dev-origin': {
    owner: 'back-end',
    title: 'Add the host to allowedDevOrigins',
    text: ({ what, host }: NextFacts) =>
      `${what} says “Unauthorized”: the development server of Next.js hands its own files to known hosts only, and the page was opened under another name (${host}). Until then the page looks right but does not come to life. Add that host name, without scheme and port, to \`allowedDevOrigins\` in next.config. This is not a matter of CORS headers.`,
  },
  'next-server-action-origin': {
    owner: 'back-end',
    title: 'Add the host to serverActions.allowedOrigins',
    text: ({ what, host }: NextFacts) =>
      `${what}: Next.js refused a Server Action, because the page’s host (${host}) is not the one the server sees. A proxy in between changes the Host header. Let the proxy pass on the host, or add ${host} to \`experimental.serverActions.allowedOrigins\` in next.config. This is not a matter of CORS headers.`,
  },
  'next-static-assets': {
    owner: 'back-end',
    title: 'Set CORS headers for the files under /_next/static',
    text: ({ what }: NextFacts) =>
      `${what} is a built file of a Next.js app, loaded from another origin (\`assetPrefix\`). Next.js sends no CORS headers for those by itself; fonts always need them, scripts when \`crossOrigin\` is set. Copies that the browser already holds stay broken until its cache is emptied: they were stored for a year.`,
  },
  'next-public-file': {
    owner: 'back-end',
    title: 'Set CORS headers for this file in next.config',
    text: ({ what }: NextFacts) =>
      `${what} is a static file, and Next.js sends no CORS headers for those by itself. Set them for the folder in \`headers()\` of next.config.`,
  },
  'next-headers-missing': {
    owner: 'back-end',
    title: 'Set CORS headers for this path in next.config',
    text: ({ what }: NextFacts) =>
      `${what} has no CORS headers: Next.js adds none by itself. If you did set some, the pattern does not fit this path (\`source: '/api'\` is that one path, \`'/api/:path*'\` everything under it; the \`matcher\` of proxy.ts likewise), or only some answers of the handler set them.`,
  },
  'next-rewrite-external': {
    owner: 'back-end',
    title: 'Set CORS headers on the server behind the rewrite',
    text: ({ what }: NextFacts) =>
      `${what} was forwarded by Next.js (\`rewrites()\`) to another server, whose answer it passes on. \`headers()\` in next.config and \`NextResponse.next()\` have no effect on that. Let the other server set the CORS headers (the Origin header reaches it), or forward with \`NextResponse.rewrite\` in proxy.ts and set them there.`,
  },
} as const satisfies Record<string, CauseRow>

const isFile = (path: string): boolean => /\.[a-z0-9]{1,8}$/i.test(path)
export const isNextAsset = (path: string): boolean => /\/_next\//.test(path)

const BASE_PATH = /^((?:\/[A-Za-z0-9_.-]+)+)\/_next\/static\//

/** `/app` when files of this origin are seen under `/app/_next/…`; '' when none are. A reading of an observed server. */
export function basePathIn(responses: readonly Exchange[]): string {
  const found = responses.find(
    ({ url, status }) => url.includes('/_next/static/') && status !== 404 && BASE_PATH.test(pathOf(url)),
  )
  return BASE_PATH.exec(pathOf(found?.url ?? ''))?.[1] ?? ''
}

const factsOf = (scene: Scene): NextFacts => ({
  what: nameOf(scene.answer),
  path: shorten(pathOf(scene.answer.url)),
  basePath: scene.observed.read(basePathIn),
  host: parseUrl(scene.origin)?.hostname ?? 'the page’s host',
})

const say = (scene: Scene, id: keyof typeof NEXT_ROWS, certain: boolean): Cause =>
  speak(NEXT_ROWS, id, factsOf(scene), certain)

const isNext = ({ server }: Scene): boolean => server.framework === 'nextjs'

/** Refusals of Next.js that have nothing to do with CORS and are taken for it. */
export function nextGuards(scene: Scene): Cause | null {
  const { exchange } = scene.flow
  const path = pathOf(exchange.url)
  if (exchange.status === 403 && /\/_next\/|\/__nextjs/.test(path) && contentType(exchange) === '') {
    return say(scene, 'next-dev-origin', true)
  }
  const isAction = requestHeader(exchange, 'next-action') !== null
  if (isAction && exchange.status >= 400 && contentType(exchange) === 'text/x-component') {
    return say(scene, 'next-server-action-origin', false)
  }
  return null
}

/** OPTIONS of a page or of a public file: two `allow` lines, GET and HEAD. */
const servesGetOnly = (answer: Exchange): boolean =>
  [400, 405, 500].includes(answer.status) && listItems(answer, 'allow').join() === 'get,head'

export function nextPreflight(scene: Scene): Cause | null {
  const { answer, atPreflight } = scene
  if (!isNext(scene) || !atPreflight) return null
  if (servesGetOnly(answer))
    return say(scene, isFile(pathOf(answer.url)) ? 'next-public-file-options' : 'next-page-not-route', true)
  if (isAppNotFound(answer)) return notFound(scene)
  const passesOrigin = allowedOrigin(answer) !== null
  if (answer.status === 204 && answerHeader(answer, 'allow') !== null && !passesOrigin) {
    return say(scene, 'next-no-options-export', true)
  }
  if (answer.status === 405) return say(scene, 'next-pages-api-options', false)
  if (answer.status >= 200 && answer.status < 300 && !speaksCors(answer)) {
    return say(scene, isNextAppRouter(answer) ? 'next-no-options-export' : 'next-pages-api-options', false)
  }
  // dev answers OPTIONS of a page with an empty 400
  if (answer.status === 400 && contentLength(answer) === null && isNextAppRouter(answer))
    return say(scene, 'next-page-not-route', false)
  return null
}

const isAppNotFound = (answer: Exchange): boolean =>
  answer.status === 404 && contentType(answer) === 'text/html'

function notFound(scene: Scene): Cause {
  const { basePath, path } = factsOf(scene)
  return say(
    scene,
    basePath !== '' && !path.startsWith(`${basePath}/`) ? 'next-base-path' : 'next-not-found',
    true,
  )
}

export function nextAnswer(scene: Scene): Cause | null {
  const { answer, atPreflight } = scene
  if (atPreflight || answer.status === 0 || speaksCors(answer)) return null
  const path = pathOf(answer.url)
  if (!isNext(scene)) return null
  if (isAppNotFound(answer)) return notFound(scene)
  if (answer.status >= 400 && answer.status !== 405) return null
  if (isNextAsset(path)) return say(scene, 'next-static-assets', true)
  return say(scene, isFile(path) ? 'next-public-file' : 'next-headers-missing', true)
}

/** Preflight answered with CORS headers by Next.js, the request itself by the server behind it. */
export function nextForwarded(scene: Scene): Cause | null {
  const { preflight } = scene.flow
  if (scene.atPreflight || speaksCors(scene.answer)) return null
  const passed = preflight !== null && allowedOrigin(preflight) !== null
  if (!scene.server.layers.includes('nextjs') || !passed) return null
  return say(scene, 'next-rewrite-external', false)
}
