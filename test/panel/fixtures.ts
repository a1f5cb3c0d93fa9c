/** Hand-made Diagnosis values: what the engine would say, without running it. */

import { endingOf, UNMARKED } from '../../src/engine/har/ending.ts'
import { recorderOf } from '../../src/engine/har/recorder.ts'
import type {
  Diagnosis,
  Exchange,
  Fix,
  Flow,
  FlowDiagnosis,
  Policy,
  Verdict,
} from '../../src/engine/index.ts'
import { finding } from '../../src/engine/reasons/finding.ts'

export const PAGE = 'https://app.example'
export const API = 'https://api.example'
const REFUSED = endingOf('net::ERR_FAILED')

export function exchange(change: Partial<Exchange> = {}): Exchange {
  return {
    handshake: null,
    neverSent: false,
    timed: true,
    pageStatus: null,
    index: 0,
    method: 'GET',
    url: `${API}/items`,
    requestHeaders: [['Origin', PAGE]],
    responseHeaders: [['content-type', 'application/json']],
    status: 200,
    statusText: 'OK',
    ending: REFUSED,
    resourceType: 'fetch',
    initiator: { type: 'script', url: `${PAGE}/assets/app.js`, requestId: null, line: 41, column: 7 },
    startedAt: 1_700_000_000_000,
    duration: 12,
    pageref: 'page_1',
    redirectUrl: null,
    fromCache: null,
    viaServiceWorker: false,
    isPreflight: false,
    cookiesSent: false,
    ...change,
  }
}

export function preflight(change: Partial<Exchange> = {}): Exchange {
  return exchange({
    method: 'OPTIONS',
    isPreflight: true,
    ending: UNMARKED,
    resourceType: 'preflight',
    requestHeaders: [
      ['Origin', PAGE],
      ['Access-Control-Request-Method', 'PUT'],
      ['Access-Control-Request-Headers', 'content-type'],
    ],
    ...change,
  })
}

export function flow(change: Partial<Flow> = {}): Flow {
  return {
    dialect: 'chromium-devtools',
    browser: 'chromium',
    exchange: exchange(),
    preflight: null,
    hops: [],
    pageUrl: `${PAGE}/`,
    origin: {
      initiator: PAGE,
      serialized: PAGE,
      opaqueBecause: null,
      because: 'The request’s Origin header.',
    },
    crossOrigin: true,
    ...change,
  }
}

const corsFacts = (received: string | null) => ({
  url: `${API}/items`,
  status: 200,
  origin: PAGE,
  opaqueBecause: null,
  received,
})

const verdict = (change: Partial<Verdict>): Verdict => ({
  outcome: 'blocked',
  finding: null,
  basis: 'browser-mark',
  certain: true,
  alternatives: [],
  blockers: [],
  credentials: {
    mode: 'not-include',
    because: 'The answer allows every origin, and the browser let it pass.',
  },
  ...change,
})

export const fix = (change: Partial<Fix> = {}): Fix => ({
  framework: 'fastapi',
  title: 'Allow the origin with CORSMiddleware',
  language: 'python',
  file: 'main.py',
  code: [
    'from fastapi.middleware.cors import CORSMiddleware',
    '',
    'app.add_middleware(',
    '    CORSMiddleware,',
    `    allow_origins=["${PAGE}"],`,
    '    allow_methods=["PUT"],',
    '    allow_headers=["content-type"],',
    ')',
  ].join('\n'),
  note: 'Put it after every other `add_middleware` call, so that it runs first.',
  owner: 'back-end',
  reach: { maker: 'fastapi', paths: [] },
  check: { proof: 'simulated', loses: [] },
  ...change,
})

export const policy = (): Policy => ({
  origin: PAGE,
  methods: ['GET'],
  headers: [],
  credentials: false,
  maxAge: 600,
  preflighted: false,
})

export function diagnosed(id: string, change: Partial<FlowDiagnosis> = {}): FlowDiagnosis {
  return {
    id,
    flow: flow(),
    verdict: verdict({}),
    server: {
      framework: 'fastapi',
      label: 'FastAPI',
      confidence: 'likely',
      because: ['The answer has the header `server: uvicorn`.'],
      layers: [],
      chosen: false,
    },
    maker: { kind: 'unknown', software: null, marks: [] },
    ownership: 'reader',
    cause: null,
    causes: [],
    policy: null,
    fixes: [],
    warnings: [],
    ...change,
  }
}

/** A simple request whose answer has no Access-Control-Allow-Origin. */
export function missing(id: string, url = `${API}/items`, change: Partial<Exchange> = {}): FlowDiagnosis {
  const found = finding('allow-origin-missing', 'response', { ...corsFacts(null), url })
  return diagnosed(id, {
    flow: flow({ exchange: exchange({ url, ...change }) }),
    verdict: verdict({ finding: found, blockers: [found] }),
    fixes: [fix()],
  })
}

/** The server names another origin. */
export function mismatch(id: string, received: string): FlowDiagnosis {
  const found = finding('allow-origin-mismatch', 'response', corsFacts(received))
  return diagnosed(id, {
    flow: flow({ exchange: exchange({ responseHeaders: [['access-control-allow-origin', received]] }) }),
    verdict: verdict({ finding: found, blockers: [found] }),
  })
}

/** A PUT whose preflight allows neither its method nor its header; later the origin would be missing too. */
export function refusedPreflight(id: string): FlowDiagnosis {
  const url = `${API}/items/7?expand=owner`
  const findings = [
    finding('method-not-allowed', 'preflight', {
      url,
      needed: 'PUT',
      allowed: ['GET', 'POST'],
      missing: ['PUT'],
      received: 'GET, POST',
      credentials: false,
    }),
    finding('header-not-allowed', 'preflight', {
      url,
      needed: 'content-type',
      allowed: ['x-request-id'],
      missing: ['content-type'],
      received: 'x-request-id',
      credentials: false,
    }),
    finding('allow-origin-missing', 'response', { ...corsFacts(null), url }),
  ]
  return diagnosed(id, {
    flow: flow({
      exchange: exchange({ index: 3, method: 'PUT', url, status: 0, statusText: '', responseHeaders: [] }),
      preflight: preflight({
        index: 2,
        url,
        status: 200,
        responseHeaders: [
          ['access-control-allow-origin', PAGE],
          ['access-control-allow-methods', 'GET, POST'],
          ['access-control-allow-headers', 'x-request-id'],
          ['server', 'uvicorn'],
          ['set-cookie', 'session=8f3kq0zx71m; Path=/'],
        ],
      }),
    }),
    verdict: verdict({ finding: findings[0] ?? null, blockers: findings }),
    cause: {
      id: 'method-not-listed',
      owner: 'back-end',
      answer: 'Allow PUT in the CORS settings of the API',
      title: 'Allow PUT in the CORS settings of the API',
      text: 'The API has CORS settings, and they list the methods `GET` and `POST` only.',
      misleading: null,
      certain: true,
      serverFix: 'headers',
      remedy: null,
      evidence: { for: [], against: [] },
    },
    fixes: [
      fix(),
      fix({
        framework: 'plain',
        title: 'Send the headers by hand',
        file: 'routes/items.py',
        note: null,
        check: { proof: 'untested', why: 'the log does not show what this server answers then' },
        code: 'response.headers["Access-Control-Allow-Methods"] = "PUT"',
      }),
    ],
    warnings: [finding('warn-vary-origin-missing', 'preflight', { url, value: PAGE })],
  })
}

/** Two verdicts fit: the log does not hold the credentials mode. */
export function ambiguous(id: string): FlowDiagnosis {
  const first = finding('allow-origin-mismatch', 'response', corsFacts('https://other.example'))
  const second = finding('allow-credentials-not-true', 'response', corsFacts(null))
  return diagnosed(id, {
    verdict: verdict({
      finding: first,
      blockers: [first],
      alternatives: [
        { finding: second, decidedBy: 'Whether the page calls fetch with `credentials: "include"`.' },
      ],
      credentials: { mode: 'unknown', because: 'No Cookie was sent, and nothing else in the log decides.' },
    }),
    server: {
      framework: null,
      label: 'unknown server',
      confidence: 'none',
      because: [],
      layers: [],
      chosen: false,
    },
  })
}

/** The server was not there. */
export function refused(id: string): FlowDiagnosis {
  const url = 'http://localhost:9/x'
  const error = 'net::ERR_CONNECTION_REFUSED'
  return diagnosed(id, {
    flow: flow({
      exchange: exchange({ url, status: 0, statusText: '', ending: endingOf(error), responseHeaders: [] }),
    }),
    verdict: verdict({
      outcome: 'not-cors',
      finding: finding('connection-refused', 'connection', { url, error, status: 0 }),
    }),
  })
}

/** An image of another origin, loaded without CORS: listed by the engine, and no failure. */
export function opaque(id: string): FlowDiagnosis {
  const url = 'https://cdn.example/logo.png'
  return diagnosed(id, {
    flow: flow({ exchange: exchange({ url, ending: UNMARKED, resourceType: 'image' }) }),
    verdict: verdict({
      outcome: 'not-cors',
      finding: finding('no-cors-response', 'response', { url, error: null, status: 200 }),
    }),
  })
}

export function undetermined(id: string): FlowDiagnosis {
  const url = `${API}/from-a-worker`
  return diagnosed(id, {
    flow: flow({ exchange: exchange({ url, status: 0, statusText: '', responseHeaders: [] }) }),
    verdict: verdict({
      outcome: 'undetermined',
      finding: finding('answer-not-recorded', 'response', { url, error: 'net::ERR_FAILED', status: 0 }),
      certain: false,
      credentials: { mode: 'unknown', because: 'The log holds no answer.' },
    }),
  })
}

export function allowed(id: string, url = `${API}/fine`): FlowDiagnosis {
  return diagnosed(id, {
    flow: flow({
      exchange: exchange({ url, ending: UNMARKED, responseHeaders: [['access-control-allow-origin', '*']] }),
    }),
    verdict: verdict({ outcome: 'allowed' }),
  })
}

/** Redirected to a login page of a third origin, so that the browser compares with `null`. */
export function redirected(id: string): FlowDiagnosis {
  const last = 'https://login.example/authorize?client_id=1&token=q8Zr71mPfX2c'
  const found = finding('allow-origin-missing', 'response', {
    url: last,
    status: 200,
    origin: 'null',
    opaqueBecause: 'redirect',
    received: null,
  })
  return diagnosed(id, {
    flow: flow({
      hops: [
        {
          preflight: null,
          exchange: exchange({
            status: 302,
            statusText: 'Found',
            ending: UNMARKED,
            redirectUrl: last,
            responseHeaders: [
              ['location', last],
              ['access-control-allow-origin', PAGE],
            ],
          }),
        },
      ],
      exchange: exchange({ index: 1, url: last, requestHeaders: [['Origin', 'null']] }),
    }),
    verdict: verdict({ finding: found, blockers: [found] }),
    cause: {
      id: 'login-redirect',
      owner: 'front-end',
      answer: 'Sign in again',
      title: 'Sign in again',
      text: 'The API answered with a redirect to a login page. The session has probably expired.',
      misleading: 'It names the page’s origin, although the browser compared with `null`.',
      certain: false,
      serverFix: 'headers',
      remedy: null,
      evidence: { for: [], against: [] },
    },
  })
}

export const diagnosis = (...flows: FlowDiagnosis[]): Diagnosis => ({
  browser: 'chromium',
  recorder: recorderOf({ browser: 'chromium' }),
  entries: flows.length * 2,
  flows,
})
