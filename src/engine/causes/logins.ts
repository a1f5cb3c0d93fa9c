/** Causes of a login in the way: who sends the caller to it, and whether a preflight or the request was sent there. */

import { parseUrl } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import { answerHeader, nameOf, requestHeader } from '../servers/responses.ts'
import { beginsLogin, isLoginAddress, isManifest } from './asker.ts'
import type { CauseRow } from './cause.ts'
import { redirectFacts } from './facts.ts'
import type { Scene } from './failure.ts'
import { astray, astrayFacts, LOGIN_PATH, stopped, stopping } from './redirects.ts'

const isAccessLogin = (exchange: Exchange): boolean =>
  /^Cloudflare-Access\b/i.test(answerHeader(exchange, 'www-authenticate') ?? '') ||
  /(^|\.)cloudflareaccess\.com$/.test(parseUrl(exchange.redirectUrl)?.hostname ?? '')

const accessHop = ({ flow, answer }: Scene): Exchange | null =>
  [...flow.hops.map(({ exchange }) => exchange), answer].find(isAccessLogin) ?? null

/** The redirect or refusal among all of a flow for which `test` holds. */
const hopThat = (test: (exchange: Exchange) => boolean, { flow, answer }: Scene): Exchange | null =>
  [...flow.hops.map(({ exchange }) => exchange), answer].find(test) ?? null

const hopFacts = (test: (exchange: Exchange) => boolean) => (scene: Scene) => {
  const hop = hopThat(test, scene)
  return hop === null ? {} : { what: nameOf(hop), ...redirectFacts(hop) }
}

/** oauth2-proxy itself by its cookie, or a proxy that asks it and sends the caller to its pages. */
export function isOauth2Proxy(exchange: Exchange): boolean {
  if (exchange.redirectUrl === null && ![401, 403].includes(exchange.status)) return false
  if (/(^|[,;\s])_oauth2_proxy/.test(answerHeader(exchange, 'set-cookie')?.slice(0, 4096) ?? '')) return true
  const to = parseUrl(exchange.redirectUrl)
  return /\/oauth2\/(start|sign_in)$/.test(to?.pathname ?? '') && to?.searchParams.has('rd') === true
}

/** A rule of an AWS load balancer that logs in by OpenID Connect or Cognito: its own way back gives it away. */
export const isAlbLogin = (exchange: Exchange): boolean =>
  parseUrl(parseUrl(exchange.redirectUrl)?.searchParams.get('redirect_uri') ?? null)?.pathname ===
  '/oauth2/idpresponse'

const loginStart = (scene: Scene): Exchange | null => {
  const all = [...scene.flow.hops.map(({ exchange }) => exchange), scene.answer]
  return all.find((exchange) => beginsLogin(exchange) && isLoginAddress(exchange)) ?? null
}

const isLoginCase = (scene: Scene): boolean => astray(scene, 'login') !== null

export const LOGIN_ROWS = {
  'manifest-without-cookies': {
    shows: ['resource-type', 'redirect', 'no-login-sent'],
    remedy: 'manifest-credentials',
    responsible: 'front-end',
    weight: 928,
    needs: (scene) => isManifest(scene.flow) && isLoginCase(scene),
    excludes: ({ flow }) => flow.hops.some(({ exchange }) => requestHeader(exchange, 'cookie') !== null),
    certain: true,
    facts: astrayFacts('login'),
    serverFix: 'none',
  },
  'login-started-by-fetch': {
    shows: ['redirect', 'address'],
    remedy: 'navigate',
    responsible: 'front-end',
    weight: 926,
    needs: (scene) => loginStart(scene) !== null,
    excludes: ({ atPreflight }) => atPreflight,
    certain: true,
    facts: (scene) => {
      const start = loginStart(scene)
      return start === null ? {} : { what: nameOf(start), ...redirectFacts(start) }
    },
    serverFix: 'none',
  },
  'access-session-over': {
    shows: ['maker', 'redirect', 'challenge'],
    remedy: 'let-access-answer',
    responsible: 'platform',
    weight: 924,
    needs: (scene) => accessHop(scene) !== null,
    excludes: ({ flow, atPreflight }) => isManifest(flow) || atPreflight,
    certain: true,
    actor: accessHop,
    facts: (scene) => {
      const hop = accessHop(scene)
      return hop === null ? {} : { what: nameOf(hop), ...redirectFacts(hop) }
    },
    serverFix: 'none',
  },
  'access-at-preflight': {
    shows: ['maker', 'redirect', 'challenge'],
    responsible: 'platform',
    weight: 925,
    needs: (scene) => scene.atPreflight && isAccessLogin(scene.answer),
    certain: true,
    facts: stopping,
    serverFix: 'none',
  },
  'oauth2-proxy-at-preflight': {
    shows: ['maker', 'redirect'],
    remedy: 'oauth2-proxy-preflight',
    responsible: 'proxy',
    weight: 912,
    needs: (scene) => scene.atPreflight && isOauth2Proxy(scene.answer),
    certain: true,
    facts: stopping,
    serverFix: 'before',
  },
  'oauth2-proxy-session-over': {
    shows: ['maker', 'redirect'],
    remedy: 'go-to-login',
    responsible: 'proxy',
    weight: 911,
    needs: (scene) => !scene.atPreflight && hopThat(isOauth2Proxy, scene) !== null,
    certain: true,
    facts: hopFacts(isOauth2Proxy),
    actor: (scene) => hopThat(isOauth2Proxy, scene),
    serverFix: 'none',
  },
  'alb-login-at-preflight': {
    shows: ['maker', 'redirect'],
    remedy: 'alb-options-rule',
    responsible: 'platform',
    weight: 912,
    needs: (scene) => scene.atPreflight && isAlbLogin(scene.answer),
    certain: true,
    facts: stopping,
    serverFix: 'before',
  },
  'alb-session-over': {
    shows: ['maker', 'redirect'],
    remedy: 'go-to-login',
    responsible: 'platform',
    weight: 911,
    needs: (scene) => !scene.atPreflight && hopThat(isAlbLogin, scene) !== null,
    certain: true,
    facts: hopFacts(isAlbLogin),
    actor: (scene) => hopThat(isAlbLogin, scene),
    serverFix: 'none',
  },
  'login-redirect-at-preflight': {
    task: 'run-cors-first',
    shows: ['redirect'],
    responsible: 'back-end',
    weight: 903,
    needs: (scene) => scene.atPreflight && stopped(scene, 'login'),
    certain: true,
    facts: stopping,
  },
  'login-redirect': {
    task: 'answer-401',
    shows: ['redirect'],
    responsible: 'back-end',
    weight: 900,
    needs: isLoginCase,
    excludes: (scene) => scene.atPreflight && stopped(scene, 'login'),
    certain: (scene) => LOGIN_PATH.test(parseUrl(astray(scene, 'login')?.redirectUrl)?.pathname ?? ''),
    facts: astrayFacts('login'),
    actor: (scene) => astray(scene, 'login'),
  },
} as const satisfies Record<string, CauseRow>
