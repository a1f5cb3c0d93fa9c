/** Whether a preflight's answer and the fate of a request go together; the pairing asks it. */
import type { Exchange } from '../capture/exchange.ts'
import type { Browser } from '../capture/har.ts'
import type { Fits } from '../capture/pair.ts'
import { getHeader } from '../fetch/headers.ts'
import { MODES } from './credentials.ts'
import { corsPreflightFetch } from './preflight.ts'

const reachedTheWire = ({ status, requestHeaders }: Exchange): boolean =>
  status !== 0 || getHeader(requestHeaders, 'origin') !== null

/** A refused preflight goes with a request that was never sent, a passed one with a request that was. */
export const fitsWith =
  (browser: Browser): Fits =>
  (preflight, request) => {
    const context = {
      browser,
      origin: { initiator: null, serialized: null, opaqueBecause: null, because: '' },
      request: null,
    }
    const passes = MODES.map((mode) => corsPreflightFetch(preflight, context, mode) === null)
    return reachedTheWire(request) ? passes.includes(true) : passes.includes(false)
  }
