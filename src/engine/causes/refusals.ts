/** Causes of a refusal: 401 and 407 ask for a login, a bare 403 says only no. */
import type { Exchange } from '../har/exchange.ts'
import {
  answerHeader,
  contentLength,
  contentType,
  letsIn,
  requestHeader,
  speaksCors,
  variesBy,
} from '../servers/responses.ts'
import { STARLETTE_LENGTHS } from '../servers/starlette-middleware.ts'
import type { CauseRow } from './cause.ts'
import { isSure, letsInElsewhere, type Scene, starletteState } from './failure.ts'

/** 401, 407, or a challenge in the response: the one thing that means “log in”. */
const asksForLogin = ({ answer }: Scene): boolean =>
  answer.status === 401 ||
  answer.status === 407 ||
  (answer.status === 403 && answerHeader(answer, 'www-authenticate') !== null)

const isForbidden = (scene: Scene): boolean => scene.answer.status === 403 && !asksForLogin(scene)

/** An answer with CORS headers that do not let the page in is a matter of those headers. */
const isAboutHeaders = ({ allowed, answer, origin }: Scene): boolean =>
  allowed !== null && !letsIn(answer, origin)

/** The request carries what a login would be refused for. */
const carriesLogin = ({ flow: { exchange } }: Scene): boolean =>
  exchange.cookiesSent || requestHeader(exchange, 'authorization') !== null

const isRefusedPreflight = ({ isPreflight, status }: Exchange): boolean =>
  isPreflight && [401, 403].includes(status)

/**
 * FastAPI's own security helpers answer from inside the app: then the middleware is missing, not the order wrong.
 * They never see OPTIONS, so that a preflight refused in the same way speaks against them.
 */
const madeByRouter = ({ answer, server, anyOther }: Scene): boolean =>
  server.framework === 'fastapi' &&
  contentType(answer) === 'application/json' &&
  contentLength(answer) === STARLETTE_LENGTHS.notAuthenticated &&
  !anyOther(isRefusedPreflight)

/** The middleware of FastAPI is known not to be there, so that its place cannot be the matter. */
function lacksMiddleware(scene: Scene): boolean {
  if (scene.server.framework !== 'fastapi') return false
  const state = starletteState(scene)
  return state === 'absent' || (state === 'unknown' && madeByRouter(scene))
}

const isSilent = ({ answer }: Scene): boolean => !speaksCors(answer) && !variesBy(answer, 'origin')

/** Who refuses is known, and has a row of its own. */
const isToldElsewhere = ({ maker }: Scene): boolean =>
  maker.kind === 'identity-server' ||
  ['cloudfront', 'alb', 'api-gateway', 'aws-waf'].includes(maker.software ?? '')

/** A CORS middleware that aborts: an empty 403, or one that varies by Origin. Gin’s and Spring’s do (measured). */
const isCorsAbort = (scene: Scene): boolean =>
  isForbidden(scene) &&
  scene.allowed === null &&
  (variesBy(scene.answer, 'origin') ||
    (contentLength(scene.answer) === 0 && contentType(scene.answer) === '')) &&
  ['unknown', 'application'].includes(scene.maker.kind)

export const REFUSAL_ROWS = {
  'starlette-auth-outside-cors': {
    task: 'run-cors-first',
    shows: ['status', 'challenge', 'server', 'no-cors-headers'],
    doubts: ['server-unsure'],
    responsible: 'back-end',
    weight: 682,
    needs: (scene) => scene.atPreflight && asksForLogin(scene) && scene.server.framework === 'fastapi',
    excludes: isAboutHeaders,
    certain: isSure,
  },
  'auth-at-preflight': {
    task: 'run-cors-first',
    shows: ['status', 'challenge', 'no-cors-headers'],
    responsible: 'back-end',
    weight: 680,
    needs: (scene) => scene.atPreflight && asksForLogin(scene),
    excludes: (scene) => isAboutHeaders(scene) || scene.server.framework === 'fastapi',
    certain: true,
  },
  'auth-before-cors': {
    task: 'run-cors-first',
    shows: ['status', 'challenge', 'no-cors-headers', 'let-in-elsewhere'],
    responsible: 'back-end',
    weight: 680,
    needs: (scene) => !scene.atPreflight && asksForLogin(scene) && isSilent(scene),
    excludes: (scene) => isAboutHeaders(scene) || lacksMiddleware(scene),
    certain: (scene) =>
      isSure(scene) && scene.server.framework === 'fastapi'
        ? starletteState(scene) === 'present'
        : letsInElsewhere(scene),
  },
  'cors-refused-with-403': {
    shows: ['status', 'length', 'varies-by-origin', 'no-login-sent'],
    doubts: ['login-sent', 'let-in-elsewhere', 'maker-unknown'],
    responsible: 'back-end',
    weight: 684,
    needs: isCorsAbort,
    excludes: (scene) =>
      scene.server.framework === 'spring' ||
      (carriesLogin(scene) && !scene.atPreflight && !variesBy(scene.answer, 'origin')),
    claims: ['origin-refused'],
  },
  'forbidden-at-preflight': {
    task: 'run-cors-first',
    shows: ['status', 'no-cors-headers', 'maker'],
    doubts: ['maker-unknown'],
    responsible: ({ maker }) =>
      ['front-door', 'firewall'].includes(maker.kind)
        ? 'platform'
        : maker.kind === 'proxy'
          ? 'proxy'
          : 'back-end',
    weight: 670,
    needs: (scene) => scene.atPreflight && isForbidden(scene) && scene.allowed === null,
    excludes: (scene) => scene.server.framework === 'spring' || isToldElsewhere(scene),
  },
  forbidden: {
    shows: ['status', 'no-cors-headers', 'maker'],
    doubts: ['maker-unknown'],
    responsible: ({ maker }) =>
      ['front-door', 'firewall'].includes(maker.kind)
        ? 'platform'
        : maker.kind === 'proxy'
          ? 'proxy'
          : 'back-end',
    weight: 670,
    needs: (scene) => !scene.atPreflight && isForbidden(scene) && isSilent(scene),
    excludes: (scene) => lacksMiddleware(scene) || isToldElsewhere(scene),
  },
} as const satisfies Record<string, CauseRow>
