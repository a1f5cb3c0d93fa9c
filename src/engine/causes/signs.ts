/** SIGNS: single observations in a log that speak for a cause or against it, each with what a sentence of it names. */

import { getHeader } from '../fetch/headers.ts'
import type { Exchange } from '../har/exchange.ts'
import { makerOf } from '../servers/maker.ts'
import { having, lettingIn } from '../servers/observed-server.ts'
import { askedHeaders, askedMethod } from '../servers/preflights.ts'
import {
  allowedOrigin,
  answerHeader,
  contentLength,
  contentType,
  letsIn,
  nameOf,
  requestHeader,
  shorten,
  speaksCors,
  variesBy,
} from '../servers/responses.ts'
import { workerTwin } from './asker.ts'
import { preflightPassed, type Scene } from './failure.ts'

/** What a sign names: the request or response it stands on, and its value. Plain JSON. */
export interface SignFacts {
  what: string
  value: string
}

type Sight = (scene: Scene) => SignFacts | null

const on = (exchange: Exchange, value: string | null): SignFacts | null =>
  value === null || value === '' ? null : { what: nameOf(exchange), value: shorten(value, 100) }

/** A response header of what stopped the request. */
const header =
  (name: string): Sight =>
  ({ answer }) =>
    on(answer, answerHeader(answer, name))

/** The first of these headers, with its name. */
const anyHeader =
  (...names: string[]): Sight =>
  ({ answer }) => {
    const name = names.find((each) => answerHeader(answer, each) !== null)
    return name === undefined ? null : on(answer, `${name}: ${answerHeader(answer, name)}`)
  }

const ERRORS = [
  'x-amzn-errortype',
  'x-sb-error-code',
  'x-vercel-error',
  'ngrok-error-code',
  'x-amzn-waf-action',
]
const CACHES = ['age', 'x-cache', 'cf-cache-status', 'x-vercel-cache', 'cache-status', 'x-nf-cache']

function redirect({ flow, answer }: Scene): SignFacts | null {
  const hop = flow.hops.at(-1)?.exchange ?? answer
  return on(hop, (hop.redirectUrl ?? '').replace(/[?#].*$/s, ''))
}

/** The last response at the same address, by the same method, that let this page in. */
function sameAddress({ observed, answer, origin }: Scene): SignFacts | null {
  const other = observed
    .responsesAt(answer.url)
    .findLast((each) => each.index !== answer.index && each.method === answer.method && letsIn(each, origin))
  return other === undefined ? null : on(other, origin)
}

/** The marks of who made it; of the redirect that led away where one did. */
function maker({ answer, flow, maker: last, observed }: Scene): SignFacts | null {
  const hop = flow.hops.at(-1)?.exchange
  const [mark] = last.marks.length > 0 || hop === undefined ? last.marks : makerOf(hop, observed).marks
  return on(answer, mark ?? null)
}

const carriesLogin = ({ flow: { exchange } }: Scene): boolean =>
  exchange.cookiesSent || requestHeader(exchange, 'authorization') !== null

const asked = (preflight: Exchange): string =>
  [askedMethod(preflight), ...askedHeaders(preflight)].filter((name) => name !== '').join(', ')

const namesAnOrigin = (answer: Exchange): boolean => ![null, '*'].includes(allowedOrigin(answer))

export const SIGNS = {
  status: ({ answer }) => (answer.status >= 300 ? on({ ...answer, status: 0 }, String(answer.status)) : null),
  maker,
  server: ({ server, answer }) => on(answer, server.framework === null ? null : (server.because[0] ?? null)),
  'no-cors-headers': ({ answer }) =>
    answer.status === 0 || speaksCors(answer) ? null : on(answer, String(answer.status)),
  'allowed-origin': header('access-control-allow-origin'),
  'allowed-credentials': header('access-control-allow-credentials'),
  'origin-sent': ({ answer }) => on(answer, requestHeader(answer, 'origin')),
  redirect,
  'preflight-passed': (scene) =>
    preflightPassed(scene) && scene.flow.preflight !== null ? on(scene.flow.preflight, scene.origin) : null,
  'let-in-elsewhere': ({ firstOther, observed, origin }) => {
    const other = firstOther(lettingIn(observed, origin))
    return other === undefined ? null : on(other, origin)
  },
  'let-in-here': sameAddress,
  'varies-by-origin': ({ answer }) => (variesBy(answer, 'origin') ? on(answer, 'Origin') : null),
  challenge: header('www-authenticate'),
  'error-name': anyHeader(...ERRORS),
  initiator: ({ flow: { exchange } }) => on({ ...exchange, status: 0 }, exchange.initiator.url),
  'resource-type': ({ flow: { exchange } }) => on({ ...exchange, status: 0 }, exchange.resourceType),
  'worker-twin': ({ flow: { exchange }, observed }) => {
    const twin = workerTwin(exchange, observed)
    return twin === null ? null : on(twin, String(Math.round(Math.abs(twin.startedAt - exchange.startedAt))))
  },
  'asked-for': ({ flow, answer }) => {
    const preflight = answer.isPreflight ? answer : flow.preflight
    return preflight === null ? null : on(preflight, asked(preflight))
  },
  'allowed-methods': header('access-control-allow-methods'),
  'allowed-headers': header('access-control-allow-headers'),
  'from-cache': anyHeader(...CACHES),
  length: ({ answer }) => {
    const length = contentLength(answer)
    return length === null ? null : on(answer, String(length))
  },
  address: ({ answer }) => on(answer, answer.url.replace(/[?#].*$/s, '')),
  page: ({ answer, origin, flow }) => on(answer, origin ?? flow.pageUrl),
  credentials: ({ verdict, answer }) =>
    verdict.credentials.mode === 'include' ? on(answer, verdict.credentials.because) : null,
  'no-login-sent': (scene) =>
    carriesLogin(scene) ? null : on({ ...scene.flow.exchange, status: 0 }, 'none'),
  'login-sent': (scene) =>
    carriesLogin(scene) ? on({ ...scene.flow.exchange, status: 0 }, 'Cookie or Authorization') : null,
  'allow-list': header('allow'),
  'html-page': ({ answer }) => (contentType(answer) === 'text/html' ? on(answer, 'text/html') : null),
  'resource-policy': header('cross-origin-resource-policy'),
  'browser-made': header('non-authoritative-reason'),
  'next-router': ({ flow: { exchange } }) =>
    on({ ...exchange, status: 0 }, getHeader(exchange.requestHeaders, 'rsc') === null ? null : 'RSC'),
  'request-method': ({ flow: { exchange } }) => on({ ...exchange, status: 0 }, exchange.method),
  /** Nothing in the response names its maker. */
  'maker-unknown': ({ maker: { kind }, answer }) =>
    kind === 'unknown' && answer.status > 0 ? on(answer, kind) : null,
  /** The framework is no more than possible. */
  'server-unsure': ({ server, answer }) =>
    server.framework !== null && server.confidence === 'possible' ? on(answer, server.label) : null,
  /** Another value is allowed elsewhere, so that the list is no mistake of all of it. */
  'other-origin-allowed': ({ firstOther, observed, origin, answer }) => {
    const other = firstOther(having(observed, namesAnOrigin), (each) => allowedOrigin(each) !== origin)
    return other === undefined ? null : on(answer, allowedOrigin(other))
  },
} as const satisfies Record<string, Sight>

export type SignId = keyof typeof SIGNS

/** One observation. Plain JSON. */
export interface Sign extends SignFacts {
  id: SignId
}

/** Those of these signs that the log shows. */
export const signsIn = (ids: readonly SignId[], scene: Scene): readonly Sign[] =>
  ids.flatMap((id) => {
    const facts = SIGNS[id](scene)
    return facts === null ? [] : [{ id, ...facts }]
  })
