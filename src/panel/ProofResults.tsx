import { explain, type FlowDiagnosis, type Proof, proofWords } from '../engine/index.ts'
import { Value, Words } from './Prose.tsx'
import type { Again } from './proof.ts'
import { type MessageId, say, sayCount } from './say.ts'
import type { Store } from './store.ts'
import { testId } from './testids.ts'

/** Hours and minutes, as the person writes them. */
export const shortTime = (at: number): string =>
  new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })

/** What became of the request that was sent again, in each mode. */
export function Results({ id, store }: { id: string; store: Store }) {
  const list = store.proof.value.again[id] ?? []
  if (list.length === 0) return null
  return (
    <ul class="proof-results">
      {list.map((again) => (
        <li
          key={again.credentials}
          {...testId('again')}
          data-credentials={again.credentials}
          data-result={resultId(again)}
          data-reason={again.result?.finding?.reason ?? ''}
        >
          <Result again={again} store={store} />
        </li>
      ))}
    </ul>
  )
}

type ResultId = 'unsent' | 'waiting' | 'passes' | 'passes-in-trial' | 'unchanged' | 'other' | 'same'

function resultId({ result, trial, unsent }: Again): ResultId {
  if (result === null) return unsent ? 'unsent' : 'waiting'
  if (result.outcome === 'allowed') return trial ? 'passes-in-trial' : 'passes'
  if (result.other) return 'other'
  return result.unchanged ? 'unchanged' : 'same'
}

function Result({ again, store }: { again: Again; store: Store }) {
  const { result } = again
  const mode = say(`proof.mode.${again.credentials}`)
  const item = result === null ? null : store.log.item(result.id)
  return (
    <>
      <Words
        text={say(`proof.result.${resultId(again)}` as MessageId, { time: shortTime(again.at), mode })}
      />
      {result !== null && result.outcome !== 'allowed' && result.finding !== null && (
        <>
          {' '}
          <Words text={explain(result.finding).title} />
        </>
      )}
      {result !== null && result.keptFor !== null && ` ${sayCount('proof.kept', result.keptFor)}`}
      {item !== null && (
        <>
          {' '}
          <button type="button" class="link" onClick={() => store.selectItem(item)}>
            {say('proof.show')}
          </button>
        </>
      )}
      <Changes changes={result?.changes ?? []} />
    </>
  )
}

type Changed = Extract<Proof, { kind: 'mended' }>['changes']

/** Header by header, what was said then and what is said now. */
function Changes({ changes }: { changes: Changed }) {
  if (changes.length === 0) return null
  return (
    <table class="proof-changes">
      <thead>
        <tr>
          <td />
          <th scope="col">{say('proof.before')}</th>
          <th scope="col">{say('proof.after')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ part, name, before, after }) => (
          <tr key={`${part} ${name}`}>
            <th scope="row">
              <Value text={name === ':status' ? say('column.status') : name} />
              {part === 'preflight' && <span class="quiet"> {say('proof.of-preflight')}</span>}
            </th>
            <td>{before === null ? say('proof.absent') : <Value text={before} />}</td>
            <td>{after === null ? say('proof.absent') : <Value text={after} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What was settled, and what passes since the server was changed. */
export function Proofs({ diagnosed, store }: { diagnosed: FlowDiagnosis; store: Store }) {
  const shown = (diagnosed.proofs ?? []).filter(({ kind }) => kind !== 'trial')
  if (shown.length === 0) return null
  return (
    <ul class="proof-results">
      {shown.map((proof) => (
        <li key={proof.kind} {...testId('proven')} data-kind={proof.kind} class={`proven ${proof.kind}`}>
          <ProofLine proof={proof} store={store} />
        </li>
      ))}
    </ul>
  )
}

function ProofLine({ proof, store }: { proof: Proof; store: Store }) {
  const time = shortTime(proof.at)
  if (proof.kind !== 'mended') return <Words text={proofWords(proof, say('proof.at', { time }))} />
  const index = String(proof.after.exchange.index)
  const item = store.log.items.value.find(({ flow }) => String(flow.exchange.index) === index)
  return (
    <>
      <strong>
        <Words text={say(proof.seen ? 'proof.mended' : 'proof.mended-by-headers', { time })} />
      </strong>{' '}
      {item !== undefined && (
        <button type="button" class="link" onClick={() => store.selectItem(item)}>
          {say('proof.show')}
        </button>
      )}
      <Changes changes={proof.changes} />
    </>
  )
}
