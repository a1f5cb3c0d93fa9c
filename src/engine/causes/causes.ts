/** CAUSES: what really goes wrong behind the header. One row a cause, in the file of its family with its detector. */

import type { Verdict } from '../judge/verdict.ts'
import type { Flow } from '../log/flow.ts'
import type { ObservedServer } from '../servers/observed-server.ts'
import type { ServerGuess } from '../servers/who.ts'
import { caches, differingOrigin, nullOrigin, ORIGIN_ROWS, twoLayers } from './allowed-origin.ts'
import type { Cause, CauseRow } from './cause.ts'
import { CREDENTIALS_ROWS, credentials } from './credentials.ts'
import { type Scene, sceneOf } from './failure.ts'
import { LIST_ROWS, lists, pageMistakes } from './lists.ts'
import { NEXT_ROWS, nextAnswer, nextForwarded, nextGuards, nextPreflight } from './next.ts'
import { PLATFORM_ROWS, platforms } from './platform.ts'
import { downgraded, leakedLocation, ledAstray, REDIRECT_ROWS, redirect } from './redirects.ts'
import { extensions, SETUP_ROWS, setup } from './setup.ts'
import { STARLETTE_ROWS, starletteMissing, starletteRefusal } from './starlette.ts'
import {
  authentication,
  limits,
  STATUS_ROWS,
  serverError,
  trustedHost,
  unhandledOptions,
  wrongAddress,
} from './status.ts'

export const CAUSES = {
  ...STATUS_ROWS,
  ...REDIRECT_ROWS,
  ...PLATFORM_ROWS,
  ...ORIGIN_ROWS,
  ...CREDENTIALS_ROWS,
  ...LIST_ROWS,
  ...STARLETTE_ROWS,
  ...NEXT_ROWS,
  ...SETUP_ROWS,
} as const satisfies Record<string, CauseRow>

export type CauseId = keyof typeof CAUSES

type Detector = (scene: Scene) => Cause | null

/** The first that recognises the scene speaks: what stopped the request earlier, and what is more specific, first. */
const DETECTORS: readonly Detector[] = [
  nextGuards,
  extensions,
  leakedLocation,
  ledAstray,
  nullOrigin,
  caches,
  platforms,
  redirect,
  twoLayers,
  trustedHost,
  limits,
  serverError,
  pageMistakes,
  starletteRefusal,
  authentication,
  nextPreflight,
  nextForwarded,
  starletteMissing,
  unhandledOptions,
  nextAnswer,
  wrongAddress,
  credentials,
  differingOrigin,
  lists,
  setup,
]

/** Failures of the connection and the browser's own rules explain themselves, but for what hides behind some of them. */
function detectorsFor({ outcome, finding }: Verdict): readonly Detector[] {
  if (outcome === 'blocked' || outcome === 'undetermined') return DETECTORS
  return finding?.reason === 'mixed-content' ? [downgraded] : [nextGuards]
}

/** Findings with no answer to look at: their own row says it all. */
const SELF_EXPLAINED: readonly string[] = [
  'scheme-not-supported',
  'local-network-denied',
  'local-network-insecure-context',
  'local-network-address-space',
  'answer-not-recorded',
  'preflight-not-answered',
]

/** What can really have gone wrong and who owns the change, likeliest first, at most 3; [] when the finding says it all. */
export function causesOf(
  flow: Flow,
  verdict: Verdict,
  server: ServerGuess,
  observed: ObservedServer,
): readonly Cause[] {
  if (verdict.finding !== null && SELF_EXPLAINED.includes(verdict.finding.reason)) return []
  const scene = sceneOf(flow, verdict, server, observed)
  for (const detect of detectorsFor(verdict)) {
    const cause = detect(scene)
    if (cause !== null) return [cause]
  }
  return []
}
