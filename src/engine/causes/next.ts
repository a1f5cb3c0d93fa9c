/** Causes inside Next.js: what answers OPTIONS there, and which of its layers sets headers. */

import type { Exchange } from '../har/exchange.ts'
import { isNextAppRouter } from '../servers/fingerprints.ts'
import {
  allowedOrigin,
  answerHeader,
  contentLength,
  contentType,
  listItems,
  pathOf,
  requestHeader,
  speaksCors,
} from '../servers/responses.ts'
import type { CauseRow } from './cause.ts'
import type { Scene } from './failure.ts'

const isFile = (path: string): boolean => /\.[a-z0-9]{1,8}$/i.test(path)
export const isNextAsset = (path: string): boolean => /\/_next\//.test(path)
const isOptimizer = (path: string): boolean => /\/_next\/image\/?$/.test(path)

const BASE_PATH = /^((?:\/[A-Za-z0-9_.-]+)+)\/_next\/static\//

/** `/app` when files of this origin are seen under `/app/_next/…`; '' when none are. A reading of an observed server. */
export function basePathIn(responses: readonly Exchange[]): string {
  const found = responses.find(
    ({ url, status }) => url.includes('/_next/static/') && status !== 404 && BASE_PATH.test(pathOf(url)),
  )
  return BASE_PATH.exec(pathOf(found?.url ?? ''))?.[1] ?? ''
}

const isNext = ({ server }: Scene): boolean => server.framework === 'nextjs'

/** OPTIONS of a page or of a public file: two `allow` lines, GET and HEAD. */
const servesGetOnly = ({ answer }: Scene): boolean =>
  [400, 405, 500].includes(answer.status) && listItems(answer, 'allow').join() === 'get,head'

const isAppNotFound = ({ answer }: Scene): boolean =>
  answer.status === 404 && contentType(answer) === 'text/html'

/** Everything of this app lives under a basePath that the address lacks. */
function lacksBasePath({ observed, answer }: Scene): boolean {
  const basePath = observed.read(basePathIn)
  return basePath !== '' && !pathOf(answer.url).startsWith(`${basePath}/`)
}

/** dev answers OPTIONS of a page with an empty 400. */
const isEmpty400 = ({ answer }: Scene): boolean =>
  answer.status === 400 && contentLength(answer) === null && isNextAppRouter(answer)

type PreflightReading =
  | 'next-public-file-options'
  | 'next-page-not-route'
  | 'next-no-options-export'
  | 'next-options-without-headers'
  | 'next-pages-api-options'

/** What the answer of Next.js to a preflight tells. */
function readPreflight(scene: Scene): { id: PreflightReading; certain: boolean } | null {
  const { answer, atPreflight, allowed } = scene
  if (!isNext(scene) || !atPreflight || isAppNotFound(scene)) return null
  if (servesGetOnly(scene))
    return {
      id: isFile(pathOf(answer.url)) ? 'next-public-file-options' : 'next-page-not-route',
      certain: true,
    }
  if (answer.status === 204 && answerHeader(answer, 'allow') !== null && allowed === null)
    return { id: 'next-no-options-export', certain: true }
  if (answer.status === 405) return { id: 'next-pages-api-options', certain: false }
  if (answer.status >= 200 && answer.status < 300 && !speaksCors(answer))
    return isNextAppRouter(answer)
      ? { id: 'next-options-without-headers', certain: true }
      : { id: 'next-pages-api-options', certain: false }
  return isEmpty400(scene) ? { id: 'next-page-not-route', certain: false } : null
}

type ResponseReading =
  | 'next-image-optimizer'
  | 'next-static-assets'
  | 'next-public-file'
  | 'next-headers-missing'

/** What an answer of Next.js without CORS headers tells. */
function readResponse(scene: Scene): ResponseReading | null {
  const { answer, atPreflight } = scene
  if (atPreflight || answer.status === 0 || speaksCors(answer) || !isNext(scene)) return null
  if (isAppNotFound(scene) || (answer.status >= 400 && answer.status !== 405)) return null
  const path = pathOf(answer.url)
  if (isOptimizer(path)) return 'next-image-optimizer'
  if (isNextAsset(path)) return 'next-static-assets'
  return isFile(path) ? 'next-public-file' : 'next-headers-missing'
}

const atPreflight = (id: PreflightReading, more: Partial<CauseRow> = {}): CauseRow => ({
  responsible: 'back-end',
  weight: 660,
  shows: ['server', 'status', 'allow-list', 'no-cors-headers'],
  needs: (scene) => scene.once(readPreflight)?.id === id,
  certain: (scene) => scene.once(readPreflight)?.certain === true,
  ...more,
})

const atResponse = (id: ResponseReading, more: Partial<CauseRow> = {}): CauseRow => ({
  responsible: 'back-end',
  weight: 580,
  shows: ['server', 'address', 'no-cors-headers'],
  needs: (scene) => scene.once(readResponse) === id,
  certain: ({ server }) => server.confidence === 'certain' || server.confidence === 'likely',
  ...more,
})

const isRefusedDevFile = ({ flow: { exchange } }: Scene): boolean =>
  exchange.status === 403 && /\/_next\/|\/__nextjs/.test(pathOf(exchange.url)) && contentType(exchange) === ''

const isNotFound = (scene: Scene): boolean =>
  isNext(scene) && isAppNotFound(scene) && (scene.atPreflight || !speaksCors(scene.answer))

export const NEXT_ROWS = {
  'next-dev-origin': {
    task: 'allow-dev-origin',
    shows: ['address', 'status', 'page'],
    responsible: 'back-end',
    weight: 960,
    needs: isRefusedDevFile,
    certain: true,
    outsideCors: true,
    serverFix: 'headers',
  },
  'next-server-action-origin': {
    task: 'allow-server-action',
    shows: ['status', 'page'],
    responsible: 'back-end',
    weight: 959,
    needs: ({ flow: { exchange } }) =>
      requestHeader(exchange, 'next-action') !== null &&
      exchange.status >= 400 &&
      contentType(exchange) === 'text/x-component',
    outsideCors: true,
  },
  'next-no-options-export': atPreflight('next-no-options-export'),
  'next-options-without-headers': atPreflight('next-options-without-headers'),
  'next-pages-api-options': atPreflight('next-pages-api-options', { task: 'answer-options-in-handler' }),
  'next-public-file-options': atPreflight('next-public-file-options', {
    task: 'answer-options-before-files',
  }),
  'next-page-not-route': {
    ...atPreflight('next-page-not-route'),
    responsible: 'front-end',
    serverFix: 'none',
  },
  'next-base-path': {
    shows: ['server', 'status', 'html-page'],
    remedy: 'under-base-path',
    responsible: 'front-end',
    weight: 662,
    needs: (scene) => isNotFound(scene) && lacksBasePath(scene),
    certain: true,
    facts: ({ observed }) => ({ basePath: observed.read(basePathIn) }),
  },
  'next-not-found': {
    shows: ['server', 'status', 'html-page'],
    responsible: 'front-end',
    weight: 661,
    needs: (scene) => isNotFound(scene) && !lacksBasePath(scene),
    certain: true,
  },
  'next-rewrite-external': {
    shows: ['server', 'preflight-passed', 'no-cors-headers'],
    responsible: 'back-end',
    weight: 640,
    needs: ({ flow, atPreflight: stoppedBefore, answer, server }) =>
      !stoppedBefore &&
      !speaksCors(answer) &&
      server.layers.includes('nextjs') &&
      flow.preflight !== null &&
      allowedOrigin(flow.preflight) !== null,
  },
  'next-image-optimizer': atResponse('next-image-optimizer', { task: 'headers-on-optimizer' }),
  'next-static-assets': atResponse('next-static-assets', { task: 'headers-on-files' }),
  'next-public-file': atResponse('next-public-file', { task: 'headers-on-files' }),
  'next-headers-missing': atResponse('next-headers-missing'),
} as const satisfies Record<string, CauseRow>
