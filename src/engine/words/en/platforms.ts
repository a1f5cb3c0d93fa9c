/** Words of the causes at platforms, stores and services, in English. */
import type { CauseMessages } from '../message.ts'

const BEFORE = 'The platform responds before your code runs, so your CORS headers aren’t sent.'

export const PLATFORMS_EN = {
  'nothing-deployed': {
    answer: '{what}: nothing is deployed at this address of {host}',
    title: 'Check the address: nothing is deployed there',
    text: '{what} comes from the entrance of the platform: there is no function or service under this name. Check its name, the region and the project in the address, and that it is deployed. No CORS header helps.',
    misleading: 'The console reports a missing header; there is nothing that could send it.',
  },
  'vercel-protection': {
    answer: '{what}: Vercel’s Deployment Protection wants a login',
    title: 'Let the request through Vercel’s Deployment Protection',
    text: `{what} comes from Vercel itself: this deployment is protected and wants a login. ${BEFORE} A preflight can never log in. Add the path to the OPTIONS Allowlist in the project’s Deployment Protection settings and send the bypass token with the request itself, or use an address that isn’t protected (the production domain).`,
    misleading: 'The console reports a missing header; the deployment refused the visitor.',
  },
  'vercel-error': {
    answer: '{what}: the function failed on Vercel ({error})',
    title: 'Look at the function’s log on Vercel',
    text: `{what} is an error page of Vercel ({error}). ${BEFORE} Look at the function’s log: it crashed, took too long, or sent or got too much.`,
    misleading: 'The console reports a missing header; the function failed.',
  },
  'cloudflare-challenge': {
    answer: '{what}: Cloudflare challenges the request, and a script can’t pass that',
    title: 'Take the API out of Cloudflare’s challenges',
    text: `{what} is a challenge page of Cloudflare: it wants to see whether a person is there, and a script can’t pass it. ${BEFORE} Make a rule that skips the challenge for the API’s path.`,
    misleading: 'The console reports a missing header; the request never reached the server.',
  },
  'cloudflare-error': {
    answer: '{what}: the server behind Cloudflare didn’t respond properly',
    title: 'Fix the origin server behind Cloudflare',
    text: `{what} is an error page of Cloudflare: the server behind it didn’t respond properly. ${BEFORE} Look at that server.`,
    misleading: 'The console reports a missing header; the server behind Cloudflare failed.',
  },
  'cloud-run-invoker': {
    answer: '{what}: Google’s front end lets only authorized callers through',
    title: 'Allow unauthenticated calls, or put a gateway in front of the service',
    text: `{what} comes from Google’s front end: the service may be called only with permission (role \`run.invoker\`), and a preflight carries none. ${BEFORE} Allow unauthenticated invocations and check the caller in the application.`,
    misleading: 'The console reports a missing header; the platform refused the caller.',
  },
  'api-gateway-no-options': {
    answer: 'OPTIONS {path} returns {status}: API Gateway has no OPTIONS method for it',
    title: 'Give the API a CORS configuration for OPTIONS',
    text: `{what} comes from API Gateway itself: it has no OPTIONS method for this path. ${BEFORE} Switch on CORS for the path; “Missing Authentication Token” is its odd way to say “no such method”.`,
    misleading:
      'The console reports a missing header, and the body a missing token; what is missing is the OPTIONS method.',
  },
  'api-gateway-forbidden': {
    answer: '{what}: API Gateway forbids the call ({error}): WAF, API key, resource policy or base path',
    title: 'Find out what forbids the call: WAF, API key or resource policy',
    text: `{what} comes from API Gateway itself ({error}). A missing OPTIONS method would say MissingAuthenticationTokenException; this is a refusal by AWS WAF, a required API key, a resource policy, or a base path mapping that doesn’t fit. ${BEFORE}`,
    misleading: 'The console reports a missing header; the gateway forbids the call.',
  },
  'api-gateway-error': {
    answer: '{what}: API Gateway itself responded with an error ({error})',
    title: 'Let API Gateway add CORS headers to its own error responses',
    text: `{what} comes from API Gateway itself ({error}): an authorizer, a limit or a time-out. ${BEFORE} Look at that error first. With a REST API, the gateway responses DEFAULT_4XX and DEFAULT_5XX can carry the headers.`,
    misleading: 'The console reports a missing header; the gateway refused the request.',
  },
  'cloudfront-refused': {
    answer:
      'OPTIONS {path}: CloudFront refuses it (403), most likely because the behavior allows GET and HEAD only',
    title: 'Allow OPTIONS in the CloudFront behavior',
    text: `{what} comes from CloudFront itself. The behavior for this path most likely allows GET and HEAD only: choose “GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE” under allowed methods. A WAF rule or a geographic restriction can refuse it as well. ${BEFORE}`,
    misleading: 'The console reports a missing header; CloudFront didn’t pass the preflight on.',
  },
  'waf-refused': {
    answer: '{what}: a web application firewall blocked the request',
    title: 'Make a firewall rule for this request',
    text: `{what} comes from a web application firewall. ${BEFORE} Look up the rule that matched in its log, and let OPTIONS and this path through.`,
    misleading: 'The console reports a missing header; the firewall blocked the request.',
  },
  'supabase-token-refused': {
    answer: '{what}: Supabase refused the token ({error}), so the function never ran',
    title: 'Send a valid token to the Supabase function',
    text: 'The preflight isn’t the matter: the gateway of Supabase refused the token of the request itself ({error}), and the function never ran. Send the session’s access token or the project’s anon key in `authorization`, or turn off JWT verification for this function. No header in the function’s code helps.',
    misleading: 'The console reports a missing header; the token was refused.',
  },
  'supabase-edge': {
    answer: '{what} comes from Supabase before the function ran',
    title: 'Look at the log of the Edge Function',
    text: `{what} comes from Supabase before the function ran: the token was refused, or the function failed to start. ${BEFORE} Check the \`apikey\` and \`authorization\` headers and the function’s log; in the function, answer OPTIONS and set the CORS headers on every response.`,
    misleading: 'The console reports a missing header; the function was never reached.',
  },
  'tunnel-page': {
    answer: '{what} comes from the tunnel {host}, not from your server',
    title: 'Open the tunnel: its own page was sent',
    text: `{what} comes from the tunnel (ngrok, Codespaces, dev tunnels) and not from your server: it shows a login, a warning or an error first. ${BEFORE} Check that the tunnel runs, and make the port public.`,
    misleading: 'The console reports a missing header; your server was never reached.',
  },
  'ngrok-warning': {
    answer: '{what} is ngrok’s warning page: send the request header ngrok-skip-browser-warning',
    title: 'Skip ngrok’s warning page with a request header',
    text: '{what} is the page with which ngrok warns visitors of free tunnels, not a response of your server. Send the request header `ngrok-skip-browser-warning` with any value; the preflight must then allow that header, so add it to the server’s Access-Control-Allow-Headers. A paid plan or another tunnel shows no such page.',
    misleading: 'The console reports a missing header; your server was never reached.',
  },
  'other-program': {
    answer: '{what} comes from another program on this port ({sign})',
    title: 'Use another port: a different program responds here',
    text: '{what} carries `server: {sign}`: another program listens on this port, not your server. On macOS that is AirPlay Receiver on port 5000 and 7000: switch it off or start the server on another port.',
    misleading: 'The console reports a missing header; your server was never reached.',
  },
  'built-files-on-cdn': {
    answer: '{what}: the host that serves these files sends no CORS headers',
    title: 'Set the CORS header where the files are served',
    text: '{what} is a built file of a Next.js app that a CDN or file host serves without CORS headers; fonts always need them, scripts when `crossOrigin` is set. Set them where the files are served: on Workers and Pages in a `_headers` file, else in the rules of the CDN or the bucket. `headers()` in next.config reaches them only where Next.js itself serves them. That it came from the cache is normal.',
  },
  's3-wrong-region': {
    answer: 'The bucket is in {sign}: sign the URL for that region',
    title: 'Sign the URL for the region of the bucket',
    text: '{what} is a redirect of S3, because the bucket lies in {sign} (`x-amz-bucket-region`) and the URL was signed for another endpoint. Create the signed URL with that region on the server that signs it. Calling the final address breaks the signature, since it covers the host; a CORS rule doesn’t help.',
    misleading:
      'The console says that redirects aren’t allowed for a preflight, and not where the bucket is.',
  },
  's3-no-cors-rule': {
    answer: '{what}: the S3 bucket has no CORS rule that fits {method} from {origin}',
    title: 'Add a CORS rule to the bucket',
    text: '{what}: the bucket has no CORS rule that fits the origin, the method and every header of this request. S3 doesn’t say which of them is missing.',
    misleading: 'The console reports a missing header; the bucket’s rules decide it.',
  },
  's3-compatible-no-cors-rule': {
    answer: '{what}: the bucket has no CORS rule that fits {method} from {origin}',
    title: 'Add a CORS rule to the bucket, with the S3 command and --endpoint-url',
    text: '{what}: the bucket at {host} has no CORS rule that fits the origin, the method and every header of this request. The store speaks the protocol of S3: the same rule and the same command work, with `--endpoint-url`.',
    misleading: 'The console reports a missing header; the bucket’s rules decide it.',
  },
  'gcs-no-cors-entry': {
    answer:
      '{what}: no entry of the bucket’s CORS setting lists {method} from {origin} with all its headers ({names})',
    title: 'Add an entry to the bucket’s CORS setting that lists every header',
    text: 'Google Cloud Storage responds to a preflight without CORS headers unless one entry of the bucket’s `cors` lists the origin, the method and every requested header: {names}. Write them into cors.json (`responseHeader` holds the headers) and run `gcloud storage buckets update gs://BUCKET --cors-file=cors.json`.',
    misleading: 'The console reports a missing header; the bucket’s setting decides it.',
  },
  'gcs-session-without-origin': {
    answer: '{what}: the upload session was started without an Origin header',
    title: 'Start the resumable upload with the page’s Origin header',
    text: 'The preflight of this very request allowed {origin}, so the bucket’s CORS setting is fine. Google Cloud Storage decides with the request that starts a resumable upload: it was sent by a server, without `Origin`, so the responses of the session have no CORS headers. Send `Origin: {origin}` with that first request.',
    misleading: 'The console reports a missing header; the bucket’s setting is fine.',
  },
  'azure-storage-no-cors-rule': {
    answer: '{what}: the storage account {sign} has no CORS rule for {method} from {origin}',
    title: 'Add a CORS rule to the storage account',
    text: "{what}: the storage account {sign} has no CORS rule that fits the origin, the method and every header of this request ({names}): `az storage cors add --services b --methods {method} --origins {origin} --allowed-headers '*' --account-name {sign}`. Name the headers in place of `*` if you know them all.",
    misleading: 'The console reports a missing header; the account’s rules decide it.',
  },
  'apps-script-has-no-options': {
    answer:
      'Apps Script can’t answer OPTIONS: send the request without a preflight (Content-Type: text/plain)',
    title: 'Send the request without a preflight: Content-Type: text/plain',
    text: '{what}: a web app of Google Apps Script can neither answer OPTIONS nor set headers, so the page must avoid the preflight. Send the body as `text/plain` (it can still be JSON; parse `e.postData.contents`) and leave out custom headers.',
    misleading: 'The console reports a missing header; nobody can add it there.',
  },
  'entra-not-single-page': {
    answer: '{what}: the redirect URI is probably registered as Web, not as single-page application',
    title: 'Register the redirect URI as single-page application in Microsoft Entra',
    text: 'Microsoft Entra ID sends CORS headers from its token endpoint only to redirect URIs that are registered for a single-page application. In the app registration, move the URI from “Web” to “Single-page application” and use the code flow with PKCE; a client secret must not be in a page. The body of the {status} names the error. This isn’t your server: no headers can be set there.',
    misleading: 'The console reports a missing header on Microsoft’s server.',
  },
  'keycloak-error': {
    answer: '{what}: Keycloak reports an error; read it first, then check the client’s Web origins',
    title: 'Read Keycloak’s error, then check the client’s Web origins',
    text: '{what} is an error of Keycloak, and such responses often have no CORS headers. Read the error first: an expired code or refresh token, an unknown client, a wrong redirect URI (the server’s events and curl show it). Then check that the client’s “Web origins” list {origin}, or `+` for all its redirect URIs.',
    misleading: 'The console reports a missing header and hides the {status}.',
  },
  'keycloak-web-origins': {
    answer: '{what}: the client’s Web origins in Keycloak don’t list {origin}',
    title: 'Add the page’s origin to the client’s Web origins in Keycloak',
    text: '{what}: Keycloak sends CORS headers for the origins in the client’s “Web origins”. Add {origin} there, or `+` for all its redirect URIs.',
  },
  'socketio-own-cors': {
    answer: '{what}: Socket.IO needs its own cors option',
    title: 'Set the cors option of the Socket.IO server',
    text: "{what} was answered by Socket.IO, which runs beside the application’s middleware, so the CORS package of Express doesn’t reach it. Write `new Server(httpServer, { cors: { origin: '{origin}' } })`, with `credentials: true` if the client uses `withCredentials`.",
  },
} as const satisfies Record<string, CauseMessages>
