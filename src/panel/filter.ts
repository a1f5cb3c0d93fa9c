/** Filter: the grammar of the Network panel. `method:PUT domain:*.x -text /regex/`: all terms must hold. */
import { explain, type Owner } from '../engine/index.ts'
import { factsOf, type Item } from './item.ts'
import type { Summary } from './summaries.ts'

/** What a property is compared with, in the order in which they are offered. */
const PROPERTIES = {
  cause: (_, { cause }) => cause,
  code: ({ verdict: { finding } }) => (finding === null ? '' : (explain(finding).codes.chromium ?? '')),
  domain: (item) => factsOf(item).host.replace(/:\d+$/, ''),
  header: ({ verdict: { finding } }) => (finding === null ? '' : (explain(finding).header ?? '')),
  initiator: (item) => factsOf(item).initiator,
  method: (item) => factsOf(item).called.method,
  outcome: ({ verdict }) => verdict.outcome,
  owner: (_, { owner }) => owner ?? '',
  reason: ({ verdict: { finding } }) => finding?.reason ?? '',
  'resource-type': ({ flow }) => flow.exchange.resourceType ?? '',
  scheme: (item) => factsOf(item).scheme,
  server: (item) => factsOf(item).server,
  stage: ({ verdict: { finding } }) => finding?.stage ?? '',
  'status-code': (item) => String(factsOf(item).status),
  url: (item) => factsOf(item).url,
} satisfies Record<string, (item: Item, summary: Summary) => string>

export type Property = keyof typeof PROPERTIES
export const PROPERTY_NAMES = Object.keys(PROPERTIES) as Property[]

export type Matcher = (item: Item, summary: Summary) => boolean

interface Term {
  negative: boolean
  matches: Matcher
}

const everyWord: Matcher = () => true

/** Addresses of redirects count too: one looks for the one that one knows. */
function textOf(item: Item, summary: Summary): string {
  const { called, url, status, initiator } = factsOf(item)
  const { flow, verdict } = item
  const explanation = verdict.finding === null ? null : explain(verdict.finding)
  const urls = [...flow.hops.map(({ exchange }) => exchange.url), flow.exchange.url]
  return [
    called.method,
    url,
    ...urls,
    status,
    initiator,
    verdict.outcome,
    explanation?.reason,
    explanation?.header,
    explanation?.title,
    explanation?.codes.chromium,
    summary.answer,
    summary.cause,
    summary.owner,
  ]
    .join('\n')
    .toLowerCase()
}

const texts = new WeakMap<Item, { summary: Summary; text: string }>()
function searchable(item: Item, summary: Summary): string {
  const known = texts.get(item)
  if (known?.summary === summary) return known.text
  const text = textOf(item, summary)
  texts.set(item, { summary, text })
  return text
}

const escapeRegExp = (text: string): string => text.replace(/[\\^$.+?()[\]{}|/-]/g, '\\$&')

/** `*` stands for anything; without one, addresses need only contain the value. */
function valueMatcher(property: Property, value: string): (found: string) => boolean {
  const wanted = value.toLowerCase()
  if (wanted.includes('*')) {
    const pattern = new RegExp(`^${wanted.split('*').map(escapeRegExp).join('.*')}$`)
    return (found) => pattern.test(found.toLowerCase())
  }
  const part = ['url', 'server', 'initiator', 'cause', 'reason', 'code', 'header'].includes(property)
  return (found) => (part ? found.toLowerCase().includes(wanted) : found.toLowerCase() === wanted)
}

function regexTerm(body: string): Matcher {
  try {
    const pattern = new RegExp(body, 'i')
    return (item, summary) => pattern.test(searchable(item, summary))
  } catch {
    // half-typed: looked for as it stands
    return wordTerm(body)
  }
}

const wordTerm = (word: string): Matcher => {
  const wanted = word.toLowerCase()
  return (item, summary) => searchable(item, summary).includes(wanted)
}

const isProperty = (name: string): name is Property => Object.hasOwn(PROPERTIES, name)

function termOf(token: string): Term {
  const negative = token.startsWith('-') && token.length > 1
  const body = negative ? token.slice(1) : token
  const regex = /^\/(.+)\/$/.exec(body)?.[1]
  if (regex !== undefined) return { negative, matches: regexTerm(regex) }
  const [, name = '', value = ''] = /^([a-z-]+):(.*)$/i.exec(body) ?? []
  if (!isProperty(name.toLowerCase())) return { negative, matches: wordTerm(body.replace(/^"(.+)"$/, '$1')) }
  // a property without its value is being typed
  if (value === '') return { negative: false, matches: everyWord }
  const property = name.toLowerCase() as Property
  const fits = valueMatcher(property, value)
  return { negative, matches: (item, summary) => fits(PROPERTIES[property](item, summary)) }
}

/** White space divides, but not within quotes or slashes. */
export const tokensOf = (filter: string): string[] =>
  filter.match(/-?"[^"]*"|-?\/(?:\\.|[^/\s])+\/|\S+/g) ?? []

export function parseFilter(filter: string): Matcher {
  const terms = tokensOf(filter).map(termOf)
  return (item, summary) => terms.every(({ negative, matches }) => matches(item, summary) !== negative)
}

const MOST_SUGGESTIONS = 12

/** What the last word may become: names of properties, then the values that the log holds. */
export function suggestions(
  filter: string,
  items: readonly Item[],
  summaryOf: (item: Item) => Summary,
): string[] {
  const [, before = '', minus = '', word = ''] = /^(.*?)(-?)(\S*)$/s.exec(filter) ?? []
  const [name = '', value] = word.toLowerCase().split(':', 2)
  const offered =
    value === undefined
      ? PROPERTY_NAMES.filter((property) => word !== '' && property.startsWith(name)).map(
          (property) => `${property}:`,
        )
      : valuesOf(name, items, summaryOf)
          .filter((known) => known.toLowerCase().startsWith(value) && known.toLowerCase() !== value)
          .map((known) => `${name}:${known}`)
  return offered.slice(0, MOST_SUGGESTIONS).map((text) => `${before}${minus}${text}`)
}

function valuesOf(name: string, items: readonly Item[], summaryOf: (item: Item) => Summary): string[] {
  if (!isProperty(name)) return []
  const values = new Set(items.map((item) => PROPERTIES[name](item, summaryOf(item))))
  return [...values].filter((value) => value !== '' && !/\s/.test(value)).sort()
}

/** Chips: nothing chosen lets all through. */
export interface Chips {
  owners: readonly (Owner | 'unknown')[]
  outcomes: readonly Item['verdict']['outcome'][]
}

export const passesChips = ({ owners, outcomes }: Chips, item: Item, summary: Summary): boolean =>
  (owners.length === 0 || owners.includes(summary.owner ?? 'unknown')) &&
  (outcomes.length === 0 || outcomes.includes(item.verdict.outcome))
