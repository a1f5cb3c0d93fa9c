/**
 * CAUSES: what really goes wrong behind the header. One row a cause, in the file of its family. Every row is tried;
 * what the log contradicts is dropped, the rest is weighed.
 */

import { hostOf } from '../fetch/origin.ts'
import type { Verdict } from '../judge/verdict.ts'
import type { Flow } from '../log/flow.ts'
import type { ReasonId } from '../reasons/finding.ts'
import type { Row } from '../reasons/row.ts'
import { REASONS } from '../reasons/table.ts'
import type { ObservedServer } from '../servers/observed-server.ts'
import { type Ownership, ownershipOf } from '../servers/ownership.ts'
import { shorten } from '../servers/responses.ts'
import type { ServerGuess } from '../servers/who.ts'
import { ORIGIN_ROWS } from './allowed-origin.ts'
import { AWS_ROWS } from './aws.ts'
import {
  type AdditionId,
  type CauseRow,
  type FoundCause,
  type Owner,
  type RemedyId,
  type ServerFix,
  settled,
} from './cause.ts'
import { CONTRADICTIONS } from './contradictions.ts'
import { CREDENTIALS_ROWS } from './credentials.ts'
import { factsOf } from './facts.ts'
import { type Scene, sceneOf } from './failure.ts'
import { LIST_ROWS } from './lists.ts'
import { LOGIN_ROWS } from './logins.ts'
import { NEXT_ROWS } from './next.ts'
import { PLATFORM_ROWS } from './platform.ts'
import { REDIRECT_ROWS } from './redirects.ts'
import { REFUSAL_ROWS } from './refusals.ts'
import { SERVICE_ROWS } from './services.ts'
import { SETUP_ROWS } from './setup.ts'
import { signsIn } from './signs.ts'
import { STARLETTE_ROWS } from './starlette.ts'
import { STATUS_ROWS } from './status.ts'

export const CAUSES = {
  ...STATUS_ROWS,
  ...REFUSAL_ROWS,
  ...REDIRECT_ROWS,
  ...LOGIN_ROWS,
  ...PLATFORM_ROWS,
  ...AWS_ROWS,
  ...SERVICE_ROWS,
  ...ORIGIN_ROWS,
  ...CREDENTIALS_ROWS,
  ...LIST_ROWS,
  ...STARLETTE_ROWS,
  ...NEXT_ROWS,
  ...SETUP_ROWS,
} as const satisfies Record<string, CauseRow>

export type CauseId = keyof typeof CAUSES

/** Heaviest first: the order in which they are said. */
const ROWS: readonly (readonly [CauseId, CauseRow])[] = (
  Object.entries(CAUSES) as [CauseId, CauseRow][]
).sort(([, a], [, b]) => b.weight - a.weight)

export const rowOfCause = (id: CauseId): CauseRow => CAUSES[id]

/** Said beside the likeliest one at most. */
const MOST = 3
/** A rival of less than this share of the weight is filler. */
const RIVAL = 0.6

function fits([, row]: readonly [CauseId, CauseRow], scene: Scene): boolean {
  if (!row.needs(scene) || row.excludes?.(scene)) return false
  return !(row.claims ?? []).some((claim) => CONTRADICTIONS[claim](scene))
}

/** The heaviest that fit. Behind one that is decisive nothing else is said. `rows`: heaviest first, tried no further than that. */
function heaviest(rows: readonly (readonly [CauseId, CauseRow])[], scene: Scene): typeof rows {
  const said: (readonly [CauseId, CauseRow])[] = []
  let least = 0
  for (const row of rows) {
    if (said.length === MOST || row[1].weight < least) break
    if (!fits(row, scene)) continue
    said.push(row)
    if (said.length > 1) continue
    if (settled(row[1].certain ?? false, scene)) break
    least = row[1].weight * RIVAL
  }
  return said
}

/** A row that speaks where nothing else fits is no rival. */
function weighed(rows: readonly (readonly [CauseId, CauseRow])[], scene: Scene): typeof rows {
  const special = heaviest(
    rows.filter(([, row]) => !row.fallback),
    scene,
  )
  return special.length > 0 ? special : heaviest(rows, scene)
}

/** Somebody else’s server cannot be told what to send: the page acts. */
const THEIRS: readonly Owner[] = ['back-end', 'proxy', 'platform']

/** Whose it is, said where it is not the reader’s. An error stays one for whoever calls, and so does a login. */
function ofOwnership(ownership: Ownership, row: CauseRow, { answer, atPreflight }: Scene): AdditionId[] {
  if (ownership === 'reader') return []
  // a way out of its own says what to do there
  if (ownership === 'other') return row.remedy === undefined ? ['not-your-server'] : []
  const stays = row.actor !== undefined || (answer.status >= 400 && !atPreflight)
  return [stays ? 'if-theirs' : 'if-yours']
}

function found([id, row]: readonly [CauseId, CauseRow], scene: Scene): FoundCause {
  const owner = settled(row.responsible, scene)
  const wished = settled<ServerFix>(row.serverFix ?? 'headers', scene)
  const actor = row.actor?.(scene) ?? scene.answer
  const ownership = actor === scene.answer ? scene.ownership : ownershipOf(actor.url, scene.origin)
  const isServers = THEIRS.includes(owner)
  const isTheirs = ownership === 'other' && isServers
  const isOpen = isTheirs || (isServers && wished !== 'none')
  return {
    id,
    owner: isTheirs ? 'front-end' : owner,
    certain: settled(row.certain ?? false, scene),
    serverFix: isTheirs ? 'none' : wished,
    remedy: settled<RemedyId | null>(row.remedy ?? null, scene),
    shows: signsIn(row.shows, scene),
    doubts: signsIn(row.doubts ?? [], scene),
    facts: { ...factsOf(scene), ...row.facts?.(scene), actor: shorten(hostOf(actor.url), 80) },
    adds: [...(row.adds?.(scene) ?? []), ...(isOpen ? ofOwnership(ownership, row, scene) : [])],
    actor,
  }
}

/** Failures of the connection and the browser's own rules explain themselves, but for what hides behind some of them. */
const isCors = ({ outcome }: Verdict): boolean => outcome === 'blocked' || outcome === 'undetermined'

const saysItAll = (reason: ReasonId): boolean => (REASONS[reason] as Row).saysItAll === true

/** What can really have gone wrong and who acts, likeliest first, at most 3; [] when the finding says it all. */
export function causesOf(
  flow: Flow,
  verdict: Verdict,
  server: ServerGuess,
  observed: ObservedServer,
): readonly FoundCause[] {
  if (verdict.finding === null || saysItAll(verdict.finding.reason)) return []
  const scene = sceneOf(flow, verdict, server, observed)
  const rows = isCors(verdict) ? ROWS : ROWS.filter(([, row]) => row.outsideCors)
  return weighed(rows, scene).map((row) => found(row, scene))
}
