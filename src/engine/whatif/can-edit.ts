/** Which exchanges can be edited; apart from the judging, which is loaded when somebody edits. */
import type { FlowDiagnosis } from '../diagnose.ts'
import { isHttpUrl } from '../fetch/origin.ts'
import { isCorsMode } from '../judge/outside-cors.ts'
import type { ReasonId } from '../reasons/finding.ts'

/** What headers have no say in, or where the log and its headers contradict each other. */
const OUT_OF_REACH: readonly (ReasonId | undefined)[] = [
  'headers-pass',
  'log-contradicts-itself',
  'extension-request',
  'stored-response',
  'service-worker-answer',
]

/** Only of requests in CORS mode that reached the check, or the network, can it be said what other headers would do. */
export function canEdit({ flow, verdict }: Pick<FlowDiagnosis, 'flow' | 'verdict'>): boolean {
  const { outcome, finding: found } = verdict
  if (outcome === 'not-cors' || !isHttpUrl(flow.exchange.url) || !isCorsMode(flow)) return false
  if (outcome === 'blocked' && (found?.stage === 'connection' || found?.stage === 'before-network'))
    return false
  return !OUT_OF_REACH.includes(found?.reason)
}
