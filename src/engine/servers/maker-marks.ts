/** MAKER_MARKS: responses that some program makes in place of the application, by what only that program writes. */

import { hostOf as hostIn } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import { answerHeader, contentType, pathOf } from './responses.ts'
import { serviceAt } from './services.ts'
import type { StackId } from './software.ts'

export type MakerKind =
  | 'application'
  /** A second server inside the application’s process: Socket.IO, SignalR. */
  | 'in-process'
  | 'proxy'
  /** The entrance of a platform: it answers where no application is reached. */
  | 'front-door'
  | 'firewall'
  | 'object-store'
  | 'identity-server'
  | 'login-page'
  | 'tunnel'
  | 'service-worker'
  | 'browser'
  /** A program that happens to listen on this port. */
  | 'other-program'
  /** Something before the application that nothing names. */
  | 'before-application'
  | 'unknown'
  /** No response is on record. */
  | 'nobody'

/** They answer in place of the application, without asking it: no code of its own changes what they say. */
export const INSTEAD_OF_APPLICATION: readonly MakerKind[] = [
  'proxy',
  'front-door',
  'firewall',
  'login-page',
  'tunnel',
  'service-worker',
  'browser',
  'other-program',
]

export interface MakerMark {
  kind: MakerKind
  software: StackId | null
  test: (response: Exchange) => boolean
  /** What was seen, to stand after “GET /x (200) …”. */
  mark: string
}

const value = (response: Exchange, name: string): string => answerHeader(response, name) ?? ''
const has = (response: Exchange, name: string): boolean => answerHeader(response, name) !== null
const hostOf = ({ url }: Exchange): string => hostIn(url)
const isPage = (response: Exchange): boolean => contentType(response) === 'text/html'
const isError = ({ status }: Exchange): boolean => status >= 400

export const TUNNEL_HOST =
  /\.(ngrok(-free)?\.(app|dev|io)|app\.github\.dev|devtunnels\.ms|loca\.lt|gitpod\.io)$/
export const AWS_HOST = /\.amazonaws\.com(\.cn)?$/

/** Stores that speak like S3 write another name. */
export const isAmazonS3 = (response: Exchange): boolean => value(response, 'server') === 'AmazonS3'

/** SigV4 in the query, or the ids that S3 and its likenesses put on every answer. */
export const speaksS3 = (response: Exchange): boolean =>
  isAmazonS3(response) ||
  (has(response, 'x-amz-request-id') && has(response, 'x-amz-id-2')) ||
  (has(response, 'x-amz-request-id') && /[?&]X-Amz-Signature=/.test(response.url))

/** Keycloak’s own addresses: `/realms/NAME/protocol/openid-connect/…`. */
export const KEYCLOAK_PATH = /\/realms\/[^/]+\/protocol\/openid-connect\//

export const SOCKET_IO_PATH = /\/socket\.io\/?$/
const isSocketIo = ({ url }: Exchange): boolean => /[?&]EIO=\d/.test(url) && SOCKET_IO_PATH.test(pathOf(url))

/** Its own refusals: it sets such a cookie on what it lets through, too. */
const isOauth2Proxy = (response: Exchange): boolean =>
  /(^|[,;\s])_oauth2_proxy/.test(value(response, 'set-cookie').slice(0, 4096)) &&
  (response.redirectUrl !== null || [401, 403].includes(response.status))

/** Several challenges may come as several lines. */
const challengesOf = ({ responseHeaders }: Exchange): string =>
  responseHeaders
    .filter(([name]) => name.toLowerCase() === 'www-authenticate')
    .map(([, challenge]) => challenge.slice(0, 200))
    .join(', ')

/** Cowboy alone is the server of Elixir and Erlang, wherever it runs. */
export const isHeroku = (response: Exchange): boolean =>
  value(response, 'server') === 'Heroku' ||
  /\b(vegur|heroku-router)\b/.test(value(response, 'via').slice(0, 200))

const mark = (
  kind: MakerKind,
  software: StackId | null,
  seen: string,
  test: (response: Exchange) => boolean,
): MakerMark => ({ kind, software, mark: seen, test })

/** In order: what made the response hides what it would have passed on. */
export const MAKER_MARKS: readonly MakerMark[] = [
  mark(
    'service-worker',
    null,
    'was answered by a service worker of the page',
    (response) => response.viaServiceWorker,
  ),
  mark('browser', null, 'was made by the browser itself', (response) =>
    has(response, 'non-authoritative-reason'),
  ),
  mark('tunnel', null, 'carries a header `ngrok-error-code`', (response) =>
    has(response, 'ngrok-error-code'),
  ),
  mark(
    'tunnel',
    null,
    'is a page of HTML or a redirect on a tunnel’s host',
    (response) =>
      TUNNEL_HOST.test(hostOf(response)) &&
      isPage(response) &&
      (isError(response) || has(response, 'www-authenticate')),
  ),
  mark(
    'other-program',
    null,
    'carries `server: AirTunes`: AirPlay of macOS listens on this port',
    (response) => /^AirTunes/i.test(value(response, 'server')),
  ),
  mark(
    'firewall',
    'cloudflare',
    'carries `cf-mitigated: challenge`',
    (response) => value(response, 'cf-mitigated') === 'challenge',
  ),
  mark(
    'firewall',
    'akamai',
    'carries `server: AkamaiGHost`, which Akamai writes on what it answers itself',
    (response) => /^AkamaiGHost$/i.test(value(response, 'server')) && response.status === 403,
  ),
  mark('firewall', null, 'carries a header `x-sucuri-block`', (response) => has(response, 'x-sucuri-block')),
  mark('firewall', 'aws-waf', 'carries a header `x-amzn-waf-action`', (response) =>
    has(response, 'x-amzn-waf-action'),
  ),
  mark(
    'login-page',
    'cloudflare',
    'asks for a login of Cloudflare Access',
    (response) =>
      /^Cloudflare-Access\b/i.test(value(response, 'www-authenticate')) || has(response, 'cf-access-aud'),
  ),
  mark(
    'front-door',
    'cloudflare',
    'has a status that Cloudflare gives itself',
    (response) =>
      value(response, 'server').toLowerCase() === 'cloudflare' &&
      response.status >= 520 &&
      response.status <= 530,
  ),
  mark('front-door', 'vercel', 'carries a header `x-vercel-error`', (response) =>
    has(response, 'x-vercel-error'),
  ),
  mark(
    'login-page',
    'vercel',
    'asks for a login of Vercel',
    (response) => response.status === 401 && /_vercel_sso/.test(value(response, 'set-cookie')),
  ),
  mark(
    'front-door',
    'cloudfront',
    'carries `server: CloudFront`, which CloudFront writes on what it answers itself',
    (response) => /^CloudFront$/i.test(value(response, 'server')),
  ),
  mark(
    'front-door',
    'api-gateway',
    'carries a header `x-amzn-errortype`',
    (response) =>
      has(response, 'x-amzn-errortype') &&
      (has(response, 'x-amz-apigw-id') ||
        has(response, 'apigw-requestid') ||
        /\.execute-api\./.test(hostOf(response))),
  ),
  mark('front-door', 'alb', 'carries `server: awselb`', (response) =>
    /^awselb\//i.test(value(response, 'server')),
  ),
  mark('login-page', 'oauth2-proxy', 'sets a cookie of oauth2-proxy and refuses', isOauth2Proxy),
  mark(
    'proxy',
    'iis',
    'asks for Windows authentication, which IIS does before the application runs',
    (response) =>
      response.status === 401 &&
      /^Microsoft-IIS/i.test(value(response, 'server')) &&
      /\b(Negotiate|NTLM)\b/i.test(challengesOf(response)),
  ),
  mark(
    'front-door',
    'cloud-run',
    'is an error page of Google’s front end',
    (response) =>
      /^Google Frontend$/i.test(value(response, 'server')) && isError(response) && isPage(response),
  ),
  mark('front-door', 'supabase', 'carries a header `x-sb-error-code`', (response) =>
    has(response, 'x-sb-error-code'),
  ),
  mark(
    'front-door',
    'heroku',
    'is an error page of Heroku’s router',
    (response) => isHeroku(response) && isError(response) && isPage(response),
  ),
  mark(
    'front-door',
    'railway',
    'carries a header `x-railway-fallback`',
    (response) => value(response, 'x-railway-fallback') === 'true',
  ),
  mark('front-door', 'render', 'says in `x-render-routing` that no instance answered', (response) =>
    /error|no-server|suspend/.test(value(response, 'x-render-routing')),
  ),
  mark(
    'object-store',
    'gcs',
    'comes from Google Cloud Storage',
    (response) => /^UploadServer$/.test(value(response, 'server')) || has(response, 'x-guploader-uploadid'),
  ),
  mark('object-store', 'azure-storage', 'comes from Azure Storage', (response) =>
    /^Windows-Azure-(Blob|File|Queue|Table)/i.test(value(response, 'server')),
  ),
  mark('object-store', 'r2', 'comes from Cloudflare R2', (response) =>
    /\.r2\.(cloudflarestorage\.com|dev)$/.test(hostOf(response)),
  ),
  mark(
    'object-store',
    's3',
    'comes from Amazon S3',
    (response) => isAmazonS3(response) || (speaksS3(response) && AWS_HOST.test(hostOf(response))),
  ),
  mark('object-store', 's3-compatible', 'speaks the protocol of S3', speaksS3),
  mark('identity-server', 'entra', 'carries a header `x-ms-ests-server`', (response) =>
    has(response, 'x-ms-ests-server'),
  ),
  mark(
    'identity-server',
    'keycloak',
    'has a path of Keycloak',
    ({ url }) => url.includes('/realms/') && KEYCLOAK_PATH.test(pathOf(url)),
  ),
  mark(
    'identity-server',
    'auth0',
    'comes from Auth0',
    (response) => has(response, 'x-auth0-requestid') || /(^|\.)auth0\.com$/.test(hostOf(response)),
  ),
  mark(
    'identity-server',
    'cognito',
    'comes from Amazon Cognito',
    (response) =>
      has(response, 'x-amz-cognito-request-id') || /(^|\.)amazoncognito\.com$/.test(hostOf(response)),
  ),
  mark(
    'identity-server',
    null,
    'comes from a service for logins',
    (response) => serviceAt(hostOf(response))?.isLogin === true,
  ),
  mark('in-process', 'socketio', 'has the path and query of Socket.IO', isSocketIo),
]
