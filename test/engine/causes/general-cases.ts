/** Causes that any server can show, as the log holds them. */
import type { Case } from './fastapi-cases.ts'
import { type Answer, type Headers, PAGE } from './log.ts'

const API = 'https://api.example.com'
const at = (path: string): string => `${API}${path}`
const html = (status: number, more: Headers = {}): Answer => ({
  status,
  headers: { 'content-type': 'text/html', ...more },
})
const ok = (more: Headers = {}): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json', ...more },
})
const allowing: Headers = { 'access-control-allow-origin': PAGE }
const value = (origin: string): Answer => ok({ 'access-control-allow-origin': origin })
const APP = 'https://app.example.com'

const other = (id: string, configured: string, cause: string, page = PAGE): Case => ({
  id,
  what: `the server allows ${configured}, the page is ${page}`,
  call: { url: at('/items'), page, answer: value(configured) },
  cause,
  fix: 'plain',
})

const ORIGINS: readonly Case[] = [
  other('slash', `${PAGE}/`, 'origin-trailing-slash'),
  other('path', `${PAGE}/app`, 'origin-has-path'),
  other('scheme missing', 'localhost:9400', 'origin-lacks-scheme'),
  other('scheme', 'https://localhost:9400', 'origin-scheme'),
  other('port', 'http://localhost:3000', 'origin-port'),
  other('loopback', 'http://127.0.0.1:9400', 'origin-loopback-name'),
  other('www', 'https://www.example.com', 'origin-www', 'https://example.com'),
  other('wildcard', 'https://*.example.com', 'origin-wildcard-host', APP),
  other('list', `https://a.test, ${PAGE}`, 'origin-several-values'),
  other('list of nothing', 'a, b', 'origin-not-a-value'),
  other('misspelt', 'https://app.exmaple.com', 'origin-misspelt', APP),
  other('misspelt host, one letter', 'https://app.example.co', 'origin-misspelt', APP),
  other('capitals', 'https://App.example.com', 'origin-misspelt', APP),
  other('another site', 'https://partner.test', 'origin-other', APP),
  other('null', 'null', 'origin-null-allowed'),
  other('placeholder', 'undefined', 'origin-not-a-value'),
  other('empty', '', 'origin-not-a-value'),
]

const STATUSES: readonly Case[] = [
  {
    id: '500',
    what: 'a crash',
    call: { url: at('/items'), answer: html(500) },
    cause: 'server-error',
    fix: 'plain',
  },
  {
    id: '502',
    what: 'a gateway that reaches nothing',
    call: { url: at('/items'), answer: html(502, { server: 'nginx/1.22.1' }) },
    cause: 'gateway-error',
    fix: 'nginx',
    code: ['always'],
  },
  {
    id: '504',
    what: 'a gateway that waits too long',
    call: { url: at('/items'), answer: html(504, { server: 'nginx' }) },
    cause: 'gateway-error',
    fix: 'nginx',
  },
  {
    id: '413',
    what: 'a body too large',
    call: { url: at('/upload'), method: 'POST', answer: html(413, { server: 'nginx' }) },
    cause: 'body-too-large-for-proxy',
    fix: 'nginx',
    untested: true,
    code: ['client_max_body_size'],
    without: ['add_header'],
  },
  {
    id: '429',
    what: 'a limit',
    call: { url: at('/items'), answer: { status: 429 } },
    cause: 'rate-limited',
    fix: 'plain',
  },
  {
    id: '401',
    what: 'auth before CORS, preflight',
    call: { url: at('/items'), method: 'PUT', preflight: { status: 401 } },
    cause: 'auth-at-preflight',
    fix: 'plain',
  },
  {
    id: '403',
    what: 'a refusal that asks for no login',
    call: { url: at('/items'), answer: { status: 403 } },
    others: [{ url: at('/public'), answer: ok(allowing), failed: false }],
    cause: 'forbidden',
    fix: 'plain',
  },
  {
    id: '404',
    what: 'a wrong path',
    call: { url: at('/itms'), answer: { status: 404 } },
    cause: 'not-found',
    fix: 'plain',
  },
  {
    id: '405',
    what: 'nothing answers OPTIONS',
    call: { url: at('/items'), method: 'DELETE', preflight: { status: 405, headers: { allow: 'GET' } } },
    cause: 'options-not-handled',
    fix: 'plain',
  },
  {
    id: '405 with headers',
    what: 'headers on every answer, OPTIONS refused',
    call: { url: at('/items'), method: 'DELETE', preflight: { status: 405, headers: allowing } },
    cause: 'options-refused',
    fix: 'plain',
  },
  {
    id: '400 TrustedHost',
    what: 'not without a trace of Starlette',
    call: {
      url: at('/items'),
      answer: { status: 400, headers: { 'content-type': 'text/plain', 'content-length': '19' } },
    },
    cause: 'cors-not-set-up',
    fix: 'plain',
  },
]

const REDIRECTS: readonly Case[] = [
  {
    id: 'login',
    what: 'a redirect to a login, preflight',
    call: {
      url: at('/items'),
      method: 'PUT',
      preflight: { status: 302, headers: { location: 'https://login.example.com/authorize?x=1' } },
    },
    cause: 'login-redirect-at-preflight',
    fix: 'plain',
  },
  {
    id: 'login get',
    what: 'a redirect to a login of another server',
    call: {
      url: at('/items'),
      answer: { status: 302, headers: { location: 'https://accounts.example.org/signin' } },
    },
    cause: 'login-redirect',
    fix: null,
  },
  {
    id: 'slash',
    what: 'a redirect to a slash',
    call: { url: at('/items'), method: 'PUT', preflight: { status: 301, headers: { location: '/items/' } } },
    cause: 'slash-redirect',
    fix: 'front-end',
    code: [`fetch('${API}/items/'`],
  },
  {
    id: 'https',
    what: 'http to https',
    call: {
      url: 'http://api.example.com/items',
      method: 'PUT',
      preflight: { status: 301, headers: { location: at('/items') } },
    },
    cause: 'https-redirect',
    fix: 'front-end',
    code: [`fetch('${API}/items'`],
  },
  {
    id: 'www',
    what: 'to the host without www',
    call: {
      url: 'https://www.api.example.com/items',
      method: 'PUT',
      preflight: { status: 308, headers: { location: at('/items') } },
    },
    cause: 'host-redirect',
    fix: 'front-end',
  },
  {
    id: 'hsts',
    what: 'the browser redirects to https',
    call: { url: 'http://api.example.com/items', method: 'PUT', preflight: { status: 0 } },
    cause: 'hsts-preflight',
    fix: 'front-end',
    code: [`fetch('${API}/items'`],
  },
]

const PLATFORMS: readonly Case[] = [
  {
    id: 'vercel',
    what: 'Deployment Protection',
    call: {
      url: 'https://x.vercel.app/api',
      method: 'POST',
      sent: { Authorization: 'x' },
      preflight: html(401, { server: 'Vercel', 'set-cookie': '_vercel_sso_nonce=x' }),
    },
    cause: 'vercel-protection',
    fix: null,
  },
  {
    id: 'vercel error',
    what: 'a function that failed',
    call: {
      url: 'https://x.vercel.app/api',
      answer: { status: 504, headers: { server: 'Vercel', 'x-vercel-error': 'FUNCTION_INVOCATION_TIMEOUT' } },
    },
    cause: 'vercel-error',
    fix: null,
  },
  {
    id: 'cloudflare',
    what: 'a challenge',
    call: { url: at('/items'), answer: html(403, { server: 'cloudflare', 'cf-mitigated': 'challenge' }) },
    cause: 'cloudflare-challenge',
    fix: null,
  },
  {
    id: 'cloud run',
    what: 'no invoker',
    call: { url: 'https://x-abc.a.run.app/', method: 'PUT', preflight: html(403) },
    cause: 'cloud-run-invoker',
    fix: null,
  },
  {
    id: 'api gateway',
    what: 'no OPTIONS method',
    call: {
      url: 'https://a1.execute-api.eu-west-1.amazonaws.com/prod/x',
      method: 'PUT',
      preflight: { status: 403, headers: { 'x-amzn-errortype': 'MissingAuthenticationTokenException' } },
    },
    cause: 'api-gateway-no-options',
    fix: 'api-gateway',
    untested: true,
    code: ['Type: AWS::ApiGateway::Method', 'HttpMethod: OPTIONS', 'AuthorizationType: NONE'],
    without: ['"AllowOrigins"'],
  },
  {
    id: 's3',
    what: 'no rule',
    call: {
      url: 'https://b.s3.eu-west-1.amazonaws.com/k',
      method: 'PUT',
      preflight: { status: 403, headers: { server: 'AmazonS3', 'content-type': 'application/xml' } },
    },
    cause: 's3-no-cors-rule',
    fix: 's3',
    code: ['"AllowedOrigins"'],
  },
  {
    id: 'spring',
    what: 'Invalid CORS request',
    call: {
      url: at('/items'),
      method: 'PUT',
      preflight: {
        status: 403,
        headers: {
          vary: ['Origin', 'Access-Control-Request-Method', 'Access-Control-Request-Headers'],
          'content-length': '20',
        },
      },
    },
    cause: 'spring-cors-refused',
    fix: 'spring',
  },
]

const LAYERS: readonly Case[] = [
  {
    id: 'two layers',
    what: 'nginx and the application',
    call: { url: at('/items'), answer: ok({ server: 'nginx', 'access-control-allow-origin': [PAGE, PAGE] }) },
    cause: 'two-layers',
    fix: 'nginx',
    code: ['proxy_hide_header Access-Control-Allow-Origin;'],
  },
  {
    id: 'cdn copy',
    what: 'a shared cache holds the copy of another page',
    call: {
      url: at('/items'),
      answer: ok({
        'access-control-allow-origin': 'https://www.partner.test',
        age: '120',
        'x-cache': 'Hit from cloudfront',
      }),
    },
    cause: 'cache-copy-for-other-origin',
    fix: 'plain',
  },
  {
    id: 'cdn hit',
    what: 'a hit of a shared cache alone is how a CDN works',
    call: { url: at('/items'), answer: ok({ 'x-cache': 'HIT' }) },
    cause: 'cors-not-set-up',
    fix: 'plain',
  },
  {
    id: 'cdn copy without',
    what: 'a shared cache holds a copy without headers, and the server sends them elsewhere',
    call: { url: at('/items'), answer: ok({ 'x-cache': 'HIT' }) },
    others: [{ url: at('/users'), answer: ok(allowing), failed: false }],
    cause: 'cache-copy-without-cors',
    fix: 'plain',
  },
  {
    id: 'extension',
    what: 'fine headers, refused all the same',
    call: { url: at('/items'), answer: ok({ ...allowing, 'access-control-allow-credentials': 'true' }) },
    cause: 'extension-altered-headers',
    fix: null,
  },
  {
    id: 'extension header',
    what: 'a header that an extension adds',
    call: {
      url: at('/items'),
      sent: { 'x-rq-id': '1' },
      preflight: { status: 204, headers: { ...allowing, 'access-control-allow-headers': 'content-type' } },
    },
    cause: 'header-from-extension',
    fix: null,
  },
]

const LISTS: readonly Case[] = [
  {
    id: 'response header',
    what: 'the page sends a response header',
    call: {
      url: at('/items'),
      sent: { 'Access-Control-Allow-Origin': '*' },
      preflight: { status: 204, headers: allowing },
    },
    cause: 'response-header-sent-by-page',
    fix: 'front-end',
    code: ['access-control-allow-origin'],
  },
  {
    id: 'misspelt header',
    what: 'a header nearly as it is allowed',
    call: {
      url: at('/items'),
      sent: { 'X-Api-Kye': '1' },
      preflight: { status: 204, headers: { ...allowing, 'access-control-allow-headers': 'x-api-key' } },
    },
    cause: 'header-misspelt',
    fix: 'front-end',
  },
  {
    id: 'dispensable',
    what: 'Cache-Control on a GET',
    call: {
      url: at('/items'),
      sent: { 'Cache-Control': 'no-cache' },
      preflight: { status: 204, headers: allowing },
    },
    cause: 'header-not-listed',
    fix: 'plain',
  },
  {
    id: 'lower case',
    what: 'methods listed in lower case',
    call: {
      url: at('/items'),
      method: 'PUT',
      preflight: { status: 204, headers: { ...allowing, 'access-control-allow-methods': 'get, put' } },
    },
    cause: 'method-listed-in-lower-case',
    fix: 'plain',
  },
  {
    id: 'unparsable',
    what: 'a list that is none',
    call: {
      url: at('/items'),
      method: 'PUT',
      preflight: { status: 204, headers: { ...allowing, 'access-control-allow-methods': 'GET; PUT' } },
    },
    cause: 'list-unparsable',
    fix: 'plain',
  },
]

const SETUPS: readonly Case[] = [
  {
    id: 'nothing',
    what: 'nothing is set up',
    call: { url: at('/items'), answer: ok() },
    cause: 'cors-not-set-up',
    fix: 'plain',
  },
  {
    id: 'only OPTIONS',
    what: 'headers on the preflight only',
    call: {
      url: at('/items'),
      method: 'PUT',
      preflight: { status: 204, headers: { ...allowing, 'access-control-allow-methods': 'PUT' } },
      answer: ok(),
    },
    cause: 'answer-without-cors',
    fix: 'plain',
  },
  {
    id: 'elsewhere',
    what: 'other addresses let the page in',
    call: { url: at('/files/a'), answer: ok() },
    others: [{ url: at('/items'), answer: ok(allowing), failed: false }],
    cause: 'cors-lost-here',
    fix: 'plain',
  },
  {
    id: 'not listed',
    what: 'Vary: Origin and no header',
    call: { url: at('/items'), answer: ok({ vary: 'Origin' }) },
    cause: 'origin-not-listed',
    fix: 'plain',
  },
  {
    id: 'express',
    what: 'Express without cors',
    call: {
      url: at('/items'),
      method: 'PUT',
      preflight: {
        status: 200,
        headers: {
          'X-Powered-By': 'Express',
          Allow: 'GET, HEAD',
          'Content-Length': '9',
          'Content-Type': 'text/plain',
        },
      },
    },
    cause: 'express-no-cors',
    fix: 'express',
    code: ["origin: ['http://localhost:9400']", "methods: ['PUT']"],
  },
  {
    id: 'rs/cors',
    what: 'Go’s rs/cors refuses without saying what',
    call: {
      url: at('/items'),
      method: 'DELETE',
      preflight: {
        status: 204,
        headers: { Vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers' },
      },
    },
    cause: 'go-cors-refused',
    fix: 'go',
    code: ['AllowedMethods: []string{"DELETE"'],
  },
]

export const GENERAL_CASES: readonly Case[] = [
  ...ORIGINS,
  ...STATUSES,
  ...REDIRECTS,
  ...PLATFORMS,
  ...LAYERS,
  ...LISTS,
  ...SETUPS,
]
