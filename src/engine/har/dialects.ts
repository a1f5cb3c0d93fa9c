/**
 * DIALECTS: who writes network logs, and what the absence of something means in each. One row a recorder; the rest of
 * the engine asks the row and knows no recorder's name. From their sources where public (chrome-har, Chrome HAR
 * Capturer, mitmproxy, Playwright), the others from public logs.
 */
import type { Browser } from './read-json.ts'
import type { Signs } from './signs.ts'

/** Words for what a log of this recorder cannot tell; said by `words/limits.ts`. */
export type LimitId =
  | 'refusals-unmarked'
  | 'refusals-left-out'
  | 'preflights-not-logged'
  | 'headers-incomplete'
  | 'not-a-browser'
  | 'unknown-recorder'

export interface Dialect {
  /** As its makers call it. */
  name: string
  /** Whose rules and words; unknown where any browser may have sent the requests. */
  browser: Browser
  /** What becomes of a request that the browser refused: it carries a net error, it is left out, or it looks like any other. */
  refusals: 'net-errors' | 'left-out' | 'unmarked'
  /** A request and its preflight: which of the two starts first. */
  order: 'request-first' | 'preflight-first' | 'either'
  /** CORS-preflight requests are entries of the log. */
  preflights: boolean
  /** A request that was not sent, because its preflight failed: it is an entry with a mark, it is missing (so that absence tells), or nothing is known. */
  unsent: 'marked' | 'missing' | 'unknown'
  /** Headers of requests and responses as they were on the wire; `partly`: some may be missing. */
  headers: 'wire' | 'partly'
  /** The same header may stand there twice although it was sent once. */
  doublesHeaders: boolean
  /** Entries may follow that the browser never sent, after a redirect it did not follow (Firefox, measured). */
  phantoms: boolean
  limits: readonly LimitId[]
}

interface Row extends Dialect {
  /** Of `log.creator.name`; null for none. */
  creator: RegExp | null
  /** What the entries must show, together; true where the name is enough. */
  fits: (signs: Signs) => boolean
}

const always = (): boolean => true
const mostly = (some: number, { entries }: Signs): boolean => some > 0 && some * 2 >= entries

const proxy = {
  browser: 'unknown',
  refusals: 'unmarked',
  order: 'preflight-first',
  preflights: true,
  unsent: 'unknown',
  headers: 'wire',
  doublesHeaders: false,
  phantoms: false,
  limits: ['refusals-unmarked'],
  fits: always,
} as const satisfies Partial<Row>

const devtools = {
  preflights: true,
  unsent: 'marked',
  doublesHeaders: false,
  fits: always,
} as const satisfies Partial<Row>

/** First match wins: names before the entries' own signs. */
const ROWS = {
  'chromium-devtools': {
    ...devtools,
    name: 'Chromium’s DevTools',
    creator: /^WebInspector$/i,
    fits: ({ errorFields }: Signs) => errorFields > 0,
    browser: 'chromium',
    refusals: 'net-errors',
    order: 'request-first',
    headers: 'wire',
    phantoms: false,
    limits: [],
  },
  /** Before 2018, or without its own fields. */
  'chromium-devtools-bare': {
    ...proxy,
    name: 'Chromium’s DevTools, without its own fields',
    creator: /^WebInspector$/i,
    order: 'either',
    headers: 'partly',
    limits: ['refusals-unmarked', 'headers-incomplete'],
  },
  'firefox-devtools': {
    ...devtools,
    name: 'Firefox’s DevTools',
    creator: /firefox/i,
    browser: 'firefox',
    refusals: 'unmarked',
    unsent: 'missing',
    order: 'request-first',
    headers: 'wire',
    phantoms: true,
    limits: ['refusals-unmarked'],
  },
  'safari-web-inspector': {
    ...devtools,
    name: 'Safari’s Web Inspector',
    creator: /webkit web inspector|safari/i,
    browser: 'safari',
    refusals: 'unmarked',
    order: 'either',
    unsent: 'unknown',
    headers: 'partly',
    phantoms: false,
    limits: ['refusals-unmarked', 'headers-incomplete'],
  },
  'playwright-chromium': {
    ...devtools,
    name: 'Playwright, in Chromium',
    creator: /^playwright/i,
    fits: ({ chromium, firefox, webkit }: Signs) => chromium > 0 && firefox === 0 && webkit === 0,
    browser: 'chromium',
    refusals: 'net-errors',
    order: 'either',
    preflights: false,
    headers: 'wire',
    phantoms: false,
    limits: ['preflights-not-logged'],
  },
  playwright: {
    ...proxy,
    name: 'Playwright',
    creator: /^playwright/i,
    order: 'either',
    headers: 'partly',
    limits: ['refusals-unmarked', 'preflights-not-logged'],
  },
  'chrome-har': {
    ...proxy,
    name: 'chrome-har (Browsertime, sitespeed.io)',
    creator: /^(chrome-har|browsertime|sitespeed)/i,
    refusals: 'left-out',
    order: 'either',
    headers: 'partly',
    doublesHeaders: true,
    limits: ['refusals-left-out', 'headers-incomplete'],
  },
  'chrome-har-capturer': {
    ...proxy,
    name: 'Chrome HAR Capturer',
    creator: /har[ -]capturer|puppeteer-har/i,
    refusals: 'left-out',
    order: 'either',
    headers: 'partly',
    limits: ['refusals-left-out', 'headers-incomplete'],
  },
  webpagetest: { ...proxy, name: 'WebPagetest', creator: /webpagetest/i },
  mitmproxy: { ...proxy, name: 'mitmproxy', creator: /mitmproxy/i },
  charles: { ...proxy, name: 'Charles', creator: /^charles/i },
  fiddler: { ...proxy, name: 'Fiddler', creator: /fiddler/i },
  proxyman: { ...proxy, name: 'Proxyman', creator: /proxyman/i },
  zap: { ...proxy, name: 'ZAP', creator: /\bzap\b|zed attack proxy/i },
  browsermob: {
    ...proxy,
    name: 'BrowserMob Proxy',
    creator: /browsermob/i,
    headers: 'partly',
    limits: ['refusals-unmarked', 'headers-incomplete'],
  },
  'http-toolkit': { ...proxy, name: 'HTTP Toolkit', creator: /http[ -]?toolkit/i },
  insomnia: {
    ...proxy,
    name: 'Insomnia',
    creator: /insomnia|postman/i,
    limits: ['refusals-unmarked', 'not-a-browser'],
  },
  'other-proxy': {
    ...proxy,
    name: 'a proxy',
    creator: /proxy|burp|reqable|whistle|requestly|stream\b|surge|wireshark/i,
    headers: 'partly',
    limits: ['refusals-unmarked', 'unknown-recorder'],
  },
  other: {
    ...proxy,
    name: 'an unknown recorder',
    creator: null,
    order: 'either',
    headers: 'partly',
    limits: ['refusals-unmarked', 'headers-incomplete', 'unknown-recorder'],
  },
} as const satisfies Record<string, Row>

export type DialectId = keyof typeof ROWS

export const DIALECTS: Readonly<Record<DialectId, Dialect>> = ROWS

const NAMED: readonly (readonly [DialectId, Row])[] = Object.entries(ROWS).flatMap(([id, row]) =>
  isDialectId(id) ? [[id, row] as const] : [],
)

function isDialectId(id: string): id is DialectId {
  return id in ROWS
}

/** Where the name says nothing: by the private fields that most entries carry. One odd entry decides nothing. */
function bySigns(signs: Signs): DialectId {
  if (mostly(signs.securityStates, signs)) return 'firefox-devtools'
  if (signs.playwrightFields > 0) return signs.chromium > 0 ? 'playwright-chromium' : 'playwright'
  const ofDevTools = mostly(signs.resourceTypes, signs) || mostly(signs.initiators, signs)
  if (mostly(signs.errorFields, signs) && (ofDevTools || signs.entries === signs.errorFields))
    return 'chromium-devtools'
  return 'other'
}

/** Who wrote a log, by the names that it gives itself (its creator's first) and by what all entries show together. */
export function dialectOf(names: readonly string[], signs: Signs): DialectId {
  for (const name of names) {
    const named = NAMED.find(([, row]) => row.creator?.test(name) && row.fits(signs))
    if (named !== undefined) return named[0]
  }
  return bySigns(signs)
}

/** DevTools of a browser that is known, as the extension knows its own. */
export function dialectIn(browser: Browser): DialectId | null {
  switch (browser) {
    case 'chromium':
      return 'chromium-devtools'
    case 'firefox':
      return 'firefox-devtools'
    case 'safari':
      return 'safari-web-inspector'
    case 'unknown':
      return null
  }
}
