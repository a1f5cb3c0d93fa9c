/** Causes at stores and services that have a CORS setting of their own, or none at all: no header can be typed there. */
import { parseUrl } from '../fetch/origin.ts'
import { answerHeader, letsIn, pathOf, requestHeader, shorten, speaksCors } from '../servers/responses.ts'
import type { CauseRow } from './cause.ts'
import { involves, preflightPassed, type Scene } from './failure.ts'

const header = ({ answer }: Scene, name: string): string => answerHeader(answer, name) ?? ''
const isSilent = ({ answer, allowed }: Scene): boolean =>
  answer.status !== 0 && allowed === null && !speaksCors(answer)
const isMade = ({ maker }: Scene, ...software: string[]): boolean => software.includes(maker.software ?? '')
const hostOf = ({ answer }: Scene): string => parseUrl(answer.url)?.hostname ?? ''

const isRefusedPreflight = (scene: Scene): boolean =>
  isSilent(scene) && scene.atPreflight && scene.answer.status === 403

const isS3 = (scene: Scene): boolean =>
  isMade(scene, 's3') || (involves(scene, 's3') && !isMade(scene, 's3-compatible'))

const isTokenEndpoint = ({ answer }: Scene): boolean => /\/token\/?$/.test(pathOf(answer.url))

/** What a preflight that this server passed says of the page, whatever the answer to the request lacks. */
const letIn = ({ flow, origin }: Scene): boolean => flow.preflight !== null && letsIn(flow.preflight, origin)

/** The response lacks the header, whatever else it says of CORS, and no redirect took its place. */
const isLost = ({ answer, allowed }: Scene): boolean =>
  answer.status !== 0 && allowed === null && answer.redirectUrl === null

const isFileOfBucket = (scene: Scene): boolean =>
  isMade(scene, 's3', 's3-compatible', 'r2', 'gcs') &&
  isSilent(scene) &&
  !scene.atPreflight &&
  scene.answer.status < 300

const CDNS = ['cloudfront', 'cloudflare', 'fastly', 'akamai', 'varnish']
const isBehindCdn = (scene: Scene): boolean =>
  !isMade(scene, 'r2', 'gcs') && CDNS.some((id) => involves(scene, id))

export const SERVICE_ROWS = {
  's3-wrong-region': {
    shows: ['maker', 'redirect'],
    remedy: 's3-region',
    responsible: 'back-end',
    weight: 910,
    needs: (scene) => header(scene, 'x-amz-bucket-region') !== '' && scene.answer.redirectUrl !== null,
    certain: true,
    facts: (scene) => ({ sign: shorten(header(scene, 'x-amz-bucket-region'), 40) }),
    serverFix: 'none',
  },
  's3-no-cors-rule': {
    shows: ['maker', 'server', 'asked-for', 'status', 'no-cors-headers'],
    responsible: 'platform',
    weight: 845,
    needs: (scene) => isS3(scene) && isRefusedPreflight(scene),
    certain: true,
    serverFix: 'before',
  },
  's3-compatible-no-cors-rule': {
    shows: ['maker', 'server', 'asked-for', 'status', 'no-cors-headers'],
    responsible: 'platform',
    weight: 845,
    needs: (scene) => isMade(scene, 's3-compatible', 'r2') && isRefusedPreflight(scene),
    certain: true,
    serverFix: 'before',
  },
  'gcs-no-cors-entry': {
    shows: ['maker', 'server', 'asked-for', 'status', 'no-cors-headers'],
    responsible: 'platform',
    weight: 845,
    needs: (scene) => isMade(scene, 'gcs') && isSilent(scene) && scene.atPreflight,
    certain: true,
    serverFix: 'before',
  },
  'gcs-session-without-origin': {
    shows: ['maker', 'preflight-passed', 'no-cors-headers'],
    remedy: 'gcs-session-origin',
    responsible: 'back-end',
    weight: 846,
    needs: (scene) =>
      isMade(scene, 'gcs') && isSilent(scene) && letIn(scene) && /[?&]upload_id=/.test(scene.answer.url),
    certain: preflightPassed,
    serverFix: 'none',
  },
  'azure-storage-no-cors-rule': {
    shows: ['maker', 'server', 'asked-for', 'status', 'no-cors-headers'],
    responsible: 'platform',
    weight: 845,
    needs: (scene) => involves(scene, 'azure-storage') && isRefusedPreflight(scene),
    certain: true,
    facts: (scene) => ({ sign: hostOf(scene).split('.')[0] ?? '' }),
    serverFix: 'before',
  },
  'bucket-file-without-cors': {
    shows: ['maker', 'no-cors-headers', 'origin-sent'],
    doubts: ['from-cache'],
    responsible: 'platform',
    weight: 845,
    needs: (scene) => isFileOfBucket(scene) && !isBehindCdn(scene),
    excludes: letIn,
    // a copy of a cache may have been made for a request without Origin
    certain: ({ answer }) => requestHeader(answer, 'origin') !== null && answerHeader(answer, 'age') === null,
    serverFix: 'before',
  },
  'bucket-file-behind-cdn': {
    shows: ['maker', 'no-cors-headers', 'from-cache'],
    responsible: 'platform',
    weight: 845,
    needs: (scene) => isFileOfBucket(scene) && isBehindCdn(scene),
    serverFix: 'before',
  },
  'apps-script-has-no-options': {
    shows: ['address', 'no-cors-headers'],
    responsible: 'front-end',
    weight: 845,
    needs: (scene) =>
      /^script\.google(usercontent)?\.com$/.test(hostOf(scene)) && scene.atPreflight && isSilent(scene),
    certain: true,
    serverFix: 'none',
  },
  'entra-not-single-page': {
    shows: ['maker', 'status', 'no-cors-headers'],
    remedy: 'entra-spa',
    responsible: 'front-end',
    weight: 845,
    needs: (scene) =>
      isMade(scene, 'entra') &&
      isSilent(scene) &&
      isTokenEndpoint(scene) &&
      [400, 401].includes(scene.answer.status),
    serverFix: 'none',
  },
  'keycloak-error': {
    shows: ['maker', 'status', 'no-cors-headers'],
    remedy: 'keycloak-web-origins',
    responsible: 'back-end',
    weight: 845,
    needs: (scene) => isMade(scene, 'keycloak') && isSilent(scene) && scene.answer.status >= 400,
    claims: ['origin-refused'],
    serverFix: 'none',
  },
  'keycloak-web-origins': {
    shows: ['maker', 'status', 'no-cors-headers'],
    remedy: 'keycloak-web-origins',
    responsible: 'back-end',
    weight: 845,
    needs: (scene) => isMade(scene, 'keycloak') && isSilent(scene) && scene.answer.status < 400,
    claims: ['origin-refused'],
    serverFix: 'none',
  },
  'auth0-error': {
    shows: ['maker', 'status', 'no-cors-headers'],
    remedy: 'auth0-origins',
    responsible: 'platform',
    weight: 845,
    needs: (scene) => isMade(scene, 'auth0') && isLost(scene),
    serverFix: 'none',
  },
  'cognito-error': {
    shows: ['maker', 'status', 'no-cors-headers'],
    remedy: 'cognito-client',
    responsible: 'platform',
    weight: 845,
    needs: (scene) => isMade(scene, 'cognito') && isLost(scene) && scene.answer.status >= 400,
    serverFix: 'none',
  },
  'identity-server-error': {
    shows: ['maker', 'status', 'no-cors-headers'],
    responsible: 'platform',
    weight: 844,
    needs: (scene) =>
      scene.maker.kind === 'identity-server' &&
      scene.maker.software === null &&
      isLost(scene) &&
      scene.answer.status >= 400,
    serverFix: 'none',
  },
  'socketio-own-cors': {
    shows: ['maker', 'no-cors-headers'],
    responsible: 'back-end',
    weight: 842,
    needs: (scene) => isMade(scene, 'socketio') && scene.allowed === null,
    certain: true,
  },
} as const satisfies Record<string, CauseRow>
