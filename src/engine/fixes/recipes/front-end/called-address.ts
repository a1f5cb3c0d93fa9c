/** The address that the page should call in place of the one it calls. */

import { stoppedAt } from '../../../causes/failure.ts'
import { basePathIn } from '../../../causes/next.ts'
import { downgradingHop } from '../../../causes/redirects.ts'
import { originOf, parseUrl } from '../../../fetch/origin.ts'
import type { Exchange } from '../../../har/exchange.ts'
import type { Flow } from '../../../log/flow.ts'
import { allowedOrigin } from '../../../servers/responses.ts'
import { onPage, untested } from '../../change.ts'
import { js } from '../../literals.ts'
import { assumedPolicy, isWebOrigin } from '../../policy.ts'
import type { DraftFix, FixContext } from '../../recipe.ts'
import { replayed, sentOrigin } from '../../replay.ts'
import { answeredAnew, answerWith, sameOriginCall } from '../../response-after.ts'
import { base, fetchCall, methodLine } from './call.ts'

/** Where the redirect led, or would have led. */
function finalAddress({ flow, verdict, cause }: FixContext): string | null {
  if (cause?.remedy !== 'https-address') return stoppedAt(flow, verdict).redirectUrl
  // the path is right and only the scheme was lost: on the way back, or by the page itself
  return (downgradingHop(flow)?.redirectUrl ?? flow.exchange.url).replace(/^http:/, 'https:')
}

const UNKNOWN_ANSWER =
  'This log doesn’t show how that address responds to a page. If it has no CORS headers, that will be the next failure, and the fix for the server comes after this one.'

/** The same request to another address, answered with 200. */
function calledAt(flow: Flow, url: string): Flow {
  const at = (exchange: Exchange): Exchange => answeredAnew(exchange, { url, redirectUrl: null, status: 200 })
  return {
    ...flow,
    exchange: at(flow.exchange),
    preflight: flow.preflight === null ? null : at(flow.preflight),
  }
}

export function canonicalAddress(context: FixContext): DraftFix[] {
  const { cause, flow } = context
  const target = finalAddress(context)
  const assumed = assumedPolicy(flow, context.verdict)
  if (
    (cause?.remedy !== 'final-address' && cause?.remedy !== 'https-address') ||
    target === null ||
    parseUrl(target) === null
  )
    return []
  const known = context.observed
    .responsesAt(target)
    .filter(({ url, isPreflight }) => url === target && !isPreflight)
  const refused =
    known.length > 0 && !known.some((exchange) => [sentOrigin(flow), '*'].includes(allowedOrigin(exchange)))
  if (refused) return []
  return [
    {
      ...base,
      title: 'Call the final address directly',
      code: fetchCall(target, methodLine(flow.exchange.method)),
      note: known.length > 0 ? null : UNKNOWN_ANSWER,
      after:
        assumed === null
          ? untested('the log doesn’t show how that address responds to a page without an origin')
          : onPage((after) => replayed(calledAt(after, target), answerWith(assumed), () => true)),
    },
  ]
}

/** The same call under the basePath that the log shows. */
export function withBasePath(context: FixContext): DraftFix[] {
  const { cause, flow, verdict, observed } = context
  const assumed = assumedPolicy(flow, verdict)
  const url = parseUrl(flow.exchange.url)
  const basePath = observed.read(basePathIn)
  if (cause?.remedy !== 'under-base-path' || assumed === null || url === null || basePath === '') return []
  const target = `${url.origin}${basePath}${url.pathname}${url.search}`
  return [
    {
      ...base,
      title: 'Call the address with the basePath before it',
      code: fetchCall(target, methodLine(flow.exchange.method)),
      note: UNKNOWN_ANSWER,
      after: onPage((after) => replayed(calledAt(after, target), answerWith(assumed), () => true)),
    },
  ]
}

const isViteOrSimilar = ({ flow }: FixContext): boolean =>
  /\/@vite\/|\/node_modules\/\.vite\/|\/src\/[^?]+\.(tsx?|jsx?|vue|svelte)(\?|$)/.test(
    flow.exchange.initiator.url ?? '',
  )

/** The development server of the page forwards the call: same origin, no CORS, in development only. */
export function viteProxy(context: FixContext): DraftFix[] {
  const { flow } = context
  const target = originOf(flow.exchange.url)
  const page = flow.origin.initiator
  if (!isViteOrSimilar(context) || !isWebOrigin(target) || !isWebOrigin(page)) return []
  const path = parseUrl(flow.exchange.url)?.pathname ?? '/'
  return [
    {
      ...base,
      language: 'ts',
      file: 'vite.config.ts',
      title: 'In development, let Vite forward the call, without CORS',
      code: [
        "import { defineConfig } from 'vite'",
        '',
        'export default defineConfig({',
        '  server: {',
        '    proxy: {',
        `      '/backend': { target: ${js(target)}, changeOrigin: true, rewrite: (path) => path.replace(/^\\/backend/, '') },`,
        '    },',
        '  },',
        '})',
      ].join('\n'),
      note: `Then the page calls /backend${path} in place of the API’s own address. The built page has no such proxy: it needs the server’s CORS settings, or the same rule on its own host.`,
      after: onPage((after) => sameOriginCall(after, `${page}/backend${path}`)),
    },
  ]
}
