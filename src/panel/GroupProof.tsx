import { signal } from '@preact/signals'
import { isFailure } from '../engine/index.ts'
import type { PanelHost } from './host.ts'
import { factsOf, type Item } from './item.ts'
import { Value } from './Prose.tsx'
import type { Again, CredentialsChoice, ProofOptions } from './proof.ts'
import { say, sayCount } from './say.ts'
import type { Store } from './store.ts'
import { testId } from './testids.ts'
import { YesOrNo } from './YesOrNo.tsx'

/** The newest failure of each endpoint of a row. */
function failuresOf(items: readonly Item[]): Item[] {
  const newest = new Map<string, Item>()
  for (const item of items) if (isFailure(item.verdict)) newest.set(factsOf(item).endpoint, item)
  return [...newest.values()]
}

/** A run over the failures of one row: since when, and which. */
interface Run {
  at: number
  ids: readonly string[]
}

const run = signal<Run | null>(null)
/** The row whose run waits for a yes. */
const asking = signal<string | null>(null)

export const credentialsOf = ({ verdict }: Pick<Item, 'verdict'>): CredentialsChoice =>
  verdict.credentials.mode === 'include' ? 'include' : 'same-origin'

interface Member {
  item: Item
  options: ProofOptions
}

/** All that fails for one reason, sent again at once, or tried with the fix at once. */
export function GroupProof({ store, host }: { store: Store; host: PanelHost }) {
  const row = store.selectedRow.value
  if (row === null || row.items.length < 2) return null
  const members = failuresOf(row.items).flatMap((item): Member[] => {
    const options = host.proof?.(item.id) ?? null
    return options === null || options.again === null ? [] : [{ item, options }]
  })
  if (members.length < 2) return null
  const changing = members.filter(({ options }) => options.again?.changes)
  const start = (): void => {
    asking.value = null
    run.value = { at: Date.now(), ids: members.map(({ item }) => item.id) }
    for (const { item } of members)
      host.send({ type: 'test-again', id: item.id, credentials: credentialsOf(item) })
  }
  const tryable = members.filter(({ options }) => typeof options.trial !== 'string')
  return (
    <>
      <p class="proof-buttons">
        <button
          {...testId('test-group')}
          type="button"
          onClick={() => {
            if (changing.length === 0) start()
            else asking.value = row.key
          }}
        >
          {say('proof.group.test', { count: members.length })}
        </button>
        {tryable.length > 1 && store.proof.value.trial === null && (
          <button
            {...testId('try-group')}
            type="button"
            onClick={() => host.send({ type: 'start-trial', ids: tryable.map(({ item }) => item.id) })}
          >
            {say('proof.group.try', { count: tryable.length })}
          </button>
        )}
      </p>
      {asking.value === row.key && <Question changing={changing} onYes={start} />}
      <Outcome store={store} members={members} />
    </>
  )
}

const MOST_NAMED = 10

function Question({ changing, onYes }: { changing: readonly Member[]; onYes: () => void }) {
  return (
    <div {...testId('ask-group')} class="ask" role="alertdialog" aria-label={say('proof.ask-title')}>
      <p>{sayCount('proof.group.ask', changing.length)}</p>
      <ul>
        {changing.slice(0, MOST_NAMED).map(({ item, options }) => (
          <li key={item.id}>
            <Value text={`${options.again?.method} ${options.again?.url}`} />
            {options.again?.bodyLost && <span class="quiet"> {say('proof.body-lost')}</span>}
          </li>
        ))}
        {changing.length > MOST_NAMED && <li>…</li>}
      </ul>
      <YesOrNo
        id="send-group"
        yes={say('proof.group.send')}
        onYes={onYes}
        onNo={() => {
          asking.value = null
        }}
      />
    </div>
  )
}

/** `3 of 5 pass now`, of the run that was made last. */
function Outcome({ store, members }: { store: Store; members: readonly Member[] }) {
  const last = run.value
  if (last === null || !members.some(({ item }) => last.ids.includes(item.id))) return null
  const { again } = store.proof.value
  const sent = last.ids.flatMap((id) => again[id]?.findLast(({ at }) => at >= last.at) ?? [])
  const passing = sent.filter(({ result }: Again) => result?.outcome === 'allowed').length
  const waiting = sent.filter(({ result, unsent }: Again) => result === null && !unsent).length
  return (
    <p {...testId('group-outcome')} role="status" data-passing={passing} data-waiting={waiting}>
      {say('list.passing', { passing, total: last.ids.length })}
      {sent.some(({ trial }) => trial) && ` ${say('proof.group.in-trial')}`}
      {waiting > 0 && ` · ${say('proof.group.waiting', { count: waiting })}`}
    </p>
  )
}
