/** Requests that get no answer: names, connections, certificates, ports, the network itself. */
import type { ReasonId } from '../../src/engine/index.ts'
import type { LookAlike } from './lookalike.ts'
import { ANYONE, answer, fetching, quoted } from './scripts.ts'
import type { Addresses, Stage } from './stage.ts'

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
export const CONNECTIONS: readonly LookAlike[] = [
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
