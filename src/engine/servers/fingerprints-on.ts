/**
 * Which fingerprints one response shows. The table is looked up by the response's headers and not walked, and what a
 * single value decides is worked out once for each value: the responses of a server differ in few of them.
 */
import { groupBy } from '../fetch/group-by.ts'
import { hostOf } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import { FINGERPRINTS, type Fingerprint } from './fingerprints.ts'
import { answerHeader } from './responses.ts'

const PLACES = new Map(FINGERPRINTS.map((fingerprint, place) => [fingerprint, place]))
const inOrder = (a: Fingerprint, b: Fingerprint): number => (PLACES.get(a) ?? 0) - (PLACES.get(b) ?? 0)

/** Stands for the host where headers are named. */
const HOST = ':host'

const BY_VALUE = groupBy(
  FINGERPRINTS.filter(({ decidedBy }) => decidedBy !== undefined),
  ({ decidedBy, needs }) => (decidedBy === 'host' ? HOST : (needs ?? '')),
)
const OTHERS = groupBy(
  FINGERPRINTS.filter(({ decidedBy }) => decidedBy === undefined),
  ({ needs }) => needs ?? '',
)
const OF_ANY = OTHERS.get('') ?? []

/** What each value seen so far decides, by the header's name. */
export type KnownValues = Map<string, Map<string, readonly Fingerprint[]>>

function decidedBy(name: string, exchange: Exchange, known: KnownValues): readonly Fingerprint[] {
  const rows = BY_VALUE.get(name)
  if (rows === undefined) return []
  const values = known.get(name) ?? new Map<string, readonly Fingerprint[]>()
  known.set(name, values)
  const value = name === HOST ? hostOf(exchange.url) : (answerHeader(exchange, name) ?? '')
  const found = values.get(value) ?? rows.filter(({ test }) => test(exchange))
  values.set(value, found)
  return found
}

/** Its headers that some row needs, each once however often it repeats. */
function namesThatTell({ responseHeaders }: Exchange): Set<string> {
  const names = new Set<string>()
  for (const header of responseHeaders) {
    const name = header[0].toLowerCase()
    if (BY_VALUE.has(name) || OTHERS.has(name)) names.add(name)
  }
  return names
}

/** In the order of their rows. `isWanted`: false for those that do not matter. `known`: of responses read before. */
export function fingerprintsOn(
  exchange: Exchange,
  isWanted: (fingerprint: Fingerprint) => boolean = () => true,
  known: KnownValues = new Map(),
): readonly Fingerprint[] {
  const shows = (fingerprint: Fingerprint): boolean => isWanted(fingerprint) && fingerprint.test(exchange)
  const found = OF_ANY.filter(shows)
  found.push(...decidedBy(HOST, exchange, known).filter(isWanted))
  for (const name of namesThatTell(exchange)) {
    found.push(...decidedBy(name, exchange, known).filter(isWanted))
    found.push(...(OTHERS.get(name) ?? []).filter(shows))
  }
  return found.length < 2 ? found : found.sort(inOrder)
}
