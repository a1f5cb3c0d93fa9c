/** Words of the causes of an origin that does not match, and of credentials, in English. */
import type { CauseMessages } from '../message.ts'

const EXACT = 'Browsers compare the two values character by character.'

export const ORIGINS_EN = {
  'two-stars': {
    answer: '{what} sends Access-Control-Allow-Origin: * twice; browsers accept it once',
    title: 'Send the * only once',
    text: '{what} carries `Access-Control-Allow-Origin: *` twice: two layers add it, the application and a proxy or CDN, for example. Browsers accept exactly one. Remove it in one of them; a single `*` lets this request pass.',
  },
  'two-layers': {
    answer: '{what} sends Access-Control-Allow-Origin twice: “{value}”',
    title: 'Let only one layer add the CORS headers',
    text: '{what} carries Access-Control-Allow-Origin twice (“{value}”). Two layers add it: the application and a proxy or gateway, or two CORS packages in the application. Browsers accept exactly one. Keep it where the origins are known and remove it in the other.',
  },
  'origin-null-redirect': {
    answer: 'A redirect hid the origin: {host} was asked with Origin: null, not {origin}',
    title: 'Call the final address, or answer without the redirect',
    text: 'The request was redirected from one foreign origin to another. From there on the browser hides where it came from: {what} was asked with `Origin: null`, not with {origin}. Don’t allow `null`: any site can send it. Call the final address directly.',
    misleading: 'The console names {origin} as the origin; the server saw `null`.',
  },
  'origin-null-document': {
    answer: 'The page has no origin (Origin: null), and {what} doesn’t allow that',
    title: 'Open the page from an http(s) address',
    text: 'The page has no origin of its own: it is a sandboxed frame, a data: address or a file. The browser sends `Origin: null` for all of those, also with {what}. Don’t allow `null` on the server: any site can send it. Serve the page over http(s), or give the frame `allow-same-origin`.',
  },
  'origin-null-file': {
    answer: 'The page was opened from a file (Origin: null), and {what} doesn’t allow that',
    title: 'Open the page through a local web server',
    text: 'The page was opened from a file. Such a page has no origin, and the browser sends `Origin: null` with {what}. Don’t allow `null` on the server: any site can send it. Start a local web server and open the page from http://localhost.',
  },
  'browser-cache-copy': {
    answer: '{call} was served from the browser’s cache, with a copy loaded without CORS',
    title: 'Send Vary: Origin; the browser reused a copy loaded without CORS',
    text: 'Nothing went over the network: the browser served {call} from its own cache, with a copy that was loaded without CORS or for another origin than {origin}. Send Vary: Origin on every response of this address. Until then: empty the cache, or load the first use with CORS too (`<img crossorigin>`). This is inferred from the empty entry in the log.',
    misleading: 'The console reports a missing header on the server; the server wasn’t asked at all.',
  },
  'cache-copy-for-other-origin': {
    answer: '{what} is a cached copy made for {value}, not for {origin}',
    title: 'Send Vary: Origin, and purge the cache',
    text: '{what} came from a cache, and the copy was made for another page: it allows “{value}”, not {origin}. The response depends on the Origin header and doesn’t say so. Send Vary: Origin, include Origin in the cache key, and purge the cache. This is inferred from the headers of the cache.',
    misleading: 'The console shows a mismatch, as if the server were configured for the other origin.',
  },
  'cache-copy-without-cors': {
    answer: '{what} is probably a cached copy made for a request without Origin',
    title: 'Send Vary: Origin also where no Origin was sent, and purge the cache',
    text: '{what} came from a cache without CORS headers, and the server sends them on other responses: the copy was probably made for a request without Origin (a plain image or link, say). Send Vary: Origin on every response of this address, include Origin in the cache key, and purge the cache. This is inferred from the headers of the cache.',
  },
  'origin-null-allowed': {
    answer: '{what} allows the origin null; allow {origin} instead',
    title: 'Allow the page’s origin instead of null',
    text: '{what} allows the origin `null`, and the page’s origin is {origin}. `null` is never right: any site can send it.',
  },
  'origin-trailing-slash': {
    answer: '{what} allows {value}: remove the slash at the end',
    title: 'Remove the slash at the end of the configured origin',
    text: `{what} allows “{value}”. The origin is {origin}, without a slash at the end. ${EXACT}`,
  },
  'origin-has-path': {
    answer: '{what} allows {value}: an origin has no path',
    title: 'Configure the origin without a path',
    text: '{what} allows “{value}”, which has a path. An origin is scheme, host and port and nothing more: {origin}.',
  },
  'origin-lacks-scheme': {
    answer: '{what} allows {value}: the scheme is missing ({origin})',
    title: 'Write the scheme before the host',
    text: '{what} allows “{value}”, which lacks http:// or https://. The origin is {origin}.',
  },
  'origin-scheme': {
    answer: '{what} allows {value}, and the page is {origin}: the scheme differs',
    title: 'Allow the origin with the page’s scheme',
    text: '{what} allows “{value}”, and the page is {origin}: http and https are two origins. Keep the other one if its pages still use the API.',
  },
  'origin-port': {
    answer: '{what} allows {value}, and the page is {origin}: the port differs',
    title: 'Allow the origin with the page’s port',
    text: '{what} allows “{value}”, and the page is {origin}. The port is part of the origin. Development servers take the next free port when theirs is taken, so check the one in the address bar. Keep the other one if it is still used.',
  },
  'origin-loopback-name': {
    answer: '{what} allows {value}, and the page is {origin}: use one name for this machine',
    title: 'Use one name for this machine: localhost or 127.0.0.1',
    text: '{what} allows “{value}”, and the page is {origin}. Both lead to this machine, and to a browser they are two origins. Allow the one you use, or open the page under the other name.',
  },
  'origin-www': {
    answer: '{what} allows {value}, and the page is {origin}: with and without www are two origins',
    title: 'Allow the host with and without www as you use it',
    text: '{what} allows “{value}”, and the page is {origin}. With and without www are two origins. Redirect one to the other, or allow the one that serves the page.',
  },
  'origin-wildcard-host': {
    answer: '{what} allows {value}: wildcard hosts don’t work, list {origin}',
    title: 'List the exact origin: wildcard hosts don’t work',
    text: '{what} allows “{value}”. Browsers know no patterns in Access-Control-Allow-Origin: only one whole origin, or a lone `*`. Let the server compare the Origin header with its list and send back {origin} when it is on it.',
  },
  'origin-several-values': {
    answer: '{what} lists several origins in one header ({value}): send only the one that asked',
    title: 'Send one origin: the one that asked',
    text: '{what} puts several origins into one header: “{value}”. Only one is allowed there. Let the server look up the request’s Origin header in its list and send back that one (here {origin}), with Vary: Origin.',
  },
  'origin-misspelt': {
    answer: '{what} allows {value}, which looks like a typo for {origin}',
    title: 'Correct the spelling of the configured origin',
    text: `{what} allows “{value}”, which looks like {origin} with a typo. ${EXACT} If the other one is right and meant for another page, add this origin beside it.`,
  },
  'origin-not-a-value': {
    answer: '{what} sends Access-Control-Allow-Origin: “{value}”, which isn’t an origin',
    title: 'Send an origin: this isn’t a value that browsers can use',
    text: '{what} sends Access-Control-Allow-Origin: “{value}”, which isn’t an origin. It looks like an empty setting, a placeholder that wasn’t filled in, or a list or pattern. It must be {origin}.',
  },
  'origin-other': {
    answer: '{what} allows only {value}: add {origin}',
    title: 'Add the page’s origin to the allowed ones',
    text: '{what} allows “{value}” only, and the page is {origin}. If both may use the API, the server must compare the request’s Origin header with a list and send back the one that asked, with Vary: Origin.',
  },
  'star-with-credentials': {
    answer: '{what} allows *, which doesn’t count with credentials: name {origin}',
    title: 'Name the origin: * doesn’t count for a request with credentials',
    text: "The page sends the request with credentials, and {what} allows everyone (`*`). Browsers accept `*` only for requests without credentials, or any site could read your users’ data. Name {origin} and allow credentials, if the API needs cookies. If it doesn’t (an Authorization header is no reason), drop `credentials: 'include'` in the page.",
  },
  'credentials-not-allowed': {
    answer: '{what} allows {origin} without credentials: send Access-Control-Allow-Credentials: true',
    title: 'Allow credentials, or don’t send them',
    text: "The page sends the request with credentials, and {what} allows {origin} but no credentials. Send Access-Control-Allow-Credentials: true if the API needs cookies. If it doesn’t (an Authorization header is no reason), drop `credentials: 'include'` in the page.",
  },
  'credentials-misspelt': {
    answer: '{what} sends Access-Control-Allow-Credentials: “{value}”; only true counts',
    title: 'Write Access-Control-Allow-Credentials: true in lower case',
    text: '{what} sends Access-Control-Allow-Credentials: “{value}”. The only value that counts is `true`, in lower case and once.',
  },
} as const satisfies Record<string, CauseMessages>
