/** Logs made after public bug reports: the fix that comes first, what it says, and what must not be in it. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { diagnose, type Fix, type FlowDiagnosis } from '../../../src/engine/index.ts'

const FOLDER = new URL('../../fixtures/field/', import.meta.url)

function flowsOf(file: string): FlowDiagnosis[] {
  const { log } = JSON.parse(readFileSync(new URL(`${file}.har`, FOLDER), 'utf8'))
  return diagnose(log.entries, { creator: log.creator?.name, pages: log.pages }).flows
}

/** The failure that the log is about: the first of its address. */
const failureIn = (file: string, at: string): FlowDiagnosis | undefined =>
  flowsOf(file).find(({ flow, verdict }) => verdict.outcome !== 'allowed' && flow.exchange.url.includes(at))

interface Row {
  file: string
  /** A part of the address, where the log holds more than one failure. */
  at?: string
  /** Framework of the first fix. */
  framework: string
  /** Parts of its code and note. */
  says: readonly (string | RegExp)[]
  /** In no fix at all. */
  never?: readonly RegExp[]
  proof?: Fix['check']['proof']
}

/** Headers typed by hand into something that takes none. */
const BARE_HEADERS = /^# Answer/m

const ROWS: readonly Row[] = [
  {
    file: 'a06-fastapi-auth-outside-cors',
    framework: 'fastapi',
    says: [/move that one there/, /Every other argument stays/, 'allow_origin_regex'],
    never: [/in its place/],
  },
  {
    file: 'a07-django-append-slash-null',
    framework: 'front-end',
    says: ['/api/profile/2/'],
    proof: 'untested',
  },
  { file: 'a10-vite-cors-default', framework: 'vite', says: ['server: {', 'cors: {'], never: [BARE_HEADERS] },
  {
    file: 'a11-helmet-corp-image',
    framework: 'plain',
    says: ['crossOriginResourcePolicy({ policy:'],
    never: [/without the crossorigin/],
  },
  { file: 'a12-socketio-v4-no-cors', framework: 'socketio', says: ['cors'], never: [/app\.use\(/] },
  {
    file: 'a23-ngrok-warning-page',
    framework: 'front-end',
    says: ['ngrok-skip-browser-warning', /must allow ngrok-skip-browser-warning/],
    proof: 'untested',
  },
  {
    file: 'a27-sentry-baggage-third-party',
    framework: 'front-end',
    says: ['tracePropagationTargets'],
    never: [/Access-Control-Allow-Headers: .*baggage/],
    proof: 'untested',
  },
  {
    file: 'a30-cloudflare-access-expired',
    framework: 'front-end',
    says: ['location.reload()'],
    never: [/Access-Control-Allow-Origin: /],
    proof: 'untested',
  },
  {
    file: 'a34-acao-request-header-not-listed',
    framework: 'front-end',
    says: ['without the header access-control-allow-origin'],
    never: [/allow_headers/],
    proof: 'untested',
  },
  {
    file: 'a38-cloudfront-403-method',
    framework: 'cloudfront',
    says: ['AllowedMethods: [GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]'],
    never: [/authentication/],
    proof: 'untested',
  },
  {
    file: 'b01-s3-presigned-wrong-region',
    framework: 's3',
    says: [/region: '[a-z]+-[a-z]+-\d'/, /signature covers the host/],
    never: [/CORSRules/, /Call the final address/],
    proof: 'untested',
  },
  {
    file: 'b03-gcs-signed-put-extra-header',
    framework: 'gcs',
    says: ['gcloud storage buckets update gs://example-media --cors-file=cors.json', '"responseHeader"'],
    never: [BARE_HEADERS],
  },
  {
    file: 'b04-gcs-resumable-session-without-origin',
    framework: 'gcs',
    says: ['create_resumable_upload_session', 'origin="https://admin.example.com"'],
    never: [/--cors-file/],
    proof: 'untested',
  },
  {
    file: 'b05-cloudflare-access-manifest',
    framework: 'front-end',
    says: ['crossorigin="use-credentials"', 'rel="manifest"'],
    never: [/Access-Control-Allow-Origin: /],
    proof: 'untested',
  },
  { file: 'b07-oauth-start-by-fetch', framework: 'front-end', says: ['location.href ='], proof: 'untested' },
  {
    file: 'b08-next-link-prefetch-external-redirect',
    framework: 'front-end',
    says: ['<a href=', 'prefetch={false}'],
    never: [/add_header/],
    proof: 'untested',
  },
  {
    file: 'b11-entra-token-web-platform',
    framework: 'entra',
    says: ['"spa":{"redirectUris"'],
    never: [BARE_HEADERS],
    proof: 'untested',
  },
  {
    file: 'b15-supabase-401-bad-jwt',
    framework: 'front-end',
    says: ['refreshSession'],
    never: [/Answer OPTIONS/],
    proof: 'untested',
  },
  {
    file: 'b17-apps-script-json-post',
    framework: 'front-end',
    says: ['text/plain'],
    never: [/Answer OPTIONS/],
    proof: 'untested',
  },
  {
    file: 'b18-keycloak-400-no-cors',
    framework: 'keycloak',
    says: ['webOrigins', /Read the error first \(400\)/],
    never: [BARE_HEADERS],
    proof: 'untested',
  },
  {
    file: 'b24-hls-double-star',
    framework: 'plain',
    says: ['proxy_hide_header Access-Control-Allow-Origin;'],
  },
  { file: 'b25-electron-file-origin', framework: 'spring', says: ['file://'] },
  {
    file: 'b29-opennext-cloudflare-asset',
    framework: 'cloudflare',
    says: ['/_next/*\n  Access-Control-Allow-Origin: '],
    never: [/next\.config\.ts/, /route\.ts/],
  },
  {
    file: 'b32-extension-content-script',
    framework: 'front-end',
    says: ['chrome.runtime.onMessage', 'host_permissions'],
    never: [/Access-Control-Allow-Origin: /],
    proof: 'untested',
  },
  {
    file: 'b37-hit-next-cloudflare-asset',
    framework: 'cloudflare',
    says: ['_headers'],
    never: [/route\.ts/],
  },
  {
    file: 'b38-azure-blob-sas-put',
    framework: 'azure-storage',
    says: ['az storage cors add --account-name exampleacct --services b', '--methods PUT'],
    never: [BARE_HEADERS],
  },
  { file: 'b39a-capacitor-origin', framework: 'express', says: ['capacitor://localhost'] },
  {
    file: 'b41-backblaze-presigned-put',
    framework: 's3-compatible',
    says: ['--endpoint-url https://s3.us-west-002.backblazeb2.com', '"AllowedMethods"'],
    never: [/add_header/],
  },
  {
    file: 'c03-regex-in-allow-origins',
    framework: 'fastapi',
    says: ['allow_credentials=True', '"PUT"', /Every other argument stays/],
    never: [/keep the origins/],
  },
  {
    file: 'c06-httpexception-same-log',
    framework: 'fastapi',
    says: ['app = CORSMiddleware(', 'allow_credentials=True', '"PUT"'],
  },
  {
    file: 'c11-upload-413-before-cors',
    framework: 'fastapi',
    says: ['app.add_middleware(', /the last one added runs first/],
  },
  {
    file: 'c15-trpc-same-log',
    framework: 'nextjs',
    says: ['export async function OPTIONS(', 'the route.ts that serves /api/trpc/hello'],
    never: [/source:/, /next\.config/],
    proof: 'untested',
  },
  { file: 'c17-options-export-without-headers', framework: 'nextjs', says: ["source: '/api/subscribe'"] },
  {
    file: 'c19-rsc-redirect-to-other-origin',
    framework: 'front-end',
    says: ['<a href='],
    never: [/401/, /Access-Control-Allow-Origin: /],
    proof: 'untested',
  },
  {
    file: 'c21-image-optimizer-canvas',
    framework: 'nextjs',
    says: ["source: '/_next/image'"],
    never: [/_next\/static/, /route\.ts/],
    proof: 'untested',
  },
]

const text = ({ title, file, code, note }: Fix): string => [title, file, code, note ?? ''].join('\n')

describe('the fix for a log from the field', () => {
  it.each(ROWS)('$file', ({ file, at = '', framework, says, never = [], proof = 'simulated' }) => {
    const fixes = failureIn(file, at)?.fixes ?? []
    const [first] = fixes
    expect(first?.framework).toBe(framework)
    if (first === undefined) return
    expect(first.check.proof).toBe(proof)
    for (const part of says) expect(text(first)).toMatch(part)
    for (const fix of fixes) for (const wrong of never) expect(text(fix)).not.toMatch(wrong)
  })

  it.each(['a05-nginx-413-express', 'a40-apigateway-waf-403', 'b13-firebase-callable-wrong-region'])(
    '%s is no setting of CORS headers',
    (file) => {
      for (const fix of failureIn(file, '')?.fixes ?? [])
        expect(text(fix)).not.toMatch(/Access-Control-Allow-Origin/)
    },
  )
})
