/** What the CORS rules tell the pairing of preflights and requests. */

import { getHeader } from '../fetch/headers.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Browser } from '../har/read-json.ts'
import type { Fate, Fates } from '../log/pair-preflights.ts'
import { MODES } from './credentials-evidence.ts'
import { corsPreflightFetch } from './preflight.ts'

const NOWHERE = { initiator: null, serialized: null, opaqueBecause: null, because: '' }

function fateOf(preflight: Exchange, browser: Browser): Fate {
  const context = { browser, origin: NOWHERE, request: null }
  const passes = MODES.filter((mode) => corsPreflightFetch(preflight, context, mode) === null).length
  if (passes === MODES.length) return 'sent'
  return passes === 0 ? 'unsent' : 'either'
}

/** Chromium's network puts the Origin header on, so that it marks a sent request; Firefox logs it on unsent ones too (measured). */
export function fatesIn(browser: Browser): Fates {
  const known = new Map<Exchange, Fate>()
  return {
    ofPreflight: (preflight) => {
      const fate = known.get(preflight) ?? fateOf(preflight, browser)
      known.set(preflight, fate)
      return fate
    },
    wasSent: ({ status, requestHeaders }) =>
      status !== 0 || (browser === 'chromium' && getHeader(requestHeaders, 'origin') !== null),
  }
}
