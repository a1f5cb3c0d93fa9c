/** Answers as known servers send them, so that the demo looks on the wire like the field does. */

/** Header lines in the order of the wire; a name may come twice. */
export type HeaderLines = readonly (readonly [name: string, value: string])[]

export interface Answer {
  status: number
  headers: HeaderLines
  body: string
}

/** The origins of a running demo, as `http://localhost:4600`. */
export interface Origins {
  /** The page that asks. */
  page: string
  /** An API that answers as FastAPI on uvicorn does. */
  api: string
  /** A shop that answers as Next.js does. */
  shop: string
  /** The API by its other name: another origin for the browser, the same machine. */
  signIn: string
  /** Nobody listens here. */
  nobody: string
}

const withLength = (status: number, headers: HeaderLines, body: string): Answer => ({
  status,
  headers: [...headers, ['content-length', String(Buffer.byteLength(body))]],
  body,
})

const STARLETTE_VARY =
  'Origin, Access-Control-Request-Method, Access-Control-Request-Headers, Access-Control-Request-Private-Network'

/** FastAPI behind uvicorn. */
export const fastapi = {
  json: (status: number, value: unknown, headers: HeaderLines = []): Answer =>
    withLength(
      status,
      [['server', 'uvicorn'], ['content-type', 'application/json'], ...headers],
      JSON.stringify(value),
    ),
  text: (status: number, body: string, headers: HeaderLines = []): Answer =>
    withLength(
      status,
      [['server', 'uvicorn'], ['content-type', 'text/plain; charset=utf-8'], ...headers],
      body,
    ),
  /** An answer of CORSMiddleware to a preflight: `OK`, or `Disallowed CORS …` with 400. */
  preflight: (status: number, body: string, headers: HeaderLines): Answer =>
    withLength(
      status,
      [
        ['server', 'uvicorn'],
        ['vary', STARLETTE_VARY],
        ['access-control-max-age', '600'],
        ...headers,
        ['content-type', 'text/plain; charset=utf-8'],
      ],
      body,
    ),
  redirect: (status: number, location: string, headers: HeaderLines = []): Answer =>
    withLength(status, [['server', 'uvicorn'], ['location', location], ...headers], ''),
  file: (type: string, body: string, headers: HeaderLines = []): Answer =>
    withLength(200, [['server', 'uvicorn'], ['content-type', type], ...headers], body),
}

const NEXT_VARY = 'rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch'

/** A Next.js App Router application. */
export const next = {
  json: (status: number, value: unknown, headers: HeaderLines = []): Answer =>
    withLength(
      status,
      [['vary', NEXT_VARY], ...headers, ['content-type', 'application/json']],
      JSON.stringify(value),
    ),
  /** What an exported `OPTIONS`, or Next.js in its place, answers. */
  options: (headers: HeaderLines): Answer => ({
    status: 204,
    headers: [['vary', NEXT_VARY], ...headers],
    body: '',
  }),
  /** The redirect of `trailingSlash`, which passes by headers() and proxy.ts. */
  slash: (location: string): Answer =>
    withLength(
      308,
      [
        ['location', location],
        ['refresh', `0;url=${location}`],
      ],
      location,
    ),
  redirect: (status: number, location: string, headers: HeaderLines = []): Answer =>
    withLength(status, [['location', location], ...headers], location),
  file: (type: string, body: string, headers: HeaderLines = []): Answer =>
    withLength(200, [...headers, ['cache-control', 'public, max-age=0'], ['content-type', type]], body),
}

/** nginx in front of either. */
export const nginx = {
  errorPage: (status: number, phrase: string): Answer =>
    withLength(
      status,
      [
        ['server', 'nginx'],
        ['content-type', 'text/html'],
      ],
      `<html>\r\n<head><title>${status} ${phrase}</title></head>\r\n<body>\r\n<center><h1>${status} ${phrase}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`,
    ),
}

export const allowOrigin = (value: string): readonly [string, string] => [
  'access-control-allow-origin',
  value,
]
export const allowMethods = (value: string): readonly [string, string] => [
  'access-control-allow-methods',
  value,
]
export const allowHeaders = (value: string): readonly [string, string] => [
  'access-control-allow-headers',
  value,
]
export const allowCredentials = (value = 'true'): readonly [string, string] => [
  'access-control-allow-credentials',
  value,
]
export const VARY_ORIGIN = ['vary', 'Origin'] as const
