/** Causes that a platform makes before the application is reached: protection pages, refused callers, nothing deployed. */
import { answerHeader, contentType, nameOf, pathOf, shorten, speaksCors } from '../servers/responses.ts'
import type { CauseRow } from './cause.ts'
import { involves, isSuccess, type Scene } from './failure.ts'

export const header = ({ answer }: Scene, name: string): string => answerHeader(answer, name) ?? ''

/** The platform answered, and said nothing of CORS. */
export const isSilent = ({ answer, allowed }: Scene): boolean =>
  answer.status !== 0 && allowed === null && !speaksCors(answer)

const isPage = ({ answer }: Scene): boolean => contentType(answer) === 'text/html'
export const isFront = (scene: Scene, software: string): boolean =>
  scene.maker.kind === 'front-door' && scene.maker.software === software

/** Entrances of platforms that answer 404 for an address at which nothing is deployed. */
const HAS_NOTHING = ['alb', 'cloud-run', 'vercel', 'netlify', 'heroku', 'railway', 'render', 'fly']

const isNothing = (scene: Scene): boolean => {
  if (!isSilent(scene) || scene.answer.status !== 404) return false
  if (/^(NOT_FOUND|DEPLOYMENT_NOT_FOUND)/.test(header(scene, 'x-vercel-error'))) return true
  if (header(scene, 'x-render-routing') === 'no-server') return true
  return scene.maker.kind === 'front-door' && HAS_NOTHING.includes(scene.maker.software ?? '')
}

const isBuiltFile = ({ answer }: Scene): boolean => /\/_next\/static\//.test(pathOf(answer.url))

/** A CDN or a host of files answered, and Next.js itself did not. */
const CDNS = [
  'cloudflare',
  'cloudfront',
  'fastly',
  'akamai',
  'netlify',
  'github-pages',
  's3',
  'gcs',
  'azure-storage',
  'r2',
]

export const isServedByCdn = ({ server, answer }: Pick<Scene, 'server' | 'answer'>): boolean =>
  CDNS.some((id) => server.framework === id || server.layers.includes(id)) &&
  !answer.responseHeaders.some(
    ([name, value]) => /^x-nextjs-/i.test(name) || (/^x-powered-by$/i.test(name) && /^Next/.test(value)),
  )

const SUPABASE_TOKEN = /^UNAUTHORIZED/

export const PLATFORM_ROWS = {
  'nothing-deployed': {
    shows: ['maker', 'error-name', 'status'],
    responsible: 'front-end',
    weight: 852,
    needs: isNothing,
    certain: true,
    serverFix: 'none',
  },
  'vercel-protection': {
    shows: ['maker', 'status'],
    responsible: 'platform',
    weight: 850,
    needs: (scene) =>
      isSilent(scene) &&
      involves(scene, 'vercel') &&
      scene.answer.status === 401 &&
      (scene.maker.kind === 'login-page' || isPage(scene)),
    certain: ({ maker }) => maker.kind === 'login-page',
    serverFix: 'none',
  },
  'vercel-error': {
    shows: ['maker', 'error-name', 'status'],
    responsible: 'platform',
    weight: 849,
    needs: (scene) => isSilent(scene) && header(scene, 'x-vercel-error') !== '' && scene.answer.status >= 400,
    excludes: isNothing,
    certain: true,
    facts: (scene) => ({ error: shorten(header(scene, 'x-vercel-error'), 60) }),
    serverFix: 'none',
  },
  'cloudflare-challenge': {
    shows: ['maker', 'error-name'],
    responsible: 'platform',
    weight: 848,
    needs: (scene) =>
      isSilent(scene) && scene.maker.kind === 'firewall' && scene.maker.software === 'cloudflare',
    certain: true,
    serverFix: 'none',
  },
  'cloudflare-error': {
    shows: ['maker', 'error-name'],
    responsible: 'platform',
    weight: 847,
    needs: (scene) => isSilent(scene) && isFront(scene, 'cloudflare'),
    certain: true,
    serverFix: 'none',
  },
  'cloud-run-invoker': {
    shows: ['server', 'html-page', 'status'],
    responsible: 'platform',
    weight: 846,
    needs: (scene) =>
      isSilent(scene) &&
      involves(scene, 'cloud-run') &&
      [401, 403].includes(scene.answer.status) &&
      isPage(scene),
    certain: ({ atPreflight }) => atPreflight,
    serverFix: 'none',
  },
  'supabase-token-refused': {
    shows: ['error-name', 'status'],
    remedy: 'fresh-supabase-token',
    responsible: 'platform',
    weight: 842,
    needs: (scene) => isSilent(scene) && SUPABASE_TOKEN.test(header(scene, 'x-sb-error-code')),
    certain: true,
    facts: (scene) => ({ error: shorten(header(scene, 'x-sb-error-code'), 60) }),
    serverFix: 'none',
  },
  'supabase-function-failed': {
    shows: ['error-name', 'status'],
    responsible: 'platform',
    weight: 842,
    needs: (scene) => isSilent(scene) && header(scene, 'x-sb-error-code') !== '',
    excludes: (scene) => SUPABASE_TOKEN.test(header(scene, 'x-sb-error-code')),
    certain: true,
    facts: (scene) => ({ error: shorten(header(scene, 'x-sb-error-code'), 60) }),
    serverFix: 'none',
  },
  'supabase-edge': {
    shows: ['server', 'status'],
    doubts: ['maker-unknown'],
    responsible: 'platform',
    weight: 841,
    needs: (scene) =>
      isSilent(scene) && involves(scene, 'supabase') && [401, 500, 503, 546].includes(scene.answer.status),
    excludes: (scene) => header(scene, 'x-sb-error-code') !== '',
  },
  'iis-windows-authentication': {
    shows: ['challenge', 'maker'],
    responsible: 'back-end',
    weight: 842,
    needs: (scene) =>
      isSilent(scene) && scene.atPreflight && scene.maker.software === 'iis' && scene.answer.status === 401,
    certain: true,
    serverFix: 'before',
  },
  'tunnel-page': {
    shows: ['maker', 'error-name'],
    responsible: 'platform',
    weight: 840,
    needs: (scene) => isSilent(scene) && scene.maker.kind === 'tunnel',
    excludes: (scene) => header(scene, 'ngrok-error-code') === 'ERR_NGROK_6024',
    certain: (scene) => header(scene, 'ngrok-error-code') !== '',
    serverFix: 'none',
  },
  'ngrok-warning': {
    shows: ['maker', 'error-name'],
    remedy: 'skip-ngrok-warning',
    responsible: 'platform',
    weight: 840,
    needs: (scene) => isSilent(scene) && header(scene, 'ngrok-error-code') === 'ERR_NGROK_6024',
    certain: true,
    serverFix: 'none',
  },
  'other-program': {
    shows: ['maker', 'error-name'],
    responsible: 'front-end',
    weight: 856,
    needs: (scene) => scene.maker.kind === 'other-program',
    certain: true,
    facts: (scene) => ({ sign: shorten(header(scene, 'server'), 60), what: nameOf(scene.answer) }),
    serverFix: 'none',
  },
  'built-files-on-cdn': {
    task: 'headers-on-files',
    shows: ['address', 'server', 'no-cors-headers'],
    responsible: 'platform',
    weight: 583,
    needs: (scene) =>
      isSilent(scene) && isBuiltFile(scene) && isServedByCdn(scene) && isSuccess(scene.answer.status),
    serverFix: 'before',
  },
} as const satisfies Record<string, CauseRow>
