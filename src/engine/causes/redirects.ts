/** Causes behind a redirect: to a login page, to a slash, to https, to another host, or past a rewriting server. */

import { originOf, parseUrl } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Flow } from '../log/flow.ts'
import { isAtHome } from '../servers/ownership.ts'
import { answerHeader, nameOf, shorten } from '../servers/responses.ts'
import { serviceAt } from '../servers/services.ts'
import { isNextRouter } from './asker.ts'
import type { AdditionId, CauseRow } from './cause.ts'
import { redirectFacts } from './facts.ts'
import { involves, type Scene } from './failure.ts'

export const LOGIN_PATH =
  /(^|[/._-])(log-?in|sign-?in|sso|auth|oauth2?|authorize|saml2?|session|account)([/._?-]|$)/i
const LOGIN_HOST = /^(login|signin|sso|auth|accounts?|id|idp)\./i

function isLogin(from: URL, to: URL): boolean {
  // a path that was a login before the redirect too is no login redirect
  const newPath = LOGIN_PATH.test(to.pathname) && !LOGIN_PATH.test(from.pathname)
  return newPath || LOGIN_HOST.test(to.hostname) || serviceAt(to.hostname)?.isLogin === true
}

interface Redirect {
  from: URL
  to: URL
  exchange: Exchange
}

function redirectOf(exchange: Exchange): Redirect | null {
  const [from, to] = [parseUrl(exchange.url), parseUrl(exchange.redirectUrl)]
  return from === null || to === null ? null : { from, to, exchange }
}

/** The redirect points to a page that asks for a login. */
export function isLoginRedirect(exchange: Exchange): boolean {
  const redirect = redirectOf(exchange)
  return redirect !== null && isLogin(redirect.from, redirect.to)
}

type Kind = 'login' | 'https' | 'downgrade' | 'slash' | 'next-slash' | 'host' | 'elsewhere'

const withoutSlash = ({ pathname }: URL): string => pathname.replace(/\/$/, '')
const bareHost = (url: URL): string => url.hostname.replace(/^www\./, '')

function kindOf({ from, to, exchange }: Redirect): Kind {
  if (isLogin(from, to)) return 'login'
  if (from.hostname === to.hostname && from.protocol !== to.protocol)
    return to.protocol === 'https:' ? 'https' : 'downgrade'
  if (from.origin === to.origin && from.pathname !== to.pathname && withoutSlash(from) === withoutSlash(to))
    return answerHeader(exchange, 'refresh') !== null && exchange.status === 308 ? 'next-slash' : 'slash'
  return from.hostname !== to.hostname && bareHost(from) === bareHost(to) ? 'host' : 'elsewhere'
}

const isKind = (exchange: Exchange, kind: Kind): boolean => {
  const redirect = redirectOf(exchange)
  return redirect !== null && kindOf(redirect) === kind
}

export const stopped = (scene: Scene, kind: Kind): boolean =>
  scene.answer.redirectUrl !== null && isKind(scene.answer, kind)

/** The redirect that led astray: the one that the request stopped on, or one that passed. */
export function astray(scene: Scene, kind: Kind): Exchange | null {
  const hop = scene.flow.hops.find(({ exchange }) => isKind(exchange, kind))?.exchange
  return hop ?? (stopped(scene, kind) ? scene.answer : null)
}

/** The redirect that lost the scheme: the one the request stopped on, or one that passed. */
export function downgradingHop(flow: Flow): Exchange | null {
  const all = [...flow.hops.map(({ exchange }) => exchange), flow.exchange]
  return all.find(({ url, redirectUrl }) => /^https:/.test(url) && /^http:/.test(redirectUrl ?? '')) ?? null
}

/** The forwarded path ends like the path it was called by: `/backend/orders` and `/orders/`. */
const pathsFit = (from: URL, to: URL): boolean => withoutSlash(from).endsWith(withoutSlash(to))

/** The page called its own origin, and a redirect of the server behind it led out. */
function leak({ flow, origin }: Scene): { last: Exchange; to: URL } | null {
  const [first] = flow.hops
  const last = flow.hops.at(-1)?.exchange
  if (first === undefined || last === undefined || origin === null) return null
  if (originOf(first.exchange.url) !== origin || originOf(flow.exchange.url) === origin) return null
  const [from, to] = [parseUrl(last.url), parseUrl(flow.exchange.url)]
  if (from === null || to === null || isLogin(from, to) || !pathsFit(from, to)) return null
  return { last, to }
}

const preflightNote = ({ atPreflight, answer }: Scene): AdditionId[] =>
  atPreflight && answer.redirectUrl !== null ? ['preflight-may-not-redirect'] : []

export const stopping = ({ answer }: Scene) => redirectFacts(answer)
export const astrayFacts = (kind: Kind) => (scene: Scene) => {
  const hop = astray(scene, kind)
  return hop === null ? {} : { what: nameOf(hop), ...redirectFacts(hop) }
}

const GITHUB_FILES = /^(codeload|objects|release-assets)\.github(usercontent)?\.com$/

/** Files of releases and archives: GitHub lets no page read them. */
function githubDownload({ flow, answer }: Scene): Exchange | null {
  const isDownload = ({ url }: Exchange): boolean => {
    const { hostname, pathname } = parseUrl(url) ?? { hostname: '', pathname: '' }
    return (
      GITHUB_FILES.test(hostname) ||
      (hostname === 'github.com' && /\/(releases\/(latest\/)?download|archive|raw)\//.test(pathname))
    )
  }
  return [...flow.hops.map(({ exchange }) => exchange), answer].find(isDownload) ?? null
}

export const REDIRECT_ROWS = {
  'redirect-with-password': {
    shows: ['status'],
    responsible: 'back-end',
    weight: 905,
    needs: ({ reason, answer }) => reason === 'redirect-contains-credentials' && answer.redirectUrl !== null,
    certain: true,
    facts: stopping,
    serverFix: 'none',
  },
  'next-router-left-site': {
    shows: ['next-router', 'redirect'],
    remedy: 'plain-link',
    responsible: 'front-end',
    weight: 930,
    needs: ({ flow, origin }) =>
      isNextRouter(flow) && flow.hops.some(({ exchange }) => originOf(exchange.url) === origin),
    certain: true,
    facts: ({ flow }) => {
      const hop = flow.hops.at(-1)?.exchange
      return hop === undefined ? {} : { what: nameOf(hop), ...redirectFacts(hop) }
    },
    serverFix: 'none',
  },
  'rewrite-leaks-location': {
    task: 'serve-both-spellings',
    shows: ['redirect', 'page'],
    responsible: 'back-end',
    weight: 920,
    needs: (scene) => leak(scene) !== null,
    facts: (scene) => {
      const found = leak(scene)
      return found === null
        ? {}
        : { what: nameOf(found.last), to: shorten(`${found.to.origin}${found.to.pathname}`, 100) }
    },
  },
  'github-download': {
    shows: ['address', 'redirect'],
    responsible: 'front-end',
    weight: 908,
    needs: (scene) => githubDownload(scene) !== null,
    excludes: ({ atPreflight }) => atPreflight,
    certain: true,
    facts: (scene) => {
      const hop = githubDownload(scene)
      return hop === null ? {} : { what: nameOf(hop) }
    },
    actor: githubDownload,
    ownServerHelps: true,
    serverFix: 'none',
  },
  'http-downgrade': {
    task: 'trust-proxy',
    shows: ['redirect'],
    remedy: 'https-address',
    responsible: 'back-end',
    weight: 899,
    needs: (scene) => astray(scene, 'downgrade') !== null,
    certain: true,
    facts: astrayFacts('downgrade'),
    actor: (scene) => astray(scene, 'downgrade'),
    outsideCors: true,
  },
  'next-slash-redirect': {
    task: 'skip-slash-redirect',
    shows: ['redirect'],
    remedy: 'final-address',
    responsible: 'front-end',
    weight: 895,
    needs: (scene) => stopped(scene, 'next-slash'),
    certain: true,
    facts: stopping,
    adds: preflightNote,
  },
  'starlette-slash-redirect': {
    shows: ['redirect'],
    remedy: 'final-address',
    responsible: 'back-end',
    weight: 895,
    needs: (scene) => stopped(scene, 'slash') && involves(scene, 'fastapi'),
    certain: true,
    facts: stopping,
    adds: preflightNote,
  },
  'slash-redirect': {
    task: 'call-declared-path',
    shows: ['redirect'],
    remedy: 'final-address',
    responsible: 'front-end',
    weight: 895,
    needs: (scene) => stopped(scene, 'slash') && !involves(scene, 'fastapi'),
    certain: true,
    facts: stopping,
    adds: preflightNote,
  },
  'https-redirect-in-development': {
    task: 'https-in-production-only',
    shows: ['redirect'],
    responsible: 'back-end',
    weight: 822,
    needs: (scene) => stopped(scene, 'https') && isAtHome(scene.answer.url) && involves(scene, 'fastapi'),
    certain: true,
    facts: stopping,
    adds: preflightNote,
  },
  'https-redirect': {
    shows: ['redirect'],
    remedy: 'final-address',
    responsible: 'front-end',
    weight: 820,
    needs: (scene) => stopped(scene, 'https') && !(isAtHome(scene.answer.url) && involves(scene, 'fastapi')),
    certain: true,
    facts: stopping,
    adds: preflightNote,
  },
  'host-redirect': {
    shows: ['redirect'],
    remedy: 'final-address',
    responsible: 'front-end',
    weight: 820,
    needs: (scene) => stopped(scene, 'host'),
    certain: true,
    facts: stopping,
    adds: preflightNote,
  },
  'redirect-elsewhere': {
    shows: ['redirect'],
    // an address of another server needs its own settings
    remedy: ({ answer }) =>
      originOf(answer.redirectUrl ?? '') === originOf(answer.url) ? 'final-address' : null,
    responsible: 'back-end',
    weight: 820,
    needs: (scene) => stopped(scene, 'elsewhere'),
    certain: true,
    facts: stopping,
    adds: preflightNote,
  },
  'hsts-preflight': {
    shows: ['address'],
    remedy: 'https-address',
    responsible: 'front-end',
    weight: 821,
    needs: ({ reason, answer }) => reason === 'preflight-redirected' && answer.status === 0,
    certain: true,
    facts: ({ flow }) => ({ what: nameOf(flow.exchange) }),
    serverFix: 'none',
  },
} as const satisfies Record<string, CauseRow>
