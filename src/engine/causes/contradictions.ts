/** CONTRADICTIONS: claims that a cause can make about a server, and what in the log proves them wrong. */

import type { Exchange } from '../har/exchange.ts'
import { INSTEAD_OF_APPLICATION } from '../servers/maker-marks.ts'
import { readAt } from '../servers/observed-server.ts'
import { allowedOrigin, letsIn } from '../servers/responses.ts'
import { preflightPassed, type Scene } from './failure.ts'

export type Claim =
  /** This origin is not on the server’s list. */
  | 'origin-refused'
  /** The CORS code does not reach this path. */
  | 'path-not-covered'
  /** Nothing on this server speaks CORS. */
  | 'cors-not-set-up'
  /** The origin `null` must not or cannot be allowed. */
  | 'null-not-allowed'
  /** The caller is not logged in. */
  | 'not-logged-in'
  /** The application made this response. */
  | 'made-by-application'

/** Answers of an address that let a page in, two of each method, which tell whether there is another; filled as somebody asks. */
const lettingInAt = (responses: readonly Exchange[]) => ({
  responses,
  byPage: new Map<string | null, Exchange[]>(),
})

function twoOfEach(responses: readonly Exchange[], page: string | null): Exchange[] {
  const counts = new Map<string, number>()
  return responses.filter((response) => {
    const count = counts.get(response.method) ?? 0
    if (count === 2 || !letsIn(response, page)) return false
    counts.set(response.method, count + 1)
    return true
  })
}

/** Answers at the same address that let this page in; of many with one method, only some. */
function lettingIn({ observed, answer, origin }: Scene): Exchange[] {
  const { responses, byPage } = readAt(observed, answer.url, lettingInAt)
  const found = byPage.get(origin) ?? twoOfEach(responses, origin)
  byPage.set(origin, found)
  return found.filter(({ index }) => index !== answer.index)
}

const sameMethod = ({ answer }: Scene, { method }: Exchange): boolean => method === answer.method

export const CONTRADICTIONS: Readonly<Record<Claim, (scene: Scene) => boolean>> = {
  'origin-refused': (scene) =>
    preflightPassed(scene) || lettingIn(scene).some((other) => sameMethod(scene, other)),
  'path-not-covered': (scene) =>
    !scene.atPreflight && lettingIn(scene).some((other) => sameMethod(scene, other) && other.status > 0),
  'cors-not-set-up': (scene) => preflightPassed(scene) || lettingIn(scene).length > 0,
  'null-not-allowed': ({ observed, answer }) =>
    allowedOrigin(answer)?.includes('*') === true || observed.read(allowsNull),
  'made-by-application': ({ maker }) => INSTEAD_OF_APPLICATION.includes(maker.kind),
  'not-logged-in': ({ flow }) => flow.preflight !== null && flow.exchange.status === 0,
}

/** Any answer lets the origin `null` in, by name or by `*`. */
const allowsNull = (responses: readonly Exchange[]): boolean =>
  responses.some((response) => letsIn(response, 'null'))
