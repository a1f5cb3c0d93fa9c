/** Pieces of Next.js apps. */

/** A route handler for the methods of the cases, with nothing about CORS. */
export const ROUTE = `export async function GET() {
  return Response.json({ ok: true })
}

export async function POST() {
  return Response.json({ ok: true })
}

export async function PUT() {
  return Response.json({ ok: true })
}
`

/** `app/api/n01/route.ts` of `/api/n01`. */
export const routeFile = (path: string): string => `app${path}/route.ts`
export const apiFile = (path: string): string => `pages${path}.ts`

type Headers = Readonly<Record<string, string>>

/** A rule of headers() in next.config. */
export const rule = (source: string, headers: Headers): string => {
  const lines = Object.entries(headers).map(([key, value]) => `{ key: '${key}', value: '${value}' }`)
  return `{ source: '${source}', headers: [${lines.join(', ')}] }`
}

/** next.config.ts with these rules and further lines of the config object. */
export function config(rules: readonly string[], lines: readonly string[] = []): string {
  const headers =
    rules.length === 0
      ? []
      : ['  async headers() {', '    return [', ...rules.map((line) => `      ${line},`), '    ]', '  },']
  return [
    "import type { NextConfig } from 'next'",
    '',
    'const nextConfig: NextConfig = {',
    ...lines.map((line) => `  ${line},`),
    ...headers,
    '}',
    '',
    'export default nextConfig',
    '',
  ].join('\n')
}

const ORIGIN = 'Access-Control-Allow-Origin'
const METHODS = 'Access-Control-Allow-Methods'
const CREDENTIALS = 'Access-Control-Allow-Credentials'
const ALLOW_HEADERS = 'Access-Control-Allow-Headers'

export const CORS = { ORIGIN, METHODS, CREDENTIALS, ALLOW_HEADERS } as const

/** A handler of pages/api that does not look at the method. */
export const PAGES_API = `import type { NextApiRequest, NextApiResponse } from 'next'

export default function handler(_req: NextApiRequest, res: NextApiResponse) {
  res.status(200).json({ ok: true })
}
`

/** A handler of pages/api that knows PUT only. */
export const PAGES_API_PUT = `import type { NextApiRequest, NextApiResponse } from 'next'

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  if (req.method !== 'PUT') {
    res.setHeader('Allow', 'PUT')
    res.status(405).end()
    return
  }
  res.status(200).json({ ok: true })
}
`

export const PAGES_API_OTHER_ORIGIN = `import type { NextApiRequest, NextApiResponse } from 'next'

export default function handler(_req: NextApiRequest, res: NextApiResponse) {
  res.setHeader('Access-Control-Allow-Origin', 'http://localhost:1')
  res.status(200).json({ ok: true })
}
`
