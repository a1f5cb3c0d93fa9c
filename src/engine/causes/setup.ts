/** Causes that are plainly about CORS settings: nothing is set up, only half is, or this origin is not allowed. */
import {
  allowedOrigin,
  answerHeader,
  contentLength,
  letsIn,
  nameOf,
  speaksCors,
  variesBy,
} from '../servers/responses.ts'
import { type Cause, type CauseRow, speak } from './cause.ts'
import { type Scene, serverName } from './failure.ts'

export interface SetupFacts {
  what: string
  origin: string
  server: string
}

export const SETUP_ROWS = {
  'extension-altered-headers': {
    owner: 'extension',
    title: 'Try again in a window without extensions',
    text: ({ what }: SetupFacts) =>
      `The headers in the log pass every check, and the browser refused ${what} all the same. The log shows what came over the wire; an extension that changes headers works after that. Switch off extensions such as header editors and “CORS unblockers”, which often add a second Access-Control-Allow-Origin. This is inferred: nothing in the log shows the extension itself.`,
    misleading: () => 'The console names a header value that the server did not send.',
  },
  'extension-redirect': {
    owner: 'extension',
    title: 'Switch off the extension that redirects this request',
    text: ({ what }: SetupFacts) =>
      `${what} was redirected by a browser extension, not by the server: the browser notes “WebRequest API” as the reason.`,
  },
  'express-no-cors': {
    owner: 'back-end',
    title: 'Call cors() before the routes',
    text: ({ what }: SetupFacts) =>
      `${what} is the answer that Express makes by itself for OPTIONS: the list of methods of the route, and no CORS headers. No CORS middleware stands before this route; it must come before the routes in the file.`,
    misleading: () => 'The console speaks of a missing header although OPTIONS was answered with 200.',
  },
  'go-cors-refused': {
    owner: 'back-end',
    title: 'Allow origin, method and headers in the CORS options',
    text: ({ what, origin }: SetupFacts) =>
      `${what} comes from a CORS handler (rs/cors of Go answers like this) that refused the request. It leaves out all CORS headers, whether the origin, the method or a request header is not allowed. So check all three: AllowedOrigins must have ${origin}, AllowedMethods and AllowedHeaders what the request needs.`,
    misleading: () => 'The console blames the origin, even where a method or a header was refused.',
  },
  'origin-not-listed': {
    owner: 'back-end',
    title: 'Add the page’s origin to the allowed origins',
    text: ({ what, origin }: SetupFacts) =>
      `CORS is set up on this server, but not for ${origin}: ${what} has other CORS headers, or says Vary: Origin, and leaves out Access-Control-Allow-Origin. Add the origin to the server’s list, character by character: no slash at the end, the right scheme and port.`,
    misleading: () => 'The console speaks of a missing header, as if CORS were not set up at all.',
  },
  'preflight-without-cors': {
    owner: 'back-end',
    title: 'Answer the preflight with CORS headers',
    text: ({ what, server }: SetupFacts) =>
      `${what} answered the browser’s preflight, but with no CORS headers at all. That OPTIONS was not treated as a preflight by ${server}. The CORS code must answer it before the route does.`,
  },
  'answer-without-cors': {
    owner: 'back-end',
    title: 'Send Access-Control-Allow-Origin on the answer too, not on OPTIONS alone',
    text: ({ what }: SetupFacts) =>
      `The preflight passed, but ${what} itself has no CORS headers. The browser checks both. Set Access-Control-Allow-Origin on every answer of this address, error answers included.`,
  },
  'cors-lost-here': {
    owner: 'back-end',
    title: 'Set the CORS headers for this address too',
    text: ({ what, origin }: SetupFacts) =>
      `Other addresses of this server let ${origin} in, and ${what} has no CORS headers. The CORS code does not cover this path: a router mounted before it, a pattern that does not fit, static files, or another program behind the same name.`,
  },
  'cors-not-set-up': {
    owner: 'back-end',
    title: 'Set up CORS on the server for this page',
    text: ({ what, origin, server }: SetupFacts) =>
      `${what} has no CORS headers at all: ${server} does not know that pages of ${origin} may read it. Servers send none unless they are told to.`,
  },
} as const satisfies Record<string, CauseRow>

type RowId = keyof typeof SETUP_ROWS

const factsOf = (scene: Scene): SetupFacts => ({
  what: nameOf(scene.answer),
  origin: scene.origin ?? 'the page’s origin',
  server: serverName(scene),
})

const say = (scene: Scene, id: RowId, certain: boolean): Cause =>
  speak(SETUP_ROWS, id, factsOf(scene), certain)

export function extensions(scene: Scene): Cause | null {
  if (scene.reason === 'headers-pass') return say(scene, 'extension-altered-headers', false)
  const redirected = scene.flow.hops.find(({ exchange }) =>
    /webrequest/i.test(answerHeader(exchange, 'non-authoritative-reason') ?? ''),
  )
  return redirected === undefined ? null : say(scene, 'extension-redirect', true)
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300

export function setup(scene: Scene): Cause | null {
  const { answer, atPreflight, others, origin } = scene
  if (answer.status === 0 || allowedOrigin(answer) !== null) return null
  if (speaksCors(answer)) return say(scene, 'origin-not-listed', true)
  if (atPreflight) return preflightSetup(scene)
  if (variesBy(answer, 'origin')) return say(scene, 'origin-not-listed', false)
  const { preflight } = scene.flow
  if (preflight !== null && allowedOrigin(preflight) !== null) return say(scene, 'answer-without-cors', true)
  if (others.some((other) => letsIn(other, origin))) return say(scene, 'cors-lost-here', true)
  return say(scene, 'cors-not-set-up', isSuccess(answer.status))
}

function preflightSetup(scene: Scene): Cause {
  const { answer, server } = scene
  const ownList =
    contentLength(answer) !== null && contentLength(answer) === answerHeader(answer, 'allow')?.length
  if (ownList && server.framework === 'express') return say(scene, 'express-no-cors', true)
  if (server.framework === 'go' && variesBy(answer, 'origin')) return say(scene, 'go-cors-refused', false)
  if (variesBy(answer, 'origin')) return say(scene, 'origin-not-listed', false)
  return say(scene, 'preflight-without-cors', true)
}
