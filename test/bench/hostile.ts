/** Logs that grow in one direction: each shape makes the entries of size `n`. They are what once grew with n². */
const T0 = Date.UTC(2026, 10, 20, 9, 0, 0)
const PAGE = 'https://app.example.com'
const time = (ms: number) => new Date(T0 + ms).toISOString()
type Pair = readonly [name: string, value: string]
const H = (pairs: readonly Pair[]) => pairs.map(([name, value]) => ({ name, value }))

interface Parts {
  method?: string
  url: string
  type?: string
  req?: readonly Pair[]
  res?: readonly Pair[]
  status?: number
  error?: string | null
  at?: number
  took?: number
  redirectURL?: string
  initiator?: unknown
  size?: number
}

function e({
  method = 'GET',
  url,
  type = 'fetch',
  req = [],
  res = [],
  status = 200,
  error = null,
  at = 0,
  took = 50,
  redirectURL = '',
  initiator,
  size = 10,
}: Parts) {
  return {
    _initiator: initiator ?? {
      type: 'script',
      stack: { callFrames: [{ url: `${PAGE}/a.js`, lineNumber: 1, columnNumber: 2 }] },
    },
    _resourceType: type,
    startedDateTime: time(at),
    time: took,
    serverIPAddress: '203.0.113.7',
    request: {
      method,
      url,
      headers: H([
        ['origin', PAGE],
        ['referer', `${PAGE}/`],
        ['sec-fetch-mode', 'cors'],
        ['sec-fetch-site', 'cross-site'],
        ...req,
      ]),
      cookies: [],
    },
    response: { status, statusText: '', headers: H(res), content: { size }, redirectURL, _error: error },
    timings: { wait: 1 },
  }
}
const pre = (o: Parts, k: number) =>
  e({
    ...o,
    method: 'OPTIONS',
    type: 'preflight',
    req: [
      ['access-control-request-method', 'PUT'],
      ['access-control-request-headers', 'content-type,x-a'],
    ],
    initiator: { type: 'preflight', url: o.url, requestId: `1.${k}` },
  })
const range = <Item>(n: number, f: (i: number) => Item | readonly Item[]): Item[] =>
  Array.from({ length: n }, (_, i) => f(i)).flat() as Item[]
const pairs = (n: number, f: (i: number) => Pair): Pair[] => Array.from({ length: n }, (_, i) => f(i))
const names = (n: number): string[] => Array.from({ length: n }, (_, i) => `x-r-${i}`).sort()
const SERVER: readonly Pair[] = [
  ['server', 'uvicorn'],
  ['content-type', 'application/json'],
  ['content-length', '31'],
  ['date', 'x'],
]
export const SHAPES: Readonly<Record<string, (n: number) => unknown[]>> = {
  'distinct origins, failing': (n) =>
    range<unknown>(n, (i) =>
      e({ url: `https://h${i}.example.net/x`, res: SERVER, error: 'net::ERR_FAILED', at: i * 10 }),
    ),
  'one endpoint, n failures (same URL)': (n) =>
    range<unknown>(n, (i) =>
      e({ url: 'https://api.example.net/x', res: SERVER, error: 'net::ERR_FAILED', at: i * 10 }),
    ),
  'one endpoint, n failures with preflights 10 ms apart': (n) =>
    range<unknown>(n, (i) => [
      e({
        method: 'PUT',
        url: 'https://api.example.net/x',
        status: 0,
        error: 'net::ERR_FAILED',
        at: i * 10,
        req: [
          ['x-a', '1'],
          ['content-type', 'application/json'],
        ],
      }),
      pre(
        { url: 'https://api.example.net/x', status: 405, res: [...SERVER, ['allow', 'GET']], at: i * 10 + 1 },
        i,
      ),
    ]),
  'one server, n failing URLs': (n) =>
    range<unknown>(n, (i) =>
      e({ url: `https://api.example.net/x/${i}`, res: SERVER, error: 'net::ERR_FAILED', at: i * 10 }),
    ),
  'n parallel preflights on one URL': (n) =>
    range<unknown>(n, (i) => [
      e({
        method: 'PUT',
        url: 'https://api.example.net/x',
        status: 0,
        error: 'net::ERR_FAILED',
        at: 0,
        req: [
          ['x-a', '1'],
          ['content-type', 'application/json'],
        ],
      }),
      pre({ url: 'https://api.example.net/x', status: 405, res: SERVER, at: 1 }, i),
    ]),
  'n redirect chains of 2, own URLs': (n) =>
    range<unknown>(n, (i) => [
      e({
        url: `https://api.example.net/a/${i}`,
        status: 302,
        res: [
          ...SERVER,
          ['location', `https://api.example.net/b/${i}`],
          ['access-control-allow-origin', '*'],
        ],
        redirectURL: `https://api.example.net/b/${i}`,
        at: i * 10,
      }),
      e({ url: `https://api.example.net/b/${i}`, res: SERVER, error: 'net::ERR_FAILED', at: i * 10 + 50 }),
    ]),
  'n redirect chains of 2, one URL': (n) =>
    range<unknown>(n, (i) => [
      e({
        url: 'https://api.example.net/a',
        status: 302,
        res: [...SERVER, ['location', 'https://api.example.net/b'], ['access-control-allow-origin', '*']],
        redirectURL: 'https://api.example.net/b',
        at: i * 10,
      }),
      e({ url: 'https://api.example.net/b', res: SERVER, error: 'net::ERR_FAILED', at: i * 10 + 50 }),
    ]),
  'one redirect chain of n hops': (n) =>
    range<unknown>(n, (i) =>
      e({
        url: `https://api.example.net/a/${i}`,
        status: i === n - 1 ? 200 : 302,
        error: i === n - 1 ? 'net::ERR_FAILED' : null,
        res: [
          ...SERVER,
          ...(i === n - 1
            ? []
            : ([
                ['location', `/a/${i + 1}`],
                ['access-control-allow-origin', '*'],
              ] as const)),
        ],
        redirectURL: i === n - 1 ? '' : `https://api.example.net/a/${i + 1}`,
        at: i * 50,
      }),
    ),
  'n flows after n/100 documents, no pages': (n) =>
    range<unknown>(n, (i) => [
      ...(i % 100 === 0 ? [e({ url: `${PAGE}/p/${i}`, type: 'document', at: i * 10 })] : []),
      e({
        url: `https://api.example.net/x/${i}`,
        res: [...SERVER, ['access-control-allow-origin', '*']],
        at: i * 10 + 1,
      }),
    ]),
  'n allowed, one URL, no failures': (n) =>
    range<unknown>(n, (i) =>
      e({
        url: 'https://api.example.net/x',
        res: [...SERVER, ['access-control-allow-origin', '*']],
        at: i * 10,
      }),
    ),
  'n allowed, one URL, origin reflected with credentials': (n) =>
    range<unknown>(n, (i) =>
      e({
        url: 'https://api.example.net/x',
        res: [
          ...SERVER,
          ['access-control-allow-origin', PAGE],
          ['access-control-allow-credentials', 'true'],
          ['vary', 'Origin'],
        ],
        at: i * 10,
      }),
    ),
  'n unseen failures of one URL (no answer on record)': (n) =>
    range<unknown>(n, (i) =>
      e({ url: 'https://api.example.net/x', status: 0, error: 'net::ERR_FAILED', at: i * 10 }),
    ),
  'n preflighted allowed to one URL': (n) =>
    range<unknown>(n, (i) => [
      e({
        method: 'PUT',
        url: 'https://api.example.net/x',
        at: i * 30,
        res: [...SERVER, ['access-control-allow-origin', PAGE]],
        req: [['x-a', '1']],
      }),
      pre(
        {
          url: 'https://api.example.net/x',
          status: 200,
          res: [
            ['access-control-allow-origin', PAGE],
            ['access-control-allow-methods', 'PUT'],
            ['access-control-allow-headers', 'x-a, content-type'],
          ],
          at: i * 30 + 1,
        },
        i,
      ),
    ]),
  '100 failures, n headers each': (n) =>
    range<unknown>(100, (i) =>
      e({
        url: `https://api.example.net/x/${i}`,
        res: [...SERVER, ...pairs(n, (k) => [`x-h-${k}`, `v${k}`])],
        req: pairs(n, (k) => [`x-r-${k}`, `v${k}`]),
        error: 'net::ERR_FAILED',
        at: i * 10,
      }),
    ),
  '10 failures, preflight asks for n header names': (n) =>
    range<unknown>(10, (i) => [
      e({
        method: 'PUT',
        url: `https://api.example.net/x/${i}`,
        status: 0,
        error: 'net::ERR_FAILED',
        at: i * 100,
        req: pairs(n, (k) => [`x-r-${k}`, '1']),
      }),
      {
        ...pre(
          {
            url: `https://api.example.net/x/${i}`,
            status: 200,
            res: [
              ['access-control-allow-origin', PAGE],
              ['access-control-allow-methods', 'PUT'],
            ],
            at: i * 100 + 1,
          },
          i,
        ),
        request: {
          method: 'OPTIONS',
          url: `https://api.example.net/x/${i}`,
          headers: H([
            ['origin', PAGE],
            ['access-control-request-method', 'PUT'],
            ['access-control-request-headers', names(n).join(',')],
          ]),
        },
      },
    ]),
  '10 failures, one header value of n bytes': (n) =>
    range<unknown>(10, (i) =>
      e({
        url: `https://api.example.net/x/${i}`,
        res: [...SERVER, ['x-big', 'aB3 '.repeat(n / 4)]],
        error: 'net::ERR_FAILED',
        at: i * 10,
      }),
    ),
  '10 failures, one header value of n random letters': (n) =>
    range<unknown>(10, (i) =>
      e({
        url: `https://api.example.net/x/${i}`,
        res: [...SERVER, ['x-big', 'aB3x'.repeat(n / 4)]],
        error: 'net::ERR_FAILED',
        at: i * 10,
      }),
    ),
  '10 failures, Access-Control-Allow-Origin of n bytes': (n) =>
    range<unknown>(10, (i) =>
      e({
        url: `https://api.example.net/x/${i}`,
        res: [...SERVER, ['access-control-allow-origin', `https://${'a'.repeat(n)}`]],
        error: 'net::ERR_FAILED',
        at: i * 10,
      }),
    ),
  '10 failures, Access-Control-Allow-Headers of n bytes': (n) =>
    range<unknown>(10, (i) => [
      e({
        method: 'PUT',
        url: `https://api.example.net/x/${i}`,
        status: 0,
        error: 'net::ERR_FAILED',
        at: i * 100,
      }),
      pre(
        {
          url: `https://api.example.net/x/${i}`,
          status: 200,
          res: [
            ['access-control-allow-origin', PAGE],
            ['access-control-allow-methods', 'PUT'],
            ['access-control-allow-headers', 'x-aa,'.repeat(n / 5)],
          ],
          at: i * 100 + 1,
        },
        i,
      ),
    ]),
  '10 failures, cookie of n bytes': (n) =>
    range<unknown>(10, (i) =>
      e({
        url: `https://api.example.net/x/${i}`,
        req: [['cookie', 'ab=cd; '.repeat(n / 7)]],
        res: SERVER,
        error: 'net::ERR_FAILED',
        at: i * 10,
      }),
    ),
  '10 failures, URL of n bytes': (n) =>
    range<unknown>(10, (i) =>
      e({
        url: `https://api.example.net/x/${i}/${'a1b2'.repeat(n / 4)}`,
        res: SERVER,
        error: 'net::ERR_FAILED',
        at: i * 10,
      }),
    ),
  '10 failures, query of n bytes': (n) =>
    range<unknown>(10, (i) =>
      e({
        url: `https://api.example.net/x/${i}?${'a=1&'.repeat(n / 4)}`,
        res: SERVER,
        error: 'net::ERR_FAILED',
        at: i * 10,
      }),
    ),
}
