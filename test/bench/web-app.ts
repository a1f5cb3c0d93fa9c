/**
 * A web app's session as Chrome logs it, from a seed: 20 request and 15 response headers, 3.5 KB an entry. Of the
 * entries 60 % go to the page's own origin, 25 % are loads without CORS, 14 % are allowed calls (a third of these
 * preflights), 1 % failures of eight kinds.
 */
const PAGE = 'https://app.example.com'
const APIS = ['https://api.example.com', 'https://auth.example.net', 'https://search.example.io']
const CDNS = ['https://cdn.jsdelivr.net', 'https://images.example-cdn.com', 'https://fonts.gstatic.com']
const START = Date.UTC(2026, 10, 20, 9, 0, 0)
const HEX = '0123456789abcdef'
const AGENT =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36'
const HINTS = '"Chromium";v="156", "Google Chrome";v="156", "Not-A.Brand";v="24"'

type Pair = [name: string, value: string]
const named = (pairs: readonly Pair[]) => pairs.map(([name, value]) => ({ name, value }))

const ALLOW: Pair[] = [
  ['access-control-allow-origin', PAGE],
  ['access-control-allow-credentials', 'true'],
  ['vary', 'Origin'],
]
const NAMES = 'authorization,content-type,x-client-version'

interface Failure {
  status: number
  server: string
  response: Pair[]
  /** Null where there was none; else what it was answered, and the request was not sent. */
  preflight: { status: number; response: Pair[] } | null
}

const FAILURES: readonly Failure[] = [
  { status: 200, server: 'uvicorn', response: [], preflight: null },
  { status: 500, server: 'uvicorn', response: [], preflight: null },
  {
    status: 200,
    server: 'uvicorn',
    response: [
      ['access-control-allow-origin', 'https://www.example.com'],
      ['vary', 'Origin'],
    ],
    preflight: null,
  },
  { status: 0, server: 'uvicorn', response: [], preflight: { status: 405, response: [['allow', 'GET']] } },
  {
    status: 0,
    server: 'uvicorn',
    response: [],
    preflight: {
      status: 200,
      response: [
        ...ALLOW,
        ['access-control-allow-methods', 'GET, POST, PUT'],
        ['access-control-allow-headers', 'content-type'],
      ],
    },
  },
  { status: 0, server: 'nginx', response: [], preflight: { status: 200, response: [] } },
  { status: 200, server: 'AmazonS3', response: [], preflight: null },
  { status: 302, server: 'uvicorn', response: [], preflight: null },
]

interface Asked {
  method?: string
  url: string
  type: string
  dest: string
  mode: string
  site: string
  request?: readonly Pair[]
  status: number
  server?: string
  response?: readonly Pair[]
  error?: string | null
  initiator?: unknown
}

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

class Session {
  readonly #random: () => number
  readonly #cookie: string
  readonly #failing: number
  #clock = START
  #page = 0

  constructor(seed: number, failing: number) {
    this.#failing = failing
    this.#random = randomFrom(seed)
    this.#cookie = `_ga=GA1.1.${this.#int(1e9)}; session=${this.#hex(64)}; csrftoken=${this.#hex(32)}; flags=${this.#hex(40)}`
  }

  /** One step of the page: one or two entries. */
  step(): unknown[] {
    this.#clock += 5 + this.#int(60)
    const kind = this.#random()
    if (kind < 0.629 - this.#failing) return [this.#ownOrigin()]
    if (kind < 0.891 - this.#failing) return [this.#withoutCors()]
    return kind < 0.9926 - this.#failing ? this.#allowed() : this.#failed(this.#pick(FAILURES))
  }

  #int(below: number): number {
    return Math.floor(this.#random() * below)
  }

  #hex(length: number): string {
    let text = ''
    for (let place = 0; place < length; place++) text += HEX[this.#int(16)]
    return text
  }

  #pick<Item>(list: readonly Item[]): Item {
    return list[this.#int(list.length)] as Item
  }

  #ownOrigin(): unknown {
    const same = { status: 200, site: 'same-origin', request: [['cookie', this.#cookie] as Pair] }
    if (this.#random() < 0.01) {
      this.#page++
      return this.#entry({
        ...same,
        url: `${PAGE}/dashboard/${this.#page}`,
        type: 'document',
        dest: 'document',
        mode: 'navigate',
      })
    }
    const [type, dest, path] = this.#pick([
      ['script', 'script', `/assets/chunk-${this.#hex(8)}.js`],
      ['image', 'image', `/img/${this.#hex(10)}.webp`],
      ['stylesheet', 'style', `/assets/${this.#hex(8)}.css`],
      ['fetch', 'empty', `/api/internal/items/${this.#int(100_000)}?page=${this.#int(9)}&sort=desc`],
      ['fetch', 'empty', `/api/internal/notifications?since=${this.#clock}`],
      ['font', 'font', `/fonts/inter-${this.#int(9)}.woff2`],
    ] as const)
    const mode = type === 'fetch' || type === 'font' ? 'cors' : 'no-cors'
    return this.#entry({ ...same, url: PAGE + path, type, dest, mode })
  }

  #withoutCors(): unknown {
    const [type, dest, ending] = this.#pick([
      ['image', 'image', 'jpeg'],
      ['script', 'script', 'js'],
      ['stylesheet', 'style', 'css'],
    ] as const)
    const url = `${this.#pick(CDNS)}/${type}/${this.#hex(12)}.${ending}?v=${this.#int(1000)}`
    const server = this.#pick(['cloudflare', 'ESF', 'AmazonS3'])
    return this.#entry({ url, type, dest, mode: 'no-cors', site: 'cross-site', status: 200, server })
  }

  #call(): { method: string; url: string } {
    const path = this.#pick([
      `/v2/items/${this.#int(5000)}`,
      `/v2/search?q=${this.#hex(5)}&limit=20`,
      `/v2/users/${this.#int(900)}/settings`,
      '/v2/session',
      `/v2/reports/${this.#int(400)}/rows?cursor=${this.#hex(12)}`,
    ])
    return { method: this.#pick(['GET', 'GET', 'GET', 'POST', 'PUT']), url: this.#pick(APIS) + path }
  }

  #own(): Pair[] {
    return [
      ['authorization', `Bearer eyJ${this.#hex(40)}.eyJ${this.#hex(160)}.${this.#hex(86)}`],
      ['content-type', 'application/json'],
      ['x-client-version', '4.12.0'],
    ]
  }

  #allowed(): unknown[] {
    const call = this.#call()
    const preflighted = this.#random() < 0.4
    const request: Pair[] = [['origin', PAGE], ...(preflighted ? this.#own() : [])]
    if (this.#random() < 0.5) request.push(['cookie', this.#cookie])
    const type = this.#pick(['fetch', 'xhr'])
    const status = this.#pick([200, 200, 200, 201, 204, 404])
    const cors = { ...call, dest: 'empty', mode: 'cors', site: 'cross-site', server: 'uvicorn' }
    const made = this.#entry({ ...cors, type, request, status, response: ALLOW })
    const answer: Pair[] = [
      ...ALLOW,
      ['access-control-allow-methods', 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT'],
      ['access-control-allow-headers', NAMES],
    ]
    return preflighted ? [made, this.#preflight(call, 200, answer, 'uvicorn')] : [made]
  }

  #failed({ status, server, response, preflight }: Failure): unknown[] {
    const call = this.#call()
    const request: Pair[] = preflight === null ? [['origin', PAGE]] : this.#own()
    const cors = { ...call, type: 'fetch', dest: 'empty', mode: 'cors', site: 'cross-site' }
    const made = this.#entry({ ...cors, request, status, server, response, error: 'net::ERR_FAILED' })
    return preflight === null
      ? [made]
      : [made, this.#preflight(call, preflight.status, preflight.response, server)]
  }

  #preflight(
    { method, url }: { method: string; url: string },
    status: number,
    response: Pair[],
    server: string,
  ) {
    const request: Pair[] = [
      ['origin', PAGE],
      ['access-control-request-method', method],
      ['access-control-request-headers', NAMES],
    ]
    const initiator = { type: 'preflight', url, requestId: `2000.${this.#int(1e6)}` }
    return this.#entry({
      method: 'OPTIONS',
      url,
      type: 'preflight',
      dest: 'empty',
      mode: 'cors',
      site: 'cross-site',
      request,
      status,
      response,
      server,
      initiator,
    })
  }

  #initiator(): unknown {
    const frame = (place: number) => ({
      functionName: `fn${place}`,
      scriptId: String(this.#int(90)),
      url: `${PAGE}/assets/index-a1b2c3d4.js`,
      lineNumber: this.#int(40),
      columnNumber: this.#int(90_000),
    })
    return { type: 'script', stack: { callFrames: [0, 1, 2, 3, 4].map(frame) } }
  }

  #entry({
    method = 'GET',
    url,
    type,
    dest,
    mode,
    site,
    request = [],
    status,
    server = 'nginx/1.25.3',
    response = [],
    error = null,
    initiator,
  }: Asked): unknown {
    const { host, pathname, search, searchParams } = new URL(url)
    const asked: Pair[] = [
      [':authority', host],
      [':method', method],
      [':path', pathname + search],
      [':scheme', 'https'],
      ['accept', 'application/json, text/plain, */*'],
      ['accept-encoding', 'gzip, deflate, br, zstd'],
      ['accept-language', 'en-US,en;q=0.9,de;q=0.8'],
      ['cache-control', 'no-cache'],
      ['pragma', 'no-cache'],
      ['priority', 'u=1, i'],
      ['referer', `${PAGE}/dashboard/${this.#page}`],
      ['sec-ch-ua', HINTS],
      ['sec-ch-ua-mobile', '?0'],
      ['sec-ch-ua-platform', '"Windows"'],
      ['sec-fetch-dest', dest],
      ['sec-fetch-mode', mode],
      ['sec-fetch-site', site],
      ['user-agent', AGENT],
      ...request,
    ]
    const answered: Pair[] = [
      ['age', String(this.#int(5000))],
      ['cache-control', 'public, max-age=31536000, immutable'],
      ['content-encoding', 'br'],
      ['content-length', String(this.#int(90_000))],
      ['content-type', 'application/json'],
      ['date', new Date(this.#clock).toUTCString()],
      ['etag', `W/"${this.#hex(27)}"`],
      ['server', server],
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-request-id', this.#hex(32)],
      ['x-edge', this.#hex(20)],
      ...response,
    ]
    const time = 20 + this.#int(200)
    return {
      _initiator: initiator ?? this.#initiator(),
      _priority: 'High',
      _resourceType: type,
      cache: {},
      connection: String(4000 + this.#int(90)),
      pageref: `page_${this.#page}`,
      request: {
        method,
        url,
        httpVersion: 'http/2.0',
        headers: named(asked.sort((a, b) => (a[0] < b[0] ? -1 : 1))),
        queryString: [...searchParams].map(([name, value]) => ({ name, value })),
        cookies: [],
        headersSize: -1,
        bodySize: 0,
      },
      response: {
        status,
        statusText: '',
        httpVersion: status === 0 ? '' : 'http/2.0',
        headers: status === 0 ? [] : named(answered),
        cookies: [],
        content: { size: this.#int(90_000), mimeType: 'application/json' },
        redirectURL: '',
        headersSize: -1,
        bodySize: -1,
        _transferSize: 1234,
        _error: error,
        _fetchedViaServiceWorker: false,
      },
      serverIPAddress: '203.0.113.7',
      startedDateTime: new Date(this.#clock).toISOString(),
      time,
      timings: {
        blocked: 1.2,
        dns: -1,
        ssl: -1,
        connect: -1,
        send: 0.2,
        wait: time * 0.7,
        receive: time * 0.2,
      },
    }
  }
}

/** `failing`: the share of entries that fails beyond the usual 1 %, in place of the page's own. */
export function webApp(count: number, { seed = 1, failing = 0 } = {}): unknown[] {
  const session = new Session(seed, failing)
  const entries: unknown[] = []
  while (entries.length < count) entries.push(...session.step())
  return entries.slice(0, count)
}

export const pagesOf = (count: number): unknown[] =>
  Array.from({ length: Math.ceil(count / 50) + 2 }, (_, page) => ({
    id: `page_${page}`,
    title: `${PAGE}/dashboard/${page}`,
    startedDateTime: new Date(START).toISOString(),
    pageTimings: {},
  }))
