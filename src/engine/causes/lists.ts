/** Causes of a preflight whose lists do not cover the request: a wrong method or header, on one side or the other. */

import { normalizeMethod } from '../fetch/safelist.ts'
import type { Exchange } from '../har/exchange.ts'
import {
  askedHeaders,
  askedMethod,
  grantedHeaders,
  grantedMethods,
  isUnparsable,
  missingHeaders,
} from '../servers/preflights.ts'
import { answerHeader, letsIn, shorten } from '../servers/responses.ts'
import { isTracingHeader } from './asker.ts'
import type { CauseRow } from './cause.ts'
import { editDistance } from './compare-origins.ts'
import { join, missingFacts } from './facts.ts'
import type { Scene } from './failure.ts'

const STANDARD_METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'QUERY']
/** Headers that extensions for changing or intercepting requests are known to add. */
const EXTENSION_HEADER = /^x-(rq|requestly|modheader|mod-header|tweak|interceptor|cors-unblock)\b/

/** The preflight whose lists decide. */
const isListed = ({ atPreflight, answer }: Scene): boolean => atPreflight && answer.isPreflight
/** Where the origin is refused already, the server comes first. */
const isOpenPreflight = (scene: Scene): boolean => isListed(scene) && letsIn(scene.answer, scene.origin)

const sentByServersOnly = ({ answer }: Scene): string[] =>
  askedHeaders(answer).filter((name) => name.startsWith('access-control-'))

function isWrongCase({ answer }: Scene): boolean {
  const method = askedMethod(answer)
  return (
    method !== method.toUpperCase() &&
    STANDARD_METHODS.includes(method.toUpperCase()) &&
    normalizeMethod(method) === method
  )
}

const addedByExtension = ({ answer }: Scene): string[] =>
  missingHeaders(answer).filter((name) => EXTENSION_HEADER.test(name))
const addedByTracing = ({ answer }: Scene): string[] => missingHeaders(answer).filter(isTracingHeader)

/** A slip of one or two letters; `x-` before a name makes another header of it. */
const isTwin = (granted: string, name: string): boolean =>
  granted.length > 5 && name !== `x-${granted}` && granted !== `x-${name}` && editDistance(granted, name) <= 2

/** A requested header that the server does not name although it names its near twin. */
export function misspeltHeader(preflight: Exchange): { name: string; twin: string } | null {
  const asked = askedHeaders(preflight)
  const unused = grantedHeaders(preflight).filter((name) => !asked.includes(name))
  for (const name of missingHeaders(preflight)) {
    const twin = unused.find((granted) => isTwin(granted, name))
    if (twin !== undefined) return { name, twin }
  }
  return null
}

const isLowerCased = ({ answer }: Scene): boolean => {
  const method = askedMethod(answer)
  return grantedMethods(answer).some((name) => name.toUpperCase() === method && name !== method)
}
const starIsNoHelp = (scene: Scene): boolean =>
  scene.reason === 'method-not-allowed'
    ? grantedMethods(scene.answer).includes('*')
    : grantedHeaders(scene.answer).includes('*')

const UNPARSABLE = ['allow-methods-unparsable', 'allow-headers-unparsable']
const unparsableList = ({ answer }: Scene): string =>
  isUnparsable(answer, 'access-control-allow-methods')
    ? 'Access-Control-Allow-Methods'
    : 'Access-Control-Allow-Headers'

export const LIST_ROWS = {
  'response-header-sent-by-page': {
    shows: ['asked-for'],
    remedy: 'drop-response-headers',
    responsible: 'front-end',
    weight: 726,
    needs: (scene) => isOpenPreflight(scene) && sentByServersOnly(scene).length > 0,
    certain: true,
    facts: (scene) => ({ names: join(sentByServersOnly(scene)) }),
    serverFix: 'none',
  },
  'method-case': {
    shows: ['asked-for'],
    remedy: 'call-in-capitals',
    responsible: 'front-end',
    weight: 724,
    needs: (scene) => isOpenPreflight(scene) && isWrongCase(scene),
    certain: true,
    facts: ({ answer }) => ({ value: shorten(askedMethod(answer).toUpperCase(), 40) }),
  },
  'header-from-extension': {
    shows: ['asked-for'],
    responsible: 'extension',
    weight: 722,
    needs: (scene) => isOpenPreflight(scene) && addedByExtension(scene).length > 0,
    facts: (scene) => ({ names: join(addedByExtension(scene)) }),
    serverFix: 'none',
  },
  'header-from-tracing': {
    shows: ['asked-for'],
    remedy: 'restrict-tracing',
    responsible: ({ ownership }) => (ownership === 'reader' ? 'back-end' : 'front-end'),
    weight: 721,
    needs: (scene) =>
      isListed(scene) && scene.reason === 'header-not-allowed' && addedByTracing(scene).length > 0,
    excludes: (scene) => addedByTracing(scene).length < missingHeaders(scene.answer).length,
    certain: true,
    facts: (scene) => ({ names: join(addedByTracing(scene)) }),
    serverFix: ({ ownership }) => (ownership === 'reader' ? 'headers' : 'none'),
  },
  'header-misspelt': {
    shows: ['asked-for', 'allowed-headers'],
    remedy: 'right-spelling',
    responsible: 'front-end',
    weight: 720,
    needs: (scene) => isOpenPreflight(scene) && misspeltHeader(scene.answer) !== null,
    facts: ({ answer }) => {
      const found = misspeltHeader(answer)
      return found === null ? {} : { names: shorten(found.name, 60), allowed: shorten(found.twin, 60) }
    },
  },
  'list-unparsable': {
    shows: ['allowed-methods', 'allowed-headers'],
    responsible: 'back-end',
    weight: 500,
    needs: (scene) => isListed(scene) && UNPARSABLE.includes(scene.reason ?? ''),
    certain: true,
    facts: (scene) => ({
      names: unparsableList(scene),
      allowed: shorten(answerHeader(scene.answer, unparsableList(scene)) ?? ''),
    }),
  },
  'star-in-list-with-credentials': {
    shows: ['asked-for', 'allowed-methods', 'allowed-headers', 'credentials'],
    responsible: 'back-end',
    weight: 501,
    needs: (scene) =>
      isListed(scene) &&
      (scene.reason === 'method-not-allowed' || scene.reason === 'header-not-allowed') &&
      starIsNoHelp(scene),
    certain: true,
    facts: ({ answer, reason }) => ({
      names: join(
        reason === 'method-not-allowed'
          ? [askedMethod(answer), ...missingHeaders(answer)]
          : missingHeaders(answer),
      ),
    }),
  },
  'method-listed-in-lower-case': {
    shows: ['asked-for', 'allowed-methods'],
    responsible: 'back-end',
    weight: 500,
    needs: (scene) => isListed(scene) && scene.reason === 'method-not-allowed' && isLowerCased(scene),
    excludes: starIsNoHelp,
    certain: true,
  },
  'method-not-listed': {
    shows: ['asked-for', 'allowed-methods'],
    responsible: 'back-end',
    weight: 500,
    needs: (scene) => isListed(scene) && scene.reason === 'method-not-allowed',
    excludes: (scene) => starIsNoHelp(scene) || isLowerCased(scene),
    certain: true,
  },
  'header-not-listed': {
    shows: ['asked-for', 'allowed-headers'],
    responsible: 'back-end',
    weight: 500,
    needs: (scene) => isListed(scene) && scene.reason === 'header-not-allowed',
    excludes: starIsNoHelp,
    certain: true,
    facts: missingFacts,
  },
} as const satisfies Record<string, CauseRow>
