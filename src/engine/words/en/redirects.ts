/** Words of the causes behind a redirect, in English. */
import type { CauseMessages } from '../message.ts'

export const REDIRECTS_EN = {
  'redirect-with-password': {
    answer: '{what} redirects to an address that holds a user name or password',
    title: 'Remove the user name and password from the Location header',
    text: '{what} redirects to {to} with a user name or a password in the address. Browsers refuse that across origins, and such an address ends up in logs and histories. Let the server redirect without them, or fetch the target itself.',
  },
  'next-router-left-site': {
    answer: '{what}: Next.js’ router fetched this link, and the redirect leaves the site for {host}',
    title: 'Use a plain link, or turn off prefetching for it',
    text: 'Nothing is broken for the user: the router of Next.js fetched the page of a link as data, {what} redirected to {to} on another origin, and the router falls back to a full navigation by itself. To avoid the failed request, use a plain `<a>` for this link or set `prefetch={false}`. No CORS headers are needed for {host}.',
    misleading: 'The console reports a CORS failure, and the link works.',
  },
  'manifest-without-cookies': {
    answer: 'The manifest is fetched without cookies, so {what} redirects it to the login',
    title: 'Add crossorigin="use-credentials" to the manifest link',
    text: 'Browsers fetch a web manifest without cookies, also from their own site, so {what} doesn’t know the user and redirects to {to}. Write `<link rel="manifest" href="…" crossorigin="use-credentials">`. The user’s login is fine, and no CORS headers help.',
    misleading: 'The console blames the login page’s missing header.',
  },
  'login-started-by-fetch': {
    answer: '{what} starts a login at {host}: navigate to it, don’t fetch it',
    title: 'Navigate to the login: location.href instead of fetch',
    text: '{what} is the start of a login: it redirects to {to}, and the `redirect_uri` there leads back to this server. The user has to see that page, so a script can’t fetch it. Write `location.href = …` (or use a plain link) in place of the fetch.',
    misleading: 'The console blames the login page’s missing header.',
  },
  'access-session-over': {
    answer: '{what}: the session of Cloudflare Access is over, and the request was redirected to its login',
    title: 'Sign in to Cloudflare Access again',
    text: 'Cloudflare Access protects this server and found no valid session for the request: {what} redirects to {to}. Reload the page or sign in again. In the Access application, let it answer scripts with 401 in place of the redirect; then the page can notice. No header of the login page helps.',
    misleading: 'The console blames the login page’s missing header.',
  },
  'rewrite-leaks-location': {
    answer: '{what} redirects past the proxy to {to}',
    title: 'Call the back end’s path exactly, so that it needn’t redirect',
    text: 'The page called its own origin, which forwards the call to the API (`rewrites()` of Next.js or another proxy). The API responded with a redirect to its own address, {to}; the browser followed it past the proxy, and so the call became cross-origin. Mostly the API only wants a slash added or removed. Use the path exactly as the API declares it, also in the rewrite’s destination, and with Next.js set `skipTrailingSlashRedirect`.',
  },
  'login-redirect-at-preflight': {
    answer: 'OPTIONS {path} is redirected to the login at {to}: leave OPTIONS out of the login check',
    title: 'Leave OPTIONS out of the login check',
    text: '{what} redirects the preflight to {to}. A preflight never carries cookies or an Authorization header, so it can never be logged in; whether the user is logged in can’t be seen here. Let OPTIONS pass the login check and be answered by the CORS middleware. A 401 in place of the redirect would fail as well.',
    misleading: 'The console says that redirects aren’t allowed for a preflight, and not why there is one.',
  },
  'login-redirect': {
    answer: '{what} redirects to the login at {to}: the session is missing or expired',
    title: 'Answer API calls with 401 instead of a redirect to the login page',
    text: 'The real problem is a missing or expired login: {what} redirects to {to}. A script can’t use a login page, and such a page has no CORS headers. Let the API answer 401, and let the page send the user to the login.',
    misleading: 'The console blames a CORS header; the session is what is missing.',
  },
  'next-slash-redirect': {
    answer: '{what} redirects to {to}: call the path exactly as Next.js serves it',
    title: 'Call the path exactly as Next.js serves it',
    text: '{what} redirects to {to}, only to add or remove the slash at the end (`trailingSlash` in next.config decides which). Next.js makes this 308 before everything else: neither `headers()` nor proxy.ts can add CORS headers to it. Call the final address, or set `skipTrailingSlashRedirect`.',
  },
  'starlette-slash-redirect': {
    answer: '{what} redirects to {to}: the route is declared with the other slash',
    title: 'Call the path exactly as it is declared, slash included',
    text: '{what} redirects to {to}, because the route is declared with the other spelling (`redirect_slashes` of FastAPI). With CORSMiddleware in place the redirect has CORS headers and the browser follows it, at the price of a second round trip. Calling the declared path saves that.',
  },
  'slash-redirect': {
    answer: '{what} redirects to {to}: call the path with the slash as the server serves it',
    title: 'Call the path exactly as the server serves it, slash included',
    text: '{what} redirects to {to}: the same address except for the slash at its end, and the redirect has no CORS headers. Call the final address.',
  },
  'https-redirect-in-development': {
    answer: '{what} redirects to {to} on a development machine',
    title: 'Redirect to https only where https is served',
    text: '{what} redirects to {to}, on a development machine where plain http is meant. With FastAPI this is mostly HTTPSRedirectMiddleware, running outside CORSMiddleware. Add that middleware in production only, or call https.',
  },
  'https-redirect': {
    answer: '{what} redirects to https: call {to} directly',
    title: 'Call the API over https directly',
    text: '{what} redirects from http to https ({to}). Write https:// in the address that the page calls.',
  },
  'http-downgrade': {
    answer: '{what} redirects from https to {to}: the application doesn’t know that it is served over https',
    title: 'Tell the application that it is served over https',
    text: '{what} redirects from https to plain http ({to}). The application runs behind a proxy that ends TLS and doesn’t know about it, so it builds its addresses with http. Let the proxy send X-Forwarded-Proto and let the application trust it (uvicorn: `--proxy-headers --forwarded-allow-ips`). Calling the final path directly avoids the redirect.',
  },
  'host-redirect': {
    answer: '{what} redirects to {to}: call that host directly',
    title: 'Call the host that the server redirects to',
    text: '{what} redirects to {to}, another name of the same service (with or without www, for example). Use that name as the base address of the API.',
  },
  'redirect-elsewhere': {
    answer: '{what} redirects to {to} without CORS headers',
    title: 'Respond directly, or call the final address',
    text: '{what} redirects to {to}. Call the final address from the page, or let the server respond without a redirect.',
  },
  'hsts-preflight': {
    answer: '{what}: the browser itself turned http into https (HSTS), and a preflight may not be redirected',
    title: 'Call the API over https directly (HSTS)',
    text: 'The browser itself turned {what} from http into https, because the host once asked for that (HSTS), and a preflight may not be redirected, not even by the browser. Write https:// in the address that the page calls.',
  },
} as const satisfies Record<string, CauseMessages>
