/** Causes inside FastAPI and Starlette: what CORSMiddleware refused, and where it is missing. */
import type { Exchange } from '../har/exchange.ts'
import { askedMethod, grantedMethods, missingHeaders } from '../servers/preflights.ts'
import {
  allowedOrigin,
  answerHeader,
  letsIn,
  nameOf,
  shorten,
  speaksCors,
  variesBy,
} from '../servers/responses.ts'
import {
  type Disallowed,
  decodeRefusal,
  isRecentStarlette,
  type MiddlewareState,
  STARLETTE_SAFELIST,
} from '../servers/starlette-middleware.ts'
import { type Cause, type CauseRow, speak } from './cause.ts'
import { type Scene, starletteState } from './failure.ts'

export interface StarletteFacts {
  what: string
  status: number
  origin: string
  method: string
  /** Requested headers that are not allowed, joined for reading. */
  headers: string
  allowedMethods: string
  /** A curl command for the preflight; '' where the address cannot be put into a shell. */
  command: string
}

const hidden = (body: string): string =>
  ` The body of the answer, which no tool can show, is “Disallowed CORS ${body}”; that follows from its length and its headers.`

const asIs =
  ' Compare character by character: no slash at the end, no path, the right scheme and port; `localhost` and `127.0.0.1` are two origins.'
const statusMisleads = (): string =>
  'The console says only that the preflight “does not have HTTP ok status”, and names neither method nor header.'
const originMisleads = (): string =>
  'The console speaks of a missing header, as if CORS were not set up at all.'

const methodSentence = ({ method, allowedMethods }: StarletteFacts): string =>
  `The method ${method} is not in \`allow_methods\` (it has ${allowedMethods === '' ? 'none' : allowedMethods}; the default is GET alone).`
const headerSentence = ({ headers }: StarletteFacts): string =>
  `The request header ${headers} is not in \`allow_headers\` (only ${STARLETTE_SAFELIST.join(', ')} are always in).`
const originSentence = ({ origin }: StarletteFacts): string =>
  `The origin ${origin} is not in \`allow_origins\`.`

export const STARLETTE_ROWS = {
  'starlette-origin-not-listed': {
    owner: 'back-end',
    title: 'Add the page’s origin to allow_origins',
    text: (facts: StarletteFacts) =>
      `CORSMiddleware is there and refused the request. ${originSentence(facts)}${asIs}${hidden('origin')}`,
    misleading: originMisleads,
  },
  'starlette-method-not-listed': {
    owner: 'back-end',
    title: 'Add the method to allow_methods',
    text: (facts: StarletteFacts) =>
      `CORSMiddleware is there and allows the origin, but not the method. ${methodSentence(facts)}${hidden('method')}`,
    misleading: statusMisleads,
  },
  'starlette-headers-not-listed': {
    owner: 'back-end',
    title: 'Add the request header to allow_headers',
    text: (facts: StarletteFacts) =>
      `CORSMiddleware is there and allows the origin, but not the headers. ${headerSentence(facts)}${hidden('headers')}`,
    misleading: statusMisleads,
  },
  'starlette-method-and-headers-not-listed': {
    owner: 'back-end',
    title: 'Add method and header to allow_methods and allow_headers',
    text: (facts: StarletteFacts) =>
      `CORSMiddleware is there and allows the origin, but neither method nor headers. ${methodSentence(facts)} ${headerSentence(facts)}${hidden('method, headers')}`,
    misleading: statusMisleads,
  },
  'starlette-origin-and-more-not-listed': {
    owner: 'back-end',
    title: 'Add the origin, and what else the request needs, to CORSMiddleware',
    text: (facts: StarletteFacts) =>
      `CORSMiddleware is there and refused the request for more than one reason. ${originSentence(facts)}${facts.method === '' ? '' : ` ${methodSentence(facts)}`}${facts.headers === '' ? '' : ` ${headerSentence(facts)}`}${asIs}`,
    misleading: originMisleads,
  },
  'starlette-private-network': {
    owner: 'back-end',
    title: 'Use a browser of today, or set allow_private_network',
    text: ({ what }: StarletteFacts) =>
      `CORSMiddleware refused ${what}, because the preflight carried Access-Control-Request-Private-Network. Browsers of today no longer send that header; older ones need \`allow_private_network=True\`.`,
    misleading: statusMisleads,
  },
  'starlette-middleware-missing': {
    owner: 'back-end',
    title: 'Add CORSMiddleware to the app that is served',
    text: ({ what, status }: StarletteFacts) =>
      `${what} shows that no CORSMiddleware stands before this app: with it, no preflight ever reaches the router. Either it was never added, or it was added to another app object than the one that is served (a second \`app = FastAPI()\`, a wrapper, a sub-app).${status === 404 ? ' The 404 also says that the router knows no such path: check the address too.' : ''}`,
    misleading: ({ status }: StarletteFacts) =>
      `The console speaks of a missing header${status >= 400 ? ` and hides the ${status}` : ''}. No route for OPTIONS is needed: CORSMiddleware answers it.`,
  },
  'starlette-cors-on-part': {
    owner: 'back-end',
    title: 'Add CORSMiddleware to the outermost app',
    text: ({ what }: StarletteFacts) =>
      `Other addresses of this server have CORS headers, and ${what} has none: CORSMiddleware seems to be on a mounted sub-app only. Add it to the outer app; that covers everything mounted in it.`,
  },
  'starlette-missing-or-not-listed': {
    owner: 'back-end',
    title: 'Add the page’s origin to CORSMiddleware',
    text: ({ what, origin, command }: StarletteFacts) =>
      `${what} has no CORS headers. From this answer alone two causes look the same: CORSMiddleware is not there, or it is there and ${origin} is not in \`allow_origins\`.${asIs} The fix is the same for both: one CORSMiddleware, added last, with this origin. To tell them apart, send a preflight by hand${command === '' ? '' : ` (\`${command}\`)`}: 405 means no middleware, 400 means the origin is not listed.`,
  },
  'starlette-origin-refused': {
    owner: 'back-end',
    title: 'Add the page’s origin to allow_origins',
    text: ({ what, origin }: StarletteFacts) =>
      `CORSMiddleware is there (its preflights, \`Vary: Origin\` or Access-Control-Allow-Credentials give it away), but ${what} does not allow the origin: ${origin} is not in \`allow_origins\`.${asIs}`,
    misleading: originMisleads,
  },
  'starlette-hand-written-headers': {
    owner: 'back-end',
    title: 'Use CORSMiddleware in place of headers set by hand',
    text: ({ what }: StarletteFacts) =>
      `CORS headers are set by hand here, and not on every answer: ${what} shows that preflight and answer are treated differently. CORSMiddleware answers the preflight and sets the headers on every answer.`,
  },
} as const satisfies Record<string, CauseRow>

type RowId = keyof typeof STARLETTE_ROWS

const SAFE_IN_SHELL = /^[\w:/.~%-]+$/

function preflightCommand(origin: string | null, { url, method }: Exchange): string {
  const address = url.replace(/\?.*$/s, '')
  if (![origin ?? '', address, method].every((part) => SAFE_IN_SHELL.test(part))) return ''
  return `curl -i -X OPTIONS -H 'Origin: ${origin}' -H 'Access-Control-Request-Method: ${method}' ${address}`
}

const factsOf = (scene: Scene): StarletteFacts => {
  const { answer } = scene
  const methods = grantedMethods(answer)
  const method = askedMethod(answer)
  return {
    what: nameOf(answer),
    status: answer.status,
    origin: scene.origin ?? 'the page’s origin',
    method: methods.includes(method) ? '' : shorten(method, 40),
    headers: shorten(missingHeaders(answer).join(', '), 200),
    allowedMethods: shorten(methods.join(', ')),
    command: preflightCommand(scene.origin, answer),
  }
}

function rowFor(parts: readonly Disallowed[]): RowId {
  const [first, second] = parts
  if (first === 'origin')
    return second === undefined ? 'starlette-origin-not-listed' : 'starlette-origin-and-more-not-listed'
  if (first === 'method')
    return second === 'headers' ? 'starlette-method-and-headers-not-listed' : 'starlette-method-not-listed'
  return first === 'headers' ? 'starlette-headers-not-listed' : 'starlette-private-network'
}

/** CORSMiddleware answered the preflight and refused. */
export function starletteRefusal(scene: Scene): Cause | null {
  const parts = scene.atPreflight ? decodeRefusal(scene.answer) : null
  return parts === null ? null : speak(STARLETTE_ROWS, rowFor(parts), factsOf(scene), true)
}

/** Another address of this server lets the same page in. */
const allowsElsewhere = ({ others, answer, origin }: Scene): boolean =>
  !variesBy(answer, 'origin') && others.some((other) => letsIn(other, origin))

/** A preflight answered under another name came from something in front of the app. */
const sameProgram = (preflight: Exchange, answer: Exchange): boolean =>
  answerHeader(preflight, 'server') === answerHeader(answer, 'server')

/** No CORSMiddleware, or one that does not know this origin. */
export function starletteMissing(scene: Scene): Cause | null {
  const { answer, atPreflight } = scene
  if (scene.server.framework !== 'fastapi' || answer.status === 0) return null
  const facts = factsOf(scene)
  const say = (id: RowId, certain: boolean) => speak(STARLETTE_ROWS, id, facts, certain)
  if (allowedOrigin(answer) !== null) {
    // 405 with headers on the preflight: someone sets them on every answer by hand
    return atPreflight && answer.status === 405 ? say('starlette-hand-written-headers', true) : null
  }
  const state = starletteState(scene)
  if (state === 'partial') return say('starlette-cors-on-part', false)
  if (state === 'absent') return say('starlette-middleware-missing', true)
  if (atPreflight) return answer.status === 405 ? say('starlette-middleware-missing', true) : null
  const { preflight } = scene.flow
  if (preflight !== null && speaksCors(preflight) && !variesBy(answer, 'origin')) {
    return sameProgram(preflight, answer) ? say('starlette-hand-written-headers', false) : null
  }
  return withoutPreflight(scene, state, say)
}

/** An actual answer without Access-Control-Allow-Origin: what it and the rest of the server's answers tell of the middleware. */
function withoutPreflight(
  scene: Scene,
  state: MiddlewareState,
  say: (id: RowId, certain: boolean) => Cause,
): Cause {
  const { answer, own, others } = scene
  const recent = [...own, ...others].map(isRecentStarlette).find((known) => known !== null) ?? null
  const hasCredentials = answerHeader(answer, 'access-control-allow-credentials') !== null
  if (hasCredentials || variesBy(answer, 'origin'))
    return say('starlette-origin-refused', hasCredentials || recent !== null)
  if (state === 'present' && allowsElsewhere(scene)) return say('starlette-cors-on-part', false)
  // Starlette from 1.7 on leaves Vary: Origin on whatever passes CORSMiddleware, an older one leaves nothing
  if (recent === true) return say('starlette-cors-on-part', true)
  if (recent === false) return say('starlette-origin-refused', false)
  return say('starlette-missing-or-not-listed', false)
}
