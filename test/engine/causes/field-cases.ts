/** What the logs made after public bug reports must be answered with, and what must never be said of them. */

export interface FieldCase {
  /** In test/fixtures/field. */
  file: string
  /** A part of the address, where the log holds more than one failure. */
  at?: string
  cause: string
  owner: string
  /** Read off a decisive sign; absent where either will do. */
  certain?: boolean
  /** Must not stand in anything that is printed: causes, titles, notes, code. */
  never: readonly RegExp[]
}

const NOT_LOGGED_IN = /log in\b|logged in|authentication|session/i
const ANY_HEADERS = /Access-Control-Allow-Origin: http/

const row = (
  file: string,
  cause: string,
  owner: string,
  never: readonly RegExp[] = [],
  more: Partial<FieldCase> = {},
): FieldCase => ({ file, cause, owner, never, ...more })

export const FIELD_CASES: readonly FieldCase[] = [
  row('a21-fastapi-websocket-403', 'websocket-refused', 'back-end', [ANY_HEADERS]),
  row('b46-next-dev-other-host', 'next-dev-socket', 'front-end', [ANY_HEADERS]),
  row('a03-gin-403-disallowed', 'cors-refused-with-403', 'back-end', [/authentication/i], { certain: false }),
  row('a05-nginx-413-express', 'body-too-large-for-proxy', 'proxy', [/add_header/]),
  row('a06-fastapi-auth-outside-cors', 'starlette-auth-outside-cors', 'back-end', [/in its place/]),
  row('a07-django-append-slash-null', 'slash-redirect', 'front-end', [
    /local web server/,
    /any site can send/,
  ]),
  row('a10-vite-cors-default', 'vite-allows-localhost-only', 'back-end', [/Answer GET/], { at: 'main.js' }),
  row('a11-helmet-corp-image', 'resource-policy-by-helmet', 'back-end', [
    /without the crossorigin attribute/,
  ]),
  row('a12-socketio-v4-no-cors', 'socketio-own-cors', 'back-end', [/app\.use\(cors/]),
  row(
    'a16-express-origin-callback-error',
    'cors-callback-threw',
    'back-end',
    [/real problem isn’t CORS: OPTIONS.*exception/],
    {
      certain: false,
    },
  ),
  row('a22-express-bodyparser-413', 'body-too-large-for-application', 'back-end', [/client_max_body_size/]),
  row('a23-ngrok-warning-page', 'ngrok-warning', 'platform', [ANY_HEADERS]),
  row('a27-sentry-baggage-third-party', 'header-from-tracing', 'front-end', [ANY_HEADERS]),
  row('a30-cloudflare-access-expired', 'access-session-over', 'platform', [ANY_HEADERS]),
  row('a31-ngsw-504', 'asked-by-service-worker', 'front-end', [ANY_HEADERS], { at: 'collect' }),
  row('a34-acao-request-header-not-listed', 'response-header-sent-by-page', 'front-end', [/allow_headers/]),
  row('a38-cloudfront-403-method', 'cloudfront-refused', 'platform', [NOT_LOGGED_IN], { certain: false }),
  row('a40-apigateway-waf-403', 'api-gateway-forbidden', 'platform', [/it has no OPTIONS method/]),
  row('b01-s3-presigned-wrong-region', 's3-wrong-region', 'back-end', [
    /Call the final address/,
    /AllowedOrigins/,
  ]),
  row('b03-gcs-signed-put-extra-header', 'gcs-no-cors-entry', 'platform', [ANY_HEADERS]),
  row('b04-gcs-resumable-session-without-origin', 'gcs-session-without-origin', 'back-end', [
    /but not for https/,
  ]),
  row('b05-cloudflare-access-manifest', 'manifest-without-cookies', 'front-end', [
    /answer 401/i,
    ANY_HEADERS,
  ]),
  row('b07-oauth-start-by-fetch', 'login-started-by-fetch', 'front-end', [/401/]),
  row('b08-next-link-prefetch-external-redirect', 'next-router-left-site', 'front-end', [/add_header/], {
    at: 'cv.pdf',
  }),
  row('b10-next-auth-middleware-preflight', 'login-redirect-at-preflight', 'back-end', [
    /session is/,
    /API calls with 401/,
  ]),
  row('b11-entra-token-web-platform', 'entra-not-single-page', 'front-end', [ANY_HEADERS]),
  row('b13-firebase-callable-wrong-region', 'nothing-deployed', 'front-end', [
    ANY_HEADERS,
    /CORS middleware/,
  ]),
  row('b15-supabase-401-bad-jwt', 'supabase-token-refused', 'platform', [/Answer OPTIONS/i]),
  row('b17-apps-script-json-post', 'apps-script-has-no-options', 'front-end', [
    /Answer OPTIONS https/,
    ANY_HEADERS,
  ]),
  row('b18-keycloak-400-no-cors', 'keycloak-error', 'back-end', [ANY_HEADERS]),
  row('b24-hls-double-star', 'two-stars', 'proxy', [/any site can send/]),
  row('b25-electron-file-origin', 'spring-cors-refused', 'back-end', [/local web server/, NOT_LOGGED_IN]),
  row('b29-opennext-cloudflare-asset', 'built-files-on-cdn', 'platform', [/without Origin/, /route\.ts/]),
  row('b32-extension-content-script', 'asked-by-content-script', 'front-end', [
    /Allow-Origin: https:\/\/www\.google\.com/,
  ]),
  row('b34-keycloak-worked-then-400', 'errors-lose-headers', 'back-end', [/doesn’t cover this path/]),
  row('b37-hit-next-cloudflare-asset', 'built-files-on-cdn', 'platform', [
    /came from a cache without/,
    /route\.ts/,
  ]),
  row('b38-azure-blob-sas-put', 'azure-storage-no-cors-rule', 'platform', [ANY_HEADERS]),
  row('b39a-capacitor-origin', 'cors-not-set-up', 'back-end', [/local web server/]),
  row('b41-backblaze-presigned-put', 's3-compatible-no-cors-rule', 'platform', [/add_header/, NOT_LOGGED_IN]),
  row('c03-regex-in-allow-origins', 'starlette-origin-not-listed', 'back-end', [/keep the origins/]),
  row('c06-httpexception-same-log', 'starlette-unhandled-exception', 'back-end'),
  row('c11-upload-413-before-cors', 'body-too-large-for-application', 'back-end', [/client_max_body_size/]),
  row('c15-trpc-same-log', 'next-no-options-export', 'back-end', [/source: '\/api\/:path/]),
  row('c17-options-export-without-headers', 'next-options-without-headers', 'back-end', [
    /the response that Next\.js makes by itself for/,
  ]),
  row('c19-rsc-redirect-to-other-origin', 'next-router-left-site', 'front-end', [
    /API calls with 401/,
    ANY_HEADERS,
  ]),
  row('c21-image-optimizer-canvas', 'next-image-optimizer', 'back-end', [/\/_next\/static/]),
]
