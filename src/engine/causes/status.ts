/** Causes behind a status: the server failed or was not reached, and its response lost the CORS headers. */
import { groupBy } from '../fetch/group-by.ts'
import type { Exchange } from '../har/exchange.ts'
import { readAt } from '../servers/observed-server.ts'
import { contentLength, contentType, letsIn, pathOf, speaksCors, variesBy } from '../servers/responses.ts'
import { isStackId, STACKS } from '../servers/software.ts'
import { STARLETTE_LENGTHS } from '../servers/starlette-middleware.ts'
import type { CauseRow } from './cause.ts'
import { involves, isSuccess, isSure, letsInElsewhere, preflightPassed, type Scene } from './failure.ts'

const isSilent = ({ answer }: Scene): boolean => !speaksCors(answer) && !variesBy(answer, 'origin')
const isApplications = ({ maker }: Scene): boolean =>
  maker.kind === 'application' || maker.kind === 'in-process'
const isBefore = ({ maker }: Scene): boolean =>
  ['proxy', 'front-door', 'firewall', 'before-application'].includes(maker.kind)
const failed = ({ answer, allowed }: Scene): boolean => answer.status >= 500 && allowed === null

/** These a proxy answers for an application that it does not reach; an application can answer them too. */
const isGateway = (scene: Scene): boolean =>
  failed(scene) &&
  ([502, 503, 504].includes(scene.answer.status) || scene.answer.status >= 520) &&
  !isApplications(scene) &&
  scene.maker.kind !== 'service-worker'

const isPlatform = (id: string | null): boolean =>
  id !== null && isStackId(id) && STACKS[id].kind === 'platform'

const isApplicationsName = (id: string | null): boolean =>
  id !== null && isStackId(id) && STACKS[id].kind === 'framework'

const isFrontDoor = ({ maker }: Scene): boolean => maker.kind === 'front-door' && maker.software !== null

const isOnPlatform = ({ maker, server }: Scene): boolean =>
  maker.kind === 'front-door' || (maker.kind === 'unknown' && isPlatform(server.framework))

const crashed = (scene: Scene): boolean =>
  failed(scene) && !isGateway(scene) && scene.answer.status !== 501 && scene.maker.kind !== 'service-worker'

const crashedIn = (scene: Scene, framework: string): boolean =>
  crashed(scene) && scene.answer.status === 500 && scene.server.framework === framework

const isLimit = ({ answer, allowed }: Scene, status: number): boolean =>
  answer.status === status && allowed === null

/** Successes of an address by method and page, in their order; filled as somebody asks. */
const successes = (responses: readonly Exchange[]) => ({
  responses,
  found: new Map<string, readonly Exchange[]>(),
})

function successesOf({ observed, answer, origin }: Scene): readonly Exchange[] {
  const { responses, found } = readAt(observed, answer.url, successes)
  const key = `${answer.method} ${origin}`
  const list =
    found.get(key) ??
    responses.filter(
      (other) => other.method === answer.method && isSuccess(other.status) && letsIn(other, origin),
    )
  found.set(key, list)
  return list
}

/** The last success at the same address, by the same method, that let this page in. */
function lastSuccess(scene: Scene): Exchange | undefined {
  const { answer } = scene
  const list = successesOf(scene)
  for (let place = list.length - 1; place >= 0; place--) {
    const other = list[place]
    if (other && other.index !== answer.index && other.startedAt <= answer.startedAt) return other
  }
  return undefined
}

/** These answer OPTIONS on a path they know with something else than 404 (measured, or their documented default). */
const ANSWER_KNOWN_PATHS = ['fastapi', 'express', 'nextjs', 'django', 'flask', 'spring']

/** Express answers an unknown path with a page of HTML; JSON comes from what is built on it, which answers OPTIONS so. */
const isBuiltOnExpress = ({ server, answer }: Scene): boolean =>
  server.framework === 'nestjs' ||
  (server.framework === 'express' && contentType(answer) === 'application/json')

/** A reading of an observed server: by path, what was found there. */
const knownPaths = (responses: readonly Exchange[]): Map<string, Exchange[]> =>
  groupBy(
    responses.filter(({ status, method }) => status !== 404 && method !== 'OPTIONS'),
    ({ url }) => pathOf(url),
  )

/** A 404 to OPTIONS: is the path unknown, or only OPTIONS? Fastify, Hono, Koa and NestJS answer 404 for both. */
function knowsNoPath(scene: Scene): boolean {
  const { server, answer, observed } = scene
  if (!isSure(scene) || isBuiltOnExpress(scene)) return false
  if (!ANSWER_KNOWN_PATHS.includes(server.framework ?? '')) return false
  return scene.firstOther(observed.read(knownPaths).get(pathOf(answer.url)) ?? []) === undefined
}

const optionsRefused = ({ atPreflight, answer }: Scene): boolean => atPreflight && !isSuccess(answer.status)

export const STATUS_ROWS = {
  'starlette-unhandled-exception': {
    task: 'keep-headers-on-errors',
    shows: ['status', 'server', 'length'],
    responsible: 'back-end',
    weight: 745,
    needs: (scene) => crashedIn(scene, 'fastapi'),
    certain: (scene) => isSure(scene) && contentLength(scene.answer) === STARLETTE_LENGTHS.serverError,
  },
  'next-handler-threw': {
    task: 'keep-headers-when-thrown',
    shows: ['status', 'server'],
    responsible: 'back-end',
    weight: 744,
    needs: (scene) => crashedIn(scene, 'nextjs') && !scene.atPreflight,
    certain: true,
  },
  'cors-callback-threw': {
    shows: ['status', 'server'],
    responsible: 'back-end',
    weight: 743,
    needs: (scene) =>
      crashed(scene) &&
      scene.atPreflight &&
      scene.answer.status === 500 &&
      scene.server.framework === 'express',
  },
  'server-error': {
    task: 'keep-headers-on-errors',
    shows: ['status', 'no-cors-headers'],
    responsible: 'back-end',
    weight: 740,
    needs: crashed,
    excludes: (scene) =>
      crashedIn(scene, 'fastapi') || crashedIn(scene, scene.atPreflight ? 'express' : 'nextjs'),
    certain: ({ atPreflight }) => !atPreflight,
    // a proxy that passes the error on did not make it
    facts: ({ server }) => (isApplicationsName(server.framework) ? {} : { server: null }),
  },
  'platform-app-down': {
    shows: ['maker', 'status'],
    remedy: 'platform-log',
    responsible: 'platform',
    weight: 741,
    needs: (scene) => isGateway(scene) && isFrontDoor(scene),
    certain: true,
    serverFix: 'none',
  },
  'gateway-error': {
    shows: ['maker', 'status'],
    doubts: ['maker-unknown'],
    responsible: (scene) => (isOnPlatform(scene) ? 'platform' : 'proxy'),
    weight: 740,
    needs: isGateway,
    excludes: (scene) => isFrontDoor(scene) || involves(scene, 'supabase'),
    certain: isBefore,
    facts: (scene) => (isOnPlatform(scene) ? { maker: scene.server.label } : {}),
    serverFix: 'before',
  },
  'errors-lose-headers': {
    shows: ['let-in-here', 'status', 'no-cors-headers'],
    responsible: 'back-end',
    weight: 770,
    needs: (scene) =>
      !scene.atPreflight && scene.answer.status >= 400 && isSilent(scene) && lastSuccess(scene) !== undefined,
    // who else made the response is told by a row of its own
    excludes: (scene) =>
      isBefore(scene) ||
      scene.answer.status === 413 ||
      scene.answer.status === 429 ||
      scene.answer.status >= 500,
    certain: true,
    serverFix: ({ maker }) => (maker.kind === 'identity-server' ? 'none' : 'headers'),
    facts: (scene) => {
      const apart = Math.max(0, scene.answer.startedAt - (lastSuccess(scene)?.startedAt ?? 0))
      return { seconds: String(Math.round(apart / 1000)) }
    },
  },
  'body-too-large-for-proxy': {
    shows: ['status', 'maker'],
    remedy: ({ maker }) => (maker.software === 'nginx' ? 'body-limit' : null),
    responsible: ({ maker }) => (maker.kind === 'front-door' ? 'platform' : 'proxy'),
    weight: 762,
    needs: (scene) => isLimit(scene, 413) && isBefore(scene),
    certain: ({ maker }) => maker.kind !== 'before-application',
    // headers of the proxy would double the application’s own
    serverFix: (scene) => (letsInElsewhere(scene) || preflightPassed(scene) ? 'none' : 'before'),
  },
  'body-too-large-for-application': {
    task: 'run-cors-before-limits',
    shows: ['status', 'maker'],
    responsible: 'back-end',
    weight: 761,
    needs: (scene) => isLimit(scene, 413) && isApplications(scene),
    certain: true,
  },
  'body-too-large': {
    task: 'run-cors-before-limits',
    shows: ['status'],
    doubts: ['maker-unknown'],
    responsible: 'back-end',
    weight: 760,
    needs: (scene) => isLimit(scene, 413) && !isApplications(scene) && !isBefore(scene),
    certain: true,
  },
  'rate-limited-before-application': {
    shows: ['status', 'maker'],
    responsible: ({ maker }) => (maker.kind === 'proxy' ? 'proxy' : 'platform'),
    weight: 760,
    needs: (scene) => isLimit(scene, 429) && isBefore(scene),
    certain: true,
    serverFix: 'before',
  },
  'rate-limited': {
    task: 'run-cors-before-limits',
    shows: ['status'],
    doubts: ['maker-unknown'],
    responsible: 'back-end',
    weight: 760,
    needs: (scene) => isLimit(scene, 429) && !isBefore(scene),
    certain: isApplications,
  },
  'trusted-host': {
    task: 'trust-host',
    shows: ['status', 'length', 'server'],
    responsible: 'back-end',
    weight: 780,
    needs: (scene) =>
      scene.answer.status === 400 &&
      contentType(scene.answer) === 'text/plain' &&
      !speaksCors(scene.answer) &&
      involves(scene, 'fastapi') &&
      contentLength(scene.answer) === STARLETTE_LENGTHS.invalidHost,
  },
  'options-refused': {
    task: 'run-cors-first',
    shows: ['status', 'allowed-origin'],
    responsible: 'back-end',
    weight: 600,
    needs: (scene) => optionsRefused(scene) && letsIn(scene.answer, scene.origin),
    certain: true,
  },
  'options-not-handled': {
    shows: ['status', 'no-cors-headers', 'allow-list'],
    responsible: 'back-end',
    weight: 600,
    needs: (scene) =>
      optionsRefused(scene) &&
      scene.allowed === null &&
      ([400, 405, 501].includes(scene.answer.status) || (scene.answer.status === 404 && !knowsNoPath(scene))),
    certain: (scene) => [405, 501].includes(scene.answer.status) || isBuiltOnExpress(scene),
  },
  'not-found-at-preflight': {
    shows: ['status', 'server', 'no-cors-headers'],
    responsible: 'front-end',
    weight: 600,
    needs: (scene) =>
      optionsRefused(scene) && scene.allowed === null && scene.answer.status === 404 && knowsNoPath(scene),
  },
  'not-found': {
    shows: ['status', 'server', 'no-cors-headers'],
    responsible: 'front-end',
    weight: 560,
    needs: (scene) => !scene.atPreflight && isSilent(scene) && [404, 410].includes(scene.answer.status),
    certain: true,
  },
  'method-not-served': {
    shows: ['status', 'server', 'no-cors-headers'],
    responsible: 'front-end',
    weight: 560,
    needs: (scene) => !scene.atPreflight && isSilent(scene) && scene.answer.status === 405,
    certain: true,
  },
} as const satisfies Record<string, CauseRow>
