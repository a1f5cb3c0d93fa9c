/** Edits: what a person changes in a recorded exchange to see what would come of it. Plain JSON. */
import { getHeader, type HeaderList, namesOf, valuesOf } from '../fetch/headers.ts'
import { isForbiddenRequestHeader } from '../fetch/safelist.ts'
import type { Exchange } from '../har/exchange.ts'
import type { CredentialsMode } from '../judge/cors-check.ts'
import { hopsOf } from '../judge/hops.ts'
import { questionOf } from '../judge/preflight.ts'
import type { Verdict } from '../judge/verdict.ts'
import type { EditedValue, Flow, Hop } from '../log/flow.ts'

/** What the server says instead; what is absent stays as recorded. */
export interface ResponseEdit {
  status?: number
  /** All of them, in place of the recorded ones. */
  headers?: HeaderList
}

export interface LinkEdit {
  preflight?: ResponseEdit
  response?: ResponseEdit
}

/** What is absent stays as recorded. */
export interface Edits {
  /** The page's own origin; `null` for an opaque one. */
  origin?: string
  credentials?: CredentialsMode
  method?: string
  /** The headers that the page's code sets, in place of the recorded ones. */
  headers?: HeaderList
  /** By the place in the chain: 0 is the first request. */
  links?: Readonly<Record<number, LinkEdit>>
}

/** What the browser or the protocol adds, and script may set as well: then the preflight names it. */
const MOSTLY_OF_BROWSER = /^(user-agent|priority|upgrade-insecure-requests|purpose|x-client-data)$/i
/** A reload, or "Disable cache", adds them. */
const OF_CACHE = /^(pragma|cache-control): (no-cache|max-age=0)$/i

/** Headers of a request that its page's code set, as far as a log tells. */
export function scriptHeaders({ exchange, preflight }: Hop): HeaderList {
  const asked = new Set(preflight === null ? [] : questionOf(preflight).headers)
  return exchange.requestHeaders.filter(([name, text]) => {
    if (name.startsWith(':') || isForbiddenRequestHeader(name, text)) return false
    return (
      asked.has(name.toLowerCase()) || !(MOSTLY_OF_BROWSER.test(name) || OF_CACHE.test(`${name}: ${text}`))
    )
  })
}

type Part = Pick<EditedValue, 'hop' | 'part'>

function value(part: Part, name: string, before: string | null, after: string | null): EditedValue[] {
  return before === after ? [] : [{ ...part, name, before, after }]
}

function headerChanges(part: Part, before: HeaderList, after: HeaderList): EditedValue[] {
  const names = new Set([...namesOf(before), ...namesOf(after)])
  return [...names].flatMap((name) => {
    const [was, is] = [valuesOf(before, name), valuesOf(after, name)]
    if (was.length === is.length && was.every((text, index) => text === is[index])) return []
    return [{ ...part, name, before: getHeader(before, name), after: getHeader(after, name) }]
  })
}

function responseChanges(part: Part, recorded: Exchange | null, edit: ResponseEdit = {}): EditedValue[] {
  const status = recorded?.status ?? 0
  const shown = (code: number): string | null => (code === 0 ? null : String(code))
  return [
    ...value(part, ':status', shown(status), shown(edit.status ?? status)),
    ...(edit.headers === undefined ? [] : headerChanges(part, recorded?.responseHeaders ?? [], edit.headers)),
  ]
}

/** Every value that the edits change, in the order of the exchange; [] where they change nothing. */
export function editedValues(flow: Flow, { credentials: { mode } }: Verdict, edits: Edits): EditedValue[] {
  const links = hopsOf(flow)
  const [first] = links as [Hop]
  const request: Part = { hop: 0, part: 'request' }
  return [
    ...value(request, ':origin', flow.origin.initiator, edits.origin ?? flow.origin.initiator),
    ...value(request, ':credentials', mode, edits.credentials ?? mode),
    ...value(request, ':method', first.exchange.method, edits.method ?? first.exchange.method),
    ...(edits.headers === undefined ? [] : headerChanges(request, scriptHeaders(first), edits.headers)),
    ...links.flatMap(({ exchange, preflight }, hop) => [
      ...responseChanges({ hop, part: 'preflight' }, preflight, edits.links?.[hop]?.preflight),
      ...responseChanges({ hop, part: 'response' }, exchange, edits.links?.[hop]?.response),
    ]),
  ]
}
