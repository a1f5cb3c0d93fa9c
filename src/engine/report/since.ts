/** What was changed by hand in a flow, and what the browser showed of it since. */
import type { FlowDiagnosis } from '../diagnose.ts'
import { type Proof, proofWords } from '../fixes/proof.ts'
import type { Exchange } from '../har/exchange.ts'
import { timeOf } from './listing.ts'
import type { ReportChange, ReportExchange, ReportFlow, ReportProof } from './model.ts'

interface Say {
  words(text: string): string
  headers(headers: Exchange['requestHeaders']): [string, string][]
}

/** Said before all else: nothing of an edited flow happened. */
export const EXPECTED = 'Expected after the change, not observed: '

function changed(change: ReportChange, say: Say): ReportChange {
  const { part, name } = change
  const shown = (value: string | null): string | null =>
    value === null
      ? null
      : name.startsWith(':')
        ? say.words(value)
        : (say.headers([[name, value]])[0]?.[1] ?? '')
  return { part, name: say.words(name), before: shown(change.before), after: shown(change.after) }
}

const changesOf = (proof: Proof): ReportChange[] => {
  if (proof.kind === 'mended') return [...proof.changes]
  if (proof.kind !== 'trial') return []
  return proof.set.map(([name, after]) => ({ part: 'response', name, before: null, after }))
}

const exchangesOf = (proof: Proof): Exchange[] => {
  if (proof.kind !== 'mended' && proof.kind !== 'trial') return []
  const { preflight, exchange } = proof.after
  return preflight === null ? [exchange] : [preflight, exchange]
}

/** Empty where nothing was edited and nothing was proven. */
export function since(
  { edited, proofs }: FlowDiagnosis,
  say: Say,
  exchangeOf: (exchange: Exchange) => ReportExchange,
): Pick<ReportFlow, 'edited' | 'proofs'> {
  return {
    ...(edited === undefined
      ? {}
      : { edited: edited.map((edit) => ({ hop: edit.hop, ...changed(edit, say) })) }),
    ...(proofs === undefined
      ? {}
      : {
          proofs: proofs.map(
            (proof): ReportProof => ({
              kind: proof.kind,
              at: timeOf(proof.at),
              text: say.words(proofWords(proof)),
              changes: changesOf(proof).map((change) => changed(change, say)),
              after: exchangesOf(proof).map(exchangeOf),
            }),
          ),
        }),
  }
}

/** `response, Access-Control-Allow-Origin: not sent, now https://app.example`. */
export function changeWords({ part, name, before, after }: ReportChange): string {
  const shown = (value: string | null): string =>
    value === null ? 'not sent' : value === '' ? 'empty' : value
  return `${part}, ${name.replace(/^:/, '')}: ${shown(before)}, now ${shown(after)}`
}

/** Everything to be said of it, a sentence or a change an item; [] where there is nothing. */
export const sinceLines = ({ edited = [], proofs = [] }: ReportFlow): string[] => [
  ...(edited.length === 0 ? [] : [`${EXPECTED.replace(/: $/, '')}.`]),
  ...edited.map((change) => `Changed by hand: ${changeWords(change)}`),
  ...proofs.flatMap(({ text, kind, changes }) => [
    text,
    ...(kind === 'mended' ? changes.map((change) => `Changed: ${changeWords(change)}`) : []),
  ]),
]
