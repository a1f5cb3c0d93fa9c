/** What the CORS rules tell the pairing of preflights and requests. */

import { getHeader } from '../fetch/headers.ts'
import { DIALECTS } from '../har/dialects.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Browser } from '../har/read-json.ts'
import type { Recorder } from '../har/recorder.ts'
import type { PairingRules, PreflightResult } from '../log/pair-preflights.ts'
import { MODES, passingModes } from './credentials-evidence.ts'
import { corsPreflightFetch } from './preflight.ts'

const NOWHERE = { initiator: null, serialized: null, opaqueBecause: null, because: '' }

function resultIn(preflight: Exchange, browser: Browser): PreflightResult {
  const context = { browser, origin: NOWHERE, request: null }
  const passes = passingModes((mode) => corsPreflightFetch(preflight, context, mode) === null).length
  if (passes === MODES.length) return 'passes'
  return passes === 0 ? 'fails' : 'depends-on-credentials'
}

/** Rules for pairing in a log of this recorder. Chromium's network puts the Origin header on, so that it marks a sent request; Firefox logs it on unsent ones too (measured). */
export function pairingRules({
  id,
  browser,
  order,
  sanitized,
}: Omit<Recorder, 'name' | 'limits'>): PairingRules {
  const known = new WeakMap<Exchange, PreflightResult>()
  const { headers, refusals } = DIALECTS[id]
  const originIsMark = browser === 'chromium' && refusals === 'net-errors'
  return {
    order,
    // an export without secrets lacks Authorization, and its preflight names it still (measured)
    mayLack: (name) => headers === 'partly' || (name === 'authorization' && sanitized !== 'no'),
    resultOf: (preflight) => {
      const result = known.get(preflight) ?? resultIn(preflight, browser)
      known.set(preflight, result)
      return result
    },
    wasSent: ({ status, requestHeaders }) =>
      status !== 0 || (originIsMark && getHeader(requestHeaders, 'origin') !== null),
  }
}
