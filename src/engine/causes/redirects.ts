/** Causes behind a redirect: to a login page, to a slash, to https, to another host, or past a rewriting server. */

import { originOf, parseUrl } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Flow } from '../log/flow.ts'
import { answerHeader, nameOf, shorten } from '../servers/responses.ts'
import { type Cause, type CauseRow, speak } from './cause.ts'
import { involves, type Scene } from './failure.ts'

export interface RedirectFacts {
  what: string
  /** Where it points, without query. */
  to: string
  atPreflight: boolean
  server: string
}

const preflightMayNot = ({ atPreflight }: RedirectFacts): string =>
  atPreflight ? ' A preflight must never be redirected, so the request was not even sent.' : ''

export const REDIRECT_ROWS = {
  'login-redirect': {
    owner: 'back-end',
    title: 'Answer API calls with 401 instead of a redirect to the login page',
    text: (facts: RedirectFacts) =>
      `The real problem is a missing or expired login: ${facts.what} redirects to ${facts.to}.${preflightMayNot(facts)} A script cannot use a login page, and such a page carries no CORS headers. Let the API answer 401, and let the page send the user to the login.${facts.atPreflight ? ' Also leave OPTIONS out of the check: a preflight carries no cookies and no Authorization header, so it can never be logged in.' : ''}`,
    misleading: () => 'The console blames a CORS header; the session is what is missing.',
  },
  'next-slash-redirect': {
    owner: 'front-end',
    title: 'Call the path exactly as Next.js serves it',
    text: (facts: RedirectFacts) =>
      `${facts.what} redirects to ${facts.to}, only to add or remove the slash at the end (\`trailingSlash\` in next.config decides which).${preflightMayNot(facts)} Next.js makes this 308 before everything else: neither \`headers()\` nor proxy.ts can add CORS headers to it. Call the final address, or set \`skipTrailingSlashRedirect\`.`,
  },
  'starlette-slash-redirect': {
    owner: 'back-end',
    title: 'Call the path exactly as it is declared, slash included',
    text: (facts: RedirectFacts) =>
      `${facts.what} redirects to ${facts.to}, because the route is declared with the other spelling (\`redirect_slashes\` of FastAPI).${preflightMayNot(facts)} With CORSMiddleware in place the redirect carries CORS headers and the browser follows it, at the price of a second round trip. Calling the declared path saves that.`,
  },
  'slash-redirect': {
    owner: 'front-end',
    title: 'Call the path exactly as the server serves it, slash included',
    text: (facts: RedirectFacts) =>
      `${facts.what} redirects to ${facts.to}: the same address but for the slash at its end.${preflightMayNot(facts)} Call the final address.`,
  },
  'https-redirect': {
    owner: 'front-end',
    title: 'Call the API over https directly',
    text: (facts: RedirectFacts) =>
      `${facts.what} redirects from http to https (${facts.to}).${preflightMayNot(facts)} Write https:// into the address that the page calls.`,
  },
  'https-redirect-in-development': {
    owner: 'back-end',
    title: 'Redirect to https only where https is served',
    text: (facts: RedirectFacts) =>
      `${facts.what} redirects to ${facts.to}, on a development machine where plain http is meant. With FastAPI this is mostly HTTPSRedirectMiddleware, standing outside CORSMiddleware.${preflightMayNot(facts)} Add that middleware in production only, or call https.`,
  },
  'http-downgrade': {
    owner: 'back-end',
    title: 'Tell the application that it is served over https',
    text: (facts: RedirectFacts) =>
      `${facts.what} redirects from https to plain http (${facts.to}). The application stands behind a proxy that ends TLS and does not know about it, so it builds its addresses with http. Let the proxy send X-Forwarded-Proto and let the application trust it (uvicorn: \`--proxy-headers --forwarded-allow-ips\`). Calling the final path directly avoids the redirect.`,
  },
  'host-redirect': {
    owner: 'front-end',
    title: 'Call the host that the server redirects to',
    text: (facts: RedirectFacts) =>
      `${facts.what} redirects to ${facts.to}, another name of the same service (with or without www, for example).${preflightMayNot(facts)} Use that name as the base address of the API.`,
  },
  'rewrite-leaks-location': {
    owner: 'back-end',
    title: 'Call the back end’s path exactly, so that it need not redirect',
    text: (facts: RedirectFacts) =>
      `The page called its own origin, which forwards the call to the API (\`rewrites()\` of Next.js or another proxy). The API answered with a redirect to its own address, ${facts.to}; the browser followed it past the proxy, and so the call became cross-origin. Mostly the API only wants a slash added or removed. Use the path exactly as the API declares it, in the rewrite’s destination too${facts.server === 'Next.js' ? '' : ', and with Next.js set `skipTrailingSlashRedirect`'}.`,
    misleading: () =>
      'The console names an address that the page never called. Allowing the origin there would hide the mistake, not repair it.',
  },
  'redirect-with-password': {
    owner: 'back-end',
    title: 'Take user name and password out of the Location header',
    text: (facts: RedirectFacts) =>
      `${facts.what} redirects to ${facts.to} with a user name or a password written into the address. Browsers refuse that across origins, and such an address ends up in logs and histories. Let the server redirect without them, or fetch what stands there itself.`,
  },
  'redirect-elsewhere': {
    owner: 'back-end',
    title: 'Answer directly, or call the final address',
    text: (facts: RedirectFacts) =>
      `${facts.what} redirects to ${facts.to}.${preflightMayNot(facts)} Call the final address from the page, or let the server answer without a redirect.`,
  },
  'hsts-preflight': {
    owner: 'front-end',
    title: 'Call the API over https directly',
    text: ({ what }: { what: string }) =>
      `The browser itself turned ${what} from http into https, because the host once asked for that (HSTS), and a preflight may not be redirected, not even by the browser. Write https:// into the address that the page calls.`,
  },
} as const satisfies Record<string, CauseRow>

const LOGIN_PATH =
  /(^|[/._-])(log-?in|sign-?in|sso|auth|oauth2?|authorize|saml2?|session|account)([/._?-]|$)/i
const LOGIN_HOST =
  /^(login|signin|sso|auth|accounts?|id|idp)\.|\.(auth0|okta|cloudflareaccess|b2clogin|amazoncognito)\.com$|microsoftonline\.com$/i

const withoutQuery = (url: URL): string => shorten(`${url.origin}${url.pathname}`, 100)

function isLogin(from: URL, to: URL): boolean {
  // a path that was a login before the redirect too is no login redirect
  return (LOGIN_PATH.test(to.pathname) && !LOGIN_PATH.test(from.pathname)) || LOGIN_HOST.test(to.hostname)
}

/** The redirect points to a page that asks for a login. */
export function isLoginRedirect({ url, redirectUrl }: Exchange): boolean {
  const [from, to] = [parseUrl(url), parseUrl(redirectUrl)]
  return from !== null && to !== null && isLogin(from, to)
}

const sameButSlash = (from: URL, to: URL): boolean =>
  from.pathname !== to.pathname && from.pathname.replace(/\/$/, '') === to.pathname.replace(/\/$/, '')

const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/

const isLoopback = (url: URL): boolean => LOOPBACK.test(url.hostname)

const bareHost = (url: URL): string => url.hostname.replace(/^www\./, '')

type RowId = keyof typeof REDIRECT_ROWS

/** Which row speaks of a redirect that `exchange` made. */
function classify(
  scene: Scene,
  exchange: Exchange,
  from: URL,
  to: URL,
): { id: Exclude<RowId, 'hsts-preflight'>; certain: boolean } {
  if (scene.reason === 'redirect-contains-credentials') return { id: 'redirect-with-password', certain: true }
  if (isLogin(from, to)) return { id: 'login-redirect', certain: LOGIN_PATH.test(to.pathname) }
  const sameHost = from.hostname === to.hostname
  if (sameHost && from.protocol === 'http:' && to.protocol === 'https:') {
    const development = isLoopback(from) && involves(scene, 'fastapi')
    return { id: development ? 'https-redirect-in-development' : 'https-redirect', certain: true }
  }
  if (sameHost && from.protocol === 'https:' && to.protocol === 'http:')
    return { id: 'http-downgrade', certain: true }
  if (from.origin === to.origin && sameButSlash(from, to)) {
    if (answerHeader(exchange, 'refresh') !== null && exchange.status === 308)
      return { id: 'next-slash-redirect', certain: true }
    return { id: involves(scene, 'fastapi') ? 'starlette-slash-redirect' : 'slash-redirect', certain: true }
  }
  if (from.hostname !== to.hostname && bareHost(from) === bareHost(to))
    return { id: 'host-redirect', certain: true }
  return { id: 'redirect-elsewhere', certain: true }
}

function speakOf(scene: Scene, exchange: Exchange): Cause | null {
  const from = parseUrl(exchange.url)
  const to = parseUrl(exchange.redirectUrl)
  if (from === null || to === null) return null
  const { id, certain } = classify(scene, exchange, from, to)
  const facts = {
    what: nameOf(exchange),
    to: withoutQuery(to),
    atPreflight: exchange.isPreflight,
    server: scene.server.label,
  }
  return speak(REDIRECT_ROWS, id, facts, certain)
}

/** The page called its own origin, and a redirect of the server behind it led out. */
export function leakedLocation(scene: Scene): Cause | null {
  const { flow, origin } = scene
  const [first] = flow.hops
  const last = flow.hops.at(-1)
  if (first === undefined || last === undefined || origin === null) return null
  if (originOf(first.exchange.url) !== origin || originOf(flow.exchange.url) === origin) return null
  const from = parseUrl(last.exchange.url)
  const to = parseUrl(flow.exchange.url)
  if (from === null || to === null || isLogin(from, to) || !pathsFit(from, to)) return null
  const facts = {
    what: nameOf(last.exchange),
    to: withoutQuery(to),
    atPreflight: false,
    server: scene.server.label,
  }
  return speak(REDIRECT_ROWS, 'rewrite-leaks-location', facts, false)
}

/** The forwarded path ends like the path it was called by: `/backend/orders` and `/orders/`. */
const pathsFit = (from: URL, to: URL): boolean => {
  const tail = to.pathname.replace(/\/$/, '')
  return from.pathname.replace(/\/$/, '').endsWith(tail)
}

/** The redirect on which the request stopped, or the one that led it to where it stopped. */
export function redirect(scene: Scene): Cause | null {
  const { answer, flow } = scene
  if (scene.reason === 'preflight-redirected' && answer.status === 0) {
    return speak(REDIRECT_ROWS, 'hsts-preflight', { what: nameOf(flow.exchange) }, true)
  }
  if (answer.redirectUrl !== null) return speakOf(scene, answer)
  return null
}

/** The redirect that lost the scheme: the one the request stopped on, or one that passed. */
export function downgradingHop(flow: Flow): Exchange | null {
  const all = [...flow.hops.map(({ exchange }) => exchange), flow.exchange]
  return all.find(({ url, redirectUrl }) => /^https:/.test(url) && /^http:/.test(redirectUrl ?? '')) ?? null
}

const LEADS_ASTRAY: readonly string[] = ['login-redirect', 'http-downgrade']

/** A redirect that passed, and led to where the request then stopped: a login page, or plain http. */
export function ledAstray(scene: Scene): Cause | null {
  for (const hop of scene.flow.hops) {
    const cause = speakOf(scene, hop.exchange)
    if (cause !== null && LEADS_ASTRAY.includes(cause.id)) return cause
  }
  return null
}

/** Mixed content behind a redirect: the server sent the browser from https to http. */
export function downgraded(scene: Scene): Cause | null {
  const cause = scene.flow.exchange.redirectUrl === null ? null : speakOf(scene, scene.flow.exchange)
  return cause?.id === 'http-downgrade' ? cause : ledAstray(scene)
}
