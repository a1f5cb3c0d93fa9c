/** What is another in the responses to a request than it was the last time. */
import { getHeader, type HeaderList } from '../fetch/headers.ts'
import type { ChangedValue } from '../fixes/proof.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Flow } from '../log/flow.ts'

/** Headers that say nothing of the server's configuration: each response has its own. */
const OF_THE_MOMENT =
  /^(age|connection|content-length|date|etag|expires|keep-alive|last-modified|nel|report-to|set-cookie|server-timing|transfer-encoding|x-request-id|x-.*(trace|request|id|time|runtime).*|cf-ray)$/i

type Part = ChangedValue['part']

function headerChanges(part: Part, before: HeaderList, after: HeaderList): ChangedValue[] {
  const names = new Map([...before, ...after].map(([name]) => [name.toLowerCase(), name]))
  return [...names.values()]
    .filter((name) => !OF_THE_MOMENT.test(name))
    .map((name) => ({ part, name, before: getHeader(before, name), after: getHeader(after, name) }))
    .filter((change) => change.before !== change.after)
}

const shown = (status: number): string | null => (status === 0 ? null : String(status))

function changesIn(part: Part, before: Exchange, after: Exchange): ChangedValue[] {
  const [was, is] = [shown(before.status), shown(after.status)]
  return [
    ...(was === is ? [] : [{ part, name: ':status', before: was, after: is }]),
    ...headerChanges(part, before.responseHeaders, after.responseHeaders),
  ]
}

/** The preflight's changes, then those of the response, each where one came both times: a kept permission is no change. */
export const changedValues = (before: Flow, after: Flow): ChangedValue[] => [
  ...(before.preflight === null || after.preflight === null
    ? []
    : changesIn('preflight', before.preflight, after.preflight)),
  ...(before.exchange.status === 0 || after.exchange.status === 0
    ? []
    : changesIn('response', before.exchange, after.exchange)),
]

/** What browsers keep where the header is absent, and at most (Chromium). Seconds. */
const KEPT_BY_DEFAULT = 5
const KEPT_AT_MOST = 7200

/**
 * Whole seconds for which the browser goes on without asking, as the preflight of the earlier request allows; null where
 * the later one was asked for again, or where nothing on record was kept.
 */
export function preflightKeptFor(before: Flow, after: Flow): number | null {
  const { preflight } = before
  if (preflight === null || after.preflight !== null || preflight.status < 200 || preflight.status > 299)
    return null
  const said = getHeader(preflight.responseHeaders, 'access-control-max-age')
  const age = said === null ? KEPT_BY_DEFAULT : /^\d+$/.test(said) ? Number(said) : 0
  const since = (after.exchange.startedAt - preflight.startedAt - preflight.duration) / 1000
  const left = Math.floor(Math.min(age, KEPT_AT_MOST) - since)
  return left > 0 ? left : null
}
