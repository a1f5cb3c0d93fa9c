/** Rows of the CORS-preflight fetch (#cors-preflight-fetch-0) beyond its CORS check, and of redirects. */
import { FETCH, MDN, MDN_ERRORS, type Row } from '../row.ts'

export interface PreflightFacts {
  url: string
  status: number
  /** Where a redirecting preflight pointed; null when it did not, or when the browser redirected by itself. */
  location: string | null
  /** What Firefox names instead of the redirect, because it looks there first; absent elsewhere. */
  firefox?: string
}

/** `received`: the header's lines combined. `allowed`: its items. `needed`: what the request asks for. */
export interface ListFacts {
  url: string
  received: string | null
  allowed: string[]
  /** First missing item: what the browser names. */
  needed: string
  /** All missing items. */
  missing: string[]
  credentials: boolean
}

export interface RedirectFacts {
  url: string
  status: number
  location: string
}

/** Addresses that Firefox follows from no page at all: it stops before its CORS code has a word (measured). */
export const STOPPED_BEFORE_CORS = /^(javascript|data|file|wss?):/i

const PREFLIGHT = `${FETCH}#cors-preflight-fetch-0`
const REDIRECT = `${FETCH}#concept-http-redirect-fetch`

const completeList = ({ allowed, missing, credentials }: ListFacts): string =>
  [...allowed.filter((item) => !(credentials && item === '*')), ...missing].join(', ')

const starNote = ({ credentials, allowed }: ListFacts): string =>
  credentials && allowed.includes('*')
    ? ' The `*` in the list does not help: for a request with credentials it is a name like any other, not “everything”.'
    : ''

const others = ({ missing, needed }: ListFacts): string => {
  const rest = missing.filter((name) => name !== needed)
  return rest.length === 0 ? '' : ` The browser names only the first; also missing: ${rest.join(', ')}.`
}

const caseNote = ({ allowed, needed }: ListFacts): string => {
  const twin = allowed.find((name) => name.toLowerCase() === needed.toLowerCase())
  if (twin === undefined) return ''
  return ` Methods are case-sensitive: the server allows “${twin}”, the request uses “${needed}”.${needed === 'patch' ? ' fetch() does not upper-case `patch` as it does `put` or `delete`: write `method: "PATCH"`.' : ''}`
}

export const PREFLIGHT_ROWS = {
  'preflight-status': {
    kind: 'cors',
    title: 'Respond to the OPTIONS request with 200 or 204',
    clause: PREFLIGHT,
    step: '7',
    chromium: 'PreflightInvalidStatus',
    firefox: 'CORSPreflightDidNotSucceed',
    header: null,
    explain: ({ status, url }: PreflightFacts) =>
      `Before the request the browser asked for permission with an OPTIONS request to ${url}. Its headers allow the origin, but its status was ${status}, and only 200 to 299 counts. The request itself was never sent.`,
    expected: () => 'a status from 200 to 299',
    received: ({ status }: PreflightFacts) => String(status),
    fix: 'answer-preflight',
    docs: `${MDN_ERRORS}CORSPreflightDidNotSucceed`,
  },
  'preflight-redirected': {
    kind: 'cors',
    title: 'Respond to the OPTIONS request itself, without a redirect',
    clause: PREFLIGHT,
    step: '7',
    chromium: 'PreflightDisallowedRedirect',
    firefox: ({ firefox }: PreflightFacts) => firefox ?? 'CORSExternalRedirectNotAllowed',
    header: 'Location',
    explain: ({ status, location, url }: PreflightFacts) =>
      status === 0
        ? `Before the request the browser asks for permission with an OPTIONS request to ${url}. The browser itself redirected it to https, because the host has asked for https always (HSTS), and a preflight may not be redirected. Write https:// into the address.`
        : `Before the request the browser asked for permission with an OPTIONS request to ${url}. The server redirected it (${status}) to ${location ?? 'another address'}, and a preflight may not be redirected. The request itself was never sent. Call the final address, or let OPTIONS be answered before the redirect.`,
    expected: () => 'no redirect, a status from 200 to 299',
    received: ({ status, location }: PreflightFacts) =>
      status === 0 ? 'a redirect to https by the browser (HSTS)' : `${status} to ${location ?? '?'}`,
    fix: 'answer-preflight',
    docs: `${MDN_ERRORS}CORSExternalRedirectNotAllowed`,
  },
  'allow-methods-unparsable': {
    kind: 'cors',
    title: 'Write Access-Control-Allow-Methods as a comma-separated list',
    clause: PREFLIGHT,
    step: '7.3',
    chromium: 'InvalidAllowMethodsPreflightResponse',
    firefox: 'CORSInvalidAllowMethod',
    header: 'Access-Control-Allow-Methods',
    explain: ({ received }: ListFacts) =>
      `Access-Control-Allow-Methods was “${received ?? ''}”. That is no comma-separated list of method names, so the browser refuses the whole response, whatever the request’s method is.`,
    expected: completeList,
    received: (facts: ListFacts) => facts.received,
    fix: 'allow-method',
    docs: `${MDN_ERRORS}CORSInvalidAllowMethod`,
  },
  'allow-headers-unparsable': {
    kind: 'cors',
    title: 'Write Access-Control-Allow-Headers as a comma-separated list',
    clause: PREFLIGHT,
    step: '7.3',
    chromium: 'InvalidAllowHeadersPreflightResponse',
    firefox: 'CORSInvalidAllowHeader',
    header: 'Access-Control-Allow-Headers',
    explain: ({ received }: ListFacts) =>
      `Access-Control-Allow-Headers was “${received ?? ''}”. That is no comma-separated list of header names, so the browser refuses the whole response, whatever headers the request has.`,
    expected: completeList,
    received: (facts: ListFacts) => facts.received,
    fix: 'allow-header',
    docs: `${MDN_ERRORS}CORSInvalidAllowHeader`,
  },
  'method-not-allowed': {
    kind: 'cors',
    title: 'Name the request’s method in Access-Control-Allow-Methods',
    clause: PREFLIGHT,
    step: '7.5',
    chromium: 'MethodDisallowedByPreflightResponse',
    firefox: 'CORSMethodNotFound',
    header: 'Access-Control-Allow-Methods',
    explain: (facts: ListFacts) =>
      `The request uses the method ${facts.needed}, which the preflight response doesn’t allow (${facts.received === null ? 'it sent no Access-Control-Allow-Methods' : `it allows “${facts.received}”`}). GET, HEAD and POST needn’t be listed; every other method must be.` +
      starNote(facts) +
      caseNote(facts),
    expected: completeList,
    received: (facts: ListFacts) => facts.received,
    failedParameter: (facts: ListFacts) => facts.needed,
    fix: 'allow-method',
    docs: `${MDN_ERRORS}CORSMethodNotFound`,
  },
  'header-not-allowed': {
    kind: 'cors',
    title: 'Name the request’s header in Access-Control-Allow-Headers',
    clause: PREFLIGHT,
    step: '7.7',
    chromium: 'HeaderDisallowedByPreflightResponse',
    firefox: 'CORSMissingAllowHeaderFromPreflight',
    header: 'Access-Control-Allow-Headers',
    explain: (facts: ListFacts) =>
      `The request carries the header ${facts.needed}, which the preflight response doesn’t allow (${facts.received === null ? 'it sent no Access-Control-Allow-Headers' : `it allows “${facts.received}”`}).` +
      others(facts) +
      starNote(facts),
    expected: completeList,
    received: (facts: ListFacts) => facts.received,
    failedParameter: (facts: ListFacts) => facts.needed,
    fix: 'allow-header',
    docs: `${MDN_ERRORS}CORSMissingAllowHeaderFromPreflight`,
  },
  'redirect-contains-credentials': {
    kind: 'cors',
    title: 'Redirect to an address without user name and password',
    clause: REDIRECT,
    step: '9',
    chromium: 'RedirectContainsCredentials',
    firefox: 'CORSDidNotSucceed',
    header: 'Location',
    explain: ({ status, url }: RedirectFacts) =>
      `${url} returned ${status} and redirected to an address with a user name or a password in it (https://user:password@host). Browsers refuse that for cross-origin requests. Take them out of the Location header, and send them as a header instead.`,
    expected: () => 'an address without user name and password',
    received: ({ location }: RedirectFacts) => location,
    fix: 'change-request',
    docs: `${MDN}Web/HTTP/Guides/CORS/Errors`,
  },
  'redirect-mode-error': {
    kind: 'not-cors',
    title: 'Call the final address, or let fetch follow redirects',
    clause: `${FETCH}#concept-http-fetch`,
    step: '6, redirect mode "error"',
    chromium: null,
    firefox: null,
    header: null,
    explain: ({ status, url, location }: RedirectFacts) =>
      `${url} returned ${status} with a redirect to ${location}, and its CORS headers are fine. What is left is that the page asked fetch to fail on any redirect (\`redirect: "error"\`). This is inferred: the log does not hold the redirect mode.`,
    fix: 'change-request',
    docs: `${MDN}Web/API/RequestInit#redirect`,
  },
  'redirect-mode-manual': {
    kind: 'not-cors',
    title: 'Nothing failed: the page asked not to follow the redirect',
    clause: `${FETCH}#concept-http-fetch`,
    step: '6, redirect mode "manual"',
    chromium: null,
    firefox: null,
    header: null,
    explain: ({ status, url, location }: RedirectFacts) =>
      `${url} returned ${status} with a redirect to ${location}, and the browser did not follow it: the page asked for \`redirect: "manual"\`, and gets a response of type “opaqueredirect” with status 0. Chromium lists the target as a canceled request. If you need the target, call it directly.`,
    fix: 'change-request',
    docs: `${MDN}Web/API/RequestInit#redirect`,
  },
  'redirect-to-unsafe-scheme': {
    kind: 'not-cors',
    title: 'Redirect to an http(s) address',
    clause: REDIRECT,
    step: '6',
    chromium: null,
    firefox: ({ location }: RedirectFacts) =>
      STOPPED_BEFORE_CORS.test(location) || /^https?:/i.test(location)
        ? 'CORSDidNotSucceed'
        : 'CORSRequestNotHttp',
    header: 'Location',
    explain: ({ status, url, location }: RedirectFacts) =>
      `${url} returned ${status} and redirected to ${location}. A request may only be redirected to http and https addresses.`,
    expected: () => 'an http(s) address',
    received: ({ location }: RedirectFacts) => location,
    fix: 'none',
    docs: `${MDN}Web/HTTP/Guides/Redirections`,
  },
  'redirect-loop': {
    kind: 'not-cors',
    title: 'Stop the redirect loop on the server',
    clause: REDIRECT,
    step: '7',
    chromium: null,
    firefox: 'CORSDidNotSucceed',
    header: null,
    explain: ({ url }: RedirectFacts) =>
      `The request was redirected more than twenty times; the last address was ${url}. This is a loop on the server: often http to https and back, or a slash added and removed again.`,
    fix: 'none',
    docs: `${MDN}Web/HTTP/Guides/Redirections#redirection_loops`,
  },
} as const satisfies Record<string, Row>
