/** Request headers that the page need not send, or writes wrongly. */

import { stoppedAt } from '../../../causes/failure.ts'
import { misspeltHeader } from '../../../causes/lists.ts'
import { getHeader, type HeaderList, withHeader } from '../../../fetch/headers.ts'
import { isSafelistedMethod } from '../../../fetch/safelist.ts'
import { UNMARKED } from '../../../har/ending.ts'
import type { Exchange } from '../../../har/exchange.ts'
import type { Flow } from '../../../log/flow.ts'
import { askedHeaders, askedMethod, missingHeaders } from '../../../servers/preflights.ts'
import { allowedOrigin } from '../../../servers/responses.ts'
import { onPage, untested } from '../../change.ts'
import { js } from '../../literals.ts'
import { isAllowableName } from '../../policy.ts'
import type { DraftFix, FixContext } from '../../recipe.ts'
import { preflightOf, sentOrigin } from '../../replay.ts'
import { base, carried, fetchCall, fewer, methodLine, sentAnyway } from './call.ts'

/** Headers without which a request means the same to most servers, and that force a preflight. */
const DISPENSABLE = ['cache-control', 'pragma', 'expires', 'if-modified-since', 'x-requested-with']

function isDispensable(name: string, method: string): boolean {
  if (name.startsWith('access-control-') || DISPENSABLE.includes(name)) return true
  // a GET has no body that could have a type
  return name === 'content-type' && ['GET', 'HEAD'].includes(method)
}

/** What the server's answer to this page shows that it would say to the request itself. */
function shownAnswer({ flow, observed }: FixContext): Exchange | null {
  const asking = sentOrigin(flow)
  const lets = (exchange: Exchange) => [asking, '*'].includes(allowedOrigin(exchange))
  if (flow.preflight !== null && lets(flow.preflight)) return flow.preflight
  const same = observed.responsesAt(flow.exchange.url)
  return same.find(lets) ?? null
}

/** The request without some headers: answered as the server is seen to answer this page. */
function withoutHeaders(flow: Flow, dropped: readonly string[], shown: Exchange): Flow {
  let responseHeaders = flow.exchange.responseHeaders
  for (const name of carried) {
    const value = getHeader(shown.responseHeaders, name)
    if (value !== null) responseHeaders = withHeader(responseHeaders, name, value)
  }
  const exchange: Exchange = {
    ...flow.exchange,
    status: flow.exchange.status || 200,
    ending: UNMARKED,
    requestHeaders: flow.exchange.requestHeaders.filter(([name]) => !dropped.includes(name.toLowerCase())),
    responseHeaders,
  }
  const left =
    flow.preflight === null ? [] : askedHeaders(flow.preflight).filter((name) => !dropped.includes(name))
  const simple = left.length === 0 && isSafelistedMethod(exchange.method)
  return {
    ...flow,
    exchange,
    preflight: simple || flow.preflight === null ? null : fewer(flow.preflight, left),
  }
}

/** Drops what forces the preflight, or what the server does not allow, where nothing is lost by it. */
export function dropHeaders(context: FixContext): DraftFix[] {
  const { flow, verdict, cause } = context
  const preflight = stoppedAt(flow, verdict)
  if (!preflight.isPreflight) return []
  const method = askedMethod(preflight)
  const offending =
    cause?.remedy === 'drop-response-headers'
      ? askedHeaders(preflight).filter((name) => name.startsWith('access-control-'))
      : missingHeaders(preflight)
  if (
    offending.length === 0 ||
    !offending.every((name) => isDispensable(name, method) && isAllowableName(name))
  )
    return []
  const shown = shownAnswer(context)
  const isMistake = cause?.remedy === 'drop-response-headers'
  if (shown === null && !isMistake) return []
  return [
    {
      ...base,
      title: `Leave out the request ${offending.length === 1 ? 'header' : 'headers'} that nobody needs`,
      code: fetchCall(flow.exchange.url, [
        ...methodLine(method),
        `// without the ${offending.length === 1 ? 'header' : 'headers'} ${offending.join(', ')}`,
      ]),
      note: 'Look for the place that adds them: an HTTP client’s defaults, mostly.',
      after:
        shown === null || (isMistake && (preflight.status < 200 || preflight.status > 299))
          ? untested('the log doesn’t show how the server responds without them')
          : onPage((after) => withoutHeaders(after, offending, shown)),
    },
  ]
}

/** The name that the server allows, in place of the one that is nearly it. */
export function correctSpelling(context: FixContext): DraftFix[] {
  const { flow, cause } = context
  const found =
    cause?.remedy === 'right-spelling' && flow.preflight !== null ? misspeltHeader(flow.preflight) : null
  if (found === null || !isAllowableName(found.twin)) return []
  const { name, twin } = found
  const renamed = (headers: HeaderList): HeaderList =>
    headers.map(([key, value]) => [key.toLowerCase() === name ? twin : key, value])
  return [
    {
      ...base,
      title: 'Use the name that the server allows',
      code: fetchCall(flow.exchange.url, [
        ...methodLine(flow.exchange.method),
        `headers: { ${js(twin)}: value }, // in place of ${name}`,
      ]),
      note: 'If the name in the page is the right one, the mistake is in the server’s list.',
      after: onPage((after) => {
        const asked = askedHeaders(preflightOf(after)).map((header) => (header === name ? twin : header))
        const preflight = after.preflight && fewer(after.preflight, asked)
        const exchange = { ...sentAnyway(after), requestHeaders: renamed(after.exchange.requestHeaders) }
        return { ...after, exchange, preflight }
      }),
    },
  ]
}
