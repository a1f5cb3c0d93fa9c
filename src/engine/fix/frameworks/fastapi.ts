/** FastAPI and Starlette: CORSMiddleware, its order, and the cases around it. */
import type { Exchange } from '../../capture/exchange.ts'
import type { Flow } from '../../capture/flow.ts'
import { extractTokens } from '../../fetch/headers.ts'
import { originOf, parseUrl } from '../../fetch/origin.ts'
import { downgradingHop } from '../../server/causes/redirects.ts'
import { answersOf } from '../../server/siblings.ts'
import { isMiddlewarePreflight, STARLETTE_SAFELIST } from '../../server/starlette.ts'
import { answerWith, sameOriginCall } from '../answer.ts'
import type { DraftFix, FixContext, Framework } from '../framework.ts'
import { list, python, pythonRegex } from '../literals.ts'
import { isAllowableName } from '../policy.ts'
import { previewPattern } from '../previews.ts'
import {
  cookieNote,
  exposeNote,
  isPlainPath,
  notes,
  openNote,
  type Settings,
  settingsOf,
} from '../settings.ts'

const IMPORT = 'from fastapi.middleware.cors import CORSMiddleware'
const FILE = 'main.py'
/** What `allow_methods=["*"]` lists. */
const ALL_METHODS = 'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'

const NO_STAR =
  'Do not combine allow_origins=["*"] with allow_credentials=True: since Starlette 1.0 that lets every site in with your users’ cookies.'

interface Arguments {
  allow_origins: string[]
  allow_credentials: boolean
  /** Null leaves the default, GET. */
  allow_methods: string[] | null
  allow_headers: string[]
  expose_headers: string[]
  max_age: number | null
}

const middlewarePreflights = new WeakMap<readonly Flow[], { preflight: Exchange | undefined }>()

/** Any preflight that the CORSMiddleware of this server answered. */
function middlewarePreflight({ flow, siblings }: FixContext): Exchange | undefined {
  const known = middlewarePreflights.get(siblings)
  if (known !== undefined) return known.preflight
  const preflight = answersOf(originOf(flow.exchange.url), siblings).find(isMiddlewarePreflight)
  middlewarePreflights.set(siblings, { preflight })
  return preflight
}

/** The lists of the CORSMiddleware that is there; a new one must not drop them. */
function presentLists(context: FixContext): { methods: string[]; headers: string[] } | null {
  const preflight = middlewarePreflight(context)
  if (preflight === undefined) return null
  const methods = extractTokens(preflight.responseHeaders, 'access-control-allow-methods') ?? []
  const headers = extractTokens(preflight.responseHeaders, 'access-control-allow-headers') ?? []
  // "*" in the code shows as every method, and as a mirror of what was asked: a reflex that is not carried over
  const everyMethod = methods.join(',').startsWith(ALL_METHODS)
  const mirrored = !headers.some((name) => name.toLowerCase() === 'accept-language')
  return {
    methods: everyMethod ? [] : methods.filter(isAllowableName),
    headers: mirrored ? [] : headers.filter(isAllowableName),
  }
}

const isSafelisted = (name: string): boolean =>
  STARLETTE_SAFELIST.some((safe) => safe.toLowerCase() === name.toLowerCase())

const merged = (first: readonly string[], more: readonly string[]): string[] => {
  const names = new Map<string, string>()
  for (const name of [...first, ...more])
    if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name)
  return [...names.values()]
}

function argumentsFor(context: FixContext, settings: Settings): Arguments {
  const present = presentLists(context)
  // GET is what the default allows, and a preflighted GET must stay possible
  const methods = [...new Set(['GET', ...(present?.methods ?? []), ...settings.methods])].sort()
  const isDefault = methods.join() === 'GET'
  return {
    allow_origins: settings.origins,
    allow_credentials: settings.credentials,
    // a simple request is not compared with allow_methods
    allow_methods: (settings.preflighted || present !== null) && !isDefault ? methods : null,
    allow_headers: merged(present?.headers ?? [], settings.headers).filter((name) => !isSafelisted(name)),
    expose_headers: settings.expose,
    max_age: settings.preflighted ? settings.maxAge : null,
  }
}

function argumentLines(args: Arguments): string[] {
  const lists = (name: keyof Arguments, items: string[] | null) =>
    items === null || items.length === 0 ? [] : [`    ${name}=[${list(items, python)}],`]
  return [
    ...lists('allow_origins', args.allow_origins),
    ...(args.allow_credentials ? ['    allow_credentials=True,'] : []),
    ...lists('allow_methods', args.allow_methods),
    ...lists('allow_headers', args.allow_headers),
    ...lists('expose_headers', args.expose_headers),
    ...(args.max_age === null ? [] : [`    max_age=${args.max_age},`]),
  ]
}

/** How CORSMiddleware with these arguments answers. */
const answers =
  (settings: Settings, args: Arguments, status?: number) =>
  (flow: Flow): Flow =>
    answerWith(
      flow,
      { ...settings, methods: args.allow_methods ?? ['GET'], headers: args.allow_headers },
      {
        preflightStatus: 200,
        refusedStatus: 400,
        origins: args.allow_origins,
        alwaysHeaders: STARLETTE_SAFELIST,
        ...(status === undefined ? {} : { status }),
      },
    )

const cookies = (context: FixContext): string | null =>
  cookieNote(context, 'response.set_cookie(..., samesite="none", secure=True)')

function addLines(args: Arguments): string[] {
  return [
    '# After every other app.add_middleware(): the last one added runs first.',
    'app.add_middleware(',
    '    CORSMiddleware,',
    ...argumentLines(args),
    ')',
  ]
}

const replaceNote = (context: FixContext): string | null =>
  presentLists(context) !== null || context.cause?.id === 'starlette-origin-refused'
    ? 'Put it in the place of the CORSMiddleware you have, and keep the origins that are listed there.'
    : 'If the app has a CORSMiddleware already, put this in its place and keep the origins that are listed there.'

function addMiddleware(context: FixContext, settings: Settings): DraftFix {
  const args = argumentsFor(context, settings)
  const isPart = context.cause?.id === 'starlette-cors-on-part'
  return {
    title: isPart ? 'Add CORSMiddleware to the outer app' : 'Add CORSMiddleware for this origin, last',
    language: 'python',
    file: FILE,
    code: [IMPORT, '', ...addLines(args)].join('\n'),
    note: notes(
      isPart
        ? '`app` is the outermost app, the one that uvicorn serves: that covers everything mounted in it.'
        : replaceNote(context),
      context.cause?.id === 'two-layers'
        ? 'Remove the other place that sets Access-Control-Allow-Origin: the proxy’s setting, or the line in a route.'
        : null,
      context.cause?.id === 'starlette-hand-written-headers'
        ? 'Remove the code that sets the headers by hand: what it allows stays allowed beside the middleware.'
        : null,
      context.cause?.id === 'star-with-credentials' ? NO_STAR : null,
      openNote(context),
      exposeNote(context, 'expose_headers'),
      cookies(context),
    ),
    owner: 'back-end',
    after: answers(settings, args),
  }
}

/** CORSMiddleware around the whole app, ServerErrorMiddleware included: the one place from which a 500 keeps its headers. */
function wrapApp(context: FixContext, settings: Settings): DraftFix {
  const args = argumentsFor(context, settings)
  return {
    title: 'Wrap the whole app, so that error answers keep their CORS headers',
    language: 'python',
    file: FILE,
    code: [
      IMPORT,
      '',
      '# Last line of the file, in place of app.add_middleware(CORSMiddleware, ...).',
      'app = CORSMiddleware(',
      '    app,',
      ...argumentLines(args),
      ')',
    ].join('\n'),
    note: notes(
      'This lets the page see the error. Repair the error itself too: its traceback is in the server’s log.',
      cookies(context),
    ),
    owner: 'back-end',
    after: answers(settings, args),
  }
}

function trustHost(context: FixContext, settings: Settings): DraftFix[] {
  const host = parseUrl(context.flow.exchange.url)?.hostname ?? ''
  if (!/^[a-z0-9.-]+$/.test(host)) return []
  const args = argumentsFor(context, settings)
  return [
    {
      title: 'Add the host to TrustedHostMiddleware, and CORSMiddleware after it',
      language: 'python',
      file: FILE,
      code: [
        IMPORT,
        'from fastapi.middleware.trustedhost import TrustedHostMiddleware',
        '',
        '# In place of the TrustedHostMiddleware you have; keep the hosts that are listed there.',
        `app.add_middleware(TrustedHostMiddleware, allowed_hosts=[${python(host)}])`,
        '',
        ...addLines(args),
      ].join('\n'),
      note: 'Put the CORSMiddleware you have last, or replace it by this one.',
      owner: 'back-end',
      after: answers(settings, args, 200),
    },
  ]
}

function httpsOnlyInProduction(context: FixContext, settings: Settings): DraftFix {
  const args = argumentsFor(context, settings)
  return {
    title: 'Redirect to https only where https is served',
    language: 'python',
    file: FILE,
    code: [
      'import os',
      '',
      IMPORT,
      'from fastapi.middleware.httpsredirect import HTTPSRedirectMiddleware',
      '',
      '# In place of app.add_middleware(HTTPSRedirectMiddleware).',
      'if os.environ.get("FORCE_HTTPS") == "1":',
      '    app.add_middleware(HTTPSRedirectMiddleware)',
      '',
      ...addLines(args),
    ].join('\n'),
    note: 'Set FORCE_HTTPS=1 in production. Where the redirect comes from a proxy, change it there.',
    owner: 'back-end',
    after: answers(settings, args, 200),
  }
}

/** Starlette before 1.7 says Vary: Origin only to requests that carry an Origin. */
function varyByOrigin(settings: Settings): DraftFix {
  return {
    title: 'Say Vary: Origin on every answer',
    language: 'python',
    file: FILE,
    code: [
      '@app.middleware("http")',
      'async def vary_by_origin(request, call_next):',
      '    response = await call_next(request)',
      '    response.headers.add_vary_header("Origin")',
      '    return response',
    ].join('\n'),
    note: 'Then reload once with “Disable cache” switched on, to get rid of the old copy. Starlette 1.7 and newer does this by itself.',
    owner: 'back-end',
    after: (flow) =>
      answerWith(flow, settings, {
        preflightStatus: 200,
        refusedStatus: 400,
        alwaysHeaders: STARLETTE_SAFELIST,
      }),
  }
}

function previewDeployments(context: FixContext, settings: Settings): DraftFix[] {
  const pattern = previewPattern(settings.origin)
  if (pattern === null || settings.credentials) return []
  const args = argumentsFor(context, settings)
  const lines = argumentLines({
    ...args,
    allow_origins: args.allow_origins.filter((origin) => origin !== settings.origin),
  })
  return [
    {
      title: `Allow every preview deployment of this site on ${pattern.platform}`,
      language: 'python',
      file: FILE,
      code: [
        IMPORT,
        '',
        '# After every other app.add_middleware(): the last one added runs first.',
        'app.add_middleware(',
        '    CORSMiddleware,',
        `    allow_origin_regex=${pythonRegex(pattern.regex)},  # compared with the whole origin`,
        ...lines,
        ')',
      ].join('\n'),
      note: `This lets in more than the one page that failed. ${pattern.risk} Do not combine it with allow_credentials.`,
      owner: 'back-end',
      after: answers(settings, args),
    },
  ]
}

/** The rewriting server in front passed a redirect on: no CORS is needed once nothing redirects. */
function bothSpellings({ flow }: FixContext): DraftFix[] {
  const last = flow.hops.at(-1)
  const path = parseUrl(flow.exchange.url)?.pathname ?? '/'
  const method = flow.exchange.method.toLowerCase()
  if (last === undefined || !isPlainPath(path) || !['get', 'post', 'put', 'patch', 'delete'].includes(method))
    return []
  const bare = path.replace(/\/$/, '') || '/'
  return [
    {
      title: 'Serve the path with and without the slash, so that nothing is redirected',
      language: 'python',
      file: FILE,
      code: [
        '# In place of the one decorator of this route.',
        `@app.${method}(${python(bare)})`,
        `@app.${method}(${python(`${bare}/`)}, include_in_schema=False)`,
      ].join('\n'),
      note: 'Where the route has parameters, keep them as you declared them. No CORS setting is needed: the page calls its own origin.',
      owner: 'back-end',
      after: (after) => sameOriginCall(after, last.exchange.url),
    },
  ]
}

/** The redirect stays on https and is followed there; what it lets in is what the app lets in. */
function staysSecure(flow: Flow): Flow {
  const hop = downgradingHop(flow)
  if (hop === null) return flow
  const redirectUrl = (hop.redirectUrl ?? '').replace(/^http:/, 'https:')
  const passed: Exchange = { ...hop, error: null, redirectUrl }
  const next: Exchange = { ...passed, url: redirectUrl, status: 200, redirectUrl: null }
  return { ...flow, hops: [{ exchange: passed, preflight: null }], exchange: next, preflight: null }
}

function trustProxy({ flow }: FixContext): DraftFix[] {
  if (downgradingHop(flow) === null) return []
  return [
    {
      title: 'Let uvicorn trust the proxy’s X-Forwarded-Proto',
      language: 'shell',
      file: 'the start command',
      code: 'uvicorn main:app --proxy-headers --forwarded-allow-ips="$PROXY_IP"',
      note: 'PROXY_IP is the address from which the proxy reaches uvicorn. The proxy must send X-Forwarded-Proto: https. Then the redirect stays on https; calling the final path directly saves it altogether.',
      owner: 'back-end',
      after: staysSecure,
    },
  ]
}

/** What a FastAPI app can do about this cause, best first. */
function drafts(context: FixContext, settings: Settings): DraftFix[] {
  const add = addMiddleware(context, settings)
  switch (context.cause?.id) {
    case 'starlette-unhandled-exception':
    case 'server-error':
      return [wrapApp(context, settings)]
    case 'trusted-host':
      return trustHost(context, settings)
    case 'https-redirect-in-development':
      return [httpsOnlyInProduction(context, settings)]
    case 'browser-cache-copy':
    case 'cache-copy-without-cors':
    case 'cache-copy-for-other-origin':
      return [varyByOrigin(settings), add]
    default:
      return [add, ...previewDeployments(context, settings)]
  }
}

export const fastapi: Framework = {
  id: 'fastapi',
  label: 'FastAPI / Starlette',
  fixes(context) {
    if (context.cause?.id === 'rewrite-leaks-location') return bothSpellings(context)
    if (context.cause?.id === 'http-downgrade') return trustProxy(context)
    const settings = settingsOf(context)
    return settings === null ? [] : drafts(context, settings)
  },
}
