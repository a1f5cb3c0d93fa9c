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

const PLAYWRIGHT_FIELDS = ['_monotonicTime', '_frameref', '_serverPort', '_wasAborted', '_apiRequest']

export function engineOf(agent: string): 'chromium' | 'firefox' | 'webkit' | null {
  if (/chrom(e|ium)|\bedge?\b|net::ERR_|msedge/i.test(agent)) return 'chromium'
  if (/firefox|NS_(ERROR|BINDING)_/i.test(agent)) return 'firefox'
  return /webkit|safari/i.test(agent) ? 'webkit' : null
}

/** The values of the few request headers that tell something; null where there is none. */
interface TellingHeaders {
  agent: string | null
  asked: string | null
  hasSecret: boolean
}

/** Lengths of `cookie`, `user-agent`, `authorization` and `access-control-request-headers`. */
const LENGTHS: readonly number[] = [6, 10, 13, 30]

function tellingHeaders(value: unknown): TellingHeaders {
  const found: TellingHeaders = { agent: null, asked: null, hasSecret: false }
  const look = (name: unknown, header: unknown): void => {
    if (typeof name !== 'string' || !LENGTHS.includes(name.length)) return
    const lower = name.toLowerCase()
    if (lower === 'user-agent') found.agent = asString(header)
    else if (lower === 'access-control-request-headers') found.asked = asString(header)
    else if (lower === 'cookie' || lower === 'authorization') found.hasSecret = true
  }
  if (!Array.isArray(value)) for (const [name, header] of asHeaderList(value)) look(name, header)
  else
    for (const item of value) {
      if (Array.isArray(item)) look(item[0], item[1])
      else if (typeof item === 'object' && item !== null) look(item.name, item.value)
    }
  return found
}

function isFilled(value: unknown): boolean {
  for (const _ in asObject(value)) return true
  return false
}

/** Counts what entries show; engines of user agents are looked up once. */
export class SignCounter {
  readonly signs: Signs = { ...NO_SIGNS }
  readonly #engines = new Map<string, ReturnType<typeof engineOf>>()

  /** `by`: -1 for an entry that goes. */
  count(entry: unknown, by: 1 | -1): void {
    const { signs } = this
    const object = asObject(entry)
    const [request, response] = [asObject(object.request), asObject(object.response)]
    const { agent, asked, hasSecret } = tellingHeaders(request.headers)
    signs.entries += by
    if (asString(object._resourceType) !== '') signs.resourceTypes += by
    if (isFilled(object._initiator)) signs.initiators += by
    if ('_error' in response) signs.errorFields += by
    if ('_securityState' in object) signs.securityStates += by
    if ('_failureText' in response || PLAYWRIGHT_FIELDS.some((name) => name in object))
      signs.playwrightFields += by
    const engine = this.#engineOf(asString(response._failureText) || (agent ?? ''))
    if (engine !== null) signs[engine] += by
    if (hasSecret || asArray(request.cookies).length > 0 || asArray(response.cookies).length > 0)
      signs.secrets += by
    if (asked !== null && /\bauthorization\b/i.test(asked)) signs.askedForAuthorization += by
    if (object._resourceType === 'preflight') signs.typedPreflights += by
  }

  #engineOf(agent: string): ReturnType<typeof engineOf> {
    const known = this.#engines.get(agent)
    if (known !== undefined) return known
    if (this.#engines.size >= MOST_AGENTS) this.#engines.clear()
    const engine = engineOf(agent)
    this.#engines.set(agent, engine)
    return engine
  }
}

/** User agents that are remembered: a log has a few, and a hostile one another on every request. */
const MOST_AGENTS = 64

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
