/** FastAPI and Starlette: CORSMiddleware, its order, and the cases around it. */

import { parseUrl } from '../../fetch/origin.ts'
import { STARLETTE_SAFELIST } from '../../servers/starlette-middleware.ts'
import { exposeNote, notes, openNote, type Settings, settingsOf } from '../cors-settings.ts'
import { python, pythonRegex } from '../literals.ts'
import { previewPattern } from '../previews.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'
import { answerWith } from '../response-after.ts'
import { taskOf } from '../task.ts'
import {
  addLines,
  answers,
  argumentLines,
  argumentsFor,
  cookies,
  FILE,
  hasMiddleware,
  IMPORT,
  KEEP,
  NO_STAR,
} from './fastapi/middleware.ts'
import { bothSpellings, trustProxy } from './fastapi/slash-redirects.ts'

/** Something else answers before the middleware does. */
const OUTSIDE: readonly (string | null)[] = ['run-cors-first', 'run-cors-before-limits']

/** How the printed arguments and those of the middleware that is there come together. */
const mergeNote = (context: FixContext): string =>
  hasMiddleware(context)
    ? `The app has a CORSMiddleware: move it there, put these arguments into it and join the lists. ${KEEP}`
    : `If the app has a CORSMiddleware already, move that one there, put these arguments into it and join the lists. ${KEEP}`

const titleFor = (context: FixContext): string => {
  if (taskOf(context) === 'cover-whole-app') return 'Add CORSMiddleware to the outer app'
  if (OUTSIDE.includes(taskOf(context)))
    return hasMiddleware(context)
      ? 'Move CORSMiddleware behind every other middleware'
      : 'Let CORSMiddleware be the last one added'
  return hasMiddleware(context)
    ? 'Let the CORSMiddleware that is there allow this'
    : 'Add CORSMiddleware for this origin, last'
}

function addMiddleware(context: FixContext, settings: Settings): DraftFix {
  const args = argumentsFor(context, settings)
  const isPart = taskOf(context) === 'cover-whole-app'
  return {
    title: titleFor(context),
    language: 'python',
    file: FILE,
    code: [IMPORT, '', ...addLines(args)].join('\n'),
    note: notes(
      isPart
        ? '`app` is the outermost app, the one that uvicorn serves: that covers everything mounted in it.'
        : mergeNote(context),
      taskOf(context) === 'let-one-layer-speak'
        ? 'Remove the other place that sets Access-Control-Allow-Origin: the proxy’s setting, or the line in a route.'
        : null,
      taskOf(context) === 'drop-hand-written-headers'
        ? 'Remove the code that sets the headers by hand: what it allows stays allowed beside the middleware.'
        : null,
      taskOf(context) === 'name-origins' ? NO_STAR : null,
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
      '# Last line of the file, in place of app.add_middleware(CORSMiddleware, ...), with all of its arguments.',
      'app = CORSMiddleware(',
      '    app,',
      ...argumentLines(args),
      ')',
    ].join('\n'),
    note: notes(
      `If the app has a CORSMiddleware, put its arguments beside these and join the lists. ${KEEP}`,
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
      note: mergeNote(context),
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
    note: notes(
      'Set FORCE_HTTPS=1 in production. Where the redirect comes from a proxy, change it there.',
      mergeNote(context),
    ),
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
    after: answerWith(settings, {
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

/** What a FastAPI app can do about this cause, best first. */
function drafts(context: FixContext, settings: Settings): DraftFix[] {
  const add = addMiddleware(context, settings)
  switch (taskOf(context)) {
    case 'keep-headers-on-errors':
      return [wrapApp(context, settings)]
    case 'trust-host':
      return trustHost(context, settings)
    case 'https-in-production-only':
      return [httpsOnlyInProduction(context, settings)]
    case 'vary-by-origin':
      return [varyByOrigin(settings), add]
    default:
      return [add, ...previewDeployments(context, settings)]
  }
}

export const fastapi: Framework = {
  id: 'fastapi',
  label: 'FastAPI / Starlette',
  fixes(context) {
    if (taskOf(context) === 'serve-both-spellings') return bothSpellings(context)
    if (taskOf(context) === 'trust-proxy') return trustProxy(context)
    const settings = settingsOf(context)
    return settings === null ? [] : drafts(context, settings)
  },
}
