/** Who answered: framework, proxy or platform, from the wire. */

import { originOf } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Flow } from '../log/flow.ts'
import type { Fingerprint } from './fingerprints.ts'
import { fingerprintsOn, type KnownValues } from './fingerprints-on.ts'
import { runsInside } from './maker.ts'
import type { ObservedServer } from './observed-server.ts'
import { exchangesOf, isAnswered, nameOf } from './responses.ts'
import { labelOf, STACKS, type StackId, type StackKind } from './software.ts'

export type Confidence = 'certain' | 'likely' | 'possible' | 'none'

/** Plain JSON. */
export interface ServerGuess {
  /** Id of the software whose configuration is to change: a framework where one shows, else proxy or platform; null when nothing shows. */
  framework: string | null
  label: string
  confidence: Confidence
  /** The evidence, a sentence each. */
  because: string[]
  /** Proxies and platforms seen in front of it, by id. */
  layers: string[]
  /** The user's own choice for this origin overrode the guess. */
  chosen: boolean
  /** Only possible, and what most people run on the server that shows: its code may be offered, with an “if”. */
  isUsual?: true
}

export const NOBODY: ServerGuess = {
  framework: null,
  label: 'unknown server',
  confidence: 'none',
  because: ['No response from this origin names its software.'],
  layers: [],
  chosen: false,
}

/** One signal, seen on one answer. */
interface Sighting {
  fingerprint: Fingerprint
  exchange: Exchange
  /** On an answer of the flow itself, not of another flow to the same origin. */
  own: boolean
}

const RANK = { certain: 3, likely: 2, possible: 1 } as const
const KIND_ORDER: readonly StackKind[] = ['service', 'framework', 'proxy', 'platform']
/** Own evidence outweighs one step of confidence: a rewriting server shows two stacks, and only one answered here. */
const OWN_BONUS = 1.5
const MOST_EVIDENCE = 4
/** Kept of each stack among the other flows: enough to be left with evidence once a flow's own answers are taken out. */
const MOST_SIGHTINGS = 32

const kindOf = (id: StackId): StackKind => STACKS[id].kind
const scoreOf = ({ fingerprint, own }: Sighting): number =>
  RANK[fingerprint.confidence] + (own ? OWN_BONUS : 0)

const sightingsOn = (exchange: Exchange): Sighting[] =>
  fingerprintsOn(exchange).map((fingerprint) => ({ fingerprint, exchange, own: true }))

/** Sightings by stack, each list best first. */
function byStack(sightings: readonly Sighting[]): Map<StackId, Sighting[]> {
  const stacks = new Map<StackId, Sighting[]>()
  for (const sighting of [...sightings].sort((a, b) => scoreOf(b) - scoreOf(a))) {
    const { stack } = sighting.fingerprint
    const known = stacks.get(stack)
    if (known === undefined) stacks.set(stack, [sighting])
    else known.push(sighting)
  }
  return stacks
}

const bestScore = (sightings: readonly Sighting[]): number => Math.max(...sightings.map(scoreOf))

/**
 * Next.js forwards to other servers (`rewrites()`) and adds its own headers; where the answer names another
 * framework too, that one made the answer and Next.js stands before it.
 */
function withoutForwarder(stacks: Map<StackId, Sighting[]>): StackId[] {
  const frameworks = [...stacks.keys()].filter((id) => kindOf(id) === 'framework')
  const forwarded = frameworks.some(
    (id) =>
      id !== 'nextjs' &&
      stacks.get(id)?.some((s) => s.own && (RANK[s.fingerprint.confidence] >= 2 || runsInside(s.exchange))),
  )
  const made = forwarded ? frameworks.filter((id) => id !== 'nextjs') : frameworks
  const carriers = made.flatMap((id) => BUILT_ON[id] ?? [])
  return made.filter((id) => !carriers.includes(id))
}

/** Frameworks that run on another one, whose marks their answers carry. */
const BUILT_ON: Readonly<Partial<Record<StackId, readonly StackId[]>>> = { nestjs: ['express', 'fastify'] }

/** The best stack of the first kind that shows, with how sure that is after rivals are weighed. */
function pick(stacks: Map<StackId, Sighting[]>): { id: StackId; confidence: Confidence } | null {
  for (const kind of KIND_ORDER) {
    const ids =
      kind === 'framework' ? withoutForwarder(stacks) : [...stacks.keys()].filter((id) => kindOf(id) === kind)
    const ranked = ids.sort((a, b) => bestScore(stacks.get(b) ?? []) - bestScore(stacks.get(a) ?? []))
    const [id, rival] = ranked
    if (id === undefined) continue
    const sightings = stacks.get(id) ?? []
    const best = sightings.reduce((a, b) =>
      RANK[b.fingerprint.confidence] > RANK[a.fingerprint.confidence] ? b : a,
    )
    const tied =
      kind === 'framework' &&
      rival !== undefined &&
      bestScore(stacks.get(rival) ?? []) === bestScore(sightings)
    return { id, confidence: tied ? 'possible' : best.fingerprint.confidence }
  }
  return null
}

const sentence = ({ fingerprint, exchange, own }: Sighting): string =>
  `${own ? '' : 'Elsewhere on this origin, '}${nameOf(exchange)} ${fingerprint.evidence(exchange)}.`

function evidenceFor(sightings: readonly Sighting[]): string[] {
  const said = new Set<string>()
  for (const sighting of sightings) {
    said.add(sentence(sighting))
    if (said.size === MOST_EVIDENCE) break
  }
  return [...said]
}

/** The best sightings of each stack on any answer of the origin. What was seen often enough is not looked for again. */
function sightingsElsewhere(responses: readonly Exchange[]): readonly Sighting[] {
  const times = new Map<Fingerprint, number>()
  const known: KnownValues = new Map()
  const isWanted = (one: Fingerprint): boolean => timesOf(one) < MOST_SIGHTINGS
  const timesOf = (fingerprint: Fingerprint): number => times.get(fingerprint) ?? 0
  const sightings: Sighting[] = []
  for (const exchange of responses)
    for (const fingerprint of fingerprintsOn(exchange, isWanted, known)) {
      times.set(fingerprint, timesOf(fingerprint) + 1)
      sightings.push({ fingerprint, exchange, own: false })
    }
  return [...byStack(sightings).values()].flatMap((found) => found.slice(0, MOST_SIGHTINGS))
}

/**
 * The software behind an origin, from every answer of that origin in the log. `chosen`: the id the user picked by
 * hand, which overrides the guess.
 */
export function whoAnswered(flow: Flow, observed: ObservedServer, chosen?: string): ServerGuess {
  const origin = originOf(flow.exchange.url)
  const own = exchangesOf(flow).filter((e) => isAnswered(e) && originOf(e.url) === origin)
  const others = observed
    .read(sightingsElsewhere)
    .filter(
      ({ exchange, fingerprint }) =>
        !fingerprint.isItsOwn && !own.some(({ index }) => index === exchange.index),
    )
  const stacks = byStack([...own.flatMap(sightingsOn), ...others])
  const guess = pick(stacks)
  const named = chosen ?? guess?.id ?? null
  const layers = [...stacks.keys()].filter(
    (id) => id !== named && (kindOf(id) !== 'framework' || id === 'nextjs'),
  )
  if (chosen !== undefined) {
    const because = ['You chose it for this origin.']
    return { framework: chosen, label: labelOf(chosen), confidence: 'certain', because, layers, chosen: true }
  }
  if (guess === null) return NOBODY
  const sightings = stacks.get(guess.id) ?? []
  const because = evidenceFor(sightings)
  const isUsual = guess.confidence === 'possible' && sightings.some(({ fingerprint }) => fingerprint.isUsual)
  return {
    framework: guess.id,
    label: labelOf(guess.id),
    confidence: guess.confidence,
    because,
    layers,
    chosen: false,
    ...(isUsual && { isUsual }),
  }
}
