import { pickFile } from './HarFile.tsx'
import type { PanelHost } from './host.ts'
import { Words } from './Prose.tsx'
import { type MessageId, say, sayCount } from './say.ts'
import type { Store } from './store.ts'
import { type TestId, testId } from './testids.ts'

interface Props {
  store: Store
  host: PanelHost
}

/** What to do when there is nothing to explain. */
export function EmptyState({ store, host }: Props) {
  if (host.can.record === false && store.files.file.value?.state !== 'open') return <DropFile store={store} />
  if (store.listed.value.length > 0) return <Filtered store={store} />
  const requests = store.log.items.value.length
  return requests > 0 ? (
    <NothingFailed requests={requests} host={host} />
  ) : (
    <NothingRecorded entries={store.log.entries.value} host={host} />
  )
}

function DropFile({ store }: { store: Store }) {
  return (
    <div class="empty" {...testId('empty')} data-why="no-file">
      <h1>{say('empty.no-file')}</h1>
      <p>{say('empty.no-file-text')}</p>
      <TonalButton id="empty-open" label="toolbar.open" onClick={() => pickFile(store)} />
    </div>
  )
}

function Filtered({ store }: { store: Store }) {
  const { filter, chips } = store.preferences
  const { owners, outcomes } = chips.value
  const byChips = owners.length + outcomes.length > 0
  const hiddenBy = !byChips ? 'hidden' : filter.value === '' ? 'hidden-by-chips' : 'hidden-by-both'
  return (
    <div class="empty" {...testId('empty')} data-why="filtered">
      <h1>{say('empty.filtered')}</h1>
      <p>{sayCount(hiddenBy, store.listed.value.length, { filter: filter.value })}</p>
      <TonalButton
        id="empty-clear-filter"
        label="empty.clear-filter"
        onClick={() => {
          filter.value = ''
          chips.value = { owners: [], outcomes: [] }
        }}
      />
    </div>
  )
}

function NothingFailed({ requests, host }: { requests: number; host: PanelHost }) {
  return (
    <div class="empty" {...testId('empty')} data-why="nothing-failed">
      <h1>{say('empty.nothing-failed')}</h1>
      <p>{sayCount('went-well', requests)}</p>
      <div class="empty-buttons">
        {host.can.record !== false && (
          <TonalButton id="empty-reload" label="empty.reload" onClick={() => host.send({ type: 'reload' })} />
        )}
        <TonalButton
          id="empty-show-all"
          label="empty.show-all"
          onClick={() => host.send({ type: 'change-settings', change: { showAll: true } })}
        />
      </div>
      <NoEntry />
    </div>
  )
}

function NothingRecorded({ entries, host }: { entries: number; host: PanelHost }) {
  return (
    <div class="empty" {...testId('empty')} data-why="nothing-recorded">
      <h1>{say('empty.listening')}</h1>
      <p>
        {entries === 0 ? say('empty.nothing-yet') : sayCount('same-origin-only', entries)}{' '}
        {say('empty.listening-text')}
      </p>
      <TonalButton id="empty-reload" label="empty.reload" onClick={() => host.send({ type: 'reload' })} />
      <NoEntry />
    </div>
  )
}

function TonalButton({ id, label, onClick }: { id: TestId; label: MessageId; onClick: () => void }) {
  return (
    <button {...testId(id)} type="button" class="tonal-button" onClick={onClick}>
      {say(label)}
    </button>
  )
}

const UNSEEN: readonly MessageId[] = [
  'unseen.csp',
  'unseen.same-origin',
  'unseen.no-cors',
  'unseen.worker',
  'unseen.scheme',
  'unseen.forbidden',
  'unseen.other-tabs',
]

/** Failures of which a network log holds nothing, so that an empty list is no proof. */
export function NoEntry() {
  return (
    <details class="no-entry" {...testId('no-entry')}>
      <summary>{say('unseen.title')}</summary>
      <p>{say('unseen.text')}</p>
      <ul>
        {UNSEEN.map((id) => (
          <li key={id}>
            <Words text={say(id)} />
          </li>
        ))}
      </ul>
    </details>
  )
}
