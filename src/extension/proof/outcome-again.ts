/** A request and the same one made again, side by side. */
import {
  type CredentialsMode,
  changedValues,
  explain,
  type Finding,
  type Flow,
  findingIn,
  type Judged,
  preflightKeptFor,
  type Verdict,
} from '../../engine/index.ts'
import type { Again, CredentialsChoice } from '../../panel/proof.ts'

/** Milliseconds by which the log's clock may be behind this one. */
const CLOCKS_APART = 50

const firstOf = ({ hops, exchange }: Flow) => hops[0]?.exchange ?? exchange

/**
 * The request that was sent at `at`: the one whose script has that name, where the log names scripts, else the earliest
 * since then with this method and address.
 */
export function findAgain<Judged extends { id: string; flow: Flow }>(
  flows: readonly Judged[],
  before: Flow,
  { at, name }: { at: number; name: string },
  taken: ReadonlySet<string>,
): Judged | null {
  const { url, method } = firstOf(before)
  const since = flows.filter(({ id, flow }) => {
    const first = firstOf(flow)
    const isSame = first.url === url && first.method.toUpperCase() === method.toUpperCase()
    return isSame && !taken.has(id) && first.startedAt >= at - CLOCKS_APART
  })
  const named = since.find(({ flow }) => firstOf(flow).initiator.url === name)
  // Chromium names the script of every request, so that one without that name is the page's own
  if (named !== undefined || before.browser === 'chromium') return named ?? null
  return since.toSorted((a, b) => firstOf(a.flow).startedAt - firstOf(b.flow).startedAt)[0] ?? null
}

export const modeOf = (credentials: CredentialsChoice): CredentialsMode =>
  credentials === 'include' ? 'include' : 'not-include'

const nameOf = (finding: Finding | null): string =>
  finding === null ? '' : `${finding.reason}@${finding.stage} ${explain(finding).failedParameter}`

/** What became of the request made again. */
export function resultOf(
  before: Judged<Verdict>,
  after: Judged<Verdict>,
  credentials: CredentialsChoice,
): NonNullable<Again['result']> {
  const mode = modeOf(credentials)
  const changes = changedValues(before.flow, after.flow)
  const finding = findingIn(after, mode)
  return {
    id: after.id,
    outcome: after.verdict.outcome,
    finding,
    unchanged: changes.length === 0,
    other: after.verdict.outcome !== 'allowed' && nameOf(findingIn(before, mode)) !== nameOf(finding),
    changes,
    keptFor: preflightKeptFor(before.flow, after.flow),
  }
}
