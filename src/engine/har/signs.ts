/** Signs: what entries show of who wrote them. */
import { asArray, asHeaderList, asObject, asString } from './read-json.ts'

/** How many entries show what. */
export interface Signs {
  entries: number
  /** `_resourceType`. */
  resourceTypes: number
  /** `_initiator` as an object, as DevTools writes it. */
  initiators: number
  /** `response._error`, with any value. */
  errorFields: number
  /** `_securityState` of Firefox. */
  securityStates: number
  /** `_failureText`, `_monotonicTime`, `_frameref` of Playwright. */
  playwrightFields: number
  /** Net errors or user agents of each engine. */
  chromium: number
  firefox: number
  webkit: number
  /** A Cookie, Authorization or Set-Cookie. */
  secrets: number
  /** Preflights that ask for `authorization`. */
  askedForAuthorization: number
  /** Preflights that DevTools types as such: Chromium from 80 on. */
  typedPreflights: number
}

export type Sign = Exclude<keyof Signs, 'entries'>

const PLAYWRIGHT_FIELDS = ['_monotonicTime', '_frameref', '_serverPort', '_wasAborted', '_apiRequest']

export function engineOf(agent: string): 'chromium' | 'firefox' | 'webkit' | null {
  if (/chrom(e|ium)|\bedge?\b|net::ERR_|msedge/i.test(agent)) return 'chromium'
  if (/firefox|NS_(ERROR|BINDING)_/i.test(agent)) return 'firefox'
  return /webkit|safari/i.test(agent) ? 'webkit' : null
}

/** What one entry shows. */
export function signsOf(entry: unknown): Set<Sign> {
  const object = asObject(entry)
  const [request, response] = [asObject(object.request), asObject(object.response)]
  const found = new Set<Sign>()
  const headers = new Map<string, string>()
  for (const [name, value] of asHeaderList(request.headers)) headers.set(name.toLowerCase(), value)
  if (asString(object._resourceType) !== '') found.add('resourceTypes')
  if (Object.keys(asObject(object._initiator)).length > 0) found.add('initiators')
  if ('_error' in response) found.add('errorFields')
  if ('_securityState' in object) found.add('securityStates')
  if ('_failureText' in response || PLAYWRIGHT_FIELDS.some((name) => name in object))
    found.add('playwrightFields')
  const agent = engineOf(asString(response._failureText) || (headers.get('user-agent') ?? ''))
  if (agent !== null) found.add(agent)
  const hidden = headers.has('cookie') || headers.has('authorization')
  if (hidden || asArray(request.cookies).length > 0 || asArray(response.cookies).length > 0)
    found.add('secrets')
  const asked = headers.get('access-control-request-headers') ?? ''
  if (/\bauthorization\b/i.test(asked)) found.add('askedForAuthorization')
  if (object._resourceType === 'preflight') found.add('typedPreflights')
  return found
}

export const NO_SIGNS: Signs = {
  entries: 0,
  resourceTypes: 0,
  initiators: 0,
  errorFields: 0,
  securityStates: 0,
  playwrightFields: 0,
  chromium: 0,
  firefox: 0,
  webkit: 0,
  secrets: 0,
  askedForAuthorization: 0,
  typedPreflights: 0,
}
