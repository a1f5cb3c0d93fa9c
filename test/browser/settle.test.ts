/**
 * What a log leaves open is settled by sending it both ways: random cases of the oracle, the product's own sending in
 * the real DevTools, and the browser's own word on what became of each.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Diagnosis,
  diagnose,
  explain,
  type Finding,
  proofsOf,
  withProofs,
} from '../../src/engine/index.ts'
import { Prover } from '../../src/extension/proof/prover.ts'
import { bodyOf } from '../../src/extension/proof/request-again.ts'
import type { CredentialsChoice } from '../../src/panel/proof.ts'
import { ambiguousCases } from '../oracle/ambiguous.ts'
import type { Case } from '../oracle/case.ts'
import type { LoggedEntry } from '../oracle/collector.ts'
import { OracleSession } from '../oracle/session.ts'
import type { Truth } from '../support/cdp-truth.ts'
import { until } from '../support/until.ts'

const CASES = 200
/** Of the cases that chance gives a few are decided after all: DevTools may lose the headers of an answer. */
const TRIED = 215
const AT_ONCE = 25
const BOTH: readonly CredentialsChoice[] = ['same-origin', 'include']

let session: OracleSession
beforeAll(async () => {
  session = await OracleSession.start()
})
afterAll(async () => session?.close())

/** The product's sender over the log that the extension receives. */
function senderOver(page: string) {
  let entries: LoggedEntry[] = []
  let log: Diagnosis = diagnose([])
  const prover = new Prover({
    tabId: 1,
    log: {
      flow: (id) => log.flows.find((flow) => flow.id === id) ?? null,
      flows: () => log.flows,
      advice: (id) => log.flows.find((flow) => flow.id === id) ?? null,
    },
    bodyOf: (index) => bodyOf(entries[index]),
    evaluate: (expression) =>
      session.devtools.devtoolsPage.evaluate(
        (text) =>
          new Promise<unknown>((resolve) =>
            chrome.devtools.inspectedWindow.eval<unknown>(text, (result, _failure) => resolve(result)),
          ),
        expression,
      ),
    send: async () => null,
    connect: () => ({ close: () => {} }),
    mayTry: false,
    onChange: () => {},
  })
  const look = async (): Promise<void> => {
    entries = await session.entries()
    log = diagnose(entries, { pageUrl: `${page}/page` })
    prover.look()
  }
  return { prover, look, flows: () => log.flows }
}

const truthsOf = (url: string): Truth[] =>
  session.devtools.truth.requests.filter(({ firstUrl }) => firstUrl === url)

/** Which of several missing headers the browser names first it decides by an order that no log holds. */
const isSaid = (finding: Finding | null, { corsError, failedParameter }: Truth): boolean => {
  if (finding === null) return corsError === null
  const { codes, failedParameter: named } = explain(finding)
  const { missing = [] } = finding.facts as { missing?: string[] }
  const sameParameter = (named ?? '') === (failedParameter ?? '') || missing.includes(failedParameter ?? '')
  return codes.chromium === corsError && sameParameter
}

/** How many of the cases the log leaves open, and what is wrong with their settling. */
async function settle(page: string, cases: readonly Case[]): Promise<{ open: number; wrong: string[] }> {
  await session.run(cases)
  const { prover, look, flows } = senderOver(page)
  await look()
  const open = flows().filter(
    ({ verdict }) => verdict.outcome === 'blocked' && verdict.alternatives.length > 0,
  )
  const wrong: string[] = []
  for (const credentials of BOTH) {
    const before = new Map(open.map(({ flow }) => [flow.exchange.url, truthsOf(flow.exchange.url).length]))
    for (const { id } of open) prover.testAgain(id, credentials)
    await until(
      `the requests sent ${credentials}`,
      async () => {
        await look()
        const { again } = prover.state
        const ended = [...before].every(([url, count]) =>
          truthsOf(url)
            .slice(count)
            .some(({ outcome }) => outcome !== 'pending'),
        )
        const found = open.every(
          ({ id }) => again[id]?.find((one) => one.credentials === credentials)?.result,
        )
        return ended && found
      },
      30_000,
    )
  }
  for (const failure of open) {
    const { url } = failure.flow.exchange
    const [own, ...sent] = truthsOf(url)
    const again = prover.state.again[failure.id] ?? []
    const sendings = again.map(({ credentials, result }, index) => {
      const truth = sent[index]
      if (truth === undefined || !isSaid(result?.finding ?? null, truth))
        wrong.push(
          `${url} ${credentials}: ${truth?.corsError} ${truth?.failedParameter} | ${JSON.stringify(result?.finding)}`,
        )
      return {
        id: result?.id ?? '',
        mode: credentials === 'include' ? ('include' as const) : ('not-include' as const),
      }
    })
    const same = flows().filter(({ flow }) => flow.exchange.url === url)
    const proofs = proofsOf(failure, same, { trials: [], sendings })
    const both = sent.every(({ corsError }) => corsError !== null)
    if (proofs.map(({ kind }) => kind).join() !== (both ? 'fails-both-ways' : 'settled'))
      wrong.push(`${url}: ${proofs.map(({ kind }) => kind).join()} where ${both ? 'both fail' : 'one fails'}`)
    const { verdict } = withProofs(failure, proofs)
    // it fails both ways, and so it is not told which of the two the page's own request was
    if (both && verdict.certain) wrong.push(`${url}: certain, although both fail`)
    const named = [verdict.finding, ...verdict.alternatives.map(({ finding }) => finding)]
    if (own !== undefined && !named.some((finding) => isSaid(finding, own)))
      wrong.push(`${url}: ${own.corsError} is not named`)
  }
  return { open: open.length, wrong }
}

describe('sending it both ways', () => {
  it(`says of at least ${CASES} random ambiguous failures what the browser does in each mode`, async () => {
    const wrong: string[] = []
    let settled = 0
    for (const [page, cases] of ambiguousCases(7, TRIED, session.origins)) {
      for (let from = 0; from < cases.length; from += AT_ONCE) {
        const some = await settle(page, cases.slice(from, from + AT_ONCE))
        wrong.push(...some.wrong)
        settled += some.open
      }
    }
    expect(wrong).toEqual([])
    expect(settled).toBeGreaterThanOrEqual(CASES)
  }, 300_000)
})
