/** Evaluate: a flow to its verdict. The browser's own marks come first; headers explain what they show. */
import { DIALECTS } from '../har/dialects.ts'
import { requestModeOf } from '../har/request-mode.ts'
import type { Flow } from '../log/flow.ts'
import { finding } from '../reasons/finding.ts'
import { judgeStopped, judgeStoppedRedirect } from './blocked-by-client.ts'
import { MODES } from './credentials-evidence.ts'
import { blockedVerdict } from './credentials-modes.ts'
import { judgeRefused } from './err-failed.ts'
import { judge } from './judge.ts'
import type { Log } from './log-evidence.ts'
import { judgeLonePreflight } from './lone-preflight.ts'
import { networkFinding } from './network-errors.ts'
import { judgeHandshake, modeOf, withoutCorsFinding } from './outside-cors.ts'
import type { Verdict } from './verdict.ts'
import { allowed, notCors } from './verdicts.ts'
import { judgeByHeaders } from './without-net-errors.ts'

/** Every mark of the log says that the browser accepted it, whatever the headers look like. */
function letThrough(flow: Flow): Verdict {
  const { url, status, redirectUrl: location } = flow.exchange
  if (location !== null)
    return notCors(flow, finding('redirect-mode-manual', 'redirect', { url, status, location }), false)
  const mode = modeOf(flow)
  // a POST without CORS carries an Origin too: the headers that would stop it did not
  const withoutCors = mode === 'unclear' && MODES.every((each) => judge(flow, each) !== null)
  if (mode === 'cors' || (mode === 'unclear' && !withoutCors)) return allowed(flow)
  return notCors(flow, withoutCorsFinding(flow.exchange), !withoutCors)
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
  return notCors(flow, finding('redirect-mode-manual', 'redirect', { url, status, location }), false)
}

/** A no-cors fetch() ends as cancelled with its real status: nobody may read the body (measured). */
function judgeUnread(flow: Flow): Verdict | null {
  if (flow.exchange.status === 0 || requestModeOf(flow.exchange, flow.preflight !== null) !== 'no-cors')
    return null
  return notCors(flow, withoutCorsFinding(flow.exchange), true)
}

function judgeAborted(flow: Flow, log: Log): Verdict {
  return (
    (flow.exchange.resourceType === 'ping' ? judgeBeacon(flow) : null) ??
    judgeStoppedRedirect(flow, log) ??
    judgeUnfollowed(flow) ??
    judgeUnread(flow) ??
    notCors(flow, networkFinding(flow), true)
  )
}

function judgeByMarks(flow: Flow, log: Log): Verdict {
  const { ending, status } = flow.exchange
  switch (ending.kind) {
    case 'unmarked':
      return status === 0 ? judgeRefused(flow, log) : letThrough(flow)
    case 'stopped':
      return judgeStoppedRedirect(flow, log) ?? judgeStopped(flow, log)
    case 'failed':
      return judgeNetError(flow, ending.netError, log)
    case 'not-logged':
      return flow.preflight?.ending.kind === 'failed' ? judgeRefused(flow, log) : judgeLonePreflight(flow)
  }
}

function judgeNetError(flow: Flow, netError: string, log: Log): Verdict {
  if (netError === 'net::ERR_FAILED') return judgeRefused(flow, log)
  if (netError === 'net::ERR_ABORTED') return judgeAborted(flow, log)
  return notCors(flow, networkFinding(flow), true)
}

/** The browser's own marks come first, where the recorder keeps them; headers explain what they show. */
export function evaluate(flow: Flow, log: Log): Verdict {
  const handshake = judgeHandshake(flow)
  if (handshake !== null) return handshake
  return DIALECTS[flow.dialect].refusals === 'net-errors' ? judgeByMarks(flow, log) : judgeByHeaders(flow)
}
