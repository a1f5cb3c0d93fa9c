/** Scene: what the detectors of causes look at, settled once. */

import { originOf } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Verdict } from '../judge/verdict.ts'
import type { Flow } from '../log/flow.ts'
import type { ReasonId } from '../reasons/finding.ts'
import type { ObservedServer } from '../servers/observed-server.ts'
import { answerHeader, exchangesOf, isAnswered } from '../servers/responses.ts'
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
  /** Answers of the same server within this flow. */
  own: readonly Exchange[]
  /** Answers of the same server in other flows. */
  others: readonly Exchange[]
  observed: ObservedServer
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
  // read by few detectors, and long in a long log
  let others: readonly Exchange[] | null = null
  const indices = new Set(own.map(({ index }) => index))
  return {
    flow,
    verdict,
    server,
    reason: verdict.finding?.reason ?? null,
    origin: flow.origin.initiator,
    api,
    answer,
    atPreflight: answer === flow.preflight,
    own,
    get others() {
      others ??= observed.responses().filter(({ index }) => !indices.has(index))
      return others
    },
    observed,
  }
}

/** How a sentence names the server: by its software where that is known. */
export const serverName = ({ server }: Scene): string =>
  server.framework === null ? 'the server' : server.label

/** True when this stack made the answer, or stands before the program that did. */
export const involves = (scene: Scene, stack: string): boolean =>
  scene.server.framework === stack || scene.server.layers.includes(stack)

/** Behind Next.js only the forwarded answers are the app's. */
const ofTheApp = (scene: Scene): readonly Exchange[] =>
  scene.server.layers.includes('nextjs')
    ? scene.others.filter((other) => /^uvicorn/i.test(answerHeader(other, 'server') ?? ''))
    : scene.others

export const starletteState = (scene: Scene): MiddlewareState => middlewareState(scene.own, ofTheApp(scene))
