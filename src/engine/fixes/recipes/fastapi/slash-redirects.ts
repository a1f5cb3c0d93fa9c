/** Redirects that a FastAPI app makes by itself, and that no CORS setting mends. */

import { downgradingHop } from '../../../causes/redirects.ts'
import { parseUrl } from '../../../fetch/origin.ts'
import { UNMARKED } from '../../../har/ending.ts'
import type { Exchange } from '../../../har/exchange.ts'
import type { Flow } from '../../../log/flow.ts'
import { onPage } from '../../change.ts'
import { isPlainPath } from '../../cors-settings.ts'
import { python } from '../../literals.ts'
import type { DraftFix, FixContext } from '../../recipe.ts'
import { sameOriginCall } from '../../response-after.ts'
import { FILE } from './middleware.ts'

/** The rewriting server in front passed a redirect on: no CORS is needed once nothing redirects. */
export function bothSpellings({ flow }: FixContext): DraftFix[] {
  const last = flow.hops.at(-1)
  const path = parseUrl(flow.exchange.url)?.pathname ?? '/'
  const method = flow.exchange.method.toLowerCase()
  if (last === undefined || !isPlainPath(path) || !['get', 'post', 'put', 'patch', 'delete'].includes(method))
    return []
  const bare = path.replace(/\/$/, '') || '/'
  return [
    {
      title: 'Serve the path with and without the slash, so that nothing is redirected',
      language: 'python',
      file: FILE,
      code: [
        '# In place of the one decorator of this route.',
        `@app.${method}(${python(bare)})`,
        `@app.${method}(${python(`${bare}/`)}, include_in_schema=False)`,
      ].join('\n'),
      note: 'Where the route has parameters, keep them as you declared them. No CORS setting is needed: the page calls its own origin.',
      owner: 'back-end',
      after: onPage((after) => sameOriginCall(after, last.exchange.url)),
    },
  ]
}

/** The redirect stays on https and is followed there; what it lets in is what the app lets in. */
function staysSecure(flow: Flow): Flow {
  const hop = downgradingHop(flow)
  if (hop === null) return flow
  const redirectUrl = (hop.redirectUrl ?? '').replace(/^http:/, 'https:')
  const passed: Exchange = { ...hop, ending: UNMARKED, redirectUrl }
  const next: Exchange = { ...passed, url: redirectUrl, status: 200, redirectUrl: null }
  return { ...flow, hops: [{ exchange: passed, preflight: null }], exchange: next, preflight: null }
}

export function trustProxy({ flow }: FixContext): DraftFix[] {
  if (downgradingHop(flow) === null) return []
  return [
    {
      title: 'Let uvicorn trust the proxy’s X-Forwarded-Proto',
      language: 'shell',
      file: 'the start command',
      code: 'uvicorn main:app --proxy-headers --forwarded-allow-ips="$PROXY_IP"',
      note: 'PROXY_IP is the address from which the proxy reaches uvicorn. The proxy must send X-Forwarded-Proto: https. Then the redirect stays on https; calling the final path directly saves it altogether.',
      owner: 'back-end',
      after: onPage(staysSecure),
    },
  ]
}
