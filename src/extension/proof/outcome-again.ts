/** A request and the same one made again, side by side. */
import { type Flow, getHeader, type HeaderList, type Verdict } from '../../engine/index.ts'
import type { Again, HeaderChange } from '../../panel/proof.ts'

/** Milliseconds by which the log's clock may be behind this one. */
const CLOCKS_APART = 50

const firstOf = ({ hops, exchange }: Flow) => hops[0]?.exchange ?? exchange

/** The request that was sent at `at`: the earliest since then with this method and address. */
export function findAgain<Judged extends { id: string; flow: Flow }>(
  flows: readonly Judged[],
  before: Flow,
  at: number,
  taken: ReadonlySet<string>,
): Judged | null {
  const { url, method } = firstOf(before)
  const since = flows.filter(({ id, flow }) => {
    const first = firstOf(flow)
    const isSame = first.url === url && first.method.toUpperCase() === method.toUpperCase()
    return isSame && !taken.has(id) && first.startedAt >= at - CLOCKS_APART
  })
  return since.toSorted((a, b) => firstOf(a.flow).startedAt - firstOf(b.flow).startedAt)[0] ?? null
}

/** Headers that say nothing of the server's configuration: each response has its own. */
const OF_THE_MOMENT =
  /^(age|connection|content-length|date|etag|expires|keep-alive|last-modified|nel|report-to|set-cookie|server-timing|transfer-encoding|x-request-id|x-.*(trace|request|id|time|runtime).*|cf-ray)$/i

function changesBetween(before: HeaderList, after: HeaderList): HeaderChange[] {
  const names = new Map([...before, ...after].map(([name]) => [name.toLowerCase(), name]))
  return [...names.values()]
    .filter((name) => !OF_THE_MOMENT.test(name))
    .map((name) => ({ name, before: getHeader(before, name), after: getHeader(after, name) }))
    .filter((change) => change.before !== change.after)
}

const status = (label: string, before: number, after: number): HeaderChange[] =>
  before === after ? [] : [{ name: label, before: String(before), after: String(after) }]

interface Judged {
  id: string
  flow: Flow
  verdict: Pick<Verdict, 'outcome' | 'finding'>
}

/** What became of the request made again. */
export function resultOf(before: Judged, after: Judged): NonNullable<Again['result']> {
  const [old, now] = [before.flow, after.flow]
  const changes = [
    ...status(':status (preflight)', old.preflight?.status ?? 0, now.preflight?.status ?? 0),
    ...changesBetween(old.preflight?.responseHeaders ?? [], now.preflight?.responseHeaders ?? []),
    ...(now.exchange.status === 0 || old.exchange.status === 0
      ? []
      : [
          ...status(':status', old.exchange.status, now.exchange.status),
          ...changesBetween(old.exchange.responseHeaders, now.exchange.responseHeaders),
        ]),
  ]
  const [was, is] = [before.verdict.finding, after.verdict.finding]
  return {
    id: after.id,
    outcome: after.verdict.outcome,
    unchanged: changes.length === 0,
    other: after.verdict.outcome !== 'allowed' && (was?.reason !== is?.reason || was?.stage !== is?.stage),
    changes,
  }
}
