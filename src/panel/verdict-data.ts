/** The verdict as data attributes of the one explanation that is shown: for browser tests and for nobody else. */
import { explain, type FlowDiagnosis } from '../engine/index.ts'

export function verdictData({ id, flow, verdict }: FlowDiagnosis): Record<`data-${string}`, string | number> {
  const explanation = verdict.finding === null ? null : explain(verdict.finding)
  return {
    'data-id': id,
    'data-outcome': verdict.outcome,
    'data-reason': explanation?.reason ?? '',
    'data-stage': explanation?.stage ?? '',
    'data-chromium-code': explanation?.codes.chromium ?? '',
    'data-failed-parameter': explanation?.failedParameter ?? '',
    'data-method': flow.exchange.method,
    'data-url': flow.exchange.url,
    'data-status': flow.exchange.status,
  }
}
