/** The code of CORSMiddleware for a policy, and how Starlette then answers. */

import { extractTokens } from '../../../fetch/headers.ts'
import type { Exchange } from '../../../har/exchange.ts'
import { isMiddlewarePreflight, STARLETTE_SAFELIST } from '../../../servers/starlette-middleware.ts'
import type { ResponseChange } from '../../change.ts'
import { cookieNote, type Settings } from '../../cors-settings.ts'
import { list, python } from '../../literals.ts'
import { isAllowableName } from '../../policy.ts'
import type { FixContext } from '../../recipe.ts'
import { answerWith } from '../../response-after.ts'

export const IMPORT = 'from fastapi.middleware.cors import CORSMiddleware'
export const FILE = 'main.py'
/** What `allow_methods=["*"]` lists. */
const ALL_METHODS = 'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'

export const NO_STAR =
  'Do not combine allow_origins=["*"] with allow_credentials=True: since Starlette 1.0 that lets every site in with your users’ cookies.'

export interface Arguments {
  allow_origins: string[]
  allow_credentials: boolean
  /** Null leaves the default, GET. */
  allow_methods: string[] | null
  allow_headers: string[]
  expose_headers: string[]
  max_age: number | null
}

/** Any preflight that the CORSMiddleware of this server answered. A reading of an observed server. */
const middlewarePreflight = (responses: readonly Exchange[]): Exchange | undefined =>
  responses.find(isMiddlewarePreflight)

/** The lists of the CORSMiddleware that is there; a new one must not drop them. */
export function presentLists(context: FixContext): { methods: string[]; headers: string[] } | null {
  const preflight = context.observed.read(middlewarePreflight)
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

export function argumentsFor(context: FixContext, settings: Settings): Arguments {
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

export function argumentLines(args: Arguments): string[] {
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
export const answers = (settings: Settings, args: Arguments, status?: number): ResponseChange =>
  answerWith(
    { ...settings, methods: args.allow_methods ?? ['GET'], headers: args.allow_headers },
    {
      preflightStatus: 200,
      refusedStatus: 400,
      origins: args.allow_origins,
      alwaysHeaders: STARLETTE_SAFELIST,
      ...(status === undefined ? {} : { status }),
    },
  )

export const cookies = (context: FixContext): string | null =>
  cookieNote(context, 'response.set_cookie(..., samesite="none", secure=True)')

export function addLines(args: Arguments): string[] {
  return [
    '# After every other app.add_middleware(): the last one added runs first.',
    'app.add_middleware(',
    '    CORSMiddleware,',
    ...argumentLines(args),
    ')',
  ]
}
