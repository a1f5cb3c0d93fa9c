/** Words of the causes of a preflight whose lists do not cover the request, in English; CORSMiddleware’s among them. */
import type { CauseMessages } from '../message.ts'

const EXACT =
  'Compare character by character: no slash at the end, no path, the right scheme and port; `localhost` and `127.0.0.1` are two origins. `allow_origins` takes whole origins only; a pattern belongs into `allow_origin_regex`.'
const STATUS_ONLY =
  'The console says only that the preflight “does not have HTTP ok status”, and names neither method nor header.'
const AS_IF_NONE = 'The console reports a missing header, as if CORS weren’t set up at all.'
const METHOD =
  'The method {method} isn’t in `allow_methods` (it has {allowedMethods}; the default is GET alone).'
const HEADERS =
  'The request header {names} isn’t in `allow_headers` (only Accept, Accept-Language, Content-Language and Content-Type are always allowed).'
const INFERRED =
  'The body of the response, which no tool can show, says so too; that follows from its length and headers.'

export const PREFLIGHTS_EN = {
  'response-header-sent-by-page': {
    answer: 'The page sends {names} as a request header: remove it',
    title: 'Remove the Access-Control-… headers from the request',
    text: 'The page sends {names} with its request. Those are response headers: only the server can allow something with them. In a request they do nothing, except that the browser now has to ask permission for them. Remove them from the page’s code; don’t allow them on the server.',
  },
  'method-case': {
    answer: 'The page uses the method {method}: write {value}',
    title: 'Write the method in capitals',
    text: "The page uses the method `{method}`. Browsers write get, post, put, delete, head and options in capitals by themselves, and no other: `{method}` and `{value}` are two methods. Write `method: '{value}'`.",
    misleading: 'The console blames the server’s list of methods.',
  },
  'header-from-extension': {
    answer: 'A browser extension adds {names}, and the server doesn’t allow it',
    title: 'Switch off the extension that adds request headers',
    text: 'The request carries {names}, which a browser extension for changing headers adds, and the server doesn’t know it. Try a window without extensions.',
  },
  'header-from-tracing': {
    answer: 'A tracing SDK adds {names}, and {host} doesn’t allow it',
    title: 'Restrict the tracing SDK to your own servers',
    text: 'A tracing SDK in the page adds {names} to this request, and {host} doesn’t allow it. Let the SDK add its headers only for your own servers: `tracePropagationTargets` in Sentry, `propagateTraceHeaderCorsUrls` in OpenTelemetry, `allowedTracingUrls` in Datadog, `distributed_tracing.allowed_origins` in New Relic. If {host} is yours and takes part in the tracing, add the header to its Access-Control-Allow-Headers.',
    misleading: 'The console blames the server’s list of headers.',
  },
  'header-misspelt': {
    answer: 'The page sends {names}, and the server allows {allowed}',
    title: 'Correct the spelling of the request header',
    text: 'The page sends the header {names}, and the server allows one of nearly the same name: {allowed}. This looks like a typo on one of the two sides.',
  },
  'list-unparsable': {
    answer: '{names} can’t be parsed: “{allowed}”',
    title: 'Send comma-separated names',
    text: '{what} sends {names}: “{allowed}”. That isn’t a list of comma-separated names, so the browser discards the whole response.',
  },
  'star-in-list-with-credentials': {
    answer: 'With credentials * covers nothing: name {names}',
    title: 'Name methods and headers: * doesn’t count with credentials',
    text: '{what} allows `*`. For a request with credentials that is a name like any other and covers nothing. Name {names}.',
  },
  'method-listed-in-lower-case': {
    answer: 'Access-Control-Allow-Methods lists {allowedMethods}: write {method} in capitals',
    title: 'Write the methods in capitals on the server',
    text: '{what} allows “{allowedMethods}”. Methods are case-sensitive, so that doesn’t cover {method}.',
  },
  'method-not-listed': {
    answer: 'Allow {method}: Access-Control-Allow-Methods lists {allowedMethods}',
    title: 'Add the method to the allowed methods',
    text: 'CORS is set up and the origin is allowed, but the method {method} isn’t: {what} allows {allowedMethods}.',
  },
  'header-not-listed': {
    answer: 'Allow the request header {names}: Access-Control-Allow-Headers lists {allowed}',
    title: 'Add the request header to the allowed headers',
    text: 'CORS is set up and the origin is allowed, but the request header {names} isn’t: {what} allows {allowed}.',
  },
  'starlette-origin-not-listed': {
    answer: 'FastAPI refuses the origin {origin}: add it to allow_origins',
    title: 'Add the page’s origin to allow_origins',
    text: `CORSMiddleware is there and refused the request: {origin} isn’t in \`allow_origins\`. ${EXACT} Keep the other options. ${INFERRED}`,
    misleading: AS_IF_NONE,
  },
  'starlette-method-not-listed': {
    answer: 'FastAPI refuses the method {method}: add it to allow_methods ({allowedMethods})',
    title: 'Add the method to allow_methods',
    text: `CORSMiddleware is there and allows the origin, but not the method. ${METHOD} ${INFERRED}`,
    misleading: STATUS_ONLY,
  },
  'starlette-headers-not-listed': {
    answer: 'FastAPI refuses the header {names}: add it to allow_headers',
    title: 'Add the request header to allow_headers',
    text: `CORSMiddleware is there and allows the origin, but not the headers. ${HEADERS} ${INFERRED}`,
    misleading: STATUS_ONLY,
  },
  'starlette-method-and-headers-not-listed': {
    answer: 'FastAPI refuses the method {method} and the header {names}: add both to CORSMiddleware',
    title: 'Add method and header to allow_methods and allow_headers',
    text: `CORSMiddleware is there and allows the origin, but neither method nor headers. ${METHOD} ${HEADERS} ${INFERRED}`,
    misleading: STATUS_ONLY,
  },
  'starlette-origin-and-more-not-listed': {
    answer: 'FastAPI refuses the origin {origin} and more: add what the request needs to CORSMiddleware',
    title: 'Add the origin, and what else the request needs, to CORSMiddleware',
    text: `CORSMiddleware is there and refused the request for more than one reason. The origin {origin} isn’t in \`allow_origins\`; the request also needs {method} and the headers {names}. ${EXACT}`,
    misleading: AS_IF_NONE,
  },
  'starlette-private-network': {
    answer: 'FastAPI refuses the private-network preflight of an older browser',
    title: 'Use a current browser, or set allow_private_network',
    text: 'CORSMiddleware refused {what}, because the preflight carried Access-Control-Request-Private-Network. Current browsers no longer send that header; older ones need `allow_private_network=True`.',
    misleading: STATUS_ONLY,
  },
  'starlette-middleware-missing': {
    answer: '{what}: no CORSMiddleware runs before this app',
    title: 'Add CORSMiddleware to the app that is served',
    text: '{what} shows that no CORSMiddleware runs before this app: with it, no preflight ever reaches the router. Either it was never added, or it was added to another app object than the one that is served (a second `app = FastAPI()`, a wrapper, a sub-app).',
    misleading:
      'The console reports a missing header. No route for OPTIONS is needed: CORSMiddleware answers it.',
  },
  'starlette-cors-on-part': {
    answer:
      '{what} has no CORS headers while other paths have them: CORSMiddleware covers only a part of the app',
    title: 'Add CORSMiddleware to the outermost app',
    text: 'Other addresses of this server have CORS headers, and {what} has none: CORSMiddleware seems to be on a mounted sub-app only. Add it to the outer app; that covers everything mounted in it.',
  },
  'starlette-missing-or-not-listed': {
    answer: '{what} has no CORS headers: CORSMiddleware is missing or doesn’t list {origin}',
    title: 'Add the page’s origin to CORSMiddleware',
    text: `{what} has no CORS headers. From this response alone two causes look the same: CORSMiddleware isn’t there, or it is there and {origin} isn’t in \`allow_origins\`. ${EXACT} The fix is the same for both: one CORSMiddleware, added last, with this origin. To tell them apart, send a preflight by hand (\`{command}\`): 405 means no middleware, 400 means the origin isn’t listed.`,
  },
  'starlette-origin-refused': {
    answer: '{what}: CORSMiddleware is there and doesn’t list {origin}',
    title: 'Add the page’s origin to allow_origins',
    text: `CORSMiddleware is there (its preflights, \`Vary: Origin\` or Access-Control-Allow-Credentials give it away), but {what} doesn’t allow the origin: {origin} isn’t in \`allow_origins\`. ${EXACT}`,
    misleading: AS_IF_NONE,
  },
  'starlette-hand-written-headers': {
    answer: '{what}: CORS headers are set by hand, and not on every response',
    title: 'Use CORSMiddleware instead of headers set by hand',
    text: 'CORS headers are set by hand here, and not on every response: {what} shows that preflight and response are treated differently. CORSMiddleware answers the preflight and sets the headers on every response.',
  },
} as const satisfies Record<string, CauseMessages>
