/** Random failed requests, with the kinds of answers that servers really give and some that only an attacker would. */
import fc from 'fast-check'
import { type Answer, type Call, type Headers, PAGE } from '../causes/log.ts'

export const OTHER_ORIGIN = 'https://other.example'
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'patch', 'QUERY', 'PROPFIND']
const HOSTILE = [
  "'",
  '"',
  '`',
  '$' + '{x}',
  '\\',
  '*',
  "');--",
  '<script>',
  '#{x}',
  '$origin',
  '{$X}',
  '"; system("x")',
  '\u2028',
  'a\nb',
]

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined })

const allowOrigin = fc.oneof(
  fc.constantFrom(
    '*',
    PAGE,
    `${PAGE}/`,
    'null',
    'http://localhost:3000',
    'https://app.example.com',
    `${PAGE}, https://a.test`,
    '',
    'true',
  ),
  fc.string({ maxLength: 20 }),
)
const list = fc.oneof(
  fc.constantFrom(
    '*',
    'GET, POST',
    'PUT',
    'Content-Type, X-Custom',
    'GET,HEAD,PUT,PATCH,POST,DELETE',
    'a b c',
  ),
  fc.string({ maxLength: 20 }),
)
const software = fc.constantFrom<Headers>(
  {},
  { server: 'uvicorn' },
  { 'x-powered-by': 'Express' },
  { 'x-powered-by': 'Hono' },
  { vary: 'rsc, next-router-state-tree' },
  { server: 'nginx/1.26' },
  { server: 'Caddy' },
  { server: 'WSGIServer/0.2 CPython/3.12' },
  { server: 'Werkzeug/3.0 Python/3.12' },
  { server: 'Kestrel' },
  { server: 'AmazonS3' },
  { 'x-amz-apigw-id': 'x' },
  { vary: ['Origin', 'Access-Control-Request-Method', 'Access-Control-Request-Headers'] },
  { 'set-cookie': 'laravel_session=x' },
  { 'x-runtime': '0.1', 'x-request-id': 'a' },
  { 'x-guploader-uploadid': 'a' },
  { server: 'Windows-Azure-Blob/1.0' },
  { server: 'Microsoft-IIS/10.0' },
  { 'x-amz-cf-id': 'a', via: '1.1 a.cloudfront.net (CloudFront)' },
  { 'x-nf-request-id': 'a' },
  { 'x-vercel-id': 'a', server: 'Vercel' },
  { server: 'cloudflare', 'cf-ray': 'a' },
  { 'x-amz-request-id': 'a', 'x-amz-id-2': 'b' },
  { 'cross-origin-resource-policy': 'same-origin' },
)

const corsHeaders = fc.record({
  'access-control-allow-origin': maybe(allowOrigin),
  'access-control-allow-credentials': maybe(fc.constantFrom('true', 'True', 'false')),
  'access-control-allow-methods': maybe(list),
  'access-control-allow-headers': maybe(list),
  'access-control-expose-headers': maybe(list),
  location: maybe(fc.constantFrom('/login', '/items/', 'https://localhost:9410/items')),
})

const withoutUndefined = (headers: Record<string, string | undefined>): Headers =>
  Object.fromEntries(
    Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )

const answer = (statuses: readonly number[]): fc.Arbitrary<Answer> =>
  fc.record({
    status: fc.constantFrom(...statuses),
    headers: fc.tuple(corsHeaders, software).map(([cors, more]) => ({ ...withoutUndefined(cors), ...more })),
  })

const headerName = fc.oneof(
  fc.constantFrom(
    'Content-Type',
    'Authorization',
    'X-Custom',
    'X-Requested-With',
    "x-quote'",
    'x-dollar$',
    'x-tick`',
  ),
  fc.stringMatching(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,12}$/),
)

const sent: fc.Arbitrary<Headers> = fc.dictionary(headerName, fc.constant('application/json'), { maxKeys: 3 })

/** A request that the browser refused, or let through: the engine decides. */
export const anyCall: fc.Arbitrary<Call> = fc.record(
  {
    url: fc.constantFrom(
      'http://localhost:9410/items',
      'http://localhost:9420/api/items/5?token=x',
      'https://api.example.com/v1/',
      'https://storage.googleapis.com/bucket-1/a.png',
      'https://account1.blob.core.windows.net/box/a.png',
      'https://s3.eu-central-003.backblazeb2.com/bucket/a.png',
      'https://app1.azurewebsites.net/items',
      'https://us-central1-app.cloudfunctions.net/api',
      'https://abcdef.supabase.co/functions/v1/hello',
      'https://sso.example.com/realms/main/protocol/openid-connect/token',
      'http://localhost:9410/a%27b/$x',
    ),
    method: fc.constantFrom(...METHODS),
    sent,
    cookies: fc.boolean(),
    preflight: maybe(answer([200, 204, 400, 401, 404, 405, 500, 307, 301])),
    answer: maybe(answer([200, 401, 404, 500, 502, 302])),
    page: fc.constantFrom(
      PAGE,
      'https://app.example.com',
      'capacitor://localhost',
      'https://deploy-preview-12--site.netlify.app',
    ),
  },
  { requiredKeys: ['url', 'method', 'sent', 'page'] },
) as fc.Arbitrary<Call>

/** The same, said by someone who writes into the log whatever he likes. */
export const hostileCall: fc.Arbitrary<Call> = fc
  .tuple(
    anyCall,
    fc.constantFrom(...HOSTILE),
    fc.constantFrom('origin', 'method', 'header', 'path', 'allowed'),
  )
  .map(([call, text, place]): Call => {
    if (place === 'origin') return { ...call, page: `https://a${text}.test`, origin: `https://a${text}.test` }
    if (place === 'method')
      return { ...call, method: `X${text}`, preflight: call.preflight ?? { status: 405 } }
    if (place === 'header')
      return {
        ...call,
        sent: { ...call.sent, [`x${text}`]: '1' },
        preflight: call.preflight ?? { status: 405 },
      }
    if (place === 'path') return { ...call, url: `http://localhost:9410/api/${text}/x` }
    return {
      ...call,
      answer: {
        status: 200,
        headers: {
          'access-control-allow-origin': `https://b${text}.test, https://ok.test`,
          'access-control-expose-headers': `X-A, ${text}`,
          server: 'uvicorn',
        },
      },
    }
  })
