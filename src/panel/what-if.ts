/** What if: the fields that a person types into, and the edits that the engine takes. */
import {
  type CredentialsMode,
  type Edits,
  type Exchange,
  type FlowDiagnosis,
  type HeaderList,
  type LinkEdit,
  type ResponseEdit,
  scriptHeaders,
} from '../engine/index.ts'

export interface HeaderField {
  key: number
  name: string
  value: string
  /** As recorded; null for one that was added. */
  was: readonly [name: string, value: string] | null
  /** Taken out. */
  gone: boolean
}

export interface ResponseFields {
  /** '' where none is on record. */
  status: string
  headers: readonly HeaderField[]
}

export interface LinkFields {
  preflight: ResponseFields
  response: ResponseFields
}

/** All that can be typed, as it stands. */
export interface Draft {
  method: string
  origin: string
  credentials: CredentialsMode | 'unknown'
  headers: readonly HeaderField[]
  links: readonly LinkFields[]
}

let fields = 0

export const newField = (): HeaderField => ({ key: ++fields, name: '', value: '', was: null, gone: false })

const fieldsOf = (headers: HeaderList): HeaderField[] =>
  headers.map(([name, value]) => ({ key: ++fields, name, value, was: [name, value], gone: false }))

const responseFields = (exchange: Exchange | null): ResponseFields => ({
  status: exchange === null || exchange.status === 0 ? '' : String(exchange.status),
  headers: fieldsOf(exchange?.responseHeaders ?? []),
})

const linksOf = ({ flow }: FlowDiagnosis) => [
  ...flow.hops,
  { exchange: flow.exchange, preflight: flow.preflight },
]
const firstOf = (recorded: FlowDiagnosis) =>
  linksOf(recorded)[0] ?? { exchange: recorded.flow.exchange, preflight: null }

/** As recorded. */
export function draftOf(recorded: FlowDiagnosis): Draft {
  const first = firstOf(recorded)
  return {
    method: first.exchange.method,
    origin: recorded.flow.origin.initiator ?? '',
    credentials: recorded.verdict.credentials.mode,
    headers: fieldsOf(scriptHeaders(first)),
    links: linksOf(recorded).map(({ exchange, preflight }) => ({
      preflight: responseFields(preflight),
      response: responseFields(exchange),
    })),
  }
}

export const isChanged = ({ name, value, was, gone }: HeaderField): boolean =>
  gone || was === null || was[0] !== name || was[1] !== value

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
/** A line end would be another header. */
const isValue = (text: string): boolean => !/[\r\n\0]/.test(text)

export const isMethod = (text: string): boolean => TOKEN.test(text)
export const isStatus = (text: string): boolean => text === '' || /^[1-5]\d\d$/.test(text)
export const isHeaderName = (text: string): boolean => TOKEN.test(text)

/** `scheme://host[:port]`, or `null`. */
export function isOrigin(text: string): boolean {
  if (text === 'null') return true
  try {
    const { origin } = new URL(text)
    return origin === text && origin !== 'null'
  } catch {
    return false
  }
}

/** What is no header yet, since it has no name, or cannot be one, is left out. */
const headersOf = (list: readonly HeaderField[]): HeaderList =>
  list
    .filter(({ name, value, gone }) => !gone && isHeaderName(name) && isValue(value))
    .map(({ name, value }) => [name, value])

function responseEdit(now: ResponseFields, recorded: Exchange | null): ResponseEdit | null {
  const was = recorded === null || recorded.status === 0 ? '' : String(recorded.status)
  const status = isStatus(now.status) && now.status !== was ? { status: Number(now.status) } : {}
  const headers = now.headers.some(isChanged) ? { headers: headersOf(now.headers) } : {}
  const edit = { ...status, ...headers }
  return Object.keys(edit).length === 0 ? null : edit
}

/** What differs from the record and can be; {} where nothing does. */
export function editsOf(draft: Draft, recorded: FlowDiagnosis): Edits {
  const first = firstOf(recorded)
  const { origin } = recorded.flow
  const links: Record<number, LinkEdit> = {}
  for (const [hop, { exchange, preflight }] of linksOf(recorded).entries()) {
    const now = draft.links[hop]
    if (now === undefined) continue
    const asked = responseEdit(now.preflight, preflight)
    const answered = responseEdit(now.response, exchange)
    if (asked === null && answered === null) continue
    links[hop] = { ...(asked && { preflight: asked }), ...(answered && { response: answered }) }
  }
  const isOther = draft.credentials !== recorded.verdict.credentials.mode
  return {
    ...(isMethod(draft.method) && draft.method !== first.exchange.method ? { method: draft.method } : {}),
    ...(isOrigin(draft.origin) && draft.origin !== origin.initiator ? { origin: draft.origin } : {}),
    ...(isOther && draft.credentials !== 'unknown' ? { credentials: draft.credentials } : {}),
    ...(draft.headers.some(isChanged) ? { headers: headersOf(draft.headers) } : {}),
    ...(Object.keys(links).length === 0 ? {} : { links }),
  }
}
