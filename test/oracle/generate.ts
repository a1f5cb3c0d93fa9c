/**
 * Cases from a seed. Each starts as an exchange that the browser lets through, and is then spoilt in none, one
 * or two places, so that every check of the browser is reached, also the last ones; some are random all over.
 */
import {
  type Answer,
  type Case,
  type HeaderLine,
  type HopPlan,
  hopPath,
  type Origins,
  type RequestPlan,
} from './case.ts'
import { Random } from './random.ts'
import {
  anyLines,
  anyRequestHeader,
  type CorsHeader,
  ERROR_STATUSES,
  ODD_LOCATIONS,
  OK_STATUSES,
  OTHER_3XX,
  OTHER_METHODS,
  REDIRECT_STATUSES,
  SIMPLE_METHODS,
} from './values.ts'

const RESPONSE_HEADERS: readonly CorsHeader[] = [
  'access-control-allow-origin',
  'access-control-allow-credentials',
]
const PREFLIGHT_HEADERS: readonly CorsHeader[] = [
  ...RESPONSE_HEADERS,
  'access-control-allow-methods',
  'access-control-allow-headers',
]
const BODIES = ['', 'text', '{"a":1}']

const originOf = (url: string): string => new URL(url).origin

function requestHeaders(random: Random): HeaderLine[] {
  const count = random.weighted([
    [5, 0],
    [4, 1],
    [2, 2],
    [1, 4],
  ])
  return Array.from({ length: count }, () => anyRequestHeader(random))
}

function request(random: Random): RequestPlan {
  const api = random.chance(0.75) ? 'fetch' : 'xhr'
  const method = random.pick(random.chance(0.6) ? SIMPLE_METHODS : OTHER_METHODS)
  const mayHaveBody = !/^(get|head)$/i.test(method)
  const noCors = api === 'fetch' && random.chance(0.03)
  return {
    api,
    // no-cors knows the safelisted methods only
    method: noCors ? random.pick(SIMPLE_METHODS) : method,
    headers: requestHeaders(random),
    credentials:
      api === 'xhr'
        ? random.pick(['same-origin', 'include'])
        : random.pick(['omit', 'same-origin', 'include']),
    mode: noCors ? 'no-cors' : 'cors',
    redirect:
      api === 'xhr' || noCors
        ? 'follow'
        : random.weighted([
            [12, 'follow'],
            [1, 'error'],
            [1, 'manual'],
          ]),
    body: mayHaveBody && !noCors && random.chance(0.5) ? random.pick(BODIES) : null,
    uploadListener: api === 'xhr' && random.chance(0.15),
    referrerPolicy: random.chance(0.05) ? 'no-referrer' : '',
  }
}

/** The addresses a request passes, from one to four of them. */
function route(random: Random, id: number, page: string, origins: Origins): string[] {
  const servers = origins.servers
  const a = random.pick(servers)
  const b = random.pick(servers)
  const c = random.pick([...servers, page])
  const ways = random.weighted<string[]>([
    [11, [a]],
    [1, [a, a]],
    [1, [a, b]],
    [1, [a, b, a]],
    [1, [a, b, c]],
    [0.7, [a, page]],
    [0.7, [a, b, page]],
    [1, [page, a]],
    [0.5, [page, a, b]],
    [0.5, [a, a, b, c]],
  ])
  return ways.map((origin, hop) => origin + hopPath(id, hop))
}

/** The serialized request origin at each hop: `null` from where the browser no longer trusts the chain. */
export function requestOrigins(page: string, urls: readonly string[]): string[] {
  let origin = page
  return urls.map((url, hop) => {
    const before = urls[hop - 1]
    if (before !== undefined && originOf(before) !== originOf(url) && originOf(before) !== page)
      origin = 'null'
    return origin
  })
}

function goodHeaders(random: Random, origin: string, withCredentials: boolean): HeaderLine[] {
  const headers: HeaderLine[] = [
    ['access-control-allow-origin', !withCredentials && random.chance(0.4) ? '*' : origin],
  ]
  if (withCredentials || random.chance(0.3)) headers.push(['access-control-allow-credentials', 'true'])
  return headers
}

function goodPreflight(random: Random, origin: string, requests: readonly RequestPlan[]): Answer {
  const withCredentials = requests.some((plan) => plan.credentials === 'include')
  const stars = !withCredentials && random.chance(0.3)
  const methods = new Set(requests.flatMap(({ method }) => [method, method.toUpperCase()]))
  const names = new Set(requests.flatMap(({ headers }) => headers.map(([name]) => name)))
  const headers = goodHeaders(random, origin, withCredentials)
  headers.push(['access-control-allow-methods', stars ? '*' : [...methods].join(', ')])
  headers.push(['access-control-allow-headers', stars ? '*' : [...names, 'content-type'].join(', ')])
  const [maxAge] = anyLines(random, 'access-control-max-age', origin)
  if (maxAge !== undefined) headers.push(['access-control-max-age', maxAge])
  return { status: random.pick([200, 204, 204]), headers }
}

function goodAnswer(
  random: Random,
  origin: string,
  requests: readonly RequestPlan[],
  next: string | undefined,
): Answer {
  const headers = goodHeaders(
    random,
    origin,
    requests.some((plan) => plan.credentials === 'include'),
  )
  if (next === undefined)
    return { status: random.pick(random.chance(0.8) ? OK_STATUSES : ERROR_STATUSES), headers }
  return { status: random.pick(REDIRECT_STATUSES), headers: [...headers, ['location', next]] }
}

/** How the hop before may write the way to the next: in full, relative, with user and password, with a fragment. */
function writeLocation(random: Random, from: string, to: string): string {
  const relative = originOf(from) === originOf(to)
  return random.weighted<string>([
    [8, to],
    [relative ? 3 : 0, new URL(to).pathname],
    [1, to.replace(/^http:/, '')],
    [0.7, `${to}#fragment`],
    [0.8, to.replace('//', '//user:secret@')],
    [0.2, to.replace('//', '//user@')],
  ])
}

function goodHop(
  random: Random,
  plan: { urls: string[]; hop: number; origin: string; requests: RequestPlan[] },
): HopPlan {
  const { urls, hop, origin, requests } = plan
  const url = urls[hop] as string
  const next = urls[hop + 1]
  const location = next === undefined ? undefined : writeLocation(random, url, next)
  return {
    url,
    preflights: [goodPreflight(random, origin, requests)],
    answers: [goodAnswer(random, origin, requests, location)],
  }
}

const without = (headers: readonly HeaderLine[], name: string): HeaderLine[] =>
  headers.filter(([key]) => key !== name)

function spoilHeader(random: Random, answer: Answer, header: CorsHeader, origin: string): Answer {
  const lines = anyLines(random, header, origin).map((value): HeaderLine => [header, value])
  return { ...answer, headers: [...without(answer.headers, header), ...lines] }
}

function spoilStatus(random: Random, answer: Answer, path: string): Answer {
  if (random.chance(0.1)) {
    const location = random.pick(ODD_LOCATIONS)(path)
    return {
      status: random.pick(REDIRECT_STATUSES),
      headers: [...without(answer.headers, 'location'), ['location', location]],
    }
  }
  const status = random.pick(random.chance(0.7) ? ERROR_STATUSES : OTHER_3XX)
  return { status, headers: without(answer.headers, 'location') }
}

function spoilPreflight(random: Random, answer: Answer, origin: string, path: string): Answer {
  if (random.chance(0.12)) return spoilStatus(random, answer, path)
  // A preflight that redirects, as a login or a missing slash makes it.
  if (random.chance(0.05))
    return {
      status: random.pick(REDIRECT_STATUSES),
      headers: [...answer.headers, ['location', '/elsewhere']],
    }
  return spoilHeader(random, answer, random.pick(PREFLIGHT_HEADERS), origin)
}

function spoilAnswer(random: Random, answer: Answer, origin: string, path: string): Answer {
  const spoilt = random.chance(0.75)
    ? spoilHeader(random, answer, random.pick(RESPONSE_HEADERS), origin)
    : answer
  return spoilt === answer || random.chance(0.2) ? spoilStatus(random, spoilt, path) : spoilt
}

function wildAnswer(random: Random, origin: string): Answer {
  const headers = PREFLIGHT_HEADERS.flatMap((header) =>
    anyLines(random, header, origin).map((value): HeaderLine => [header, value]),
  )
  return { status: random.pick(random.pick([OK_STATUSES, OK_STATUSES, ERROR_STATUSES, OTHER_3XX])), headers }
}

function spoil(random: Random, hops: HopPlan[], origins: readonly string[]): void {
  const times = random.weighted([
    [3, 0],
    [5, 1],
    [3, 2],
    [1, 3],
  ])
  for (let time = 0; time < times; time++) {
    const index = random.chance(0.6) ? hops.length - 1 : random.int(0, hops.length - 1)
    const hop = hops[index] as HopPlan
    const origin = origins[index] as string
    const list = random.chance(0.5) ? hop.preflights : hop.answers
    const at = random.int(0, list.length - 1)
    const before = list[at] as Answer
    const spoilOne = list === hop.preflights ? spoilPreflight : spoilAnswer
    list[at] = spoilOne(random, before, origin, new URL(`${hop.url}9`).pathname)
  }
}

/** Several requests to one address: the answers may differ from one to the next. */
function vary(random: Random, hops: HopPlan[], count: number): void {
  for (const hop of hops) {
    if (random.chance(0.5)) hop.preflights = Array.from({ length: count }, () => hop.preflights[0] as Answer)
    if (random.chance(0.5)) hop.answers = Array.from({ length: count }, () => hop.answers[0] as Answer)
  }
}

function requestsOf(random: Random): Pick<Case, 'requests' | 'order'> {
  const kind = random.weighted([
    [8, 'single'],
    [1.2, 'parallel'],
    [1, 'sequence'],
  ] as const)
  if (kind === 'single') return { requests: [request(random)], order: 'parallel' }
  const count = kind === 'parallel' ? random.int(2, 4) : 2
  const first = request(random)
  const same = random.chance(0.5)
  const requests = Array.from({ length: count }, (_, index) =>
    same || index === 0 ? first : request(random),
  )
  return { requests, order: kind }
}

/** One case; the same seed, number and origins give the same case. */
export function generateCase(seed: number, id: number, origins: Origins): Case {
  const random = new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(id + 1, 0x85ebca6b))
  const page = origins.pages[Math.floor(id / PAGE_RUN) % origins.pages.length] as string
  const { requests, order } = requestsOf(random)
  const urls = route(random, id, page, origins)
  const serialized = requestOrigins(page, urls)
  const hops = urls.map((_, hop) =>
    goodHop(random, { urls, hop, origin: serialized[hop] as string, requests }),
  )
  if (requests.length > 1) vary(random, hops, requests.length)
  if (random.chance(0.1)) {
    for (const [index, hop] of hops.entries()) {
      const origin = serialized[index] as string
      hop.preflights = hop.preflights.map(() => wildAnswer(random, origin))
      if (index === hops.length - 1) hop.answers = hop.answers.map(() => wildAnswer(random, origin))
    }
  } else spoil(random, hops, serialized)
  return { id, page, requests, order, hops, cookie: random.chance(0.3) }
}

/** So many cases in a row are asked by the same page, so that a page need not be loaded for each. */
export const PAGE_RUN = 50

export const generateCases = (seed: number, from: number, count: number, origins: Origins): Case[] =>
  Array.from({ length: count }, (_, index) => generateCase(seed, from + index, origins))
