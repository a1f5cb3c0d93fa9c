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

function changesIn(part: Part, before: Exchange | null, after: Exchange | null): ChangedValue[] {
  const [was, is] = [shown(before?.status ?? 0), shown(after?.status ?? 0)]
  return [
    ...(was === is ? [] : [{ part, name: ':status', before: was, after: is }]),
    ...headerChanges(part, before?.responseHeaders ?? [], after?.responseHeaders ?? []),
  ]
}

/** The preflight's changes, then those of the response where both times one came. */
export const changedValues = (before: Flow, after: Flow): ChangedValue[] => [
  ...changesIn('preflight', before.preflight, after.preflight),
  ...(before.exchange.status === 0 || after.exchange.status === 0
    ? []
    : changesIn('response', before.exchange, after.exchange)),
]
