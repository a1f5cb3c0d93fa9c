/** Evaluate: a flow to its verdict. The browser's own marks come first; headers explain what they show. */
import type { Flow } from '../log/flow.ts'
import { finding } from '../reasons/finding.ts'
import { judgeStopped, judgeStoppedRedirect } from './blocked-by-client.ts'
import { blockedVerdict } from './credentials-modes.ts'
import { judgeRefused } from './err-failed.ts'
import { judge } from './judge.ts'
import { isCorsMode, type Log } from './log-evidence.ts'
import { networkFacts, networkFinding } from './network-errors.ts'
import type { Verdict } from './verdict.ts'
import { allowed, notCors } from './verdicts.ts'
import { judgeByHeaders } from './without-net-errors.ts'

/** `error` null and a status: the browser accepted it, whatever the headers look like. */
function letThrough(flow: Flow): Verdict {
  const { url, status, redirectUrl: location } = flow.exchange
  if (location !== null)
    return notCors(finding('redirect-mode-manual', 'redirect', { url, status, location }), false)
  if (isCorsMode(flow) || flow.hops.some((hop) => isCorsMode({ ...flow, ...hop }))) return allowed(flow)
  return notCors(finding('no-cors-response', 'response', networkFacts(flow.exchange)), true)
}

/** A beacon is cancelled in the log at once; only its preflight tells what became of it (measured). */
function judgeBeacon(flow: Flow): Verdict | null {
  const found = flow.preflight === null ? null : judge(flow, 'include')
  return found === null ? null : blockedVerdict(flow, [{ mode: 'include', finding: found }], '')
}

/** A redirect the page chose not to follow leaves its target behind as a cancelled request (measured). */
function judgeUnfollowed(flow: Flow): Verdict | null {
  const hop = flow.hops.at(-1)?.exchange
  if (hop?.redirectUrl == null || flow.exchange.status !== 0) return null
  const { url, status, redirectUrl: location } = hop
  return notCors(finding('redirect-mode-manual', 'redirect', { url, status, location }), false)
}

/** A no-cors fetch() ends as cancelled with its real status: nobody may read the body (measured). */
function judgeUnread(flow: Flow): Verdict | null {
  if (flow.exchange.status === 0 || isCorsMode(flow)) return null
  return notCors(finding('no-cors-response', 'response', networkFacts(flow.exchange)), true)
}

function judgeAborted(flow: Flow, log: Log): Verdict {
  return (
    (flow.exchange.resourceType === 'ping' ? judgeBeacon(flow) : null) ??
    judgeStoppedRedirect(flow, log) ??
    judgeUnfollowed(flow) ??
    judgeUnread(flow) ??
    notCors(networkFinding(flow), true)
  )
}

function judgeChromium(flow: Flow, log: Log): Verdict {
  const { ending, status } = flow.exchange
  switch (ending.kind) {
    case 'unmarked':
      return status === 0 ? judgeRefused(flow, log) : letThrough(flow)
    case 'stopped':
      return judgeStoppedRedirect(flow, log) ?? judgeStopped(flow, log)
    case 'failed':
      return judgeNetError(flow, ending.netError, log)
  }
}

function judgeNetError(flow: Flow, netError: string, log: Log): Verdict {
  if (netError === 'net::ERR_FAILED') return judgeRefused(flow, log)
  if (netError === 'net::ERR_ABORTED') return judgeAborted(flow, log)
  return notCors(networkFinding(flow), true)
}

export const evaluate = (flow: Flow, log: Log): Verdict =>
  flow.browser === 'chromium' ? judgeChromium(flow, log) : judgeByHeaders(flow)
