/** What is taken for CORS, each thing provoked for real. */
import type { ReasonId } from '../../src/engine/index.ts'
import type { HeaderLine } from './case.ts'
import { CONNECTIONS } from './connections.ts'
import type { LookAlike, Unlogged } from './lookalike.ts'
import { ANYONE, answer, element, fetching, html, quoted, redirect, xhr } from './scripts.ts'
import type { Scene } from './stage.ts'

/** An image of another origin whose answer the browser keeps from the page. */
const refusedImage = (
  name: string,
  headers: readonly HeaderLine[],
  truth: LookAlike['truth'],
  reason: ReasonId,
  page: Scene['page'] = { origin: 'page' },
): LookAlike => ({
  name,
  scene: (at) => {
    const url = `${at.otherSite}${at.path}image`
    return {
      page,
      routes: { image: answer(200, ['content-type', 'image/svg+xml'], ...headers) },
      targets: [url],
      script: element('img', url),
    }
  },
  truth: { corsError: null, ...truth },
  expects: { outcome: 'not-cors', reason },
})

/** A request that a Content-Security-Policy stops before the network. */
const againstPolicy = (name: string, script: (url: string) => string): LookAlike => ({
  name,
  scene: (at) => {
    const url = `${at.api}${at.path}data`
    return {
      page: {
        origin: 'page',
        headers: [['content-security-policy', "default-src 'self' 'unsafe-inline' 'unsafe-eval'"]],
      },
      targets: [url],
      script: script(url),
    }
  },
  truth: { blockedReason: 'csp', corsError: null },
  expects: { outcome: 'not-cors', reason: 'content-security-policy' },
})

const BLOCKED_BY_BLINK: readonly LookAlike[] = [
  againstPolicy('csp-xhr', xhr),
  againstPolicy('csp-image', (url) => element('img', url)),
  againstPolicy(
    'csp-event-source',
    (url) => `await new Promise((done) => { new EventSource(${quoted(url)}).onerror = done })`,
  ),
  {
    name: 'csp-redirect-target',
    scene: (at) => {
      const url = `${at.api}${at.path}first`
      return {
        page: { origin: 'page', headers: [['content-security-policy', `connect-src 'self' ${at.api}`]] },
        routes: { first: redirect(`${at.otherSite}${at.path}second`), second: answer(200, ANYONE) },
        targets: [url],
        script: fetching(url),
      }
    },
    truth: { errorText: 'net::ERR_ABORTED', blockedReason: 'csp', corsError: null },
    expects: { outcome: 'not-cors', reason: 'content-security-policy' },
  },
  {
    name: 'mixed-content-fetch',
    scene: (at) => ({
      page: { origin: 'securePage' },
      targets: [`${at.api}${at.path}data`],
      script: fetching(`${at.api}${at.path}data`),
    }),
    truth: { blockedReason: 'mixed-content', corsError: null },
    expects: { outcome: 'not-cors', reason: 'mixed-content' },
  },
  {
    name: 'mixed-content-redirect',
    scene: (at) => ({
      page: { origin: 'securePage' },
      routes: { first: redirect(`${at.api}${at.path}second`) },
      targets: [`${at.secureApi}${at.path}first`],
      script: fetching(`${at.secureApi}${at.path}first`),
    }),
    truth: { errorText: 'net::ERR_ABORTED', blockedReason: 'mixed-content', corsError: null },
    expects: { outcome: 'not-cors', reason: 'mixed-content' },
  },
  {
    name: 'mixed-content-image-upgraded',
    scene: (at) => ({
      page: { origin: 'securePage' },
      targets: [`${at.secureToHttp}${at.path}image`],
      script: element('img', `${at.api}${at.path}image`),
    }),
    truth: { errorText: 'net::ERR_SSL_PROTOCOL_ERROR', corsError: null },
    expects: { outcome: 'not-cors', reason: 'tls-handshake' },
  },
  {
    name: 'devtools-request-blocking',
    scene: (at) => ({
      targets: [`${at.api}${at.path}data`],
      script: fetching(`${at.api}${at.path}data`),
      before: ({ page: { session } }) =>
        session.send('Network.setBlockedURLs', { urls: [`*${at.path}data`] }),
      after: ({ page: { session } }) => session.send('Network.setBlockedURLs', { urls: [] }),
    }),
    truth: { blockedReason: 'inspector', corsError: null },
    expects: { outcome: 'not-cors', reason: 'devtools-request-blocking' },
  },
  {
    name: 'file-address-from-http-page',
    scene: () => ({ targets: ['file:///nothing/here.json'], script: xhr('file:///nothing/here.json') }),
    truth: { corsError: null },
    expects: { outcome: 'not-cors', reason: 'not-allowed-to-load' },
  },
  {
    name: 'svg-use-of-another-origin',
    scene: (at) => {
      const url = `${at.api}${at.path}shape.svg`
      return {
        page: { origin: 'page', body: `<!doctype html><svg><use href="${url}#a"></use></svg>` },
        targets: [url],
        script: '',
      }
    },
    truth: { blockedReason: 'origin', corsError: null },
    expects: { outcome: 'not-cors', reason: 'same-origin-only' },
  },
  {
    name: 'blocker-extension',
    scene: (at) => ({
      targets: [`${at.api}${at.path}blocked-by-extension`],
      script: fetching(`${at.api}${at.path}blocked-by-extension`),
    }),
    truth: { errorText: 'net::ERR_BLOCKED_BY_CLIENT', corsError: null },
    expects: { outcome: 'not-cors', reason: 'blocked-by-client' },
  },
  {
    name: 'blocker-extension-preflighted',
    scene: (at) => ({
      targets: [`${at.api}${at.path}blocked-by-extension`],
      script: fetching(`${at.api}${at.path}blocked-by-extension`, `{ method: 'PUT' }`),
    }),
    truth: { errorText: 'net::ERR_BLOCKED_BY_CLIENT', corsError: null },
    expects: { outcome: 'not-cors', reason: 'blocked-by-client' },
  },
]

const ALTERED_BY_EXTENSION: readonly LookAlike[] = [
  {
    name: 'header-taken-away-by-extension',
    scene: (at) => ({
      routes: {
        'stripped-by-extension': answer(
          200,
          ['access-control-allow-origin', at.page],
          ['access-control-allow-credentials', 'true'],
        ),
      },
      targets: [`${at.api}${at.path}stripped-by-extension`],
      script: fetching(`${at.api}${at.path}stripped-by-extension`),
    }),
    truth: { corsError: 'MissingAllowOriginHeader' },
    expects: { outcome: 'undetermined', reason: 'headers-pass' },
  },
  {
    name: 'redirected-by-extension',
    scene: (at) => ({
      targets: [`${at.api}${at.path}moved-by-extension`],
      script: fetching(`${at.api}${at.path}moved-by-extension`),
    }),
    truth: { corsError: 'MissingAllowOriginHeader' },
    expects: { outcome: 'blocked', reason: 'allow-origin-missing' },
  },
]

const RESPONSE_REFUSED: readonly LookAlike[] = [
  {
    name: 'orb-script',
    scene: (at) => ({
      routes: { page2: html(['x-content-type-options', 'nosniff']) },
      targets: [`${at.api}${at.path}page2`],
      script: element('script', `${at.api}${at.path}page2`),
    }),
    truth: { errorText: 'net::ERR_BLOCKED_BY_ORB', corsError: null },
    expects: { outcome: 'not-cors', reason: 'opaque-response-blocking' },
  },
  {
    name: 'orb-image',
    scene: (at) => ({
      routes: { data: { ...answer(200, ['content-type', 'application/json']), body: '{"a":1}' } },
      targets: [`${at.api}${at.path}data`],
      script: element('img', `${at.api}${at.path}data`),
    }),
    truth: { errorText: 'net::ERR_BLOCKED_BY_ORB', corsError: null },
    expects: { outcome: 'not-cors', reason: 'opaque-response-blocking' },
  },
  refusedImage(
    'corp-same-origin',
    [['cross-origin-resource-policy', 'same-origin']],
    { errorText: 'net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin', blockedReason: 'corp-not-same-origin' },
    'resource-policy-same-origin',
  ),
  refusedImage(
    'corp-same-site',
    [['cross-origin-resource-policy', 'same-site']],
    { errorText: 'net::ERR_BLOCKED_BY_RESPONSE.NotSameSite', blockedReason: 'corp-not-same-site' },
    'resource-policy-same-site',
  ),
  refusedImage(
    'coep-image',
    [],
    { errorText: 'net::ERR_BLOCKED_BY_RESPONSE.NotSameOriginAfterDefaultedToSameOriginByCoep' },
    'embedder-policy',
    { origin: 'local', headers: [['cross-origin-embedder-policy', 'require-corp']] },
  ),
  refusedImage(
    'document-isolation-image',
    [],
    { errorText: 'net::ERR_BLOCKED_BY_RESPONSE.NotSameOriginAfterDefaultedToSameOriginByDip' },
    'isolation-policy',
    { origin: 'local', headers: [['document-isolation-policy', 'isolate-and-require-corp']] },
  ),
  {
    name: 'opaque-no-cors',
    scene: (at) => ({
      routes: { data: { ...answer(200), body: '' } },
      targets: [`${at.api}${at.path}data`],
      script: fetching(`${at.api}${at.path}data`, `{ mode: 'no-cors' }`),
    }),
    // The browser ends such a load by itself: the page may not read it.
    truth: { errorText: 'net::ERR_ABORTED', corsError: null },
    expects: { outcome: 'not-cors', reason: 'no-cors-response' },
  },
  {
    name: 'integrity-without-crossorigin',
    scene: (at) => ({
      routes: { script: { ...answer(200, ['content-type', 'text/javascript']), body: '1' } },
      targets: [`${at.api}${at.path}script`],
      script: element(
        'script',
        `${at.api}${at.path}script`,
        `element.integrity = 'sha256-${'A'.repeat(43)}='`,
      ),
    }),
    truth: { outcome: 'finished', corsError: null },
    expects: { outcome: 'not-cors', reason: 'no-cors-response' },
  },
]

const REDIRECTS: readonly LookAlike[] = [
  {
    name: 'redirect-mode-error',
    scene: (at) => ({
      routes: { first: redirect(`${at.api}/elsewhere`) },
      targets: [`${at.api}${at.path}first`],
      script: fetching(`${at.api}${at.path}first`, `{ redirect: 'error' }`),
    }),
    truth: { errorText: 'net::ERR_FAILED', corsError: null },
    // With `*` the other credentials mode would have been blocked, and the log does not tell the two apart.
    expects: { outcome: 'blocked', reason: 'allow-origin-star-with-credentials' },
  },
  {
    name: 'redirect-mode-error-for-sure',
    scene: (at) => ({
      routes: {
        first: answer(
          302,
          ['access-control-allow-origin', at.page],
          ['access-control-allow-credentials', 'true'],
          ['location', `${at.api}/elsewhere`],
        ),
      },
      targets: [`${at.api}${at.path}first`],
      script: fetching(`${at.api}${at.path}first`, `{ redirect: 'error' }`),
    }),
    truth: { errorText: 'net::ERR_FAILED', corsError: null },
    expects: { outcome: 'not-cors', reason: 'redirect-mode-error' },
  },
  {
    name: 'redirect-mode-manual',
    scene: (at) => ({
      routes: { first: redirect(`${at.api}/elsewhere`) },
      targets: [`${at.api}${at.path}first`],
      script: fetching(`${at.api}${at.path}first`, `{ redirect: 'manual' }`),
    }),
    truth: { errorText: 'net::ERR_ABORTED', corsError: null },
    expects: { outcome: 'not-cors', reason: 'redirect-mode-manual' },
  },
  {
    name: 'redirect-to-file',
    scene: (at) => ({
      routes: { first: redirect('file:///etc/hosts') },
      targets: [`${at.api}${at.path}first`],
      script: fetching(`${at.api}${at.path}first`),
    }),
    truth: { errorText: 'net::ERR_UNSAFE_REDIRECT', corsError: null },
    expects: { outcome: 'not-cors', reason: 'redirect-to-unsafe-scheme' },
  },
  {
    name: 'redirect-loop',
    scene: (at) => ({
      routes: { first: redirect(`${at.api}${at.path}first`) },
      targets: [`${at.api}${at.path}first`],
      script: fetching(`${at.api}${at.path}first`),
    }),
    truth: { errorText: 'net::ERR_TOO_MANY_REDIRECTS', corsError: null },
    expects: { outcome: 'not-cors', reason: 'redirect-loop' },
  },
  {
    name: 'same-origin-mode-redirect',
    scene: (at) => ({
      routes: { first: redirect(`${at.api}${at.path}second`), second: answer(200, ANYONE) },
      targets: [`${at.page}${at.path}first`],
      script: fetching(`${at.page}${at.path}first`, `{ mode: 'same-origin' }`),
    }),
    truth: { blockedReason: 'origin', corsError: null },
    expects: { outcome: 'not-cors', reason: 'same-origin-only' },
  },
]

export const LOOK_ALIKES: readonly LookAlike[] = [
  ...BLOCKED_BY_BLINK,
  ...ALTERED_BY_EXTENSION,
  ...RESPONSE_REFUSED,
  ...CONNECTIONS,
  ...REDIRECTS,
]

export const UNLOGGED: readonly Unlogged[] = [
  {
    name: 'csp-fetch',
    scene: (at) => ({
      page: { origin: 'page', headers: [['content-security-policy', "connect-src 'self'"]] },
      targets: [],
      script: fetching(`${at.api}${at.path}data`),
    }),
  },
  {
    name: 'same-origin-mode',
    scene: (at) => ({ targets: [], script: fetching(`${at.api}${at.path}data`, `{ mode: 'same-origin' }`) }),
  },
  {
    name: 'no-cors-redirect-mode',
    scene: (at) => ({
      targets: [],
      script: fetching(`${at.api}${at.path}data`, `{ mode: 'no-cors', redirect: 'error' }`),
    }),
  },
  {
    name: 'unknown-scheme-fetch',
    scene: () => ({ targets: [], script: fetching('foo://bar/') }),
  },
  {
    name: 'worker-of-another-origin',
    scene: (at) => ({
      targets: [],
      script: `try { new Worker(${quoted(`${at.api}${at.path}worker.js`)}) } catch {}`,
    }),
  },
]
