/** Causes of an origin that does not match: what the server allows, what it allows twice, and where the page has none. */

import { valuesOf } from '../fetch/headers.ts'
import { isSerializedOrigin, OPAQUE_ORIGIN } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import { allowedOrigin, answerHeader, shorten, variesBy } from '../servers/responses.ts'
import type { CauseRow } from './cause.ts'
import { compareOrigins, DIFFERENCES, type DifferenceId } from './compare-origins.ts'
import type { Scene } from './failure.ts'

const CACHE_HEADERS = [
  'x-cache',
  'cf-cache-status',
  'x-vercel-cache',
  'x-cache-status',
  'x-proxy-cache',
  'cdn-cache-status',
  'x-nf-cache',
]

/** The answer says itself that it came from a shared cache. */
function fromSharedCache({ answer }: Scene): boolean {
  if (Number(answerHeader(answer, 'age') ?? 0) > 0) return true
  if (/hit/i.test(answerHeader(answer, 'cache-status') ?? '')) return true
  return CACHE_HEADERS.some((name) => /\bhit\b/i.test(answerHeader(answer, name) ?? ''))
}

/** A copy of the cache that could be one for somebody else; a hit alone is how a CDN works. */
const isCopy = (scene: Scene): boolean =>
  scene.answer.status !== 0 &&
  !scene.atPreflight &&
  fromSharedCache(scene) &&
  !variesBy(scene.answer, 'origin') &&
  scene.allowed !== scene.origin &&
  scene.allowed !== '*'

/** Any answer with CORS headers, preflights aside; a reading of an observed server. */
const sendsCorsHeaders = (responses: readonly Exchange[]): boolean =>
  responses.some((response) => !response.isPreflight && allowedOrigin(response) !== null)

const values = ({ answer }: Scene): string[] =>
  valuesOf(answer.responseHeaders, 'access-control-allow-origin')

const isNull = ({ flow }: Scene): boolean => flow.origin.serialized === OPAQUE_ORIGIN
const isFilePage = ({ flow }: Scene): boolean => /^file:/i.test(flow.pageUrl ?? '')
const isTainted = ({ flow }: Scene): boolean => flow.origin.opaqueBecause === 'redirect'

const isDifferent = ({ allowed, origin }: Scene): boolean =>
  allowed !== null && allowed !== '*' && origin !== null && allowed !== origin

const differenceOf = (scene: Scene): DifferenceId | null =>
  isDifferent(scene) ? compareOrigins(scene.origin ?? '', scene.allowed ?? '') : null

/** A row for each way in which two origins differ. */
const difference = (id: DifferenceId, more: Partial<CauseRow> = {}): CauseRow => ({
  responsible: 'back-end',
  weight: 520,
  shows: ['allowed-origin', 'page'],
  needs: (scene) => scene.once(differenceOf) === id,
  certain: id !== 'origin-misspelt',
  ...more,
})

const KEPT: Partial<CauseRow> = { keepsOrigins: 'always' }
const KEPT_WHERE_USED: Partial<CauseRow> = { keepsOrigins: 'where-used' }

const DIFFERENCE_ROWS = {
  ...(Object.fromEntries(DIFFERENCES.map((id) => [id, difference(id)])) as Record<DifferenceId, CauseRow>),
  'origin-other': difference('origin-other', KEPT),
  'origin-several-values': difference('origin-several-values', KEPT),
  'origin-www': difference('origin-www', KEPT),
  'origin-port': difference('origin-port', KEPT_WHERE_USED),
  'origin-scheme': difference('origin-scheme', KEPT_WHERE_USED),
  'origin-loopback-name': difference('origin-loopback-name', KEPT_WHERE_USED),
  'origin-trailing-slash': difference('origin-trailing-slash', {
    adds: ({ server }) => (server.framework === 'fastapi' ? ['slash-by-pydantic'] : []),
  }),
}

export const ORIGIN_ROWS = {
  'two-stars': {
    shows: ['allowed-origin'],
    responsible: ({ maker }) => (maker.kind === 'application' ? 'back-end' : 'proxy'),
    weight: 891,
    needs: (scene) => values(scene).length > 1 && values(scene).every((value) => value === '*'),
    certain: true,
    serverFix: 'headers',
  },
  'two-layers': {
    task: 'let-one-layer-speak',
    shows: ['allowed-origin'],
    responsible: 'proxy',
    weight: 890,
    needs: (scene) => values(scene).length > 1,
    excludes: (scene) => values(scene).every((value) => value === '*'),
    certain: true,
    facts: (scene) => ({ value: shorten(values(scene).join(', ')) }),
    serverFix: 'headers',
  },
  'origin-null-redirect': {
    shows: ['origin-sent', 'redirect', 'page'],
    responsible: 'back-end',
    weight: 880,
    needs: (scene) => isNull(scene) && isTainted(scene),
    excludes: (scene) => values(scene).length > 1,
    certain: true,
    serverFix: 'none',
  },
  'origin-null-file': {
    shows: ['origin-sent', 'page'],
    responsible: 'front-end',
    weight: 880,
    needs: (scene) => isNull(scene) && !isTainted(scene) && isFilePage(scene),
    claims: ['null-not-allowed'],
    certain: true,
    serverFix: 'none',
  },
  'origin-null-document': {
    shows: ['origin-sent', 'page'],
    responsible: 'front-end',
    weight: 880,
    needs: (scene) => isNull(scene) && !isTainted(scene) && !isFilePage(scene),
    claims: ['null-not-allowed'],
    certain: ({ flow }) => flow.origin.opaqueBecause === 'document',
    serverFix: 'none',
  },
  'browser-cache-copy': {
    task: 'vary-by-origin',
    shows: ['resource-type', 'page'],
    responsible: 'back-end',
    weight: 865,
    needs: ({ reason }) => reason === 'cached-without-allow-origin',
  },
  'cache-copy-for-other-origin': {
    task: 'vary-by-origin',
    shows: ['from-cache', 'allowed-origin'],
    responsible: 'platform',
    weight: 860,
    needs: (scene) => isCopy(scene) && scene.allowed !== null && isSerializedOrigin(scene.allowed),
    serverFix: 'headers',
  },
  'cache-copy-without-cors': {
    task: 'vary-by-origin',
    shows: ['from-cache', 'no-cors-headers'],
    responsible: 'platform',
    weight: 860,
    needs: (scene) =>
      isCopy(scene) &&
      scene.allowed === null &&
      scene.answer.status < 400 &&
      scene.observed.read(sendsCorsHeaders),
    serverFix: 'headers',
  },
  ...DIFFERENCE_ROWS,
} as const satisfies Record<string, CauseRow>
