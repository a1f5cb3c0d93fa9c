/**
 * What the other flows to the same server show, indexed once for each list of siblings: a log can hold thousands
 * of flows to one server, and each of them asks.
 */

import { groupBy } from '../fetch/group-by.ts'
import { originOf } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Flow } from '../log/flow.ts'
import { exchangesOf, isAnswered } from './responses.ts'

interface SiblingIndex {
  byOrigin: ReadonlyMap<string, readonly Exchange[]>
  /** By address without query. */
  byAddress: ReadonlyMap<string, readonly Exchange[]>
}

const indices = new WeakMap<readonly Flow[], SiblingIndex>()

export const addressOf = (url: string): string => url.replace(/[?#].*$/s, '')

function buildIndex(siblings: readonly Flow[]): SiblingIndex {
  const byIndex = new Map<number, Exchange>()
  for (const exchange of siblings.flatMap(exchangesOf))
    if (isAnswered(exchange)) byIndex.set(exchange.index, exchange)
  const answers = [...byIndex.values()].sort((a, b) => a.index - b.index)
  return {
    byOrigin: groupBy(answers, ({ url }) => originOf(url) ?? ''),
    byAddress: groupBy(answers, ({ url }) => addressOf(url)),
  }
}

function indexOf(siblings: readonly Flow[]): SiblingIndex {
  const known = indices.get(siblings)
  if (known !== undefined) return known
  const index = buildIndex(siblings)
  indices.set(siblings, index)
  return index
}

/** Every answered exchange with this server origin, each once, in the order of the log. */
export const answersOf = (origin: string | null, siblings: readonly Flow[]): readonly Exchange[] =>
  indexOf(siblings).byOrigin.get(origin ?? '') ?? []

/** The answered exchanges with this address, whatever their query. */
export const answersAt = (url: string, siblings: readonly Flow[]): readonly Exchange[] =>
  indexOf(siblings).byAddress.get(addressOf(url)) ?? []
