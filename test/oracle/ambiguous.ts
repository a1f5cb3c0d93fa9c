/** Cases of the oracle whose log will not tell the credentials mode: blocked with and without, for two reasons. */
import { exchangeFromHar } from '../../src/engine/har/exchange.ts'
import {
  type CredentialsMode,
  corsCheck,
  corsPreflightFetch,
  corsUnsafeRequestHeaderNames,
  explain,
  type Finding,
  isSafelistedMethod,
  normalizeMethod,
} from '../../src/engine/index.ts'
import type { Answer, Case, Origins, RequestPlan } from './case.ts'
import { generateCase } from './generate.ts'

const lines = ({ headers }: Answer) => headers.map(([name, value]) => ({ name, value }))

/** What the browser would make of a case of one request to one address; null where it lets it pass. */
function stopped({ page, hops: [hop], requests: [plan] }: Case, mode: CredentialsMode): Finding | null {
  const [preflight, answer] = [hop?.preflights[0], hop?.answers[0]]
  if (hop === undefined || plan === undefined || preflight === undefined || answer === undefined) return null
  const method = normalizeMethod(plan.method)
  const names = unsafeNames(plan)
  const origin = { initiator: page, serialized: page, opaqueBecause: null, because: '' }
  if (names.length > 0 || !isSafelistedMethod(method) || plan.uploadListener) {
    const asked = [
      { name: 'Origin', value: page },
      { name: 'Access-Control-Request-Method', value: method },
      ...(names.length > 0 ? [{ name: 'Access-Control-Request-Headers', value: names.join(',') }] : []),
    ]
    const exchange = exchangeFromHar(
      {
        _resourceType: 'preflight',
        request: { method: 'OPTIONS', url: hop.url, headers: asked },
        response: { status: preflight.status, headers: lines(preflight) },
      },
      0,
    )
    const context = { browser: 'chromium' as const, origin, request: null }
    const found = exchange && corsPreflightFetch(exchange, context, mode)
    if (found !== null) return found
  }
  return corsCheck({
    url: hop.url,
    status: answer.status,
    headers: answer.headers,
    origin: page,
    opaqueBecause: null,
    mode,
    stage: 'response',
  })
}

const unsafeNames = ({ headers, body, method }: RequestPlan): string[] => {
  const own = headers.some(([name]) => /^content-type$/i.test(name))
  const withBody = body !== null && !/^(get|head)$/i.test(method) && !own
  const sent = withBody ? [...headers, ['Content-Type', 'text/plain;charset=UTF-8'] as const] : headers
  return corsUnsafeRequestHeaderNames(sent, 'chromium', true)
}

function isAmbiguous(item: Case): boolean {
  const [request, ...others] = item.requests
  if (request === undefined || others.length > 0 || item.hops.length > 1 || item.cookie) return false
  if (request.mode !== 'cors' || request.redirect !== 'follow' || request.uploadListener) return false
  const [without, withThem] = [stopped(item, 'not-include'), stopped(item, 'include')]
  if (without === null || withThem === null) return false
  const [a, b] = [explain(without), explain(withThem)]
  const sameStage = (without.stage === 'preflight') === (withThem.stage === 'preflight')
  return sameStage && (a.reason !== b.reason || a.failedParameter !== b.failedParameter)
}

/** So many of them, in the order of the generator, by the page that asks. */
export function ambiguousCases(seed: number, count: number, origins: Origins): Map<string, Case[]> {
  const byPage = new Map<string, Case[]>()
  let found = 0
  for (let id = 0; found < count; id++) {
    const item = generateCase(seed, id, origins)
    if (!isAmbiguous(item)) continue
    found += 1
    byPage.set(item.page, [...(byPage.get(item.page) ?? []), item])
  }
  return byPage
}
