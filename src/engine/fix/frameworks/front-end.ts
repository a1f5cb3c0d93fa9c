/** The page's own side: offered where the page is what has to change, or can. */
import type { Exchange } from '../../capture/exchange.ts'
import type { Flow } from '../../capture/flow.ts'
import { getHeader, type HeaderList, withHeader } from '../../fetch/headers.ts'
import { originOf, parseUrl } from '../../fetch/origin.ts'
import { isSafelistedMethod } from '../../fetch/safelist.ts'
import { allowedOrigin } from '../../server/answers.ts'
import { misspeltHeader } from '../../server/causes/lists.ts'
import { basePathOf } from '../../server/causes/next.ts'
import { downgradingHop } from '../../server/causes/redirects.ts'
import { askedHeaders, askedMethod, grantedMethods, missingHeaders } from '../../server/preflights.ts'
import { stoppedAt } from '../../server/scene.ts'
import { addressOf, answersAt } from '../../server/siblings.ts'
import { answerWith, preflightOf, sentOrigin } from '../answer.ts'
import type { DraftFix, FixContext, Framework } from '../framework.ts'
import { html, js } from '../literals.ts'
import { assumedPolicy, isAllowableName, isAllowableOrigin } from '../policy.ts'
import { sentCookies } from '../settings.ts'

const base = { language: 'js', file: 'the page’s own code', owner: 'front-end' } as const

const fetchCall = (url: string, options: readonly string[]): string =>
  options.length === 0
    ? `const response = await fetch(${js(addressOf(url))})`
    : [
        `const response = await fetch(${js(addressOf(url))}, {`,
        ...options.map((line) => `  ${line}`),
        '})',
      ].join('\n')

const methodLine = (method: string): string[] => (method === 'GET' ? [] : [`method: ${js(method)},`])

/** Headers without which a request means the same to most servers, and that force a preflight. */
const DISPENSABLE = ['cache-control', 'pragma', 'expires', 'if-modified-since', 'x-requested-with']

function isDispensable(name: string, method: string): boolean {
  if (name.startsWith('access-control-') || DISPENSABLE.includes(name)) return true
  // a GET has no body that could have a type
  return name === 'content-type' && ['GET', 'HEAD'].includes(method)
}

/** What the server's answer to this page shows that it would say to the request itself. */
function shownAnswer({ flow, siblings }: FixContext): Exchange | null {
  const asking = sentOrigin(flow)
  const lets = (exchange: Exchange) => [asking, '*'].includes(allowedOrigin(exchange))
  if (flow.preflight !== null && lets(flow.preflight)) return flow.preflight
  const same = answersAt(flow.exchange.url, siblings)
  return same.find(lets) ?? null
}

const carried = ['access-control-allow-origin', 'access-control-allow-credentials']

/** The request without some headers: answered as the server is seen to answer this page. */
function withoutHeaders(flow: Flow, dropped: readonly string[], shown: Exchange): Flow {
  let responseHeaders = flow.exchange.responseHeaders
  for (const name of carried) {
    const value = getHeader(shown.responseHeaders, name)
    if (value !== null) responseHeaders = withHeader(responseHeaders, name, value)
  }
  const exchange: Exchange = {
    ...flow.exchange,
    status: flow.exchange.status || 200,
    error: null,
    requestHeaders: flow.exchange.requestHeaders.filter(([name]) => !dropped.includes(name.toLowerCase())),
    responseHeaders,
  }
  const left =
    flow.preflight === null ? [] : askedHeaders(flow.preflight).filter((name) => !dropped.includes(name))
  const simple = left.length === 0 && isSafelistedMethod(exchange.method)
  return {
    ...flow,
    exchange,
    preflight: simple || flow.preflight === null ? null : fewer(flow.preflight, left),
  }
}

/** The preflight asking for fewer headers. Whether its status then changes is the server's affair: it is kept. */
const fewer = (preflight: Exchange, headers: readonly string[]): Exchange => ({
  ...preflight,
  requestHeaders: withHeader(preflight.requestHeaders, 'Access-Control-Request-Headers', headers.join(',')),
})

/** Drops what forces the preflight, or what the server does not allow, where nothing is lost by it. */
function dropHeaders(context: FixContext): DraftFix[] {
  const { flow, verdict, cause } = context
  const preflight = stoppedAt(flow, verdict)
  if (!preflight.isPreflight) return []
  const method = askedMethod(preflight)
  const offending =
    cause?.id === 'response-header-sent-by-page'
      ? askedHeaders(preflight).filter((name) => name.startsWith('access-control-'))
      : missingHeaders(preflight)
  if (
    offending.length === 0 ||
    !offending.every((name) => isDispensable(name, method) && isAllowableName(name))
  )
    return []
  const shown = shownAnswer(context)
  if (shown === null) return []
  return [
    {
      ...base,
      title: `Leave out the request ${offending.length === 1 ? 'header' : 'headers'} that nobody needs`,
      code: fetchCall(flow.exchange.url, [
        ...methodLine(method),
        `// without the ${offending.length === 1 ? 'header' : 'headers'} ${offending.join(', ')}`,
      ]),
      note: 'Look for the place that adds them: an HTTP client’s defaults, mostly.',
      after: (after) => withoutHeaders(after, offending, shown),
    },
  ]
}

/** The same request with its method in capitals, before any answer. Null where the method is not what is wrong. */
export function inCapitals(context: FixContext): FixContext | null {
  const { flow, cause, policy } = context
  if (cause?.id !== 'method-case' || flow.preflight === null) return null
  const method = flow.exchange.method.toUpperCase()
  const requestHeaders = withHeader(flow.preflight.requestHeaders, 'Access-Control-Request-Method', method)
  const capital = policy && {
    ...policy,
    methods: policy.methods.map((name) => (name === flow.exchange.method ? method : name)),
  }
  return {
    ...context,
    flow: {
      ...flow,
      exchange: { ...flow.exchange, method },
      preflight: { ...flow.preflight, requestHeaders },
    },
    policy: capital,
  }
}

/** `patch` written in capitals; shown alone where the server allows that already. */
function upperCaseMethod(context: FixContext): DraftFix[] {
  const corrected = inCapitals(context)
  const { preflight, exchange } = corrected?.flow ?? {}
  if (!corrected || !preflight || !exchange || !isAllowableName(exchange.method)) return []
  const granted = isGrantedInCapitals(corrected)
  const { policy } = corrected
  if (!granted && policy === null) return []
  return [
    {
      ...base,
      title: 'Write the method in capitals',
      code: fetchCall(exchange.url, [`method: ${js(exchange.method)},`]),
      note: granted
        ? 'Browsers correct the case of get, post, put, delete, head and options only.'
        : `The server must allow ${exchange.method} too: see the fix for it.`,
      after: () =>
        granted || policy === null
          ? asGranted(corrected.flow, preflight)
          : answerWith(corrected.flow, policy),
    },
  ]
}

/** The server allows the method in capitals already: the page alone has to change. */
export function isGrantedInCapitals(corrected: FixContext): boolean {
  const { preflight, exchange } = corrected.flow
  return preflight !== null && grantedMethods(preflight).includes(exchange.method)
}

/** A preflight that was refused for its method passes once the method is one that its answer names. */
function asGranted(flow: Flow, preflight: Exchange): Flow {
  const responseHeaders = carried.reduce((headers, name) => {
    const value = getHeader(preflight.responseHeaders, name)
    return value === null ? headers : withHeader(headers, name, value)
  }, flow.exchange.responseHeaders)
  const exchange = { ...flow.exchange, status: flow.exchange.status || 200, error: null, responseHeaders }
  return {
    ...flow,
    exchange,
    preflight: { ...preflight, status: preflight.status === 400 ? 200 : preflight.status },
  }
}

/** The name that the server allows, in place of the one that is nearly it. */
function correctSpelling(context: FixContext): DraftFix[] {
  const { flow, cause } = context
  const found =
    cause?.id === 'header-misspelt' && flow.preflight !== null ? misspeltHeader(flow.preflight) : null
  if (found === null || !isAllowableName(found.twin)) return []
  const { name, twin } = found
  const renamed = (headers: HeaderList): HeaderList =>
    headers.map(([key, value]) => [key.toLowerCase() === name ? twin : key, value])
  return [
    {
      ...base,
      title: 'Use the name that the server allows',
      code: fetchCall(flow.exchange.url, [
        ...methodLine(flow.exchange.method),
        `headers: { ${js(twin)}: value }, // in place of ${name}`,
      ]),
      note: 'If the name in the page is the right one, the mistake is in the server’s list.',
      after: (after) => {
        const asked = askedHeaders(preflightOf(after)).map((header) => (header === name ? twin : header))
        const preflight = after.preflight && fewer(after.preflight, asked)
        const exchange = { ...sentAnyway(after), requestHeaders: renamed(after.exchange.requestHeaders) }
        return { ...after, exchange, preflight }
      },
    },
  ]
}

const WITH_CREDENTIALS = ['allow-origin-star-with-credentials', 'allow-credentials-not-true']

/** The request needs no cookies, mostly: an Authorization header is no reason for `include`. */
function dropCredentials(context: FixContext): DraftFix[] {
  const { flow, verdict } = context
  if (!WITH_CREDENTIALS.includes(verdict.finding?.reason ?? '')) return []
  return [
    {
      ...base,
      title: 'Send the request without credentials',
      code: fetchCall(flow.exchange.url, [
        ...methodLine(flow.exchange.method),
        "credentials: 'same-origin', // in place of 'include'",
      ]),
      note: `${sentCookies(context) ? 'The request did send cookies: only if the API does not need them. ' : ''}With XMLHttpRequest, axios and EventSource the setting is called withCredentials, in HTML crossorigin="use-credentials".`,
      after: (after) => ({ ...after, exchange: sentAnyway(after) }),
      dropsCredentials: true,
    },
  ]
}

/** The request that the preflight stopped is sent, and answered as the preflight was. */
function sentAnyway({ exchange, preflight }: Flow): Exchange {
  const answer = exchange.status === 0 && preflight !== null ? preflight : exchange
  const allowed = getHeader(answer.responseHeaders, 'access-control-allow-origin')
  const responseHeaders =
    allowed === null
      ? exchange.responseHeaders
      : withHeader(exchange.responseHeaders, 'Access-Control-Allow-Origin', allowed)
  return { ...exchange, status: exchange.status || 200, error: null, responseHeaders }
}

const CANONICAL = [
  'next-slash-redirect',
  'starlette-slash-redirect',
  'slash-redirect',
  'https-redirect',
  'host-redirect',
  'http-downgrade',
  'hsts-preflight',
]

/** Where the redirect led, or would have led. */
function finalAddress({ flow, verdict, cause }: FixContext): string | null {
  if (cause?.id === 'hsts-preflight') return flow.exchange.url.replace(/^http:/, 'https:')
  if (cause?.id !== 'http-downgrade') return stoppedAt(flow, verdict).redirectUrl
  // the path is right and only the scheme was lost on the way back
  return downgradingHop(flow)?.redirectUrl?.replace(/^http:/, 'https:') ?? null
}

const UNKNOWN_ANSWER =
  'This log does not show what that address answers to a page. If it has no CORS headers, that will be the next failure, and the fix for the server comes after this one.'

/** The same request to another address, answered with 200. */
function calledAt(flow: Flow, url: string): Flow {
  const at = (exchange: Exchange): Exchange => ({
    ...exchange,
    url,
    redirectUrl: null,
    error: null,
    status: 200,
  })
  return {
    ...flow,
    exchange: at(flow.exchange),
    preflight: flow.preflight === null ? null : at(flow.preflight),
  }
}

function canonicalAddress(context: FixContext): DraftFix[] {
  const { cause, flow } = context
  const target = finalAddress(context)
  const assumed = assumedPolicy(flow, context.verdict)
  const sameServer = cause?.id === 'redirect-elsewhere' && originOf(target) === originOf(flow.exchange.url)
  if (
    cause === null ||
    !(sameServer || CANONICAL.includes(cause.id)) ||
    target === null ||
    parseUrl(target) === null
  )
    return []
  const known = answersAt(target, context.siblings).filter(
    ({ url, isPreflight }) => url === target && !isPreflight,
  )
  const refused =
    known.length > 0 && !known.some((exchange) => [sentOrigin(flow), '*'].includes(allowedOrigin(exchange)))
  if (refused || assumed === null) return []
  return [
    {
      ...base,
      title: 'Call the final address directly',
      code: fetchCall(target, methodLine(flow.exchange.method)),
      note: known.length > 0 ? null : UNKNOWN_ANSWER,
      after: (after) => answerWith(calledAt(after, target), assumed),
    },
  ]
}

/** The same call under the basePath that the log shows. */
function withBasePath(context: FixContext): DraftFix[] {
  const { cause, flow, verdict, siblings } = context
  const assumed = assumedPolicy(flow, verdict)
  const url = parseUrl(flow.exchange.url)
  const basePath = basePathOf(originOf(flow.exchange.url), siblings)
  if (cause?.id !== 'next-base-path' || assumed === null || url === null || basePath === '') return []
  const target = `${url.origin}${basePath}${url.pathname}${url.search}`
  return [
    {
      ...base,
      title: 'Call the address with the basePath before it',
      code: fetchCall(target, methodLine(flow.exchange.method)),
      note: UNKNOWN_ANSWER,
      after: (after) => answerWith(calledAt(after, target), assumed),
    },
  ]
}

/** Elements that load without CORS unless `crossorigin` is set; `<script type="module">` and fonts always use CORS. */
const ELEMENTS: Readonly<Record<string, (url: string) => string>> = {
  image: (url) => `<img src=${html(url)}>`,
  media: (url) => `<video src=${html(url)}></video>`,
  stylesheet: (url) => `<link rel="stylesheet" href=${html(url)}>`,
}

/** The element without `crossorigin`: shown, and not readable by script. */
function withoutCrossorigin({ flow }: FixContext): DraftFix[] {
  const element = ELEMENTS[flow.exchange.resourceType ?? '']
  if (element === undefined || flow.hops.length > 0) return []
  return [
    {
      ...base,
      language: 'html',
      title: 'Load it without the crossorigin attribute',
      code: element(flow.exchange.url),
      note: 'Then no CORS takes part, and no script can read it: not the pixels of an image drawn on a canvas, not the rules of a style sheet. Images of CSS masks and shapes always need CORS.',
      after: (after) => ({ ...after, crossOrigin: false, exchange: { ...after.exchange, error: null } }),
    },
  ]
}

const isViteOrSimilar = ({ flow }: FixContext): boolean =>
  /\/@vite\/|\/node_modules\/\.vite\/|\/src\/[^?]+\.(tsx?|jsx?|vue|svelte)(\?|$)/.test(
    flow.exchange.initiator.url ?? '',
  )

/** The development server of the page forwards the call: same origin, no CORS, in development only. */
function viteProxy(context: FixContext): DraftFix[] {
  const { flow } = context
  const target = originOf(flow.exchange.url)
  const page = flow.origin.initiator
  if (!isViteOrSimilar(context) || !isAllowableOrigin(target) || !isAllowableOrigin(page)) return []
  const path = parseUrl(flow.exchange.url)?.pathname ?? '/'
  return [
    {
      ...base,
      language: 'ts',
      file: 'vite.config.ts',
      title: 'In development, let Vite forward the call, without CORS',
      code: [
        "import { defineConfig } from 'vite'",
        '',
        'export default defineConfig({',
        '  server: {',
        '    proxy: {',
        `      '/backend': { target: ${js(target)}, changeOrigin: true, rewrite: (path) => path.replace(/^\\/backend/, '') },`,
        '    },',
        '  },',
        '})',
      ].join('\n'),
      note: `Then the page calls /backend${path} in place of the API’s own address. The built page has no such proxy: it needs the server’s CORS settings, or the same rule on its own host.`,
      after: (after) => ({
        ...after,
        crossOrigin: false,
        hops: [],
        preflight: null,
        exchange: {
          ...after.exchange,
          url: `${page}/backend${path}`,
          status: 200,
          error: null,
          redirectUrl: null,
        },
      }),
    },
  ]
}

export const frontEnd: Framework = {
  id: 'front-end',
  label: 'The page itself',
  fixes: (context) => [
    ...upperCaseMethod(context),
    ...dropHeaders(context),
    ...correctSpelling(context),
    ...canonicalAddress(context),
    ...withBasePath(context),
    ...dropCredentials(context),
    ...viteProxy(context),
    ...withoutCrossorigin(context),
  ],
}
