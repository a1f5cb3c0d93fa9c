/** Scene: what the rows of causes look at, settled once. */

import { originOf } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Verdict } from '../judge/verdict.ts'
import type { Flow } from '../log/flow.ts'
import type { ReasonId } from '../reasons/finding.ts'
import { type Maker, makerOf } from '../servers/maker.ts'
import { having, lettingIn, type ObservedServer } from '../servers/observed-server.ts'
import { type Ownership, ownershipOf } from '../servers/ownership.ts'
import { allowedOrigin, answerHeader, exchangesOf, isAnswered, letsIn } from '../servers/responses.ts'
import { type MiddlewareState, middlewareState } from '../servers/starlette-middleware.ts'
import type { ServerGuess } from '../servers/who.ts'

export interface Scene {
  flow: Flow
  verdict: Verdict
  server: ServerGuess
  reason: ReasonId | null
  /** The page's own origin; null when the log does not tell. */
  origin: string | null
  /** The server's origin. */
  api: string | null
  /** The exchange whose answer stopped the request: the preflight, or the request itself. */
  answer: Exchange
  atPreflight: boolean
  /** Access-Control-Allow-Origin of that answer. */
  allowed: string | null
  /** Who made that answer. */
  maker: Maker
  /** Whose server it is. */
  ownership: Ownership
  /** Answers of the same server within this flow. */
  own: readonly Exchange[]
  /** An answer of the same server in another flow is such; `test` is a constant function. */
  anyOther(test: (answer: Exchange) => boolean, also?: (answer: Exchange) => boolean): boolean
  /** The first of these in the order of the server's answers. */
  firstOther(found: readonly Exchange[], also?: (answer: Exchange) => boolean): Exchange | undefined
  observed: ObservedServer
  /** What `reading` finds in this scene, computed once. `reading` is a constant function. */
  once<Found>(reading: (scene: Scene) => Found): Found
}

/** The exchange whose answer stopped the request. */
export function stoppedAt(flow: Flow, verdict: Verdict): Exchange {
  const stage = verdict.finding?.stage
  if (flow.preflight === null || stage === 'response' || stage === 'redirect') return flow.exchange
  return stage === 'preflight' || flow.exchange.status === 0 ? flow.preflight : flow.exchange
}

export function sceneOf(flow: Flow, verdict: Verdict, server: ServerGuess, observed: ObservedServer): Scene {
  const api = originOf(flow.exchange.url)
  const answer = stoppedAt(flow, verdict)
  const own = exchangesOf(flow).filter((exchange) => isAnswered(exchange) && originOf(exchange.url) === api)
  const indices = new Set(own.map(({ index }) => index))
  const found = new Map<unknown, unknown>()
  return {
    flow,
    verdict,
    server,
    reason: verdict.finding?.reason ?? null,
    origin: flow.origin.initiator,
    api,
    answer,
    atPreflight: answer === flow.preflight,
    allowed: allowedOrigin(answer),
    maker: makerOf(answer, observed),
    ownership: ownershipOf(answer.url, flow.origin.initiator),
    own,
    anyOther: (test, also = () => true) =>
      having(observed, test).some((other) => !indices.has(other.index) && also(other)),
    firstOther: (list, also = () => true) => list.find((other) => !indices.has(other.index) && also(other)),
    observed,
    once<Found>(reading: (scene: Scene) => Found): Found {
      if (!found.has(reading)) found.set(reading, reading(this))
      return found.get(reading) as Found
    },
  }
}

/** True when this stack made the answer, or stands before the program that did. */
export const involves = (scene: Scene, stack: string): boolean =>
  scene.server.framework === stack || scene.server.layers.includes(stack)

/** The framework is known, and not only possible. */
export const isSure = ({ server }: Scene): boolean =>
  server.confidence === 'certain' || server.confidence === 'likely'

const isForwarded = (other: Exchange): boolean => /^uvicorn/i.test(answerHeader(other, 'server') ?? '')

/** Behind Next.js only the forwarded answers are the app's. */
const readState = (scene: Scene): MiddlewareState =>
  middlewareState(scene.own, (test) =>
    scene.server.layers.includes('nextjs') ? scene.anyOther(test, isForwarded) : scene.anyOther(test),
  )

/** What is known about CORSMiddleware in the application that answered. */
export const starletteState = (scene: Scene): MiddlewareState => scene.once(readState)

/** The preflight of this very request let the page in. */
export const preflightPassed = ({ flow, atPreflight, origin }: Scene): boolean =>
  !atPreflight &&
  flow.preflight !== null &&
  isSuccess(flow.preflight.status) &&
  letsIn(flow.preflight, origin)

export const isSuccess = (status: number): boolean => status >= 200 && status < 300

/** The page was let in at other addresses of this server. */
export const letsInElsewhere = (scene: Scene): boolean => scene.once(findLetIn)

const findLetIn = ({ firstOther, observed, origin }: Scene): boolean =>
  firstOther(lettingIn(observed, origin)) !== undefined
