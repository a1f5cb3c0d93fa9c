/** A method that is not written in capitals. */

import { getHeader, withHeader } from '../../../fetch/headers.ts'
import { UNMARKED } from '../../../har/ending.ts'
import type { Exchange } from '../../../har/exchange.ts'
import type { Flow } from '../../../log/flow.ts'
import { grantedMethods } from '../../../servers/preflights.ts'
import { onPage } from '../../change.ts'
import { js } from '../../literals.ts'
import { isAllowableName } from '../../policy.ts'
import type { DraftFix, FixContext } from '../../recipe.ts'
import { replayed } from '../../replay.ts'
import { answerWith } from '../../response-after.ts'
import { base, carried, fetchCall } from './call.ts'

/** The same request with its method in capitals, before any answer. Null where the method is not what is wrong. */
export function inCapitals(context: FixContext): FixContext | null {
  const { flow, cause, policy } = context
  if (cause?.remedy !== 'call-in-capitals' || flow.preflight === null) return null
  const method = flow.exchange.method.toUpperCase()
  const requestHeaders = withHeader(flow.preflight.requestHeaders, 'Access-Control-Request-Method', method)
  const capital = policy && {
    ...policy,
    methods: policy.methods.map((name) => (name === flow.exchange.method ? method : name)),
  }
  return {
    ...context,
    flow: {
      ...flow,
      exchange: { ...flow.exchange, method },
      preflight: { ...flow.preflight, requestHeaders },
    },
    policy: capital,
  }
}

/** `patch` written in capitals; shown alone where the server allows that already. */
export function upperCaseMethod(context: FixContext): DraftFix[] {
  const corrected = inCapitals(context)
  const { preflight, exchange } = corrected?.flow ?? {}
  if (!corrected || !preflight || !exchange || !isAllowableName(exchange.method)) return []
  const granted = isGrantedInCapitals(corrected)
  const { policy } = corrected
  if (!granted && policy === null) return []
  return [
    {
      ...base,
      title: 'Write the method in capitals',
      code: fetchCall(exchange.url, [`method: ${js(exchange.method)},`]),
      note: granted
        ? 'Browsers correct the case of get, post, put, delete, head and options only.'
        : `The server must allow ${exchange.method} too: see the fix for it.`,
      after: onPage(() =>
        granted || policy === null
          ? asGranted(corrected.flow, preflight)
          : replayed(corrected.flow, answerWith(policy), () => true),
      ),
    },
  ]
}

/** The server allows the method in capitals already: the page alone has to change. */
export function isGrantedInCapitals(corrected: FixContext): boolean {
  const { preflight, exchange } = corrected.flow
  return preflight !== null && grantedMethods(preflight).includes(exchange.method)
}

/** A preflight that was refused for its method passes once the method is one that its answer names. */
function asGranted(flow: Flow, preflight: Exchange): Flow {
  const responseHeaders = carried.reduce((headers, name) => {
    const value = getHeader(preflight.responseHeaders, name)
    return value === null ? headers : withHeader(headers, name, value)
  }, flow.exchange.responseHeaders)
  const exchange = {
    ...flow.exchange,
    status: flow.exchange.status || 200,
    ending: UNMARKED,
    responseHeaders,
  }
  return {
    ...flow,
    exchange,
    preflight: { ...preflight, status: preflight.status === 400 ? 200 : preflight.status },
  }
}
