/** The page is itself a Next.js app: let it forward the call, and no CORS takes part. */
import { originOf, parseUrl } from '../../../fetch/origin.ts'
import { onPage } from '../../change.ts'
import { js } from '../../literals.ts'
import { isWebOrigin } from '../../policy.ts'
import type { DraftFix, FixContext } from '../../recipe.ts'
import { sameOriginCall } from '../../response-after.ts'
import { configFile, inBoth, type Language, nextConfig } from './source.ts'

/** The call site is a file that Next.js built. */
export const isNextPage = ({ flow }: FixContext): boolean =>
  /\/_next\/|webpack-internal:|turbopack:/.test(flow.exchange.initiator.url ?? '')

const SLASH_RULES = (target: string): string[] => [
  '      // The rule with the slash comes first, so that the slash reaches the API.',
  `      { source: '/backend/:path*/', destination: ${js(`${target}/:path*/`)} },`,
]

const rules = (target: string, slash: boolean): string[] => [
  ...(slash ? ['  skipTrailingSlashRedirect: true,'] : []),
  '  async rewrites() {',
  '    return [',
  ...(slash ? SLASH_RULES(target) : []),
  `      { source: '/backend/:path*', destination: ${js(`${target}/:path*`)} },`,
  '    ]',
  '  },',
]

function draft(language: Language, context: FixContext, target: string, pageOrigin: string): DraftFix {
  const url = parseUrl(context.flow.exchange.url)
  const path = `${url?.pathname ?? '/'}${url?.search ?? ''}`
  const slash = (url?.pathname ?? '').length > 1 && (url?.pathname ?? '').endsWith('/')
  return {
    title: 'Call the API through your own Next.js server, without CORS',
    language,
    file: configFile(language),
    code: nextConfig(language, rules(target, slash)),
    note: `Then the page calls /backend… in place of ${target}. The API’s paths must be called exactly as it declares them: a redirect by the API would lead the browser past Next.js again.`,
    owner: 'front-end',
    after: onPage((flow) => sameOriginCall(flow, `${pageOrigin}/backend${path}`)),
  }
}

export function rewrites(context: FixContext): DraftFix[] {
  const target = originOf(context.flow.exchange.url)
  const page = context.flow.origin.initiator
  if (!isNextPage(context) || context.flow.hops.length > 0) return []
  if (!isWebOrigin(target) || !isWebOrigin(page)) return []
  return inBoth((language) => draft(language, context, target, page))
}

/** A forwarded call came back with the API's own address: keep the slash that the API wants. */
export function keepSlash(context: FixContext): DraftFix[] {
  const target = originOf(context.flow.exchange.url)
  const last = context.flow.hops.at(-1)?.exchange
  const first = context.flow.hops[0]?.exchange
  if (!isWebOrigin(target) || last === undefined || first === undefined) return []
  const prefix = prefixOf(
    parseUrl(last.url)?.pathname ?? '',
    parseUrl(context.flow.exchange.url)?.pathname ?? '',
  )
  if (prefix === null) return []
  return inBoth((language) => ({
    title: 'Keep the slash that the API wants when Next.js forwards the call',
    language,
    file: configFile(language),
    code: nextConfig(language, [
      '  skipTrailingSlashRedirect: true,',
      '  async rewrites() {',
      '    return [',
      '      // The rule with the slash comes first, so that the slash reaches the API.',
      `      { source: ${js(`${prefix}/:path*/`)}, destination: ${js(`${target}/:path*/`)} },`,
      `      { source: ${js(`${prefix}/:path*`)}, destination: ${js(`${target}/:path*`)} },`,
      '    ]',
      '  },',
    ]),
    note: 'Call the address with the slash at its end where the API declares it so.',
    owner: 'front-end',
    after: onPage((flow) => sameOriginCall(flow, first.url)),
  }))
}

/** `/backend` when `/backend/orders` was forwarded to `/orders/`; null where the paths do not fit. */
function prefixOf(called: string, reached: string): string | null {
  const tail = reached.replace(/\/$/, '')
  const path = called.replace(/\/$/, '')
  if (!path.endsWith(tail)) return null
  const prefix = path.slice(0, path.length - tail.length)
  return /^(\/[A-Za-z0-9_-]+)+$/.test(prefix) ? prefix : null
}
