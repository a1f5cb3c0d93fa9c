/** Code that answers OPTIONS by itself: proxy.ts, a route handler, a handler of pages/api. */

import { groupBy } from '../../../fetch/group-by.ts'
import type { Exchange } from '../../../har/exchange.ts'
import { allowedOrigin, letsIn, pathOf } from '../../../servers/responses.ts'
import { onResponses, untested } from '../../change.ts'
import { cookieNote, notes, openNote, type Settings } from '../../cors-settings.ts'
import { js } from '../../literals.ts'
import type { DraftFix, FixContext } from '../../recipe.ts'
import { answeredAnew, answerWith } from '../../response-after.ts'
import { furtherHeaders } from './config.ts'
import { coveredBy, inBoth, type Language, sourceFor, withoutBasePath } from './source.ts'

const cookies = (context: FixContext): string | null =>
  cookieNote(context, "cookies().set(name, value, { sameSite: 'none', secure: true })")

const isForActual = ([key]: readonly [string, string]): boolean =>
  key === 'Access-Control-Allow-Credentials' || key === 'Access-Control-Expose-Headers'

const setLines = (
  settings: Settings,
  target: string,
  indent: string,
  part: 'preflight' | 'actual',
): string[] =>
  furtherHeaders({ ...settings, preflighted: part === 'preflight' })
    .filter((line) => (part === 'actual' ? isForActual(line) : line[0] !== 'Access-Control-Expose-Headers'))
    .map(([key, value]) => `${indent}${target}(${js(key)}, ${js(value)})`)

const originsLine = ({ origins }: Settings): string =>
  `const allowedOrigins = [${origins.map(js).join(', ')}]`

/** `name`: `proxy` since Next.js 16, `middleware` before. */
function proxyCode(
  language: Language,
  source: string,
  settings: Settings,
  name: 'proxy' | 'middleware',
): string {
  const typed = language === 'ts'
  return [
    `import { ${typed ? 'type NextRequest, ' : ''}NextResponse } from 'next/server'`,
    '',
    originsLine(settings),
    '',
    `export function ${name}(request${typed ? ': NextRequest' : ''}) {`,
    "  const origin = request.headers.get('origin') ?? ''",
    '  const allowed = allowedOrigins.includes(origin)',
    '',
    '  // The preflight is answered first: it carries no cookies and no token, so no login can be asked of it.',
    "  if (request.method === 'OPTIONS' && request.headers.has('access-control-request-method')) {",
    '    const preflight = new NextResponse(null, { status: 204 })',
    "    preflight.headers.set('Vary', 'Origin')",
    '    if (allowed) {',
    "      preflight.headers.set('Access-Control-Allow-Origin', origin)",
    ...setLines({ ...settings, preflighted: true }, 'preflight.headers.set', '      ', 'preflight'),
    '    }',
    '    return preflight',
    '  }',
    '',
    '  // Checks of your own, such as a login, belong here.',
    '',
    '  const response = NextResponse.next()',
    "  response.headers.append('Vary', 'Origin')",
    '  if (allowed) {',
    "    response.headers.set('Access-Control-Allow-Origin', origin)",
    ...setLines(settings, 'response.headers.set', '    ', 'actual'),
    '  }',
    '  return response',
    '}',
    '',
    `export const config = { matcher: ${js(source)} }`,
  ].join('\n')
}

const after = (settings: Settings): DraftFix['after'] => answerWith(settings, { origins: settings.origins })

export function proxyFile(context: FixContext, settings: Settings): DraftFix[] {
  const source = sourceFor(context)
  if (source === null) return []
  return inBoth((language) => ({
    title: 'Answer the preflight in proxy.ts, before everything else',
    language,
    file: `proxy.${language}`,
    code: proxyCode(language, source, settings, 'proxy'),
    note: notes(
      'The file stands beside app/ or pages/. If there is one already, take over what it does at the marked place, and keep its matcher beside this one: a check that no longer runs lets everybody in. Before Next.js 16 the file is middleware.ts and the function middleware.',
      openNote(context),
      cookies(context),
    ),
    owner: 'back-end',
    after: after(settings),
  }))
}

/** The same before Next.js 16. */
export function middlewareFile(context: FixContext, settings: Settings): DraftFix[] {
  const source = sourceFor(context)
  if (source === null) return []
  return [
    {
      title: 'Before Next.js 16: the same in middleware.ts',
      language: 'ts',
      file: 'middleware.ts',
      code: proxyCode('ts', source, settings, 'middleware'),
      note: 'Next.js 16 calls this file proxy.ts and the function proxy; it must not find both.',
      owner: 'back-end',
      after: after(settings),
    },
  ]
}

const corsHeadersFunction = (language: Language, settings: Settings): string[] => {
  const typed = language === 'ts'
  const actual = furtherHeaders({ ...settings, preflighted: false })
  return [
    originsLine(settings),
    '',
    `function corsHeaders(request${typed ? ': Request' : ''})${typed ? ': Record<string, string>' : ''} {`,
    "  const origin = request.headers.get('origin') ?? ''",
    "  if (!allowedOrigins.includes(origin)) return { Vary: 'Origin' }",
    '  return {',
    "    'Access-Control-Allow-Origin': origin,",
    ...actual.map(([key, value]) => `    ${js(key)}: ${js(value)},`),
    "    Vary: 'Origin',",
    '  }',
    '}',
  ]
}

const EXPORTABLE = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']

const folderAbove = (url: string): string => pathOf(url).replace(/[^/]*\/?$/, '')

/** Responses that let a page in, preflights aside, by the folder they lie in; a reading of an observed server. */
function lettingInByFolder(responses: readonly Exchange[]): ReadonlyMap<string, readonly Exchange[]> {
  const letting = responses.filter((each) => !each.isPreflight && allowedOrigin(each) !== null)
  return groupBy(letting, ({ url }) => folderAbove(url))
}

/** What another request to this address got from the handler, or one beside it that a route with a parameter serves. */
export function letInBefore(
  { flow, observed }: FixContext,
  origin: string,
): { response: Exchange; isHere: boolean } | null {
  const lets = (exchange: Exchange) => !exchange.isPreflight && letsIn(exchange, origin)
  const here = observed.responsesAt(flow.exchange.url).find(lets)
  if (here !== undefined) return { response: here, isHere: true }
  const folder = folderAbove(flow.exchange.url)
  if (folder === '/') return null
  const beside = observed.read(lettingInByFolder).get(folder)?.find(lets)
  return beside === undefined ? null : { response: beside, isHere: false }
}

/** The preflight alone: what the handlers set on their own responses stays as it is, a `*` too. */
export function optionsExport(context: FixContext, settings: Settings): DraftFix[] {
  const seen = letInBefore(context, settings.origin)
  if (sourceFor(context) === null || seen === null || !settings.preflighted) return []
  const preflight = furtherHeaders({ ...settings, expose: [] })
  const model = answerWith(settings, { origins: settings.origins })
  return inBoth((language) => ({
    title: 'Export OPTIONS from the route, beside the handlers that are there',
    language,
    file: seen.isHere
      ? `app${withoutBasePath(context).replace(/\/$/, '')}/route.${language}`
      : `the route.${language} that serves ${withoutBasePath(context)}`,
    code: [
      originsLine(settings),
      '',
      `export async function OPTIONS(request${language === 'ts' ? ': Request' : ''}) {`,
      "  const origin = request.headers.get('origin') ?? ''",
      "  const headers = new Headers({ Vary: 'Origin' })",
      '  if (allowedOrigins.includes(origin)) {',
      "    headers.set('Access-Control-Allow-Origin', origin)",
      ...preflight.map(([key, value]) => `    headers.set(${js(key)}, ${js(value)})`),
      '  }',
      '  return new Response(null, { status: 204, headers })',
      '}',
    ].join('\n'),
    note: notes(
      'The handler’s own responses have their headers already. A route with a parameter keeps the brackets in its folder’s name; an OPTIONS that is exported already is replaced by this one.',
      openNote(context),
      cookies(context),
    ),
    owner: 'back-end',
    covers: coveredBy(sourceFor(context) ?? '', context),
    paths: [sourceFor(context) ?? ''],
    after: seen.isHere
      ? onResponses((response) => {
          if (response.isPreflight) return model.after(response)
          if (response.status !== 0) return response
          return answeredAnew(response, { status: 200, responseHeaders: seen.response.responseHeaders })
        })
      : untested('the log doesn’t show how this handler responds to the request itself'),
  }))
}

export function routeHandler(context: FixContext, settings: Settings): DraftFix[] {
  const { method } = context.flow.exchange
  const path = withoutBasePath(context)
  if (sourceFor(context) === null || !EXPORTABLE.includes(method)) return []
  const preflight = furtherHeaders({ ...settings, preflighted: true, credentials: false, expose: [] })
  return inBoth((language) => {
    const typed = language === 'ts' ? ': Request' : ''
    return {
      title: 'Set the headers in the route handler itself',
      language,
      file: `app${path.replace(/\/$/, '')}/route.${language}`,
      code: [
        ...corsHeadersFunction(language, settings),
        '',
        ...(settings.preflighted
          ? [
              `export async function OPTIONS(request${typed}) {`,
              '  return new Response(null, {',
              '    status: 204,',
              '    headers: {',
              '      ...corsHeaders(request),',
              ...preflight.map(([key, value]) => `      ${js(key)}: ${js(value)},`),
              '    },',
              '  })',
              '}',
              '',
            ]
          : []),
        `export async function ${method}(request${typed}) {`,
        '  const data = { ok: true } // in place of this line: what your handler does',
        '  return Response.json(data, { headers: corsHeaders(request) })',
        '}',
      ].join('\n'),
      note: notes(
        'Every answer of the handler needs the headers, the ones for errors too; when the handler throws they are lost.',
        cookies(context),
      ),
      owner: 'back-end',
      after: after(settings),
    }
  })
}

export function pagesApi(context: FixContext, settings: Settings): DraftFix[] {
  const path = withoutBasePath(context).replace(/\/$/, '')
  if (sourceFor(context) === null || !path.startsWith('/api')) return []
  return inBoth((language) => {
    const typed = language === 'ts'
    return {
      title: 'Answer OPTIONS in the handler of pages/api',
      language,
      file: `pages${path}.${language}`,
      code: [
        ...(typed ? ["import type { NextApiRequest, NextApiResponse } from 'next'", ''] : []),
        originsLine(settings),
        '',
        typed
          ? 'export default async function handler(req: NextApiRequest, res: NextApiResponse) {'
          : 'export default async function handler(req, res) {',
        "  const origin = req.headers.origin ?? ''",
        "  res.setHeader('Vary', 'Origin')",
        '  if (allowedOrigins.includes(origin)) {',
        "    res.setHeader('Access-Control-Allow-Origin', origin)",
        ...furtherHeaders(settings).map(([key, value]) => `    res.setHeader(${js(key)}, ${js(value)})`),
        '  }',
        "  if (req.method === 'OPTIONS') {",
        '    res.status(204).end()',
        '    return',
        '  }',
        '',
        '  res.status(200).json({ ok: true }) // in place of this line: what your handler does',
        '}',
      ].join('\n'),
      note: cookies(context),
      owner: 'back-end',
      after: after(settings),
    }
  })
}

/** Forwarding inside proxy.ts, where headers can be set on the forwarded answer. */
export function forwardInProxy(context: FixContext, settings: Settings): DraftFix[] {
  const source = sourceFor(context)
  if (source === null) return []
  return inBoth((language) => ({
    title: 'Forward in proxy.ts in place of rewrites(), and set the headers there',
    language,
    file: `proxy.${language}`,
    code: proxyCode(language, source, settings, 'proxy').replace(
      'const response = NextResponse.next()',
      'const { pathname, search } = request.nextUrl\n  const response = NextResponse.rewrite(new URL(pathname + search, process.env.API_ORIGIN))',
    ),
    note: 'API_ORIGIN is the address of the server behind Next.js. If the rewrite changes the path, change it here too, and remove the rule from rewrites().',
    owner: 'back-end',
    after: after(settings),
  }))
}
