/** Logs that no browser would write, made from logs that one did: structure kept, fields broken. From a seed. */
import { readRecording } from '../oracle/recording.ts'
import { SCENE } from '../support/har.ts'
import type { Random } from './random.ts'

export interface Case {
  entries: unknown[]
  creator: string
  pages: unknown[]
}

type Json = Record<string, unknown>

const fixture = (name: string): URL => new URL(`../fixtures/oracle/${name}.jsonl`, import.meta.url)

/** Real logs to start from: a whole scene, and what Chromium recorded. */
export function seeds(): unknown[][] {
  const recorded = ['requests', 'lookalikes', 'contexts'].flatMap((name) =>
    readRecording<unknown>(fixture(name)).lines.map(({ entries }) => [...entries]),
  )
  return [[...SCENE], ...recorded]
}

const HOSTILE: readonly unknown[] = [
  '',
  ' ',
  '\ud800',
  'a\udc00b',
  '\u0000',
  '\u001b[2J',
  '\u202e',
  '%',
  '%E0%A4',
  '%25%32%35',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
  'null',
  '*',
  '-1',
  'NaN',
  '1e999',
  '‹token 1›',
  '<script>alert(1)</script>',
  '`|\\|',
  '"; rm -rf ~',
  "$(id)'`",
  '../../etc/passwd',
  'https://',
  'https://[::1',
  'http://a b/',
  '//x',
  'data:,x',
  'file:///x',
  'https://xn--/',
  'https://user:pa%40ss@a.example:99999/',
  'https://аpp.example/',
  'javascript:alert(1)',
  'blob:null/x',
  'a=b; Path=/; ;;; =',
  'GET',
  'get',
  'OPTIONS',
  'TRACE',
  'X-CUSTOM',
  '\r\nSet-Cookie: a=b',
  'true',
  'credentialless',
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  true,
  false,
  null,
  [],
  {},
  [null],
  [[[]]],
  { toString: 1 },
  { length: 1e9 },
  { name: 'Origin' },
  { name: 'Origin', value: 1 },
  ['a', 'b'],
]

const STATUSES = [
  0, 100, 101, 200, 204, 206, 299, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 413, 421, 429, 500,
  502, 503, 504, 999, -1, 0.5,
]
const ERRORS = [
  '',
  'net::ERR_FAILED',
  'net::ERR_ABORTED',
  'net::ERR_CONNECTION_REFUSED',
  'net::ERR_BLOCKED_BY_CLIENT',
  'net::ERR_NAME_NOT_RESOLVED',
  'net::ERR_BLOCKED_BY_ORB',
  'NS_ERROR_DOM_BAD_URI',
  null,
]
const TYPES = [
  'fetch',
  'xhr',
  'script',
  'font',
  'preflight',
  'document',
  'image',
  'stylesheet',
  'websocket',
  'ping',
  '__proto__',
  'constructor',
]
const HEADERS = [
  'Origin',
  'Access-Control-Allow-Origin',
  'access-control-allow-credentials',
  'Access-Control-Allow-Methods',
  'Access-Control-Allow-Headers',
  'Access-Control-Max-Age',
  'Access-Control-Request-Method',
  'Vary',
  'Location',
  'Set-Cookie',
  'Cookie',
  'Authorization',
  'Content-Type',
  'server',
  'x-powered-by',
  'via',
  'cf-ray',
  'x-request-id',
  'sec-fetch-mode',
  'sec-fetch-dest',
  'content-security-policy',
  'cross-origin-resource-policy',
  '__proto__',
  '',
]
const VALUES = [
  '*',
  'null',
  'true',
  'TRUE',
  'https://app.example',
  'https://app.example/',
  'https://a.example, https://b.example',
  'GET, POST',
  'get',
  'content-type,x-trace',
  'Basic YTpi',
  'Bearer eyJhbGciOiJIUzI1NiJ9.e30.x',
  'sid=1; Path=/',
  'uvicorn',
  'nginx/1.25',
  'Express',
  'cloudflare',
  '86400',
  '-1',
  '/other',
  'https://cdn.example/new',
  'cors',
  'no-cors',
]

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null

/** A place in a value: the object and the key. */
function somewhere(random: Random, root: unknown): { owner: Json; key: string } | null {
  let owner: unknown = root
  for (let depth = 0; depth < 12; depth += 1) {
    if (!isObject(owner)) return null
    const keys = Object.keys(owner)
    if (keys.length === 0) return null
    const key = random.pick(keys)
    const inner = owner[key]
    if (!isObject(inner) || random.next() < 0.15) return { owner, key }
    owner = inner
  }
  return null
}

const long = (random: Random): string =>
  random
    .pick(['a', ' ', '%41', 'a=', '/', '.', 'eyJ', '&a=', '@', '`', '‹', '\\"'])
    .repeat(random.below(3000))

const hostile = (random: Random): unknown =>
  random.next() < 0.03 ? long(random) : structuredClone(random.pick(HOSTILE))

function headersOf(random: Random, entry: Json): unknown[] | null {
  const side = entry[random.pick(['request', 'response'])]
  return isObject(side) && Array.isArray(side.headers) ? side.headers : null
}

const within = (entry: unknown, part: string): Json | null =>
  isObject(entry) && isObject(entry[part]) ? (entry[part] as Json) : null

type Mutation = (random: Random, entries: unknown[], entry: Json) => void

const MUTATIONS: readonly Mutation[] = [
  (random, _, entry) => {
    const place = somewhere(random, entry)
    if (place !== null) place.owner[place.key] = hostile(random)
  },
  (random, _, entry) => {
    const place = somewhere(random, entry)
    if (place !== null) delete place.owner[place.key]
  },
  (random, _, entry) => {
    headersOf(random, entry)?.push({
      name: random.pick(HEADERS),
      value: random.next() < 0.6 ? random.pick(VALUES) : hostile(random),
    })
  },
  (random, _, entry) => {
    const headers = headersOf(random, entry)
    if (headers !== null) headers.splice(random.below(headers.length + 1), 1)
  },
  (random, _, entry) => {
    const response = within(entry, 'response')
    if (response !== null) response.status = random.pick(STATUSES)
  },
  (random, _, entry) => {
    const response = within(entry, 'response')
    if (response !== null) response._error = random.pick(ERRORS)
  },
  (random, _, entry) => {
    entry._resourceType = random.pick(TYPES)
  },
  (random, _, entry) => {
    const request = within(entry, 'request')
    if (typeof request?.url === 'string')
      request.url = `${request.url}${random.pick(['?token=Zq1Xw2Ec3', '#x', '/%2e%2e/', '?a[b]=c', '/‹token 1›', '?q=%2525', '\ud83d', ' '])}`
  },
  (random, entries) => {
    entries.splice(random.below(entries.length + 1), 0, structuredClone(random.pick(entries)))
  },
  (random, entries) => {
    entries.splice(random.below(entries.length), 1)
  },
  (random, entries) => {
    const [a, b] = [random.below(entries.length), random.below(entries.length)]
    ;[entries[a], entries[b]] = [entries[b], entries[a]]
  },
  (random, entries) => {
    entries.splice(random.below(entries.length + 1), 0, hostile(random))
  },
  (random, _, entry) => {
    entry.startedDateTime = random.pick([
      '',
      'x',
      '1970-01-01T00:00:00Z',
      '+275760-09-13T00:00:00.000Z',
      '-000001-01-01T00:00:00Z',
      '2026-01-02T03:04:05.000Z',
    ])
  },
]

const CREATORS = ['WebInspector', 'Firefox', 'WebKit Web Inspector', 'mitmproxy', '', '__proto__']

/** One case: a log, broken in one to six places. */
export function mutated(random: Random, logs: readonly (readonly unknown[])[]): Case {
  const entries = structuredClone([...random.pick(logs)]) as unknown[]
  if (random.next() < 0.2) entries.push(...(structuredClone(random.pick(logs)) as unknown[]))
  for (let count = random.below(6) + 1; count > 0 && entries.length > 0; count -= 1) {
    const entry = random.pick(entries)
    if (isObject(entry) && !Array.isArray(entry)) random.pick(MUTATIONS)(random, entries, entry)
  }
  const pages = [
    { id: 'page_1', title: random.pick(['https://app.example/', 'x', 'about:blank', 'file:///x']) },
    hostile(random),
  ]
  return { entries, creator: random.next() < 0.7 ? 'WebInspector' : random.pick(CREATORS), pages }
}
