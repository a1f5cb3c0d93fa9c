/** Words of the causes of a login in the way, in English. */
import type { CauseMessages } from '../message.ts'

const BLAMES_LOGIN = 'The console blames the login page’s missing header.'
const NOT_WHY = 'The console says that redirects aren’t allowed for a preflight, and not why there is one.'
const NEVER_LOGGED_IN =
  'A preflight never carries cookies or an Authorization header, so it can never be logged in.'

export const LOGINS_EN = {
  'access-at-preflight': {
    answer: 'OPTIONS {path}: Cloudflare Access redirects the preflight to its login',
    title: 'Let Cloudflare Access pass OPTIONS requests to the origin',
    text: `{what} comes from Cloudflare Access, which wants a login. ${NEVER_LOGGED_IN} In the Access application, under Advanced settings, turn on “Bypass OPTIONS requests to origin”, and let the server answer them with CORS headers; or let Access answer them itself under “CORS settings”.`,
    misleading: NOT_WHY,
  },
  'oauth2-proxy-at-preflight': {
    answer: 'OPTIONS {path}: oauth2-proxy wants a login and refuses the preflight',
    title: 'Let preflights pass oauth2-proxy',
    text: `{what} was stopped by the login check of oauth2-proxy. ${NEVER_LOGGED_IN} Where oauth2-proxy itself receives the requests, set \`--skip-auth-preflight\`. Where nginx asks it (\`auth_request\`, or \`auth-url\` of ingress-nginx), that flag has no effect: let nginx answer OPTIONS before it asks.`,
    misleading: NOT_WHY,
  },
  'oauth2-proxy-session-over': {
    answer: '{what}: oauth2-proxy has no valid session for the request and wants a login',
    title: 'Sign in again; let oauth2-proxy answer 401 to scripts',
    text: '{what} was stopped by oauth2-proxy, which found no valid session: it expired, or its cookie wasn’t sent. A script can’t use a login page, and no CORS header of that page helps. Navigate to the login (or reload the page). So that the page can notice, let oauth2-proxy answer API paths with 401 in place of the redirect (`--api-route`, or `Accept: application/json` on the request).',
    misleading: BLAMES_LOGIN,
  },
  'alb-login-at-preflight': {
    answer: 'OPTIONS {path}: the load balancer redirects the preflight to its login',
    title: 'Add a listener rule that forwards OPTIONS without a login',
    text: `{what} was redirected to {to} by a listener rule of the AWS load balancer that authenticates users. ${NEVER_LOGGED_IN} Add a rule before it that forwards OPTIONS requests to the application, and let the application answer them with CORS headers.`,
    misleading: NOT_WHY,
  },
  'alb-session-over': {
    answer: '{what}: the load balancer has no valid session for the request and redirects it to {to}',
    title: 'Sign in again; let the load balancer answer 401 on API paths',
    text: '{what} was redirected to {to} by a listener rule of the AWS load balancer that authenticates users: the session expired, or its cookie (`AWSELBAuthSessionCookie`) wasn’t sent. A script can’t use a login page, and no CORS header of that page helps. Navigate to the login (or reload the page). For API paths set `OnUnauthenticatedRequest: deny`, which answers 401 in place of the redirect.',
    misleading: BLAMES_LOGIN,
  },
} as const satisfies Record<string, CauseMessages>
