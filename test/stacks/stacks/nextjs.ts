/** Next.js 16 and 15, as `next dev` runs them. Further cases, with a browser before them, are in test/frameworks. */
import { join } from 'node:path'
import { BASE } from '../../frameworks/next/app.ts'
import { applyToApp } from '../../frameworks/next/apply.ts'
import { CHECKS } from '../../frameworks/next/guard-cases.ts'
import { CORS, config, routeFile, rule } from '../../frameworks/next/sources.ts'
import { CACHE } from '../../frameworks/support/cache.ts'
import { ownNodePackages } from '../support/install.ts'
import {
  BOOM,
  COOKIES,
  type Files,
  GET,
  ITEMS,
  LOGIN,
  OTHER,
  OVER_LOGIN,
  OVER_PUT,
  POST_COOKIES,
  PUT,
  type Stack,
  type StackCase,
} from '../support/stack.ts'

const handlers = (headers = ''): string =>
  ['GET', 'POST', 'PUT', 'DELETE']
    .map(
      (method) => `export async function ${method}() {
  return Response.json({ ok: true }${headers === '' ? '' : `, { headers: { ${headers} } }`})
}
`,
    )
    .join('\n')

interface Parts {
  rules?: readonly string[]
  /** Headers that the handlers set themselves. */
  headers?: string
  /** A login check, in the file and under the name that the version calls it. */
  login?: 'proxy' | 'middleware'
}

const app = ({ rules = [], headers = '', login }: Parts = {}): Files => ({
  ...BASE,
  'next.config.ts': config(rules),
  [routeFile(ITEMS)]: handlers(headers),
  [routeFile('/api/boom')]: "export async function GET() {\n  throw new Error('boom')\n}\n",
  ...(login === undefined
    ? {}
    : {
        [`${login}.ts`]: `import { type NextRequest, NextResponse } from 'next/server'

export function ${login}(request: NextRequest) {
${CHECKS}
  return NextResponse.next()
}

export const config = { matcher: '/api/items' }
`,
      }),
})

const ALL = '/api/:path*'

const casesOf = (login: 'proxy' | 'middleware'): StackCase[] => [
  { id: '1', situation: 0, files: app(), request: GET },
  { id: '1-handler', situation: 0, files: app(), request: GET, fix: 'route handler' },
  { id: '1-file', situation: 0, files: app(), request: GET, fix: `${login}.ts` },
  { id: '2', situation: 1, files: app(), request: PUT },
  { id: '2-file', situation: 1, files: app(), request: PUT, fix: `${login}.ts` },
  { id: '3', situation: 2, files: app({ rules: [rule(ALL, { [CORS.ORIGIN]: '*' })] }), request: COOKIES },
  {
    id: '3-post',
    situation: 2,
    files: app({ rules: [rule(ALL, { [CORS.ORIGIN]: '*', [CORS.METHODS]: 'GET, POST' })] }),
    request: POST_COOKIES,
  },
  {
    id: '4',
    situation: 3,
    files: app({ rules: [rule(ALL, { [CORS.ORIGIN]: OTHER, [CORS.METHODS]: 'GET, PUT' })] }),
    request: PUT,
    keeps: OTHER,
  },
  { id: '5', situation: 4, files: app(), request: BOOM, result: '500' },
  { id: '5-login', situation: 4, files: app({ login }), request: LOGIN, fix: `${login}.ts` },
  {
    ...OVER_PUT,
    files: app({
      rules: [
        rule(ALL, {
          [CORS.ORIGIN]: '<page>',
          [CORS.METHODS]: 'GET',
          [CORS.ALLOW_HEADERS]: 'Authorization',
        }),
      ],
    }),
  },
  {
    ...OVER_LOGIN,
    files: app({ login, rules: [rule(ALL, { [CORS.ORIGIN]: '<page>' })] }),
    fix: `${login}.ts`,
  },
]

const nextStack = (name: string, version: 'next-15' | 'next-16', login: 'proxy' | 'middleware'): Stack => ({
  name,
  framework: 'nextjs',
  install: ownNodePackages(version),
  start: (port) => ({
    command: process.execPath,
    parameters: [
      join(CACHE, `stacks-${version}`, 'node_modules', 'next', 'dist', 'bin', 'next'),
      'dev',
      // as create-next-app sets it up; the next version has no other
      ...(version === 'next-15' ? ['--turbopack'] : []),
      '-p',
      String(port),
    ],
    env: { NEXT_TELEMETRY_DISABLED: '1', CI: '1' },
  }),
  apply: (files, fix) => applyToApp(files, fix) as Files,
  joins: true,
  cases: casesOf(login),
})

export const nextjs = nextStack('nextjs', 'next-16', 'proxy')
export const nextjs15 = nextStack('nextjs-15', 'next-15', 'middleware')
