import { useSignal } from '@preact/signals'
import type { Actions } from './actions.ts'
import type { PanelHost } from './host.ts'
import { BackIcon, ClearIcon, ExportIcon, FilterIcon, ReloadIcon } from './icons.tsx'
import { Menu } from './Menu.tsx'
import type { Store } from './store.ts'
import { testId } from './testids.ts'

interface Props {
  store: Store
  host: PanelHost
  actions: Actions
}

export function Toolbar({ store, host, actions }: Props) {
  const { preserveLog, showAll } = store.settings.value
  return (
    <div class="toolbar">
      <button
        {...testId('back')}
        type="button"
        class="icon-button back"
        title="Back to the list"
        aria-label="Back to the list"
        onClick={() => {
          store.view.value = 'list'
        }}
      >
        <BackIcon />
      </button>
      <button
        {...testId('clear')}
        type="button"
        class="icon-button"
        title="Clear the list"
        aria-label="Clear the list"
        onClick={() => host.send({ type: 'clear' })}
      >
        <ClearIcon />
      </button>
      <button
        {...testId('reload')}
        type="button"
        class="icon-button"
        title="Reload the page"
        aria-label="Reload the page"
        onClick={() => host.send({ type: 'reload' })}
      >
        <ReloadIcon />
      </button>
      <ExportAll store={store} actions={actions} />
      <span class="divider" />
      <label class="filter">
        <FilterIcon />
        <input
          {...testId('filter')}
          type="search"
          placeholder="Filter"
          aria-label="Filter by address, method, header or reason"
          title="Words that must occur; put a minus before a word that must not"
          spellcheck={false}
          value={store.filter.value}
          onInput={(event) => {
            store.filter.value = event.currentTarget.value
          }}
        />
      </label>
      <span class="divider" />
      <label class="check" title="Keep the failures when the page navigates or reloads">
        <input
          {...testId('preserve-log')}
          type="checkbox"
          checked={preserveLog}
          onChange={(event) =>
            host.send({ type: 'change-settings', change: { preserveLog: event.currentTarget.checked } })
          }
        />
        Preserve log
      </label>
      <label class="check" title="List the cross-origin requests that succeeded, too">
        <input
          {...testId('show-all')}
          type="checkbox"
          checked={showAll}
          onChange={(event) =>
            host.send({ type: 'change-settings', change: { showAll: event.currentTarget.checked } })
          }
        />
        Show all<span class="wide-only"> cross-origin requests</span>
      </label>
    </div>
  )
}

function ExportAll({ store, actions }: Omit<Props, 'host'>) {
  const place = useSignal<{ x: number; y: number } | null>(null)
  const nothing = store.listed.value.length === 0
  return (
    <>
      <button
        {...testId('export-all')}
        type="button"
        class="icon-button"
        title="Export all, secrets removed"
        aria-label="Export all"
        aria-haspopup="menu"
        aria-expanded={place.value !== null}
        disabled={nothing}
        onClick={(event) => {
          const { left, bottom } = event.currentTarget.getBoundingClientRect()
          place.value = { x: left, y: bottom + 2 }
        }}
      >
        <ExportIcon />
      </button>
      {place.value !== null && (
        <Menu
          id="export-all-menu"
          label="Export all"
          x={place.value.x}
          y={place.value.y}
          items={[
            {
              id: 'export-all-markdown',
              label: 'Export all as Markdown',
              run: () => void actions.exportAll('markdown'),
            },
            { id: 'export-all-json', label: 'Export all as JSON', run: () => void actions.exportAll('json') },
          ]}
          onClose={() => {
            place.value = null
          }}
        />
      )}
    </>
  )
}
