/** What a log cannot tell because of who wrote it, in words. */
import type { LimitId } from '../har/dialects.ts'
import type { Recorder } from '../har/recorder.ts'

const LIMITS: Readonly<Record<LimitId, string>> = {
  'refusals-unmarked':
    'This recorder does not mark what the browser refused: verdicts are computed from the headers, and whether a request was made with credentials is known only where a cookie was sent.',
  'refusals-left-out':
    'This recorder leaves out what the browser refused: a failed request is not in the log at all.',
  'preflights-not-logged':
    'This recorder logs no preflights, and of a refused request no response: that it failed is known, and why is not.',
  'headers-incomplete': 'This recorder may leave out headers, so that no verdict by headers is certain.',
  'not-a-browser': 'The program that wrote this log is no browser, and is stopped by no CORS check.',
  'unknown-recorder': 'The recorder is not known, so that nothing is concluded from what is missing.',
}

/** A log that may have been exported so, and shows no sign of it, says nothing: most requests have no secrets. */
const SANITIZED =
  'The log was exported without sensitive data: cookies and Authorization are taken out, and with them the proof of credentials. In DevTools, “Export HAR (with sensitive data)” keeps them.'

/** Sentences; [] where the log tells all that a log can tell. */
export const limitsOf = ({ limits, sanitized }: Recorder): string[] => [
  ...limits.map((id) => LIMITS[id]),
  ...(sanitized === 'yes' ? [SANITIZED] : []),
]
