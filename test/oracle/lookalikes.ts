/**
 * Failures that are taken for CORS, each provoked for real, and some that are CORS in disguise. `truth` is what
 * the browser says of the request over CDP: it shows that the scene provoked what it claims.
 */
import type { Outcome, ReasonId } from '../../src/engine/index.ts'
import type { Truth } from '../support/cdp-truth.ts'
import type { HeaderLine } from './case.ts'
import { ANYONE, answer, element, fetching, html, quoted, redirect, xhr } from './scripts.ts'
import type { Addresses, Scene, Stage } from './stage.ts'

export interface LookAlike {
  name: string
  scene: (at: Addresses) => Scene
  truth: Partial<Pick<Truth, 'outcome' | 'errorText' | 'blockedReason' | 'corsError'>>
  expects: { outcome: Outcome; reason: ReasonId | null }
  /** What the engine warns of besides. */
  warns?: ReasonId
}

/** A look-alike of browsers that leaves nothing in the network log. */
export interface Unlogged {
  name: string
  scene: (at: Addresses) => Scene
}

/** One request by fetch() to an address of which the browser gets no answer. */
const unanswered = (
  name: string,
  url: (at: Addresses) => string,
  errorText: string,
  reason: ReasonId,
): LookAlike => ({
  name,
  scene: (at) => ({ targets: [url(at)], script: fetching(url(at)) }),
  truth: { errorText, corsError: null },
  expects: { outcome: 'not-cors', reason },
})

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

/** The network fails in a way that no server on loopback can: the browser is told over CDP that it did. */
const injected = (
  name: string,
  errorReason: 'TimedOut' | 'AddressUnreachable' | 'AccessDenied' | 'BlockedByResponse',
  errorText: string,
  reason: ReasonId,
): LookAlike => ({
  ...unanswered(name, (at) => `${at.api}${at.path}data`, errorText, reason),
  scene: (at) => ({
    targets: [`${at.api}${at.path}data`],
    script: fetching(`${at.api}${at.path}data`),
    before: async ({ page: { session } }) => {
      session.on(
        'Fetch.requestPaused',
        ({ requestId }) => void session.send('Fetch.failRequest', { requestId, errorReason }),
      )
      await session.send('Fetch.enable', { patterns: [{ urlPattern: `*${at.path}data` }] })
    },
    after: async ({ page: { session } }) => {
      session.removeAllListeners('Fetch.requestPaused')
      await session.send('Fetch.disable')
    },
  }),
})

const emulateNetwork = ({ page: { session } }: Stage, offline: boolean) =>
  session.send('Network.emulateNetworkConditions', {
    offline,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
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

const CONNECTION: readonly LookAlike[] = [
  unanswered(
    'dns-failure',
    (at) => `http://nowhere.test${at.path}`,
    'net::ERR_NAME_NOT_RESOLVED',
    'name-not-resolved',
  ),
  unanswered(
    'connection-refused',
    (at) => `${at.closed}${at.path}data`,
    'net::ERR_CONNECTION_REFUSED',
    'connection-refused',
  ),
  unanswered('unsafe-port', (at) => `http://api.test:9${at.path}data`, 'net::ERR_UNSAFE_PORT', 'unsafe-port'),
  unanswered(
    'certificate',
    (at) => `${at.untrusted}${at.path}data`,
    'net::ERR_CERT_AUTHORITY_INVALID',
    'tls-certificate',
  ),
  unanswered(
    'https-to-http-port',
    (at) => `${at.secureToHttp}${at.path}data`,
    'net::ERR_SSL_PROTOCOL_ERROR',
    'tls-handshake',
  ),
  unanswered(
    'http-to-https-port',
    (at) => `${at.httpToSecure}${at.path}data`,
    'net::ERR_EMPTY_RESPONSE',
    'connection-closed',
  ),
  ...(['drop', 'reset'] as const).map(
    (way): LookAlike => ({
      name: `connection-${way}`,
      scene: (at) => ({
        routes: { data: way },
        targets: [`${at.api}${at.path}data`],
        script: fetching(`${at.api}${at.path}data`),
      }),
      truth: {
        errorText: way === 'drop' ? 'net::ERR_EMPTY_RESPONSE' : 'net::ERR_CONNECTION_RESET',
        corsError: null,
      },
      expects: { outcome: 'not-cors', reason: 'connection-closed' },
    }),
  ),
  {
    name: 'preflight-unanswered',
    scene: (at) => ({
      targets: [`${at.closed}${at.path}data`],
      script: fetching(`${at.closed}${at.path}data`, `{ method: 'PUT' }`),
    }),
    truth: { errorText: 'net::ERR_CONNECTION_REFUSED', corsError: null },
    expects: { outcome: 'not-cors', reason: 'connection-refused' },
  },
  injected('timed-out', 'TimedOut', 'net::ERR_TIMED_OUT', 'connection-timed-out'),
  injected('unreachable', 'AddressUnreachable', 'net::ERR_ADDRESS_UNREACHABLE', 'address-unreachable'),
  injected('response-refused', 'BlockedByResponse', 'net::ERR_BLOCKED_BY_RESPONSE', 'response-refused'),
  injected('access-denied', 'AccessDenied', 'net::ERR_ACCESS_DENIED', 'network-error'),
  {
    name: 'offline',
    scene: (at) => ({
      targets: [`${at.api}${at.path}data`],
      script: fetching(`${at.api}${at.path}data`),
      before: (stage) => emulateNetwork(stage, true),
      after: (stage) => emulateNetwork(stage, false),
    }),
    truth: { errorText: 'net::ERR_INTERNET_DISCONNECTED', corsError: null },
    expects: { outcome: 'not-cors', reason: 'offline' },
  },
  {
    name: 'aborted-by-the-page',
    scene: (at) => ({
      routes: { data: 'hold' },
      targets: [`${at.api}${at.path}data`],
      script: `const stop = new AbortController()
        const asked = fetch(${quoted(`${at.api}${at.path}data`)}, { signal: stop.signal }).catch(() => null)
        setTimeout(() => stop.abort(), 100)
        await asked`,
    }),
    truth: { errorText: 'net::ERR_ABORTED', corsError: null },
    expects: { outcome: 'not-cors', reason: 'aborted' },
  },
  {
    name: 'broken-http',
    scene: (at) => ({
      routes: {
        data: {
          raw: 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\naccess-control-allow-origin: *\r\n\r\nxyz\r\n',
        },
      },
      targets: [`${at.api}${at.path}data`],
      script: fetching(`${at.api}${at.path}data`),
    }),
    truth: { errorText: 'net::ERR_INVALID_CHUNKED_ENCODING', corsError: null },
    expects: { outcome: 'not-cors', reason: 'http-protocol' },
  },
  {
    name: 'streaming-upload',
    scene: (at) => ({
      page: { origin: 'securePage' },
      routes: {
        data: answer(
          200,
          ANYONE,
          ['access-control-allow-methods', '*'],
          ['access-control-allow-headers', '*'],
        ),
      },
      targets: [`${at.secureApi}${at.path}data`],
      script: `const body = new Blob(['text']).stream()
        ${fetching(`${at.secureApi}${at.path}data`, `{ method: 'POST', body, duplex: 'half' }`)}`,
    }),
    truth: { errorText: 'net::ERR_ALPN_NEGOTIATION_FAILED', corsError: null },
    expects: { outcome: 'not-cors', reason: 'streaming-upload-needs-http2' },
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
  ...CONNECTION,
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
