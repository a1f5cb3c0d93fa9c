/** Causes that are plainly about CORS settings: nothing is set up, only half is, or this origin is not allowed. */
import {
  answerHeader,
  contentLength,
  requestHeader,
  shorten,
  speaksCors,
  variesBy,
} from '../servers/responses.ts'
import { isContentScript, isExtensionPage, workerTwin } from './asker.ts'
import type { CauseRow } from './cause.ts'
import { involves, isSuccess, letsInElsewhere, preflightPassed, type Scene } from './failure.ts'

/** A response without Access-Control-Allow-Origin. */
const lacks = ({ answer, allowed }: Scene): boolean => answer.status !== 0 && allowed === null
/** One without any trace of CORS. */
const isBare = (scene: Scene): boolean =>
  lacks(scene) && !speaksCors(scene.answer) && !variesBy(scene.answer, 'origin')
const isHalf = (scene: Scene): boolean => lacks(scene) && !isBare(scene)

const webRequestHop = ({ flow }: Scene) =>
  flow.hops.find(({ exchange }) =>
    /webrequest/i.test(answerHeader(exchange, 'non-authoritative-reason') ?? ''),
  )

/** Express answers OPTIONS by itself with the route’s methods, in `allow` and as the body. */
const isOwnList = ({ answer }: Scene): boolean =>
  contentLength(answer) !== null && contentLength(answer) === answerHeader(answer, 'allow')?.length

const isExpressOptions = (scene: Scene): boolean =>
  scene.atPreflight && isBare(scene) && scene.server.framework === 'express' && isOwnList(scene)

const isGoRefusal = (scene: Scene): boolean =>
  scene.atPreflight &&
  lacks(scene) &&
  scene.server.framework === 'go' &&
  !speaksCors(scene.answer) &&
  variesBy(scene.answer, 'origin')

const isWorkers = ({ flow, observed }: Scene): boolean =>
  !flow.exchange.viaServiceWorker && workerTwin(flow.exchange, observed) !== null
const isPagesHalf = ({ flow, observed }: Scene): boolean =>
  flow.exchange.viaServiceWorker &&
  flow.exchange.status >= 500 &&
  workerTwin(flow.exchange, observed) !== null

/** helmet writes these beside it, and little else does. */
const isHelmets = ({ answer }: Scene): boolean =>
  answerHeader(answer, 'x-dns-prefetch-control') !== null &&
  answerHeader(answer, 'x-download-options') !== null

const isVite = (scene: Scene): boolean => involves(scene, 'vite')

/** A WebSocket handshake that the server answered with something else than 101: CORS has no say in it. */
const isRefusedSocket = ({ reason }: Scene): boolean => reason === 'websocket-refused'
const isNextHmr = ({ flow }: Scene): boolean => /\/_next\/(webpack-)?hmr/.test(flow.exchange.url)

export const SETUP_ROWS = {
  'next-dev-socket': {
    shows: ['address', 'page'],
    responsible: 'front-end',
    weight: 961,
    needs: (scene) => isRefusedSocket(scene) && isNextHmr(scene),
    certain: true,
    outsideCors: true,
    serverFix: 'none',
  },
  'websocket-refused': {
    shows: ['address', 'page'],
    responsible: 'back-end',
    weight: 955,
    needs: isRefusedSocket,
    excludes: isNextHmr,
    certain: true,
    outsideCors: true,
    serverFix: 'none',
  },
  'asked-by-content-script': {
    shows: ['initiator', 'page'],
    responsible: 'front-end',
    weight: 950,
    needs: (scene) => isContentScript(scene.flow) && (lacks(scene) || scene.allowed !== null),
    certain: true,
    serverFix: 'none',
  },
  'asked-by-extension-page': {
    shows: ['page', 'no-cors-headers', 'allowed-origin'],
    responsible: 'front-end',
    weight: 949,
    // with permission for the host no CORS check takes place; a server that refuses by Origin goes on doing so
    needs: (scene) => isExtensionPage(scene.flow) && scene.answer.status !== 0,
    excludes: ({ answer }) => answer.status === 403,
    certain: true,
    serverFix: 'none',
  },
  'asked-by-service-worker': {
    shows: ['worker-twin', 'initiator'],
    responsible: 'front-end',
    weight: 946,
    needs: isWorkers,
    certain: true,
    facts: ({ flow }) => ({ sign: shorten(flow.exchange.initiator.url ?? '') }),
    serverFix: 'none',
  },
  'answered-by-service-worker': {
    shows: ['worker-twin', 'initiator'],
    responsible: 'front-end',
    weight: 947,
    needs: isPagesHalf,
    certain: true,
    outsideCors: true,
    serverFix: 'none',
  },
  'extension-redirect': {
    shows: ['browser-made', 'redirect'],
    responsible: 'extension',
    weight: 940,
    needs: (scene) => webRequestHop(scene) !== undefined,
    certain: true,
    serverFix: 'none',
  },
  'extension-altered-headers': {
    shows: ['allowed-origin'],
    responsible: 'extension',
    weight: 940,
    needs: ({ reason }) => reason === 'headers-pass',
    serverFix: 'none',
  },
  'resource-policy-by-helmet': {
    task: 'widen-helmet-policy',
    shows: ['resource-policy', 'page'],
    responsible: 'back-end',
    weight: 700,
    needs: (scene) => scene.reason === 'resource-policy-same-origin' && isHelmets(scene),
    certain: true,
    outsideCors: true,
  },
  'resource-policy': {
    shows: ['resource-policy', 'page'],
    responsible: 'back-end',
    weight: 699,
    needs: ({ reason }) => reason === 'resource-policy-same-origin' || reason === 'resource-policy-same-site',
    excludes: isHelmets,
    certain: true,
    facts: ({ answer }) => ({
      value: shorten(answerHeader(answer, 'cross-origin-resource-policy') ?? '', 40),
    }),
    ownServerHelps: true,
    outsideCors: true,
  },
  'vite-allows-localhost-only': {
    shows: ['server', 'varies-by-origin', 'page'],
    responsible: 'back-end',
    weight: 430,
    needs: (scene) => isVite(scene) && lacks(scene) && variesBy(scene.answer, 'origin'),
    claims: ['origin-refused'],
    certain: true,
  },
  'express-no-cors': {
    shows: ['server', 'allow-list', 'no-cors-headers'],
    responsible: 'back-end',
    weight: 420,
    needs: isExpressOptions,
    certain: true,
  },
  'go-cors-refused': {
    shows: ['server', 'varies-by-origin', 'no-cors-headers'],
    doubts: ['let-in-elsewhere'],
    responsible: 'back-end',
    weight: 420,
    needs: isGoRefusal,
  },
  'spring-cors-refused': {
    shows: ['server', 'varies-by-origin', 'no-cors-headers'],
    doubts: ['let-in-elsewhere'],
    responsible: 'back-end',
    weight: 855,
    needs: (scene) =>
      lacks(scene) &&
      scene.answer.status === 403 &&
      scene.server.framework === 'spring' &&
      variesBy(scene.answer, 'origin'),
    claims: ['origin-refused'],
  },
  'origin-not-listed': {
    shows: ['varies-by-origin', 'allowed-headers', 'allowed-methods', 'allowed-credentials'],
    doubts: ['let-in-elsewhere'],
    responsible: 'back-end',
    weight: 410,
    needs: (scene) => isHalf(scene),
    excludes: (scene) => isGoRefusal(scene) || isVite(scene),
    claims: ['origin-refused'],
    certain: (scene) => speaksCors(scene.answer),
    fallback: true,
  },
  'preflight-without-cors': {
    shows: ['no-cors-headers', 'asked-for'],
    responsible: 'back-end',
    weight: 400,
    needs: (scene) => scene.atPreflight && isBare(scene),
    excludes: isExpressOptions,
    ownServerHelps: true,
    certain: (scene) => isSuccess(scene.answer.status),
    fallback: true,
  },
  'answer-without-cors': {
    shows: ['preflight-passed', 'no-cors-headers'],
    responsible: 'back-end',
    weight: 402,
    needs: (scene) => !scene.atPreflight && lacks(scene) && preflightPassed(scene),
    certain: true,
    fallback: true,
  },
  'cors-lost-here': {
    shows: ['no-cors-headers', 'let-in-elsewhere'],
    responsible: 'back-end',
    weight: 401,
    needs: (scene) => !scene.atPreflight && isBare(scene) && letsInElsewhere(scene),
    excludes: preflightPassed,
    claims: ['path-not-covered', 'made-by-application'],
    certain: (scene) => isSuccess(scene.answer.status),
    fallback: true,
  },
  'headers-come-and-go': {
    shows: ['no-cors-headers', 'let-in-here'],
    responsible: 'back-end',
    weight: 399,
    needs: (scene) => !scene.atPreflight && isBare(scene) && letsInElsewhere(scene),
    fallback: true,
  },
  'cors-not-set-up': {
    shows: ['no-cors-headers', 'origin-sent'],
    doubts: ['other-origin-allowed'],
    responsible: 'back-end',
    weight: 398,
    needs: (scene) => !scene.atPreflight && lacks(scene),
    excludes: (scene) => letsInElsewhere(scene) || speaksCors(scene.answer),
    claims: ['cors-not-set-up', 'made-by-application'],
    ownServerHelps: true,
    certain: (scene) =>
      isSuccess(scene.answer.status) && isBare(scene) && requestHeader(scene.answer, 'origin') !== null,
    fallback: true,
  },
} as const satisfies Record<string, CauseRow>
