/** Words of the causes behind a status, in English. */
import type { CauseMessages } from '../message.ts'

const HIDDEN =
  'The console reports a missing Access-Control-Allow-Origin header and never mentions the status {status}.'
const OUTSIDE =
  'Error responses created outside the CORS middleware have no CORS headers, so the browser hides the error from the page.'

export const STATUS_EN = {
  'server-error': {
    answer: '{what}: the server crashed ({status}), and its error response has no CORS headers',
    title: 'Fix the error on the server first',
    text: `The real problem isn’t CORS: {what} failed with an error inside {server}. ${OUTSIDE} Look up the exception in the server’s own log and fix it. With the fix shown, error responses keep their CORS headers and the page sees the status from then on.`,
    misleading: HIDDEN,
  },
  'starlette-unhandled-exception': {
    answer: '{call} crashed ({status}); FastAPI makes that response outside CORSMiddleware',
    title: 'Fix the exception: its 500 is made outside CORSMiddleware',
    text: 'The real problem isn’t CORS: {what} raised an exception that nothing handled. Starlette makes that response in ServerErrorMiddleware, which always runs outside CORSMiddleware, so it has no CORS headers even where CORS is set up correctly. Read the traceback in the server’s log and fix it. To keep the headers on every response, wrap the whole app in CORSMiddleware. An `@app.exception_handler(Exception)` doesn’t help: it runs outside too.',
    misleading: HIDDEN,
  },
  'next-handler-threw': {
    answer: '{call} crashed ({status}); Next.js drops the headers that the route handler set',
    title: 'Fix the exception in the route handler',
    text: 'The real problem isn’t CORS: {what} threw. Next.js then sends an empty 500, and the headers that the handler meant to set are lost. Read the error in the terminal of Next.js and fix it. Headers set in next.config or proxy.ts stay on a 500, so set them there.',
    misleading: HIDDEN,
  },
  'cors-callback-threw': {
    answer:
      'OPTIONS {path} crashed ({status}): most likely the origin callback of cors() rejects {origin} with an error',
    title: 'Let the origin callback of cors() allow this origin, without an error',
    text: 'Routes don’t run for OPTIONS, so the middleware failed: {what}. The usual reason is an `origin` callback of the `cors` package that calls back with an Error for an origin that isn’t on its list; Express turns that into a 500. Add {origin} to the list the callback uses, keep the other options (such as `credentials: true`), and call `callback(null, false)` for other origins. Another middleware that fails before it looks the same: the server’s log tells.',
    misleading: HIDDEN,
  },
  'gateway-error': {
    answer: '{call} got {status} from {maker}: the application behind it did not respond',
    title: 'Find out why the proxy can’t reach the application',
    text: 'The real problem isn’t CORS: {what} was answered by a proxy or gateway ({maker}), because the application behind it couldn’t be reached, took too long or sent no valid response. The application’s CORS headers aren’t on such a response. Look at the proxy’s error log and check that the application is running.',
    misleading: HIDDEN,
  },
  'errors-lose-headers': {
    answer:
      '{call} returned {status}; it passed {seconds} s earlier, so only its error responses lack the CORS headers',
    title: 'Read the {status}: the same request passed before',
    text: 'The same method and address passed {seconds} s earlier, with CORS headers for {origin}. So CORS is set up here, and {what} is the matter: look at that error in the server’s log or with curl. Error responses of this server are made without the CORS headers; add them there too, and the page can read the error.',
    misleading: HIDDEN,
  },
  'body-too-large-for-proxy': {
    answer: '{call}: {maker} refuses the body as too large (413)',
    title: 'Raise the body size limit of the proxy',
    text: 'The real problem isn’t CORS: {what} says that the request body is too large, and {maker} says so before the application sees the request (in nginx: `client_max_body_size`). Raise that limit or send less. The application’s own CORS headers stay as they are: adding them in the proxy too would double them on the responses that work.',
    misleading: HIDDEN,
  },
  'body-too-large-for-application': {
    answer: '{call}: the application refuses the body as too large (413), before its CORS middleware runs',
    title: 'Raise the application’s own size limit, and let CORS run before it',
    text: "The real problem isn’t CORS: {what} says that the request body is too large, and the application itself ({server}) made that response. Raise its limit (in Express: `express.json({ limit: '5mb' })`) or send less, and put the CORS middleware before the check, so that the page can read the 413.",
    misleading: HIDDEN,
  },
  'body-too-large': {
    answer: '{call}: the request body is too large (413)',
    title: 'Raise the limit for the size of a request',
    text: 'The real problem isn’t CORS: {what} says that the request body is too large. Whatever enforces the limit, a proxy (in nginx `client_max_body_size`) or the application’s body parser, responds before the CORS middleware. Raise the limit there or send less.',
    misleading: HIDDEN,
  },
  'rate-limited-before-application': {
    answer: '{call}: {maker} limits the requests (429)',
    title: 'Send fewer requests, or raise the limit of the proxy',
    text: 'The real problem isn’t CORS: {what} says that there were too many requests, and {maker} says so before the application sees them. Send fewer requests or raise the limit there.',
    misleading: HIDDEN,
  },
  'rate-limited': {
    answer: '{call}: too many requests (429), and the rate limiter responds without CORS headers',
    title: 'Slow down, and let CORS run before the rate limiter',
    text: 'The real problem isn’t CORS: {what} says that there were too many requests. The rate limiter responds before the CORS middleware runs. Put the CORS middleware before the limiter, and send fewer requests.',
    misleading: HIDDEN,
  },
  'trusted-host': {
    answer: '{call}: TrustedHostMiddleware rejects the host {host}',
    title: 'Add the host to allowed_hosts of TrustedHostMiddleware',
    text: '{what} has the length of “Invalid host header”, which TrustedHostMiddleware sends for a host that isn’t on its list. It runs outside CORSMiddleware, so the response has no CORS headers. This is inferred from the length. Add {host} to `allowed_hosts`, and add CORSMiddleware last.',
    misleading: HIDDEN,
  },
  'options-refused': {
    answer: 'OPTIONS {path} returns {status}: a preflight needs a status from 200 to 299',
    title: 'Answer OPTIONS with a status from 200 to 299',
    text: 'The headers of the preflight response would let the origin in, but its status doesn’t: {what}. Headers are added in one place, and OPTIONS is refused in another. Let {server} answer OPTIONS requests that carry Access-Control-Request-Method with 204 before anything else looks at them.',
    misleading:
      'The console says “It does not have HTTP ok status” without naming the status, which was {status}.',
  },
  'options-not-handled': {
    answer: 'OPTIONS {path} returns {status}: nothing on the server handles the preflight for {method}',
    title: 'Handle OPTIONS: nothing on the server answers the preflight',
    text: 'Before the request, the browser asks for permission with OPTIONS, and {server} has nothing that handles it: {what}. Routes exist for the methods of the API only. A CORS middleware answers OPTIONS for all of them.',
    misleading: HIDDEN,
  },
  'not-found-at-preflight': {
    answer: 'OPTIONS {path} returns 404: the server knows no such path',
    title: 'Check the address: the preflight got 404',
    text: '{what}: {server} responds to OPTIONS on the paths it knows with another status, so it probably has nothing at this address. Compare it with the one the API documents: a missing prefix, a typo, an extra slash. If the address is right, no CORS middleware handles OPTIONS.',
    misleading: HIDDEN,
  },
  'not-found': {
    answer: '{call} returns {status}: the server knows no such path',
    title: 'Check the address: the server knows no such path',
    text: '{what}: {server} has nothing at this address, and its “not found” response has no CORS headers. Compare the address with the one the API documents: a missing prefix, a typo, an extra slash. If the address is right, the route isn’t deployed there.',
    misleading: HIDDEN,
  },
  'method-not-served': {
    answer: '{call} returns 405: the server serves this path with another method',
    title: 'Check the method: the server serves this path with another',
    text: '{what}: {server} knows the address but not with this method, and that response has no CORS headers.',
    misleading: HIDDEN,
  },
  'starlette-auth-outside-cors': {
    answer: 'OPTIONS {path} returns {status}: an auth middleware responds before CORSMiddleware',
    title: 'Move CORSMiddleware outside the auth middleware',
    text: '{what}: the preflight was refused by an authentication check. The dependencies of FastAPI never see OPTIONS, so a middleware did it, and it runs outside CORSMiddleware, or there is no CORSMiddleware. If there is one, move that `app.add_middleware(CORSMiddleware, …)` below the others, so that it runs first; its options stay as they are.',
    misleading: HIDDEN,
  },
  'auth-at-preflight': {
    answer: 'OPTIONS {path} returns {status}: the login check runs before CORS and refuses the preflight',
    title: 'Let CORS run before authentication',
    text: '{what}: the preflight was refused by an authentication check. In {server}, the CORS middleware must run before authentication and answer OPTIONS itself.',
    misleading: HIDDEN,
  },
  'auth-before-cors': {
    answer: '{call} returns {status}: the login was not accepted, and that response has no CORS headers',
    title: 'Let CORS run before authentication, and check the login',
    text: '{what} was refused because the login wasn’t accepted, and the response has no CORS headers: the check runs before the CORS middleware. Let CORS run first; then the page sees the status and can ask the user to log in. Also check why the login wasn’t accepted: a missing or old token, or cookies that weren’t sent.',
    misleading: HIDDEN,
  },
  'cors-refused-with-403': {
    answer: '{what}: the server’s CORS check most likely rejects {origin}',
    title: 'Add the page’s origin to the allowed origins',
    text: '{what} has no body and no CORS headers, and nothing in it asks for a login: that is how a CORS middleware rejects an origin that isn’t on its list (gin-contrib/cors does, for GET and for OPTIONS). Add {origin} to that list, exactly as written. A firewall or another check can send the same response: the server’s log tells.',
    misleading: 'The console reports a missing header, as if CORS weren’t set up at all.',
  },
  'forbidden-at-preflight': {
    answer: 'OPTIONS {path} is forbidden (403) before CORS is looked at',
    title: 'Find out what forbids OPTIONS',
    text: '{what} was forbidden and has no CORS headers. A 403 can come from a firewall, a list of addresses, a CSRF or origin check, or the application. A preflight must not be checked like a request: let OPTIONS with Access-Control-Request-Method through to the CORS middleware.',
    misleading: HIDDEN,
  },
  forbidden: {
    answer: '{call} is forbidden (403), and that response has no CORS headers',
    title: 'Find out who forbids the request',
    text: '{what} was forbidden, and the response has no CORS headers. A 403 alone doesn’t say by whom: a firewall, a CSRF or origin check, or missing rights. Look for it in the server’s log. If the CORS middleware runs first, the page can read the 403.',
    misleading: HIDDEN,
  },
} as const satisfies Record<string, CauseMessages>
