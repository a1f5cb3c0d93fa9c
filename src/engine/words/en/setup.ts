/** Words of the causes that are plainly about set-up, and of those inside Next.js, in English. */
import type { CauseMessages } from '../message.ts'

const AS_IF_NONE = 'The console reports a missing header, as if CORS weren’t set up at all.'

export const SETUP_EN = {
  'next-dev-socket': {
    answer:
      'next dev was opened under the host {page} and refuses its WebSocket, so the page never comes to life',
    title: 'Add the host to allowedDevOrigins',
    text: 'The development server of Next.js refused the WebSocket of its own page, because the page was opened under another name ({page}). That handshake is the only trace: the page looks right, and never becomes interactive. Add that host name, without scheme and port, to `allowedDevOrigins` in next.config. CORS headers have nothing to do with it.',
  },
  'websocket-refused': {
    answer: 'The server refused the WebSocket handshake of {path}; CORS doesn’t apply to WebSockets',
    title: 'Let the server’s own origin check accept this page',
    text: 'The server refused the WebSocket handshake. CORS doesn’t apply to ws: and wss:, so no CORS header or middleware helps: the server looks at the Origin header ({origin}), the login or the path by itself. Check what its WebSocket handler requires.',
  },
  'asked-by-content-script': {
    answer:
      'A content script of an extension sent {call} as {origin}: fetch from the extension’s service worker',
    title: 'Fetch from the extension’s service worker, with host_permissions',
    text: 'The initiator is the content script of an extension. It runs with the origin of the page it is in ({origin}) and has none of the extension’s rights. Send the request from the extension’s service worker (by message) and list the server in `host_permissions`. Don’t allow {origin} on the server for this.',
    misleading: 'The console blames the server, as if the page had sent the request.',
  },
  'asked-by-extension-page': {
    answer: '{call} was sent by a page of an extension that has no permission for {host}',
    title: 'List the host in host_permissions of the extension’s manifest',
    text: 'The request comes from a page or the service worker of an extension ({origin}). With the host in `host_permissions` such requests need no CORS headers; without it, the CORS check applies to them as to any page, and {what} doesn’t pass it. Add the permission in place of changing the server.',
    misleading: 'The console blames the server’s headers; what is missing is the extension’s permission.',
  },
  'asked-by-service-worker': {
    answer: 'The page’s service worker ({sign}) sent {call} itself, and {what} has no CORS headers',
    title: 'Let the service worker leave this request alone',
    text: 'The service worker of the page ({sign}) took over a request of the page and sent it again by script, and a script needs CORS headers that {what} doesn’t have. Let the worker’s fetch handler return early for other origins (Angular: leave the address out of `dataGroups` or send `ngsw-bypass`), or fetch with `mode: event.request.mode`. If {host} is yours, it can send the headers.',
  },
  'answered-by-service-worker': {
    answer: 'The page’s service worker answered {call} with {status}, because its own request failed on CORS',
    title: 'Let the service worker leave this request alone',
    text: 'No server sent this {status}: the service worker of the page made it after its own request to the same address, milliseconds later in the log, had failed on CORS. Let the worker’s fetch handler return early for other origins.',
  },
  'extension-redirect': {
    answer: 'A browser extension redirects {call}',
    title: 'Switch off the extension that redirects this request',
    text: '{call} was redirected by a browser extension, not by the server: the browser notes “WebRequest API” as the reason.',
  },
  'extension-altered-headers': {
    answer: 'The headers of {what} pass every check: an extension probably changed them',
    title: 'Try again in a window without extensions',
    text: 'The headers in the log pass every check, and the browser refused {what} all the same. The log shows what came over the wire; an extension that changes headers works after that. Switch off extensions such as header editors and “CORS unblockers”, which often add a second Access-Control-Allow-Origin. This is inferred: nothing in the log shows the extension itself.',
    misleading: 'The console names a header value that the server didn’t send.',
  },
  'resource-policy-by-helmet': {
    answer:
      '{what}: helmet sends Cross-Origin-Resource-Policy: same-origin, which keeps other origins from embedding it',
    title: 'Set crossOriginResourcePolicy of helmet for this path',
    text: "This isn’t the CORS check: helmet’s default `Cross-Origin-Resource-Policy: same-origin` keeps {what} from being embedded by another origin. Where others may embed it, use `helmet({ crossOriginResourcePolicy: { policy: 'cross-origin' } })`, for that path alone if you can.",
  },
  'vite-allows-localhost-only': {
    answer: 'Vite’s dev server allows localhost origins only: add {origin} to server.cors.origin',
    title: 'Add the page’s origin to server.cors.origin in vite.config',
    text: '{what} comes from Vite’s development server, which allows pages of localhost only (since 6.0.9) and varies its responses by Origin. Set `server.cors.origin` in vite.config to {origin}.',
    misleading: AS_IF_NONE,
  },
  'express-no-cors': {
    answer: '{what}: Express answered OPTIONS itself; no cors() runs before this route',
    title: 'Call cors() before the routes',
    text: '{what} is the response that Express makes by itself for OPTIONS: the list of methods of the route, and no CORS headers. No CORS middleware runs before this route; it must come before the routes in the file.',
    misleading: 'The console reports a missing header although OPTIONS was answered with 200.',
  },
  'go-cors-refused': {
    answer:
      '{what}: a CORS handler refused origin {origin}, method {method} or a header, without saying which',
    title: 'Allow origin, method and headers in the CORS options',
    text: '{what} comes from a CORS handler (rs/cors of Go responds like this) that refused the request. It leaves out all CORS headers, whether the origin, the method or a request header isn’t allowed. So check all three: AllowedOrigins must have {origin}, AllowedMethods and AllowedHeaders what the request needs.',
    misleading: 'The console blames the origin, even where a method or a header was refused.',
  },
  'spring-cors-refused': {
    answer:
      '{what}: Spring refused the CORS request: origin {origin}, method {method} or a header isn’t allowed',
    title: 'Allow origin, method and headers in Spring’s CORS configuration',
    text: '{what} looks like Spring’s “Invalid CORS request”: Spring knows about CORS and refused. It doesn’t say whether the origin {origin}, the method or a header isn’t allowed, and it refuses preflights in the same way when no CORS is configured.',
    misleading: AS_IF_NONE,
  },
  'origin-not-listed': {
    answer: '{what}: CORS is set up, but not for {origin}',
    title: 'Add the page’s origin to the allowed origins',
    text: 'CORS is set up on this server, but not for {origin}: {what} has other CORS headers, or says Vary: Origin, and leaves out Access-Control-Allow-Origin. Add the origin to the server’s list, exactly as written: no slash at the end, the right scheme and port.',
    misleading: AS_IF_NONE,
  },
  'preflight-without-cors': {
    answer: '{what} has no CORS headers: the server didn’t treat OPTIONS as a preflight',
    title: 'Answer the preflight with CORS headers',
    text: '{what} answered the browser’s preflight, but with no CORS headers at all. {server} didn’t treat that OPTIONS as a preflight. The CORS middleware must answer it before the route does.',
  },
  'answer-without-cors': {
    answer: 'The preflight passed, but {what} has no Access-Control-Allow-Origin',
    title: 'Send Access-Control-Allow-Origin on the response too, not on OPTIONS alone',
    text: 'The preflight passed, but {what} itself has no CORS headers. The browser checks both. Set Access-Control-Allow-Origin on every response of this address, error responses included.',
  },
  'cors-lost-here': {
    answer: '{what} has no CORS headers; other addresses of this server allow {origin}',
    title: 'Set the CORS headers for this address too',
    text: 'Other addresses of this server allow {origin}, and {what} has no CORS headers. The CORS middleware doesn’t cover this path: a router mounted before it, a pattern that doesn’t match, static files, or another program behind the same name.',
  },
  'headers-come-and-go': {
    answer: '{what} has no CORS headers; the same address sent them to {origin} at another time',
    title: 'Find out which response of this address lacks the headers',
    text: 'The same address let {origin} in at another time of this log, and {what} has no CORS headers. So CORS is set up here, and some responses are made without it: a cache that doesn’t vary by Origin, another instance with another configuration, or a restart in between.',
  },
  'cors-not-set-up': {
    answer: '{what} has no CORS headers: the server isn’t configured to let {origin} read it',
    title: 'Set up CORS on the server for this page',
    text: '{what} has no CORS headers: {server} isn’t configured to let {origin} read it. Servers send none by default. If CORS is set up there already, its list of origins lacks this one.',
  },
  'next-dev-origin': {
    answer: '{what}: next dev refuses its files to the host {page}',
    title: 'Add the host to allowedDevOrigins',
    text: '{what} says “Unauthorized”: the development server of Next.js hands its own files to known hosts only, and the page was opened under another name ({page}). Until then the page looks right but doesn’t come to life. Add that host name, without scheme and port, to `allowedDevOrigins` in next.config. This isn’t a matter of CORS headers.',
  },
  'next-server-action-origin': {
    answer: '{what}: Next.js refused the Server Action of a page on {page}',
    title: 'Add the host to serverActions.allowedOrigins',
    text: '{what}: Next.js refused a Server Action, because the page’s host ({page}) isn’t the one the server sees. A proxy in between changes the Host header. Let the proxy pass on the host, or add {page} to `experimental.serverActions.allowedOrigins` in next.config. This isn’t a matter of CORS headers.',
  },
  'next-no-options-export': {
    answer: '{what}: Next.js answered OPTIONS itself; the route exports no OPTIONS with CORS headers',
    title: 'Give the automatic OPTIONS response its CORS headers',
    text: '{what} is the response that Next.js makes by itself for a route handler without an `OPTIONS` export: a 204 with `allow`, and no CORS headers. Set them for the path in `headers()` of next.config, which covers this response too, or export `OPTIONS` from the route.',
    misleading: 'The console reports a missing header although the preflight was answered with 204.',
  },
  'next-options-without-headers': {
    answer: '{what}: the route’s OPTIONS handler responds without CORS headers',
    title: 'Set the CORS headers in the OPTIONS handler',
    text: '{what} comes from an `OPTIONS` that the route exports, and it has no CORS headers. (The one that Next.js makes by itself would be a 204 with `allow`.) Set the headers in that handler, or for the path in `headers()` of next.config.',
    misleading: 'The console reports a missing header although OPTIONS was answered with {status}.',
  },
  'next-pages-api-options': {
    answer: '{what}: the pages/api handler doesn’t answer OPTIONS with CORS headers',
    title: 'Answer OPTIONS before the handler of pages/api runs',
    text: '{what} comes from Next.js, but not from a route handler of the App Router: most likely a handler in pages/api, which is called for OPTIONS like for any other method. It must answer OPTIONS itself, or proxy.ts must do so before it.',
  },
  'next-public-file-options': {
    answer: '{what}: a file in public/ doesn’t answer OPTIONS; handle it in proxy.ts',
    title: 'Answer OPTIONS for this file in proxy.ts',
    text: '{what}: a file in public/ answers GET and HEAD only, and `headers()` in next.config can’t change the status of OPTIONS. The request needs a preflight because of a header it carries. Answer it in proxy.ts, or load the file without that header.',
  },
  'next-page-not-route': {
    answer: '{what}: this address is a page of Next.js, which answers GET and HEAD only',
    title: 'Call a route handler: this address is a page',
    text: '{what}: this address belongs to a page of Next.js, and a page answers GET and HEAD only. The API needs a route.ts of its own (a page and a route can’t share one address), or the address is wrong.',
  },
  'next-base-path': {
    answer: '{what}: this app lives under {basePath}; call {basePath}{path}',
    title: 'Call the address with the basePath before it',
    text: '{what}: everything of this Next.js app lives under {basePath} (`basePath` in next.config), and this address lacks it. Call {basePath}{path}.',
  },
  'next-not-found': {
    answer: '{what}: Next.js has nothing at this address',
    title: 'Check the address: Next.js has nothing there',
    text: '{what}: this is the “not found” page of Next.js. Compare the address with the folders under app/ or pages/. With a `basePath` in next.config every address starts with that.',
  },
  'next-rewrite-external': {
    answer: '{what} was forwarded by Next.js, and the server behind it sends no CORS headers',
    title: 'Set CORS headers on the server behind the rewrite',
    text: '{what} was forwarded by Next.js (`rewrites()`) to another server, whose response it passes on. `headers()` in next.config and `NextResponse.next()` have no effect on that. Let the other server set the CORS headers (the Origin header reaches it), or forward with `NextResponse.rewrite` in proxy.ts and set them there.',
  },
  'next-image-optimizer': {
    answer: '{what}: the image optimizer of Next.js sends no CORS headers',
    title: 'Load the image from the same origin, or the source image itself',
    text: '{what} was made by the image optimizer of Next.js (`/_next/image`), and is loaded in CORS mode (the `crossorigin` attribute). Load it from the page’s own origin, load the source image with CORS headers instead, or try whether a rule of `headers()` with exactly this path reaches it in your version.',
  },
  'next-static-assets': {
    answer: '{what}: Next.js sends no CORS headers for its built files',
    title: 'Set CORS headers for the files under /_next/static',
    text: '{what} is a built file of a Next.js app, loaded from another origin (`assetPrefix`). Next.js sends no CORS headers for those by itself; fonts always need them, scripts when `crossOrigin` is set. Copies that the browser already holds stay broken until its cache is emptied: they were stored for a year.',
  },
  'next-public-file': {
    answer: '{what}: Next.js sends no CORS headers for files in public/',
    title: 'Set CORS headers for this file in next.config',
    text: '{what} is a static file, and Next.js sends no CORS headers for those by itself. Set them for the folder in `headers()` of next.config.',
  },
  'next-headers-missing': {
    answer: '{what} has no CORS headers: Next.js adds none by itself',
    title: 'Set CORS headers for this path in next.config',
    text: "{what} has no CORS headers: Next.js adds none by itself. If you did set some, the pattern doesn’t match this path (`source: '/api'` is that one path, `'/api/:path*'` everything under it; the `matcher` of proxy.ts likewise), or only some responses of the handler set them.",
  },
} as const satisfies Record<string, CauseMessages>
