import type { PanelHost } from './host.ts'
import type { Store } from './store.ts'
import { testId } from './testids.ts'

interface Props {
  store: Store
  host: PanelHost
}

/** What to do when there is nothing to explain. */
export function EmptyState({ store, host }: Props) {
  if (store.listed.value.length > 0) return <Filtered store={store} />
  const { entries, flows } = store.diagnosis.value
  return flows.length > 0 ? (
    <NothingFailed count={flows.length} host={host} />
  ) : (
    <NothingRecorded entries={entries} host={host} />
  )
}

function Filtered({ store }: { store: Store }) {
  return (
    <div class="empty" {...testId('empty')} data-why="filtered">
      <h1>No failure matches the filter</h1>
      <p>
        The filter “{store.filter.value}” hides {count(store.listed.value.length, 'request')}.
      </p>
      <button
        {...testId('empty-clear-filter')}
        type="button"
        class="tonal-button"
        onClick={() => {
          store.filter.value = ''
        }}
      >
        Clear the filter
      </button>
    </div>
  )
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`

function NothingFailed({ count: number, host }: { count: number; host: PanelHost }) {
  return (
    <div class="empty" {...testId('empty')} data-why="nothing-failed">
      <h1>No cross-origin request failed</h1>
      <p>{count(number, 'cross-origin request')} went well. Do in the page what fails, or reload it.</p>
      <div class="empty-buttons">
        <ReloadButton host={host} />
        <button
          {...testId('empty-show-all')}
          type="button"
          class="tonal-button"
          onClick={() => host.send({ type: 'change-settings', change: { showAll: true } })}
        >
          Show them
        </button>
      </div>
      <NoEntry />
    </div>
  )
}

function NothingRecorded({ entries, host }: { entries: number; host: PanelHost }) {
  return (
    <div class="empty" {...testId('empty')} data-why="nothing-recorded">
      <h1>Listening for cross-origin requests</h1>
      <p>
        {entries === 0
          ? 'Nothing is recorded yet. '
          : `${count(entries, 'request')} recorded, none of them to another origin. `}
        Requests count from the moment DevTools opened. Reload the page, or do in it what fails: each failure
        then stands here with its reason and its fix.
      </p>
      <ReloadButton host={host} />
      <NoEntry />
    </div>
  )
}

function ReloadButton({ host }: { host: PanelHost }) {
  return (
    <button
      {...testId('empty-reload')}
      type="button"
      class="tonal-button"
      onClick={() => host.send({ type: 'reload' })}
    >
      Reload page
    </button>
  )
}

/** Failures of which a network log holds nothing, so that an empty list is no proof. */
export function NoEntry() {
  return (
    <details class="no-entry" {...testId('no-entry')}>
      <summary>It fails, but is not listed?</summary>
      <p>
        Some failures leave no trace in the network log, so no tool that reads it can show them. Look in the
        Console for:
      </p>
      <ul>
        <li>
          <code>fetch()</code> stopped by the page’s Content-Security-Policy (<code>connect-src</code>)
        </li>
        <li>
          <code>fetch()</code> with <code>mode: "same-origin"</code> to another origin
        </li>
        <li>
          <code>fetch()</code> with <code>mode: "no-cors"</code> and a <code>redirect</code> other than{' '}
          <code>"follow"</code>
        </li>
        <li>
          <code>new Worker()</code> with a script of another origin
        </li>
        <li>
          <code>fetch()</code> of an address that is neither http nor https
        </li>
        <li>
          <code>fetch()</code> with a forbidden method, or with a user name in the address
        </li>
        <li>requests of shared workers and of other tabs, which have a log of their own</li>
      </ul>
    </details>
  )
}
