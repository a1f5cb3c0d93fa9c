/**
 * FINGERPRINTS: what gives a server away on the wire. One row a signal; `confidence` is how sure one such answer
 * makes us that the stack named is the one whose configuration decides. `certain` only for a signature that
 * nothing else is known to send. Measured by running the stacks where the row says so by its detail, otherwise
 * their documented headers.
 */

import { hostOf, parseUrl } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import { AWS_HOST, isAmazonS3, KEYCLOAK_PATH, speaksS3 } from './maker-marks.ts'
import {
  answerHeader,
  contentLength,
  contentType,
  listItems,
  pathOf,
  requestHeader,
  shorten,
} from './responses.ts'
import type { StackId } from './software.ts'
import { isMiddlewarePreflight, STARLETTE_LENGTHS } from './starlette-middleware.ts'
import type { Confidence } from './who.ts'

export interface Fingerprint {
  stack: StackId
  confidence: Exclude<Confidence, 'none'>
  test: (exchange: Exchange) => boolean
  /** The response header, in lower case, without which the test fails; null where none is needed. */
  needs: string | null
  /** Nothing but the value of that header decides, or nothing but the host. */
  decidedBy?: 'value' | 'host'
  /** What was seen is a server; most that runs on it is this framework. */
  isUsual?: true
  /** Names this one response: the server beside it in the process is another. */
  isItsOwn?: true
  /** What was seen, to stand after "GET /x (200) …". */
  evidence: (exchange: Exchange) => string
}

type Test = (exchange: Exchange) => boolean
type Sure = Fingerprint['confidence']

const row = (
  stack: StackId,
  confidence: Sure,
  evidence: string | ((exchange: Exchange) => string),
  test: Test,
  needs: string | null = null,
): Fingerprint => ({
  stack,
  confidence,
  test,
  needs,
  evidence: typeof evidence === 'string' ? () => evidence : evidence,
})

/** A header whose value matches; the evidence quotes it. */
function header(stack: StackId, confidence: Sure, name: string, pattern: RegExp): Fingerprint {
  const isNeeded = !pattern.test('')
  const found = row(
    stack,
    confidence,
    (exchange) => `carries \`${name}: ${shorten(answerHeader(exchange, name) ?? '', 60)}\``,
    (exchange) => pattern.test(capped(answerHeader(exchange, name))),
    isNeeded ? name : null,
  )
  return isNeeded ? { ...found, decidedBy: 'value' } : found
}

/** No mark of a server stands farther behind, and a hostile value may be of any length. */
const LONGEST_VALUE = 4096
const capped = (value: string | null): string => (value ?? '').slice(0, LONGEST_VALUE)

/** A header that is there at all. */
const presence = (stack: StackId, confidence: Sure, name: string): Fingerprint =>
  row(
    stack,
    confidence,
    () => `carries a header \`${name}\``,
    (exchange) => answerHeader(exchange, name) !== null,
    name,
  )

const cookie = (stack: StackId, confidence: Sure, pattern: RegExp, name: string): Fingerprint =>
  row(
    stack,
    confidence,
    () => `sets the cookie \`${name}\``,
    (exchange) => pattern.test(capped(answerHeader(exchange, 'set-cookie'))),
    'set-cookie',
  )

const host = (stack: StackId, confidence: Sure, pattern: RegExp, what: string): Fingerprint => ({
  ...row(
    stack,
    confidence,
    () => what,
    (exchange) => pattern.test(hostOf(exchange.url)),
  ),
  decidedBy: 'host',
})

const isJson: Test = (exchange) => contentType(exchange) === 'application/json'
const isHtml: Test = (exchange) => contentType(exchange) === 'text/html'
const isText: Test = (exchange) => contentType(exchange) === 'text/plain'
const hasLength = (exchange: Exchange, length: number): boolean => contentLength(exchange) === length
const rawContentType = (exchange: Exchange): string => answerHeader(exchange, 'content-type') ?? ''
const allowMethods = (exchange: Exchange): string =>
  answerHeader(exchange, 'access-control-allow-methods') ?? ''
const lacksServer: Test = (exchange) => answerHeader(exchange, 'server') === null
/** Node’s own HTTP server writes this on every HTTP/1.1 answer: 5 seconds, 72 under Fastify. */
const isNode: Test = (exchange) => /^timeout=(5|72)$/.test(answerHeader(exchange, 'keep-alive') ?? '')
/** Tomcat, which Spring Boot carries: it keeps a connection for a minute. */
const isTomcat: Test = (exchange) =>
  /^timeout=60$/.test(answerHeader(exchange, 'keep-alive') ?? '') ||
  /^chunked$/i.test(answerHeader(exchange, 'transfer-encoding') ?? '')

/** One line each for Origin, method and headers, in this order. */
const hasSpringVary: Test = (exchange) =>
  exchange.responseHeaders
    .filter(([name]) => name.toLowerCase() === 'vary')
    .map(([, value]) => value)
    .join(' | ')
    .startsWith('Origin | Access-Control-Request-Method | Access-Control-Request-Headers')

/** Vary of the App Router: `rsc, next-router-state-tree, …`, whatever was merged before it. */
export const isNextAppRouter: Test = (exchange) => {
  const items = listItems(exchange, 'vary')
  return items.includes('rsc') && items.includes('next-router-state-tree')
}

/** `{"message":"Route OPTIONS:/x not found","error":"Not Found","statusCode":404}` by its length. */
const isFastifyNotFound: Test = (exchange) => {
  if (exchange.status !== 404 || !isJson(exchange) || !isNode(exchange)) return false
  const url = parseUrl(exchange.url)
  return url !== null && hasLength(exchange, 68 + exchange.method.length + (url.pathname + url.search).length)
}

/** `{"message":"Cannot OPTIONS /x","error":"Not Found","statusCode":404}` by its length, over Express or Fastify. */
const isNestNotFound: Test = (exchange) => {
  if (exchange.status !== 404 || !isJson(exchange) || !isNode(exchange)) return false
  const url = parseUrl(exchange.url)
  return url !== null && hasLength(exchange, 59 + exchange.method.length + (url.pathname + url.search).length)
}

const NEXT_PATH = /\/_next\/(static|image|data|hmr|webpack-hmr)|\/__nextjs/

const FRAMEWORKS: Fingerprint[] = [
  row(
    'nextjs',
    'certain',
    'varies by `rsc, next-router-state-tree`, as the App Router of Next.js does',
    isNextAppRouter,
    'vary',
  ),
  row(
    'nextjs',
    'certain',
    'is a 308 with a `refresh` header, as Next.js redirects to its canonical path',
    (exchange) => exchange.status === 308 && /^0;\s*url=/i.test(answerHeader(exchange, 'refresh') ?? ''),
  ),
  header('nextjs', 'certain', 'x-powered-by', /^Next\.js/),
  presence('nextjs', 'certain', 'x-nextjs-cache'),
  presence('nextjs', 'certain', 'x-nextjs-prerender'),
  presence('nextjs', 'certain', 'x-nextjs-stale-time'),
  presence('nextjs', 'certain', 'x-nextjs-action-not-found'),
  presence('nextjs', 'likely', 'x-middleware-rewrite'),
  row('nextjs', 'likely', 'has a path that only Next.js uses', (exchange) =>
    NEXT_PATH.test(pathOf(exchange.url)),
  ),
  row(
    'nextjs',
    'likely',
    'answers a request of the Next.js client',
    (exchange) =>
      requestHeader(exchange, 'next-action') !== null ||
      requestHeader(exchange, 'next-router-state-tree') !== null,
  ),
  row(
    'nextjs',
    'likely',
    'carries two `allow` headers, GET and HEAD, as Next.js answers for a page or a public file',
    (exchange) =>
      [400, 405, 500].includes(exchange.status) &&
      exchange.responseHeaders.filter(([name]) => name.toLowerCase() === 'allow').length === 2 &&
      listItems(exchange, 'allow').join() === 'get,head',
  ),

  row('fastapi', 'certain', 'has the signature of Starlette’s CORSMiddleware', isMiddlewarePreflight),
  // a server, not a framework: Django, Litestar and others run on it too
  { ...header('fastapi', 'possible', 'server', /^uvicorn/i), isUsual: true },
  header('fastapi', 'possible', 'server', /^hypercorn/i),
  row(
    'fastapi',
    'likely',
    'is a 405 of 31 bytes of JSON with one method in `allow`, as FastAPI’s router answers',
    (exchange) =>
      exchange.status === 405 &&
      isJson(exchange) &&
      hasLength(exchange, STARLETTE_LENGTHS.notAllowed) &&
      listItems(exchange, 'allow').length <= 2,
  ),
  row(
    'fastapi',
    'possible',
    'is a 404 of 22 bytes of JSON, the length of FastAPI’s `{"detail":"Not Found"}`',
    (exchange) =>
      exchange.status === 404 && isJson(exchange) && hasLength(exchange, STARLETTE_LENGTHS.notFound),
  ),

  row(
    'express',
    'certain',
    'carries `x-powered-by: Express` and the list of methods of its `cors` package',
    (exchange) =>
      answerHeader(exchange, 'x-powered-by') === 'Express' &&
      allowMethods(exchange) === 'GET,HEAD,PUT,PATCH,POST,DELETE',
    'x-powered-by',
  ),
  row(
    'express',
    'likely',
    'answers OPTIONS with the methods of `allow` as its body, as Express does by itself',
    (exchange) =>
      exchange.method === 'OPTIONS' &&
      exchange.status === 200 &&
      contentLength(exchange) !== null &&
      contentLength(exchange) === answerHeader(exchange, 'allow')?.length,
  ),
  header('express', 'likely', 'x-powered-by', /^Express$/),
  row(
    'express',
    'likely',
    'is an error page with the headers of Express’s last handler',
    (exchange) =>
      exchange.status >= 400 &&
      isHtml(exchange) &&
      answerHeader(exchange, 'content-security-policy') === "default-src 'none'" &&
      answerHeader(exchange, 'x-content-type-options') === 'nosniff' &&
      lacksServer(exchange),
  ),
  row(
    'express',
    'possible',
    'has the default list of methods of the `cors` package',
    (exchange) => exchange.status === 204 && allowMethods(exchange) === 'GET,HEAD,PUT,PATCH,POST,DELETE',
  ),

  row(
    'nestjs',
    'likely',
    'is a 404 with exactly the length of NestJS’s “Cannot …”',
    isNestNotFound,
    'keep-alive',
  ),
  row(
    'gin',
    'likely',
    'is Gin’s own 404: 18 bytes of `text/plain` without a charset',
    (exchange) =>
      exchange.status === 404 &&
      hasLength(exchange, 18) &&
      rawContentType(exchange) === 'text/plain' &&
      lacksServer(exchange),
  ),
  row(
    'fiber',
    'likely',
    'is Fiber’s own 405: 18 bytes of text and a list in `allow`',
    (exchange) =>
      exchange.status === 405 &&
      hasLength(exchange, 18) &&
      rawContentType(exchange) === 'text/plain; charset=utf-8' &&
      answerHeader(exchange, 'allow') !== null &&
      answerHeader(exchange, 'x-content-type-options') === null &&
      lacksServer(exchange),
    'allow',
  ),
  row(
    'chi',
    'likely',
    'is an empty 405 with one `allow` line a method, as chi answers',
    (exchange) =>
      exchange.status === 405 &&
      hasLength(exchange, 0) &&
      !isNode(exchange) &&
      lacksServer(exchange) &&
      exchange.responseHeaders.filter(([name]) => name.toLowerCase() === 'allow').length > 2,
    'allow',
  ),
  row(
    'echo',
    'possible',
    'is an empty 204 whose `allow` begins with OPTIONS, as Echo answers',
    (exchange) =>
      exchange.method === 'OPTIONS' &&
      exchange.status === 204 &&
      /^OPTIONS, /.test(answerHeader(exchange, 'allow') ?? '') &&
      lacksServer(exchange),
    'allow',
  ),

  row(
    'fastify',
    'likely',
    'is a 404 with exactly the length of Fastify’s “Route … not found”',
    isFastifyNotFound,
    'keep-alive',
  ),
  row(
    'fastify',
    'likely',
    'has the default list of methods of `@fastify/cors`',
    (exchange) => exchange.status === 204 && allowMethods(exchange) === 'GET,HEAD,POST' && isNode(exchange),
    'keep-alive',
  ),
  row(
    'fastify',
    'possible',
    'writes `content-type: application/json; charset=utf-8` in lower case from Node, as Fastify does',
    (exchange) =>
      isNode(exchange) &&
      lacksServer(exchange) &&
      exchange.responseHeaders.some(
        ([name, value]) => name === 'content-type' && value === 'application/json; charset=utf-8',
      ) &&
      answerHeader(exchange, 'etag') === null &&
      answerHeader(exchange, 'x-powered-by') === null,
    'keep-alive',
  ),

  header('hono', 'likely', 'x-powered-by', /^Hono$/),
  row(
    'hono',
    'likely',
    'has the default list of methods of Hono’s `cors`',
    (exchange) => allowMethods(exchange) === 'GET,HEAD,PUT,POST,DELETE,PATCH,QUERY',
    'access-control-allow-methods',
  ),
  row(
    'hono',
    'likely',
    'is Hono’s own 404: 13 bytes of `text/plain; charset=UTF-8`',
    (exchange) =>
      exchange.status === 404 &&
      hasLength(exchange, 13) &&
      rawContentType(exchange) === 'text/plain; charset=UTF-8',
  ),
  row(
    'hono',
    'likely',
    'is Hono’s own 500: 21 bytes of `text/plain; charset=UTF-8`',
    (exchange) =>
      exchange.status === 500 &&
      hasLength(exchange, 21) &&
      rawContentType(exchange) === 'text/plain; charset=UTF-8',
  ),

  row(
    'koa',
    'likely',
    'has the default list of methods of `@koa/cors`',
    (exchange) =>
      exchange.status === 204 &&
      allowMethods(exchange) === 'GET,HEAD,PUT,POST,DELETE,PATCH' &&
      listItems(exchange, 'vary').join() === 'origin',
  ),
  row(
    'koa',
    'possible',
    'is Koa’s own 404 or 500 from Node',
    (exchange) =>
      isNode(exchange) &&
      rawContentType(exchange) === 'text/plain; charset=utf-8' &&
      ((exchange.status === 404 && hasLength(exchange, 9)) ||
        (exchange.status === 500 && hasLength(exchange, 21))),
    'keep-alive',
  ),

  // the server of Python’s own library, which Django’s `runserver` uses
  header('django', 'possible', 'server', /^WSGIServer\//),
  cookie('django', 'likely', /(^|, ?)csrftoken=/, 'csrftoken'),
  cookie('django', 'possible', /(^|, ?)sessionid=/, 'sessionid'),
  row(
    'django',
    'likely',
    'has the default lists of django-cors-headers',
    (exchange) =>
      exchange.isPreflight &&
      exchange.status === 200 &&
      hasLength(exchange, 0) &&
      listItems(exchange, 'access-control-allow-headers')
        .join()
        .includes('accept,authorization,content-type,user-agent,x-csrftoken'),
  ),
  row(
    'django',
    'likely',
    'has the three headers of Django’s SecurityMiddleware',
    (exchange) =>
      answerHeader(exchange, 'cross-origin-opener-policy') === 'same-origin' &&
      answerHeader(exchange, 'referrer-policy') === 'same-origin' &&
      answerHeader(exchange, 'x-content-type-options') === 'nosniff' &&
      !isNode(exchange),
    'cross-origin-opener-policy',
  ),

  header('flask', 'likely', 'server', /^Werkzeug\//),
  header('flask', 'possible', 'server', /^waitress/i),

  row(
    'spring',
    'likely',
    'is a 403 of 20 bytes that varies by Origin, as Spring’s “Invalid CORS request” does',
    (exchange) => exchange.status === 403 && hasLength(exchange, 20) && hasSpringVary(exchange),
    'vary',
  ),
  row(
    'spring',
    'likely',
    'varies by Origin, method and headers in three lines over Tomcat’s connection, as Spring does',
    // chi/cors of Go writes the same three lines
    (exchange) => hasSpringVary(exchange) && isTomcat(exchange),
    'vary',
  ),
  row(
    'spring',
    'likely',
    'has the headers of Spring Security',
    (exchange) =>
      answerHeader(exchange, 'cache-control') === 'no-cache, no-store, max-age=0, must-revalidate' &&
      answerHeader(exchange, 'expires') === '0' &&
      answerHeader(exchange, 'x-xss-protection') !== null,
    'x-xss-protection',
  ),
  presence('spring', 'likely', 'x-application-context'),
  cookie('spring', 'possible', /(^|, ?)JSESSIONID=/, 'JSESSIONID'),

  header('aspnet', 'likely', 'server', /^Kestrel/i),
  // IIS writes it by itself, whatever runs there
  { ...header('aspnet', 'possible', 'x-powered-by', /^ASP\.NET/i), isUsual: true },
  presence('aspnet', 'likely', 'x-aspnet-version'),
  presence('aspnet', 'likely', 'x-aspnetmvc-version'),
  cookie('aspnet', 'likely', /(^|, ?)\.AspNetCore\./, '.AspNetCore'),

  presence('rails', 'likely', 'x-rack-cors'),
  row(
    'rails',
    'likely',
    'carries `x-runtime` and `x-request-id`, as Rails does',
    (exchange) =>
      /^\d+\.\d+$/.test(answerHeader(exchange, 'x-runtime') ?? '') &&
      answerHeader(exchange, 'x-request-id') !== null,
    'x-runtime',
  ),
  header('rails', 'possible', 'server', /^(puma|Passenger|unicorn)/i),

  cookie('laravel', 'likely', /(^|, ?)laravel[_-]session=/, 'laravel_session'),
  cookie('laravel', 'possible', /(^|, ?)XSRF-TOKEN=/, 'XSRF-TOKEN'),
  header('laravel', 'possible', 'x-powered-by', /^PHP\//),

  row(
    'go',
    'likely',
    'varies by Origin, method and headers in one line after a 204, as rs/cors of Go does',
    (exchange) =>
      exchange.isPreflight &&
      exchange.status === 204 &&
      /^Origin, Access-Control-Request-Method, Access-Control-Request-Headers$/.test(
        answerHeader(exchange, 'vary') ?? '',
      ),
  ),
  row(
    'go',
    'likely',
    'is the 404 or 405 of Go’s net/http: 19 bytes of text, `nosniff`',
    (exchange) =>
      [404, 405].includes(exchange.status) &&
      isText(exchange) &&
      hasLength(exchange, 19) &&
      answerHeader(exchange, 'x-content-type-options') === 'nosniff',
  ),
]

const PROXIES: Fingerprint[] = [
  header('nginx', 'likely', 'server', /^(nginx|openresty)/i),
  header('apache', 'likely', 'server', /^Apache(\/|$| )/i),
  header('caddy', 'likely', 'server', /^Caddy/i),
  header('caddy', 'likely', 'via', /\bCaddy\b/i),
  header('iis', 'likely', 'server', /^Microsoft-IIS/i),
  header('envoy', 'likely', 'server', /^(envoy|istio-envoy)/i),
  presence('envoy', 'likely', 'x-envoy-upstream-service-time'),
  header('kong', 'likely', 'via', /\bkong\//i),
  presence('kong', 'likely', 'x-kong-request-id'),
  presence('traefik', 'possible', 'x-traefik-router'),
  presence('varnish', 'likely', 'x-varnish'),
]

const PLATFORMS: Fingerprint[] = [
  row('supabase', 'likely', 'comes from a Supabase address', (exchange) =>
    /\.supabase\.(co|in)$/.test(hostOf(exchange.url)),
  ),
  presence('supabase', 'likely', 'sb-request-id'),
  presence('supabase', 'likely', 'x-sb-error-code'),
  host('lambda-url', 'certain', /\.lambda-url\.[a-z0-9-]+\.on\.aws$/, 'comes from a Lambda function URL'),
  host(
    'api-gateway',
    'certain',
    /\.execute-api\.[a-z0-9-]+\.amazonaws\.com$/,
    'comes from an API Gateway address',
  ),
  presence('api-gateway', 'likely', 'x-amz-apigw-id'),
  presence('api-gateway', 'likely', 'apigw-requestid'),
  header('s3', 'certain', 'server', /^AmazonS3$/),
  host('s3', 'certain', /(^|\.)s3([.-][a-z0-9-]+)?\.amazonaws\.com$/, 'comes from an S3 address'),
  row(
    's3-compatible',
    'likely',
    'speaks the protocol of S3',
    (exchange) => speaksS3(exchange) && !isAmazonS3(exchange) && !AWS_HOST.test(hostOf(exchange.url)),
  ),
  host('r2', 'certain', /\.r2\.(cloudflarestorage\.com|dev)$/, 'comes from an R2 address'),
  header('gcs', 'likely', 'server', /^UploadServer$/),
  presence('gcs', 'likely', 'x-guploader-uploadid'),
  header('azure-storage', 'likely', 'server', /^Windows-Azure-(Blob|File|Queue|Table)/i),
  host(
    'azure-storage',
    'certain',
    /\.(blob|file|queue|table)\.core\.windows\.net$/,
    'comes from an Azure Storage address',
  ),
  host('cloudflare-workers', 'certain', /\.workers\.dev$/, 'comes from a workers.dev address'),
  host('cloud-run', 'certain', /\.(a\.)?run\.app$/, 'comes from a Cloud Run address'),
  host('cloud-run', 'likely', /\.cloudfunctions\.net$/, 'comes from a Cloud Functions address'),
  header('cloud-run', 'possible', 'server', /^Google Frontend$/),
  host('azure', 'likely', /\.azurewebsites\.net$/, 'comes from an Azure App Service address'),
  cookie('azure', 'likely', /(^|, ?)ARRAffinity/, 'ARRAffinity'),
  header('vercel', 'certain', 'server', /^Vercel$/i),
  presence('vercel', 'likely', 'x-vercel-id'),
  header('netlify', 'certain', 'server', /^Netlify/i),
  presence('netlify', 'likely', 'x-nf-request-id'),
  header('heroku', 'likely', 'via', /\b(vegur|heroku-router)\b/),
  header('heroku', 'likely', 'server', /^Heroku$/),
  host('heroku', 'certain', /\.herokuapp\.com$/, 'comes from a Heroku address'),
  presence('render', 'likely', 'x-render-origin-server'),
  presence('render', 'likely', 'x-render-routing'),
  host('render', 'certain', /\.onrender\.com$/, 'comes from a Render address'),
  presence('fly', 'likely', 'fly-request-id'),
  header('railway', 'likely', 'server', /^railway/i),
  host('railway', 'certain', /\.up\.railway\.app$/, 'comes from a Railway address'),
  header('alb', 'likely', 'server', /^awselb\//i),
  { ...presence('aws-waf', 'certain', 'x-amzn-waf-action'), isItsOwn: true },
  { ...cookie('oauth2-proxy', 'certain', /(^|[,;\s])_oauth2_proxy/, '_oauth2_proxy'), isItsOwn: true },
  header('github-pages', 'likely', 'server', /^GitHub\.com$/),
  presence('cloudfront', 'likely', 'x-amz-cf-id'),
  header('cloudfront', 'likely', 'via', /\(CloudFront\)/),
  presence('fastly', 'likely', 'x-fastly-request-id'),
  header('akamai', 'likely', 'server', /^AkamaiGHost$/i),
  row('akamai', 'likely', 'carries a header `x-akamai-…`', (exchange) =>
    exchange.responseHeaders.some(([name]) => /^x-akamai-/i.test(name)),
  ),
  {
    ...row('socketio', 'certain', 'has the path and query of Socket.IO', (exchange) =>
      /\/socket\.io\/?\?(.*&)?EIO=\d/.test(exchange.url),
    ),
    isItsOwn: true,
  },
  row('vite', 'certain', 'has a path that only Vite’s development server uses', (exchange) =>
    /^\/@(vite|id|fs)\/|^\/node_modules\/\.vite\//.test(pathOf(exchange.url)),
  ),
  presence('entra', 'certain', 'x-ms-ests-server'),
  presence('auth0', 'certain', 'x-auth0-requestid'),
  host('auth0', 'certain', /(^|\.)auth0\.com$/, 'comes from an Auth0 address'),
  presence('cognito', 'certain', 'x-amz-cognito-request-id'),
  host('cognito', 'certain', /(^|\.)amazoncognito\.com$/, 'comes from a Cognito address'),
  row('keycloak', 'likely', 'has a path of Keycloak', (exchange) => KEYCLOAK_PATH.test(pathOf(exchange.url))),
  header('cloudflare', 'likely', 'server', /^cloudflare$/i),
  presence('cloudflare', 'likely', 'cf-ray'),
]

/** In order of preference where two are equally sure. */
export const FINGERPRINTS: readonly Fingerprint[] = [...FRAMEWORKS, ...PROXIES, ...PLATFORMS]
