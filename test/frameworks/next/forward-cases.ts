/** Next.js before FastAPI: pages that call the API across origins, and calls that Next.js forwards. */
import type { FrameworkCase } from '../support/case.ts'
import type { PageRequest } from '../support/request.ts'
import type { Files } from './app.ts'
import { config } from './sources.ts'

export interface ForwardCase extends FrameworkCase {
  /** Files of the Next.js app; `<upstream>` is FastAPI. */
  files: Files
  /** Whose page asks: a page of Next.js itself, or one of another origin. */
  from: 'next' | 'elsewhere'
  /** Whom it asks. */
  to: 'next' | 'fastapi'
  /** The request once the fix is in, where the page calls another address then. */
  after?: { to: 'next'; request: PageRequest }
}

const REWRITE = config(
  [],
  ["async rewrites() { return [{ source: '/backend/:path*', destination: '<upstream>/:path*' }] }"],
)

const PROXY = `import { type NextRequest, NextResponse } from 'next/server'

export function proxy(request: NextRequest) {
  const headers = { 'Access-Control-Allow-Origin': '<page>', 'Access-Control-Allow-Methods': 'PUT' }
  if (request.method === 'OPTIONS') return new NextResponse(null, { status: 204, headers })
  return NextResponse.next({ headers })
}

export const config = { matcher: '/backend/:path*' }
`

/** A page whose own script calls the API. */
export const CALLING_PAGE = `'use client'

import { useEffect } from 'react'

async function callApi(url: string) {
  try {
    const response = await fetch(url)
    return String(response.status)
  } catch (error) {
    return String(error)
  }
}

export default function Page() {
  useEffect(() => {
    Object.assign(window, { callApi })
  }, [])
  return <p>A page that calls the API.</p>
}
`

const fastapi = (corsError: string, cause: string): FrameworkCase['expect'] => ({
  corsError,
  framework: 'fastapi',
  cause,
  owner: 'back-end',
})

export const FORWARD_CASES: readonly ForwardCase[] = [
  {
    id: 'N27',
    what: 'a path that Next.js forwards to FastAPI, called from another origin',
    files: { 'next.config.ts': REWRITE },
    from: 'elsewhere',
    to: 'next',
    request: { path: '/backend/items' },
    expect: fastapi('MissingAllowOriginHeader', 'starlette-missing-or-not-listed'),
  },
  {
    id: 'N27p',
    what: 'the same, PUT',
    files: { 'next.config.ts': REWRITE },
    from: 'elsewhere',
    to: 'next',
    request: { path: '/backend/items', method: 'PUT' },
    expect: fastapi('PreflightMissingAllowOriginHeader', 'starlette-middleware-missing'),
  },
  {
    id: 'N27c',
    what: 'a forwarded path, mended by forwarding it in proxy.ts',
    files: {
      'next.config.ts': config(
        [],
        ["async rewrites() { return [{ source: '/items', destination: '<upstream>/items' }] }"],
      ),
    },
    from: 'elsewhere',
    to: 'next',
    // its HTML is what shows that Next.js stands there
    before: [{ path: '/' }],
    request: { path: '/items' },
    expect: fastapi('MissingAllowOriginHeader', 'starlette-missing-or-not-listed'),
    fix: 'Forward in proxy.ts',
  },
  {
    id: 'N28',
    what: 'headers set in proxy.ts with NextResponse.next(), which the forwarded answer does not get',
    files: { 'next.config.ts': REWRITE, 'proxy.ts': PROXY },
    from: 'elsewhere',
    to: 'next',
    before: [{ path: '/' }],
    request: { path: '/backend/items', method: 'PUT' },
    expect: fastapi('MissingAllowOriginHeader', 'next-rewrite-external'),
  },
  {
    id: 'N11',
    what: 'a page of Next.js calls FastAPI across origins, mended by forwarding',
    files: { 'next.config.ts': config([]) },
    from: 'next',
    to: 'fastapi',
    request: { path: '/items', by: 'own-code' },
    expect: fastapi('MissingAllowOriginHeader', 'starlette-missing-or-not-listed'),
    fix: 'Call the API through your own Next.js server',
    after: { to: 'next', request: { path: '/backend/items', by: 'own-code' } },
  },
  {
    id: 'N11b',
    what: 'FastAPI’s slash redirect leads a forwarded call past Next.js, mended in FastAPI',
    files: { 'next.config.ts': REWRITE },
    from: 'next',
    to: 'next',
    request: { path: '/backend/orders' },
    expect: fastapi('MissingAllowOriginHeader', 'rewrite-leaks-location'),
  },
  {
    id: 'N11c',
    what: 'Next.js removes the slash that FastAPI wants, mended in next.config',
    files: { 'next.config.ts': REWRITE },
    from: 'next',
    to: 'next',
    request: { path: '/backend/orders/' },
    expect: fastapi('MissingAllowOriginHeader', 'rewrite-leaks-location'),
    fix: 'next.config.ts',
  },
]
