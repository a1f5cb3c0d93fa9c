/**
 * Redactor: puts placeholders where the finders found secrets. Equal values get equal numbers, so that a reader can
 * still compare: `‹token 1›` in a header and in an address is the same token.
 */
import type { FlowDiagnosis } from '../diagnose.ts'
import type { HeaderList } from '../fetch/headers.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Flow } from '../log/flow.ts'
import { inHeader } from './find-in-headers.ts'
import { inText, inUrl, type Reading } from './find-secrets.ts'
import { readsAsWords } from './secret-names.ts'
import { fullyDecoded, type Kind, merged, type Span } from './spans.ts'

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

export function createRedactor({ off = false, keep = [] }: RedactorOptions = {}): Redactor {
  const numbers = new Map<Kind, number>()
  const known = new Map<string, Redaction>()
  const kept = new Set(keep)

  function placeholderOf(value: string, { kind, why }: Span): string {
    const plain = fullyDecoded(value)
    const before = known.get(plain)
    if (before !== undefined) {
      before.count += 1
      return before.placeholder
    }
    const number = (numbers.get(kind) ?? 0) + 1
    numbers.set(kind, number)
    const placeholder = `‹${kind} ${number}›`
    known.set(plain, { placeholder, why, count: 1 })
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

  const reading =
    (mode: Reading) =>
    (text: string): string =>
      replaced(text, [...inText(text, mode), ...(mode === 'words' ? quoted(text) : [])])
  const same = (text: string): string => text
  if (off) return { url: same, text: same, words: same, headers: (headers) => headers, taken: () => [] }
  return {
    url: (url) => replaced(url, inUrl(url)),
    text: reading('data'),
    words: reading('words'),
    headers: (headers) =>
      headers.map(
        ([name, value]) => [replaced(name, inText(name)), replaced(value, inHeader(name, value))] as const,
      ),
    taken: () => [...known.values()].map((redaction) => ({ ...redaction })),
  }
}

/** Every exchange of a flow in the order it happened. */
export function exchangesOf(flow: Flow): Exchange[] {
  const hops = [...flow.hops, { exchange: flow.exchange, preflight: flow.preflight }]
  return hops.flatMap(({ exchange, preflight }) => (preflight === null ? [exchange] : [preflight, exchange]))
}

/** Reads a flow's own texts first, so that its sentences are read by one who knows its secrets. */
export function learn(redactor: Redactor, { flow }: FlowDiagnosis): void {
  for (const { url, redirectUrl, initiator, requestHeaders, responseHeaders } of exchangesOf(flow)) {
    redactor.url(url)
    redactor.url(redirectUrl ?? '')
    redactor.url(initiator.url ?? '')
    redactor.headers(requestHeaders)
    redactor.headers(responseHeaders)
  }
  redactor.url(flow.pageUrl ?? '')
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
