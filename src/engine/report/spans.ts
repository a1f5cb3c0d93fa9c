/** Spans: where in a text a secret stands. Finders give spans, so that nothing else of the text is ever rewritten. */

/** What a placeholder calls it: `‹token 1›`. */
export type Kind = 'token' | 'password' | 'key' | 'cookie' | 'code' | 'email' | 'id' | 'secret'

export interface Span {
  /** UTF-16 offsets, the end excluded. */
  start: number
  end: number
  kind: Kind
  /** What gave it away, in a few words of ours: no text of the log. */
  why: string
  /** The value whole, percent-decoded, where the text holds the beginning of it only. */
  of?: string
}

export const shifted = (spans: readonly Span[], by: number): Span[] =>
  spans.map((span) => ({ ...span, start: span.start + by, end: span.end + by }))

export const whole = (text: string, kind: Kind, why: string): Span[] =>
  text === '' ? [] : [{ start: 0, end: text.length, kind, why }]

/** In order and without overlaps; of two that overlap one is made, named after the longer. */
export function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = []
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1)
    if (span.end <= span.start) continue
    if (last === undefined || span.start >= last.end) result.push({ ...span })
    else if (span.end > last.end) {
      const longer = span.end - span.start > last.end - last.start ? span : last
      Object.assign(last, { end: span.end, kind: longer.kind, why: longer.why })
    }
  }
  return result
}

/** A decoded text and, for each of its characters and the end, the offset in the text that it came from. */
interface Decoded {
  text: string
  offsets: number[]
}

const back = (spans: readonly Span[], { offsets }: Decoded): Span[] =>
  spans.map((span) => ({ ...span, start: offsets[span.start] ?? 0, end: offsets[span.end] ?? 0 }))

/** One character of UTF-8, or a byte that is none. */
const ESCAPE =
  /%[0-7][0-9a-f]|%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f](?:%[89ab][0-9a-f]){2}|%f[0-7](?:%[89ab][0-9a-f]){3}|%[0-9a-f]{2}/gi

function characterOf(escaped: string): string {
  try {
    return decodeURIComponent(escaped)
  } catch {
    return '\ufffd'
  }
}

/** Percent-decoded, a malformed byte as U+FFFD: never throws. */
function percentDecoded(text: string): Decoded {
  const offsets: number[] = []
  const parts: string[] = []
  let end = 0
  const keep = (part: string, from: number) => {
    for (let i = 0; i < part.length; i += 1) offsets.push(from + i)
    parts.push(part)
  }
  for (const { 0: escaped, index } of text.matchAll(ESCAPE)) {
    keep(text.slice(end, index), end)
    const plain = characterOf(escaped)
    for (let i = 0; i < plain.length; i += 1) offsets.push(index)
    parts.push(plain)
    end = index + escaped.length
  }
  keep(text.slice(end), end)
  offsets.push(text.length)
  return { text: parts.join(''), offsets }
}

/** JSON within a string: `\"` and `\\` are taken back. */
function unescaped(text: string): Decoded {
  const offsets: number[] = []
  let result = ''
  for (let i = 0; i < text.length; i += 1) {
    offsets.push(i)
    if (text[i] === '\\' && /["\\/]/.test(text[i + 1] ?? '')) i += 1
    result += text[i]
  }
  offsets.push(text.length)
  return { text: result, offsets }
}

type Find = (text: string) => Span[]

/** What `find` finds in the percent-decoded text, at the places of the text itself. */
export function throughPercent(text: string, find: Find): Span[] {
  if (!/%[0-9a-f]{2}/i.test(text)) return []
  const decoded = percentDecoded(text)
  return back(find(decoded.text), decoded)
}

/** The same through the escapes of a JSON string. */
export function throughEscapes(text: string, find: Find): Span[] {
  if (!text.includes('\\"')) return []
  const decoded = unescaped(text)
  return back(find(decoded.text), decoded)
}

/** Percent-decoded until nothing changes, at most five times; never throws. */
export function fullyDecoded(text: string): string {
  let plain = text
  for (let times = 0; times < 5 && /%[0-9a-f]{2}/i.test(plain); times += 1) {
    const next = plain.replace(ESCAPE, characterOf)
    if (next === plain) break
    plain = next
  }
  return plain
}
