/** Causes behind a status: the server failed, refused or was not reached, and its answer lost the CORS headers. */
import {
  allowedOrigin,
  answerHeader,
  contentLength,
  contentType,
  letsIn,
  nameOf,
  pathOf,
  speaksCors,
  variesBy,
} from '../servers/responses.ts'
import { STARLETTE_LENGTHS } from '../servers/starlette-middleware.ts'
import { type Cause, type CauseRow, speak } from './cause.ts'
import { involves, type Scene, serverName, starletteState } from './failure.ts'

export interface StatusFacts {
  /** `GET /items (500)`. */
  what: string
  status: number
  server: string
  atPreflight: boolean
}

const consoleHidesStatus = ({ status }: StatusFacts): string =>
  `The console speaks of a missing Access-Control-Allow-Origin header and never mentions the status ${status}.`

const notFirst =
  'Error answers made outside of the CORS code carry no CORS headers, so the browser may not show the page what happened.'

export const STATUS_ROWS = {
  'server-error': {
    owner: 'back-end',
    title: 'Repair the error on the server first',
    text: ({ what, server }: StatusFacts) =>
      `The real problem is not CORS: ${what} failed with an error inside ${server}. ${notFirst} Read the server’s own log for the exception and repair it. The fix shown lets error answers keep their CORS headers, so that the page sees the status from now on.`,
    misleading: consoleHidesStatus,
  },
  'starlette-unhandled-exception': {
    owner: 'back-end',
    title: 'Repair the exception; the 500 is made outside CORSMiddleware',
    text: ({ what }: StatusFacts) =>
      `The real problem is not CORS: ${what} raised an exception that nothing handled. Starlette makes that answer in ServerErrorMiddleware, which always stands outside CORSMiddleware, so it has no CORS headers even where CORS is set up correctly. Read the traceback in the server’s log and repair it. To keep the headers on every answer, wrap the whole app in CORSMiddleware. An \`@app.exception_handler(Exception)\` does not help: it runs outside too.`,
    misleading: consoleHidesStatus,
  },
  'next-handler-threw': {
    owner: 'back-end',
    title: 'Repair the exception in the route handler',
    text: ({ what }: StatusFacts) =>
      `The real problem is not CORS: ${what} threw. Next.js then answers with an empty 500, and the headers that the handler meant to set are lost. Read the error in the terminal of Next.js and repair it. Headers set in next.config or proxy.ts stay on a 500, so set them there.`,
    misleading: consoleHidesStatus,
  },
  'gateway-error': {
    owner: 'proxy',
    title: 'Find out why the proxy cannot reach the application',
    text: ({ what, status, server }: StatusFacts) =>
      `The real problem is not CORS: ${what} was answered by a proxy or gateway${server === 'the server' ? '' : ` (${server})`}, because the application behind it ${status === 504 ? 'did not answer in time' : status === 503 ? 'is not available' : 'could not be reached or gave no valid answer'}. The application’s CORS headers never came into play. Look at the proxy’s error log and at whether the application runs.`,
    misleading: consoleHidesStatus,
  },
  'body-too-large': {
    owner: 'proxy',
    title: 'Raise the limit for the size of a request',
    text: ({ what }: StatusFacts) =>
      `The real problem is not CORS: ${what} says that the request is too large. The layer that enforces the limit (mostly a proxy, in nginx \`client_max_body_size\`) answers before the application, without its CORS headers. Raise the limit or send less.`,
    misleading: consoleHidesStatus,
  },
  'rate-limited': {
    owner: 'back-end',
    title: 'Slow down, and let the rate limiter keep the CORS headers',
    text: ({ what }: StatusFacts) =>
      `The real problem is not CORS: ${what} says that there were too many requests. The rate limiter answers before the CORS code runs. Put CORS outside the limiter, and send fewer requests.`,
    misleading: consoleHidesStatus,
  },
  'auth-before-cors': {
    owner: 'back-end',
    title: 'Let CORS run before authentication',
    text: ({ what, atPreflight, server }: StatusFacts) =>
      atPreflight
        ? `${what}: the browser’s preflight was refused by an authentication check. A preflight never carries cookies or an Authorization header, so it can never pass one. In ${server} the CORS code must run before authentication and answer OPTIONS itself.`
        : `${what} was refused for lack of a valid login, and the refusal has no CORS headers: the check runs before the CORS code. Let CORS run first (outermost); then the page sees the status and can ask the user to log in. Also look at why the login was not accepted: a missing or old token, or cookies that were not sent.`,
    misleading: consoleHidesStatus,
  },
  'trusted-host': {
    owner: 'back-end',
    title: 'Add the host to allowed_hosts of TrustedHostMiddleware',
    text: ({ what }: StatusFacts) =>
      `${what} has the length of “Invalid host header”, which TrustedHostMiddleware answers for a host that is not in its list. It stands outside CORSMiddleware, so the answer has no CORS headers. This is inferred from the length. Add the host, and add CORSMiddleware last.`,
    misleading: consoleHidesStatus,
  },
  'options-not-handled': {
    owner: 'back-end',
    title: 'Answer OPTIONS: nothing on the server handles the preflight',
    text: ({ what, server }: StatusFacts) =>
      `Before the request the browser asks for permission with OPTIONS, and ${server} has nothing that answers it: ${what}. Routes exist for the methods of the API only. A CORS middleware answers OPTIONS for all of them.`,
    misleading: consoleHidesStatus,
  },
  'options-refused': {
    owner: 'back-end',
    title: 'Answer OPTIONS with a status from 200 to 299',
    text: ({ what, server }: StatusFacts) =>
      `The preflight’s headers would let the origin in, but its status does not: ${what}. Headers are added in one place, and OPTIONS is refused in another. Let ${server} answer OPTIONS requests that carry Access-Control-Request-Method with 204 before anything else looks at them.`,
    misleading: ({ status }: StatusFacts) =>
      `The console says “It does not have HTTP ok status” without naming the status, which was ${status}.`,
  },
  'not-found': {
    owner: 'front-end',
    title: 'Check the address: the server knows no such path',
    text: ({ what, server }: StatusFacts) =>
      `${what}: ${server} has nothing at this address, and its “not found” answer carries no CORS headers. Compare the address with the one the API documents: a missing prefix, a typing error, a slash too many. If the address is right, the route is not deployed there.`,
    misleading: consoleHidesStatus,
  },
  'method-not-served': {
    owner: 'front-end',
    title: 'Check the method: the server serves this path with another',
    text: ({ what, server }: StatusFacts) =>
      `${what}: ${server} knows the address but not with this method, and that answer carries no CORS headers.`,
    misleading: consoleHidesStatus,
  },
} as const satisfies Record<string, CauseRow>

const factsOf = (scene: Scene): StatusFacts => ({
  what: nameOf(scene.answer),
  status: scene.answer.status,
  server: serverName(scene),
  atPreflight: scene.atPreflight,
})

const say = (scene: Scene, id: keyof typeof STATUS_ROWS, certain: boolean): Cause =>
  speak(STATUS_ROWS, id, factsOf(scene), certain)

const isProxyMade = ({ answer, server }: Scene): boolean =>
  contentType(answer) === 'text/html' ||
  answerHeader(answer, 'server') !== null ||
  server.framework === null ||
  server.layers.length > 0

export function serverError(scene: Scene): Cause | null {
  const { answer } = scene
  if (answer.status < 500 || allowedOrigin(answer) !== null) return null
  if ([502, 503, 504].includes(answer.status) || answer.status >= 520) {
    return say(scene, 'gateway-error', isProxyMade(scene))
  }
  if (answer.status === 501 && scene.atPreflight) return say(scene, 'options-not-handled', true)
  if (scene.server.framework === 'fastapi' && answer.status === 500) {
    const typical = contentLength(answer) === STARLETTE_LENGTHS.serverError
    return say(scene, 'starlette-unhandled-exception', typical)
  }
  if (scene.server.framework === 'nextjs' && answer.status === 500 && !scene.atPreflight) {
    return say(scene, 'next-handler-threw', true)
  }
  return say(scene, 'server-error', true)
}

export function limits(scene: Scene): Cause | null {
  const { answer } = scene
  if (allowedOrigin(answer) !== null) return null
  if (answer.status === 413) return say(scene, 'body-too-large', true)
  return answer.status === 429 ? say(scene, 'rate-limited', true) : null
}

export function trustedHost(scene: Scene): Cause | null {
  const { answer } = scene
  if (answer.status !== 400 || contentType(answer) !== 'text/plain' || speaksCors(answer)) return null
  if (!involves(scene, 'fastapi') || contentLength(answer) !== STARLETTE_LENGTHS.invalidHost) return null
  return say(scene, 'trusted-host', false)
}

/**
 * FastAPI's own security helpers answer from inside the app: then the middleware is missing, not the order wrong.
 * They never see OPTIONS, so that a preflight refused in the same way speaks against them.
 */
const madeByRouter = ({ answer, server, others }: Scene): boolean =>
  server.framework === 'fastapi' &&
  contentType(answer) === 'application/json' &&
  contentLength(answer) === STARLETTE_LENGTHS.notAuthenticated &&
  !others.some(({ isPreflight, status }) => isPreflight && [401, 403].includes(status))

export function authentication(scene: Scene): Cause | null {
  const { answer, atPreflight } = scene
  if (![401, 403, 407].includes(answer.status)) return null
  if (allowedOrigin(answer) !== null && !letsIn(answer, scene.origin)) return null
  if (atPreflight) return say(scene, 'auth-before-cors', true)
  if (speaksCors(answer) || variesBy(answer, 'origin')) return null
  if (scene.server.framework === 'fastapi') {
    const state = starletteState(scene)
    if (state === 'absent' || (state === 'unknown' && madeByRouter(scene))) return null
    return say(scene, 'auth-before-cors', state === 'present')
  }
  const worksElsewhere = scene.others.some((other) => allowedOrigin(other) !== null)
  return say(scene, 'auth-before-cors', worksElsewhere)
}

/** These answer OPTIONS on a path they know with something else than 404 (measured, or their documented default). */
const ANSWER_KNOWN_PATHS = ['fastapi', 'express', 'nextjs', 'django', 'flask', 'spring']

/** A 404 to OPTIONS: is the path unknown, or only OPTIONS? Fastify, Hono and Koa answer 404 for both. */
function knowsNoPath({ server, others, answer }: Scene): boolean {
  const path = pathOf(answer.url)
  const known = others.some(
    (other) => pathOf(other.url) === path && other.status !== 404 && other.method !== 'OPTIONS',
  )
  return !known && server.framework !== null && ANSWER_KNOWN_PATHS.includes(server.framework)
}

export function unhandledOptions(scene: Scene): Cause | null {
  const { answer, atPreflight } = scene
  if (!atPreflight || (answer.status >= 200 && answer.status < 300)) return null
  if (allowedOrigin(answer) !== null)
    return letsIn(answer, scene.origin) ? say(scene, 'options-refused', true) : null
  if (answer.status === 404)
    return say(scene, knowsNoPath(scene) ? 'not-found' : 'options-not-handled', false)
  return [400, 405].includes(answer.status) ? say(scene, 'options-not-handled', answer.status === 405) : null
}

export function wrongAddress(scene: Scene): Cause | null {
  const { answer, atPreflight } = scene
  if (atPreflight || speaksCors(answer) || variesBy(answer, 'origin')) return null
  if (answer.status === 404 || answer.status === 410) return say(scene, 'not-found', true)
  return answer.status === 405 ? say(scene, 'method-not-served', true) : null
}
