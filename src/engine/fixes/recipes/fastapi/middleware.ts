/** The code of CORSMiddleware for a policy, and how Starlette then answers. */

import type { Exchange } from '../../../har/exchange.ts'
import { isMiddlewarePreflight, STARLETTE_SAFELIST } from '../../../servers/starlette-middleware.ts'
import type { ResponseChange } from '../../change.ts'
import { cookieNote, type Settings } from '../../cors-settings.ts'
import { list, python } from '../../literals.ts'
import type { FixContext } from '../../recipe.ts'
import { answerWith } from '../../response-after.ts'
import { taskOf } from '../../task.ts'

export const IMPORT = 'from fastapi.middleware.cors import CORSMiddleware'
export const FILE = 'main.py'
const MAYBE_CREDENTIALS =
  '    # allow_credentials=True,  # needed too if the request is made with credentials: "include"'

export const NO_STAR =
  'Do not combine allow_origins=["*"] with allow_credentials=True: since Starlette 1.0 that lets every site in with your users’ cookies.'

export const KEEP =
  'Every other argument stays (allow_origin_regex, expose_headers, max_age), and so does every entry but "*" beside credentials.'

export interface Arguments {
  allow_origins: string[]
  allow_credentials: boolean
  /** Whether the request carries credentials is not known: the line for it is printed as a comment. */
  mayNeedCredentials: boolean
  /** Null leaves the default, GET. */
  allow_methods: string[] | null
  allow_headers: string[]
  expose_headers: string[]
  max_age: number | null
}

/** A reading of an observed server: its CORSMiddleware answered a preflight, or left its mark on a response. */
const showsMiddleware = (responses: readonly Exchange[]): boolean => responses.some(isMiddlewarePreflight)

/** The log shows a CORSMiddleware in the app: its arguments stay, and the printed ones come to them. */
export const hasMiddleware = (context: FixContext): boolean =>
  context.observed.read(showsMiddleware) || taskOf(context) === 'join-middleware'

const isSafelisted = (name: string): boolean =>
  STARLETTE_SAFELIST.some((safe) => safe.toLowerCase() === name.toLowerCase())

export function argumentsFor(context: FixContext, settings: Settings): Arguments {
  const present = hasMiddleware(context)
  // GET is what the default allows, and a preflighted GET must stay possible
  const methods = [...new Set(['GET', ...settings.methods])].sort()
  const isDefault = methods.join() === 'GET'
  return {
    allow_origins: settings.origins,
    allow_credentials: settings.credentials,
    mayNeedCredentials: settings.credentialsUnknown,
    // a simple request is not compared with allow_methods
    allow_methods: (settings.preflighted || present) && !isDefault ? methods : null,
    allow_headers: settings.headers.filter((name) => !isSafelisted(name)),
    expose_headers: settings.expose,
    // the one that is there keeps its own
    max_age: settings.preflighted && !present ? settings.maxAge : null,
  }
}

export function argumentLines(args: Arguments): string[] {
  const lists = (name: string, items: string[] | null) =>
    items === null || items.length === 0 ? [] : [`    ${name}=[${list(items, python)}],`]
  return [
    ...lists('allow_origins', args.allow_origins),
    ...(args.allow_credentials ? ['    allow_credentials=True,'] : []),
    ...(args.mayNeedCredentials ? [MAYBE_CREDENTIALS] : []),
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
