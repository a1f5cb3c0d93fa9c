/** Causes that a platform makes before the application is reached: protection pages, missing rules, refused invokers. */
import { parseUrl } from '../fetch/origin.ts'
import {
  allowedOrigin,
  answerHeader,
  contentLength,
  contentType,
  nameOf,
  speaksCors,
} from '../servers/responses.ts'
import { type Cause, type CauseRow, speak } from './cause.ts'
import { involves, type Scene } from './failure.ts'

export interface PlatformFacts {
  what: string
  error: string
}

const before = 'It is answered before your code runs, so your CORS headers never come into play.'

export const PLATFORM_ROWS = {
  'vercel-protection': {
    owner: 'platform',
    title: 'Let the request through Vercel’s Deployment Protection',
    text: ({ what }: PlatformFacts) =>
      `${what} comes from Vercel itself: this deployment is protected and wants a login. ${before} A preflight can never log in. Add the path to the OPTIONS Allowlist in the project’s Deployment Protection settings and send the bypass token with the request itself, or use an address that is not protected (the production domain).`,
    misleading: () => 'The console speaks of a missing header; the deployment refused the visitor.',
  },
  'vercel-error': {
    owner: 'platform',
    title: 'Look at the function’s log on Vercel',
    text: ({ what, error }: PlatformFacts) =>
      `${what} is an error page of Vercel (${error}). ${before} Look at the function’s log: it crashed, took too long, or sent or got too much.`,
    misleading: () => 'The console speaks of a missing header; the function failed.',
  },
  'cloudflare-challenge': {
    owner: 'platform',
    title: 'Take the API out of Cloudflare’s challenges',
    text: ({ what }: PlatformFacts) =>
      `${what} is a challenge page of Cloudflare: it wants to see whether a person is there, and a script cannot pass it. ${before} Make a rule that skips the challenge for the API’s path.`,
    misleading: () => 'The console speaks of a missing header; the request never reached the server.',
  },
  'cloudflare-error': {
    owner: 'platform',
    title: 'Repair the origin server behind Cloudflare',
    text: ({ what }: PlatformFacts) =>
      `${what} is an error page of Cloudflare: the server behind it did not answer properly. ${before} Look at that server.`,
    misleading: () => 'The console speaks of a missing header; the server behind Cloudflare failed.',
  },
  'cloud-run-invoker': {
    owner: 'platform',
    title: 'Allow unauthenticated calls, or put a gateway before the service',
    text: ({ what }: PlatformFacts) =>
      `${what} comes from Google’s front end: the service may be called only with permission (role \`run.invoker\`), and a preflight carries none. ${before} Allow unauthenticated invocations and check the caller in the application.`,
    misleading: () => 'The console speaks of a missing header; the platform refused the caller.',
  },
  'api-gateway-no-options': {
    owner: 'platform',
    title: 'Give the API a CORS configuration for OPTIONS',
    text: ({ what, error }: PlatformFacts) =>
      `${what} comes from API Gateway itself${error === '' ? '' : ` (${error})`}: it has no OPTIONS method for this path. ${before} Switch on CORS for the path; “Missing Authentication Token” is its odd way to say “no such method”.`,
    misleading: () =>
      'The console speaks of a missing header, and the body of a missing token; what is missing is the OPTIONS method.',
  },
  'api-gateway-error': {
    owner: 'platform',
    title: 'Let API Gateway add CORS headers to its own error answers',
    text: ({ what, error }: PlatformFacts) =>
      `${what} comes from API Gateway itself${error === '' ? '' : ` (${error})`}: an authorizer, a limit or a time-out. ${before} Look at that error first. With a REST API, the gateway responses DEFAULT_4XX and DEFAULT_5XX can carry the headers.`,
    misleading: () => 'The console speaks of a missing header; the gateway refused the request.',
  },
  's3-no-cors-rule': {
    owner: 'platform',
    title: 'Add a CORS rule to the bucket',
    text: ({ what }: PlatformFacts) =>
      `${what}: the bucket has no CORS rule that fits the origin, the method and every header of this request. S3 does not say which of them is missing.`,
    misleading: () => 'The console speaks of a missing header; the bucket’s rules decide it.',
  },
  'azure-storage-no-cors-rule': {
    owner: 'platform',
    title: 'Add a CORS rule to the storage account',
    text: ({ what }: PlatformFacts) =>
      `${what}: the storage account has no CORS rule that fits the origin, the method and every header of this request.`,
  },
  'spring-cors-refused': {
    owner: 'back-end',
    title: 'Allow origin, method and headers in Spring’s CORS configuration',
    text: ({ what }: PlatformFacts) =>
      `${what} has the length of “Invalid CORS request”: Spring knows about CORS and refused. It does not say whether the origin, the method or a header is not allowed. This is inferred from the length.`,
    misleading: () => 'The console speaks of a missing header, as if CORS were not set up at all.',
  },
  'supabase-edge': {
    owner: 'platform',
    title: 'Answer OPTIONS in the Edge Function, and let the platform pass the call',
    text: ({ what, error }: PlatformFacts) =>
      `${what} comes from Supabase before the function ran${error === '' ? '' : ` (${error})`}: the token was refused, or the function failed to start. ${before} Check the \`apikey\` and \`authorization\` headers and the function’s log; in the function, answer OPTIONS and set the CORS headers on every answer.`,
    misleading: () => 'The console speaks of a missing header; the function was never reached.',
  },
  'tunnel-page': {
    owner: 'platform',
    title: 'Open the tunnel: its own page was answered',
    text: ({ what }: PlatformFacts) =>
      `${what} comes from the tunnel (ngrok, Codespaces, dev tunnels) and not from your server: it shows a login or a warning first. ${before} Make the port public, or send the header that skips the warning.`,
    misleading: () => 'The console speaks of a missing header; your server was never reached.',
  },
} as const satisfies Record<string, CauseRow>

const TUNNEL_HOST = /\.(ngrok(-free)?\.(app|dev|io)|app\.github\.dev|devtunnels\.ms|loca\.lt|gitpod\.io)$/

/** The AWS error type without its address; '' when none is named. */
const awsError = (scene: Scene): string =>
  (answerHeader(scene.answer, 'x-amzn-errortype') ?? '').split(':')[0] ?? ''

function vercel(scene: Scene): Cause | null {
  const { answer } = scene
  const what = nameOf(answer)
  if (!involves(scene, 'vercel')) return null
  const error = answerHeader(answer, 'x-vercel-error') ?? ''
  if (error !== '' && answer.status >= 400) return speak(PLATFORM_ROWS, 'vercel-error', { what, error }, true)
  const ssoCookie = /_vercel_sso/.test(answerHeader(answer, 'set-cookie') ?? '')
  if (answer.status === 401 && (ssoCookie || contentType(answer) === 'text/html')) {
    return speak(PLATFORM_ROWS, 'vercel-protection', { what, error }, ssoCookie)
  }
  return null
}

function cloudflare(scene: Scene): Cause | null {
  const { answer } = scene
  if (!involves(scene, 'cloudflare')) return null
  const facts = { what: nameOf(answer), error: '' }
  if (answerHeader(answer, 'cf-mitigated') === 'challenge')
    return speak(PLATFORM_ROWS, 'cloudflare-challenge', facts, true)
  return answer.status >= 520 && answer.status <= 530
    ? speak(PLATFORM_ROWS, 'cloudflare-error', facts, true)
    : null
}

function aws(scene: Scene): Cause | null {
  const { answer, atPreflight } = scene
  const facts = { what: nameOf(answer), error: awsError(scene) }
  if (involves(scene, 's3') && atPreflight && answer.status === 403)
    return speak(PLATFORM_ROWS, 's3-no-cors-rule', facts, true)
  if (!involves(scene, 'api-gateway') || answer.status < 400) return null
  const noMethod = atPreflight && [403, 404, 405].includes(answer.status)
  const fromGateway = facts.error !== '' || answer.status === 504 || answer.status === 429
  if (noMethod) return speak(PLATFORM_ROWS, 'api-gateway-no-options', facts, true)
  return fromGateway ? speak(PLATFORM_ROWS, 'api-gateway-error', facts, facts.error !== '') : null
}

function google(scene: Scene): Cause | null {
  const { answer } = scene
  if (!involves(scene, 'cloud-run') || ![401, 403].includes(answer.status)) return null
  if (contentType(answer) !== 'text/html') return null
  return speak(PLATFORM_ROWS, 'cloud-run-invoker', { what: nameOf(answer), error: '' }, scene.atPreflight)
}

function others(scene: Scene): Cause | null {
  const { answer, atPreflight } = scene
  const what = nameOf(answer)
  if (involves(scene, 'azure-storage') && atPreflight && answer.status === 403) {
    return speak(PLATFORM_ROWS, 'azure-storage-no-cors-rule', { what, error: '' }, true)
  }
  if (atPreflight && answer.status === 403 && contentLength(answer) === 20 && involves(scene, 'spring')) {
    return speak(PLATFORM_ROWS, 'spring-cors-refused', { what, error: '' }, false)
  }
  if (involves(scene, 'supabase') && [401, 500, 503, 546].includes(answer.status)) {
    return speak(
      PLATFORM_ROWS,
      'supabase-edge',
      { what, error: answerHeader(answer, 'x-sb-error-code') ?? '' },
      false,
    )
  }
  const isTunnel =
    TUNNEL_HOST.test(parseUrl(answer.url)?.hostname ?? '') ||
    answerHeader(answer, 'ngrok-error-code') !== null
  const isPage = contentType(answer) === 'text/html' || answer.redirectUrl !== null || answer.status === 401
  return isTunnel && isPage
    ? speak(
        PLATFORM_ROWS,
        'tunnel-page',
        { what, error: '' },
        answerHeader(answer, 'ngrok-error-code') !== null,
      )
    : null
}

/** A platform answered in place of the application. */
export function platforms(scene: Scene): Cause | null {
  if (scene.answer.status === 0 || allowedOrigin(scene.answer) !== null) return null
  if (speaksCors(scene.answer)) return null
  return vercel(scene) ?? cloudflare(scene) ?? aws(scene) ?? google(scene) ?? others(scene)
}
