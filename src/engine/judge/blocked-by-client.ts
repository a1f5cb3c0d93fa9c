/** Stopped: what Blink blocked before the network. Chromium's log then says '' for the error, and not why. */

import { isLocalhost } from '../fetch/address-space.ts'
import { getHeader } from '../fetch/headers.ts'
import { hostOf, isHttpUrl, originOf } from '../fetch/origin.ts'
import { markOf } from '../har/ending.ts'
import type { Flow } from '../log/flow.ts'
import { type Finding, finding } from '../reasons/finding.ts'
import { forbidsLoading } from './content-security-policy.ts'
import type { Log } from './log-evidence.ts'
import type { Verdict } from './verdict.ts'
import { notCors } from './verdicts.ts'

const isMixed = (flow: Flow, url: string): boolean =>
  (flow.pageUrl ?? flow.origin.initiator ?? '').startsWith('https:') &&
  url.startsWith('http:') &&
  !isLocalhost(hostOf(url))

/** True or false where the page's recorded policy decides; null where its load is not in the log. */
function forbiddenByPolicy(flow: Flow, url: string, log: Log): boolean | null {
  const document = log.documentOf(flow)
  if (document === null) return null
  const policy = getHeader(document.responseHeaders, 'content-security-policy')
  return policy !== null && forbidsLoading(policy, flow.exchange.resourceType, url, document.url)
}

const facts = ({ exchange: { url, ending, status } }: Flow, target: string) => ({
  url: target || url,
  error: markOf(ending),
  status,
})

export function judgeStopped(flow: Flow, log: Log): Verdict {
  const { url } = flow.exchange
  const stopped = (
    reason:
      | 'mixed-content'
      | 'content-security-policy'
      | 'devtools-request-blocking'
      | 'not-allowed-to-load'
      | 'same-origin-only',
  ): Finding => finding(reason, 'before-network', facts(flow, url))
  if (!isHttpUrl(url)) return notCors(flow, stopped('not-allowed-to-load'), true)
  if (isMixed(flow, url)) return notCors(flow, stopped('mixed-content'), true)
  // an SVG <use>: the only load of DevTools' type “other” that Blink was seen to stop for its origin
  if (flow.exchange.resourceType === 'other') return notCors(flow, stopped('same-origin-only'), false)
  const policy = stopped('content-security-policy')
  const inspector = stopped('devtools-request-blocking')
  const forbidden = forbiddenByPolicy(flow, url, log)
  if (forbidden === true) return notCors(flow, policy, true)
  const lookAtConsole =
    'Look at the console: it names a Content-Security-Policy when one stopped the request.'
  return forbidden === null
    ? notCors(flow, policy, false, [{ finding: inspector, decidedBy: lookAtConsole }])
    : notCors(flow, inspector, false, [
        {
          finding: policy,
          decidedBy: `${lookAtConsole} (The page’s headers hold none that would; a <meta> tag may.)`,
        },
      ])
}

/** A redirect whose target the page may not load: Chromium ends it on the 3xx entry with net::ERR_ABORTED (measured). Null when it is none. */
export function judgeStoppedRedirect(flow: Flow, log: Log): Verdict | null {
  const { redirectUrl } = flow.exchange
  if (redirectUrl === null) return null
  if (isMixed(flow, redirectUrl)) {
    return notCors(flow, finding('mixed-content', 'redirect', facts(flow, redirectUrl)), true)
  }
  if (forbiddenByPolicy(flow, redirectUrl, log) === true) {
    return notCors(flow, finding('content-security-policy', 'redirect', facts(flow, redirectUrl)), true)
  }
  // the page's own address led away from its origin, and nothing else forbids the target
  const leavesOwnOrigin = originOf(flow.exchange.url) === flow.origin.initiator
  return leavesOwnOrigin
    ? notCors(flow, finding('same-origin-only', 'redirect', facts(flow, redirectUrl)), false)
    : null
}
