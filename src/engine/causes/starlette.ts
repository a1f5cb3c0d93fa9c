/** Causes inside FastAPI and Starlette: what CORSMiddleware refused, and where it is missing. */
import type { Exchange } from '../har/exchange.ts'
import { having } from '../servers/observed-server.ts'
import { askedMethod, grantedMethods } from '../servers/preflights.ts'
import { answerHeader, shorten, speaksCors, variesBy } from '../servers/responses.ts'
import {
  type Disallowed,
  decodeRefusal,
  isMiddlewarePreflight,
  isRecentStarlette,
} from '../servers/starlette-middleware.ts'
import type { AdditionId, CauseRow } from './cause.ts'
import { missingFacts } from './facts.ts'
import { isSure, letsInElsewhere, type Scene, starletteState } from './failure.ts'

type RefusalId =
  | 'starlette-origin-not-listed'
  | 'starlette-origin-and-more-not-listed'
  | 'starlette-method-not-listed'
  | 'starlette-method-and-headers-not-listed'
  | 'starlette-headers-not-listed'
  | 'starlette-private-network'

function refusalId([first, second]: readonly Disallowed[]): RefusalId {
  if (first === 'origin')
    return second === undefined ? 'starlette-origin-not-listed' : 'starlette-origin-and-more-not-listed'
  if (first === 'method')
    return second === 'headers' ? 'starlette-method-and-headers-not-listed' : 'starlette-method-not-listed'
  return first === 'headers' ? 'starlette-headers-not-listed' : 'starlette-private-network'
}

/** CORSMiddleware answered the preflight and refused. */
function refused(id: RefusalId, adds?: CauseRow['adds']): CauseRow {
  const needs = (scene: Scene): boolean => {
    const parts = scene.atPreflight ? decodeRefusal(scene.answer) : null
    return parts !== null && refusalId(parts) === id
  }
  const facts = (scene: Scene) => ({
    ...missingFacts(scene),
    method: shorten(askedMethod(scene.answer), 40),
    allowedMethods: shorten(grantedMethods(scene.answer).join(', ')) || null,
  })
  return {
    responsible: 'back-end',
    weight: 700,
    shows: ['server', 'asked-for', 'allowed-methods'],
    needs,
    facts,
    certain: true,
    ...(adds && { adds }),
  }
}

const andLists = ({ answer }: Scene): AdditionId[] =>
  grantedMethods(answer).includes(askedMethod(answer)) ? [] : ['check-lists-too']

/** What a response of a FastAPI application without Access-Control-Allow-Origin tells of its middleware. */
type Reading =
  | 'starlette-hand-written-headers'
  | 'starlette-cors-on-part'
  | 'starlette-middleware-missing'
  | 'starlette-origin-refused'
  | 'starlette-missing-or-not-listed'

interface Read {
  id: Reading
  certain: boolean
}

/** Another address of this server lets the same page in. */
const allowsElsewhere = (scene: Scene): boolean => !variesBy(scene.answer, 'origin') && letsInElsewhere(scene)

/** A preflight answered under another name came from something in front of the app. */
const isSameProgram = (preflight: Exchange, answer: Exchange): boolean =>
  answerHeader(preflight, 'server') === answerHeader(answer, 'server')

/** No CORSMiddleware, or one that does not know this origin. */
function readingOf(scene: Scene): Read | null {
  const { answer, atPreflight, allowed } = scene
  if (scene.server.framework !== 'fastapi' || answer.status === 0) return null
  // 405 with headers on the preflight: someone sets them on every answer by hand
  if (allowed !== null)
    return atPreflight && answer.status === 405
      ? { id: 'starlette-hand-written-headers', certain: true }
      : null
  const state = starletteState(scene)
  if (state === 'partial') return { id: 'starlette-cors-on-part', certain: false }
  if (state === 'absent') return { id: 'starlette-middleware-missing', certain: true }
  if (atPreflight) return answer.status === 405 ? { id: 'starlette-middleware-missing', certain: true } : null
  const { preflight } = scene.flow
  if (preflight !== null && speaksCors(preflight) && !variesBy(answer, 'origin'))
    return isSameProgram(preflight, answer) ? { id: 'starlette-hand-written-headers', certain: false } : null
  return readResponse(scene)
}

function readResponse(scene: Scene): Read {
  const { answer, own, observed } = scene
  const telling = own.find(isMiddlewarePreflight) ?? scene.firstOther(having(observed, isMiddlewarePreflight))
  const recent = telling === undefined ? null : isRecentStarlette(telling)
  const hasCredentials = answerHeader(answer, 'access-control-allow-credentials') !== null
  if (hasCredentials || variesBy(answer, 'origin'))
    return { id: 'starlette-origin-refused', certain: hasCredentials || recent !== null }
  if (starletteState(scene) === 'present' && allowsElsewhere(scene))
    return { id: 'starlette-cors-on-part', certain: false }
  // Starlette from 1.7 on leaves Vary: Origin on whatever passes CORSMiddleware, an older one leaves nothing
  if (recent === true) return { id: 'starlette-cors-on-part', certain: true }
  if (recent === false) return { id: 'starlette-origin-refused', certain: false }
  return { id: 'starlette-missing-or-not-listed', certain: false }
}

const read = (id: Reading, more: Partial<CauseRow> = {}): CauseRow => ({
  responsible: 'back-end',
  weight: 620,
  shows: ['server', 'no-cors-headers', 'let-in-elsewhere', 'varies-by-origin'],
  doubts: ['server-unsure'],
  needs: (scene) => scene.once(readingOf)?.id === id,
  certain: (scene) => isSure(scene) && scene.once(readingOf)?.certain === true,
  ...more,
  claims: ['made-by-application', ...(more.claims ?? [])],
})

export const STARLETTE_ROWS = {
  'starlette-origin-not-listed': refused('starlette-origin-not-listed'),
  'starlette-method-not-listed': refused('starlette-method-not-listed'),
  'starlette-headers-not-listed': refused('starlette-headers-not-listed'),
  'starlette-method-and-headers-not-listed': refused('starlette-method-and-headers-not-listed'),
  'starlette-origin-and-more-not-listed': refused('starlette-origin-and-more-not-listed', andLists),
  'starlette-private-network': refused('starlette-private-network'),
  'starlette-middleware-missing': read('starlette-middleware-missing', {
    adds: ({ answer }) => (answer.status === 404 ? ['unknown-path-too'] : []),
  }),
  'starlette-cors-on-part': read('starlette-cors-on-part', {
    task: 'cover-whole-app',
    claims: ['path-not-covered'],
  }),
  'starlette-missing-or-not-listed': read('starlette-missing-or-not-listed'),
  'starlette-origin-refused': read('starlette-origin-refused', {
    task: 'join-middleware',
    claims: ['origin-refused'],
  }),
  'starlette-hand-written-headers': read('starlette-hand-written-headers', {
    task: 'drop-hand-written-headers',
  }),
} as const satisfies Record<string, CauseRow>
