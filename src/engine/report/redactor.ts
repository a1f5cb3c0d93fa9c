/**
 * Redactor: puts placeholders where the finders found secrets. Equal values get equal numbers, so that a reader can
 * still compare: `‹token 1›` in a header and in an address is the same token.
 */
import type { FlowDiagnosis } from '../diagnose.ts'
import type { HeaderList } from '../fetch/headers.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Flow } from '../log/flow.ts'
import { inHeader } from './find-in-headers.ts'
import { inText, inUrl } from './find-secrets.ts'
import { readsAsWords } from './secret-names.ts'
import { fullyDecoded, type Kind, merged, type Span, shifted, throughPercent } from './spans.ts'

/** What was taken out, for a preview: the value itself is not in it. */
export interface Redaction {
  /** `‹token 1›`. */
  placeholder: string
  /** What gave it away. */
  why: string
  /** How often it was taken out. */
  count: number
}

export interface RedactorOptions {
  /** Nothing is taken out. */
  off?: boolean
  /** Placeholders whose values stay; the numbers of the others do not change. */
  keep?: readonly string[]
}

export interface Redactor {
  /** An address as the log holds it. */
  url(value: string): string
  /** Any other text as the log holds it. */
  text(value: string): string
  /** A sentence or code of ours that quotes the log. */
  words(value: string): string
  headers(headers: HeaderList): HeaderList
  /** Learns what the texts read in there hold; nothing of it counts as taken out. */
  quietly(read: () => void): void
  /** Everything taken out so far, in the order of the numbers. */
  taken(): Redaction[]
}

export const PLACEHOLDER = /‹(?:token|password|key|cookie|code|email|id|secret) \d{1,6}›/g
const ONLY_PLACEHOLDER = new RegExp(`^${PLACEHOLDER.source}$`)

/** Looked for where it is quoted: a value that nobody would write by chance. */
const RUN = /[A-Za-z0-9_.~%+-]{8,}/g
const cannotBeWords = (value: string): boolean =>
  value.length >= 8 &&
  /^[A-Za-z0-9_.~+-]+$/.test(value) &&
  /\d/.test(value) &&
  /[A-Za-z]/.test(value) &&
  !readsAsWords(value)

/** Texts whose spans are kept: a log says the same thing many times. */
const MOST_KEPT = 5000

function remembering(find: (text: string) => Span[]): (text: string) => readonly Span[] {
  const found = new Map<string, readonly Span[]>()
  return (text) => {
    const before = found.get(text)
    if (before !== undefined) return before
    if (found.size >= MOST_KEPT) found.clear()
    const spans = find(text)
    found.set(text, spans)
    return spans
  }
}

/** Sentences cut a value of the log to fewer characters than these. */
const LONGEST_CUT = 200
/** Fewer characters of a secret tell nobody anything. */
const SHORTEST_CUT = 4

/** Where a text ends with the beginning of a value that cannot be words. */
function endingsIn(text: string, values: Iterable<string>): Span[] {
  for (const value of values) {
    if (value.length < 8 || readsAsWords(value.slice(0, 100))) continue
    const start = text.lastIndexOf(value.slice(0, SHORTEST_CUT))
    if (start === -1 || !value.startsWith(text.slice(start))) continue
    return [{ start, end: text.length, kind: 'secret', why: 'taken out elsewhere', of: value }]
  }
  return []
}

export function createRedactor({ off = false, keep = [] }: RedactorOptions = {}): Redactor {
  const numbers = new Map<Kind, number>()
  const known = new Map<string, Redaction>()
  const kept = new Set(keep)
  let counts = 1

  function placeholderOf(value: string, { kind, why, of }: Span): string {
    const plain = of ?? fullyDecoded(value)
    const before = known.get(plain)
    if (before !== undefined) {
      before.count += counts
      return before.placeholder
    }
    const number = (numbers.get(kind) ?? 0) + 1
    numbers.set(kind, number)
    const placeholder = `‹${kind} ${number}›`
    known.set(plain, { placeholder, why, count: counts })
    return placeholder
  }

  function replaced(text: string, spans: readonly Span[]): string {
    let result = ''
    let end = 0
    for (const span of merged(spans)) {
      const value = text.slice(span.start, span.end)
      // redacted before, as the explanation window's diagnosis is
      if (ONLY_PLACEHOLDER.test(value)) continue
      const placeholder = placeholderOf(value, span)
      result += text.slice(end, span.start) + (kept.has(placeholder) ? value : placeholder)
      end = span.end
    }
    return result + text.slice(end)
  }

  /** Values taken out elsewhere, where a sentence quotes them. */
  function quoted(text: string): Span[] {
    if (known.size === 0) return []
    return [...text.matchAll(RUN)].flatMap(({ 0: run, index }) => {
      // as it stands, before a full stop, before the ending of a file's name
      const value = [run, run.replace(/\.{1,9}$/, ''), run.replace(/\.[a-z]{1,5}$/, '')].find((shown) =>
        known.has(fullyDecoded(shown)),
      )
      if (value === undefined || !cannotBeWords(fullyDecoded(value))) return []
      return [{ start: index, end: index + value.length, kind: 'secret', why: 'taken out elsewhere' }]
    })
  }

  /** The same, cut short before an ellipsis: what is left of such a value may have no shape any more. */
  function cutShort(text: string): Span[] {
    if (known.size === 0 || !text.includes('…')) return []
    return [...text.matchAll(/…/g)].flatMap(({ index }) => {
      const from = Math.max(0, index - LONGEST_CUT)
      const before = text.slice(from, index).replace(/%[0-9a-f]?$/i, '')
      const find = (piece: string): Span[] => endingsIn(piece, known.keys())
      return shifted([...find(before), ...throughPercent(before, find)], from)
    })
  }

  const same = (text: string): string => text
  if (off)
    return {
      url: same,
      text: same,
      words: same,
      headers: (headers) => headers,
      quietly: () => {},
      taken: () => [],
    }
  const [urls, data, words] = [
    remembering((url) => inUrl(url)),
    remembering((text) => inText(text)),
    remembering((text) => inText(text, 'words')),
  ]
  const header = remembering((line) => {
    const end = line.indexOf('\n')
    return inHeader(line.slice(0, end), line.slice(end + 1))
  })
  return {
    url: (url) => replaced(url, urls(url)),
    text: (text) => replaced(text, data(text)),
    words: (text) => replaced(text, [...words(text), ...quoted(text), ...cutShort(text)]),
    headers: (headers) =>
      headers.map(
        ([name, value]) =>
          [
            replaced(name, data(name)),
            replaced(value, name.includes('\n') ? inHeader(name, value) : header(`${name}\n${value}`)),
          ] as const,
      ),
    quietly(read) {
      counts = 0
      read()
      counts = 1
    },
    taken: () => [...known.values()].filter(({ count }) => count > 0).map((redaction) => ({ ...redaction })),
  }
}

/** Every exchange of a flow in the order it happened. */
export function exchangesOf(flow: Flow): Exchange[] {
  const hops = [...flow.hops, { exchange: flow.exchange, preflight: flow.preflight }]
  return hops.flatMap(({ exchange, preflight }) => (preflight === null ? [exchange] : [preflight, exchange]))
}

/** Reads a flow's own texts first, so that its sentences are read by one who knows its secrets. */
export function learn(redactor: Redactor, { flow }: FlowDiagnosis): void {
  redactor.quietly(() => {
    for (const { url, redirectUrl, initiator, requestHeaders, responseHeaders } of exchangesOf(flow)) {
      redactor.url(url)
      redactor.url(redirectUrl ?? '')
      redactor.url(initiator.url ?? '')
      redactor.headers(requestHeaders)
      redactor.headers(responseHeaders)
    }
    redactor.url(flow.pageUrl ?? '')
  })
}

/** The redactor of one flow. */
export function redactorFor(diagnosed: FlowDiagnosis, options: RedactorOptions = {}): Redactor {
  const redactor = createRedactor(options)
  learn(redactor, diagnosed)
  return redactor
}

/** An address without its secrets, numbered from 1. */
export const redactUrl = (url: string): string => createRedactor().url(url)
/** A header list without its secrets: names and order stay, CORS headers stay readable. */
export const redactHeaders = (headers: HeaderList): HeaderList => createRedactor().headers(headers)
