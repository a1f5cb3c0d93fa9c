import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import type { Actions } from './actions.ts'
import { FilterField } from './FilterField.tsx'
import type { PanelHost } from './host.ts'
import { BackIcon, ClearIcon, ExportIcon, GroupIcon, OpenIcon, ReloadIcon, SettingsIcon } from './icons.tsx'
import { Menu } from './Menu.tsx'
import { say } from './say.ts'
import type { Store } from './store.ts'
import { type TestId, testId } from './testids.ts'

interface Props {
  store: Store
  host: PanelHost
  actions: Actions
  /** Opens a HAR file. */
  onOpen: () => void
}

export function Toolbar({ store, host, actions, onOpen }: Props) {
  const { grouped } = store.preferences
  return (
    <div class="toolbar" role="toolbar" aria-label={say('toolbar.label')}>
      <IconButton
        id="back"
        class="back"
        label={say('toolbar.back')}
        onClick={() => {
          store.view.value = 'list'
        }}
      >
        <BackIcon />
      </IconButton>
      {host.can.record !== false && (
        <>
          <IconButton
            id="clear"
            label={say('toolbar.clear')}
            onClick={() => {
              store.forget()
              host.send({ type: 'clear' })
            }}
          >
            <ClearIcon />
          </IconButton>
          <IconButton id="reload" label={say('toolbar.reload')} onClick={() => host.send({ type: 'reload' })}>
            <ReloadIcon />
          </IconButton>
        </>
      )}
      <IconButton id="open-har" label={say('toolbar.open')} onClick={onOpen}>
        <OpenIcon />
      </IconButton>
      <ExportAll store={store} actions={actions} />
      <span class="divider" />
      <FilterField store={store} />
      <span class="divider" />
      {host.can.record !== false && <KeepLog store={store} host={host} />}
      <Check
        id="show-all"
        label={say('toolbar.show-all')}
        title={say('toolbar.show-all-title')}
        checked={store.settings.value.showAll}
        onChange={(showAll) => host.send({ type: 'change-settings', change: { showAll } })}
      />
      <span class="spacer" />
      <IconButton
        id="grouped"
        label={say('toolbar.grouped')}
        pressed={grouped.value}
        onClick={() => {
          grouped.value = !grouped.value
        }}
      >
        <GroupIcon />
      </IconButton>
      <IconButton
        id="settings"
        label={say('toolbar.settings')}
        pressed={store.sheet.value}
        onClick={() => {
          store.sheet.value = !store.sheet.value
        }}
      >
        <SettingsIcon />
      </IconButton>
    </div>
  )
}

/** Under the name that the browser's own Network panel gives it. */
function KeepLog({ store, host }: Pick<Props, 'store' | 'host'>) {
  const firefox = /firefox/i.test(navigator.userAgent)
  return (
    <Check
      id="preserve-log"
      label={say(firefox ? 'toolbar.keep-log.firefox' : 'toolbar.keep-log.chromium')}
      title={say('toolbar.keep-log-title')}
      checked={store.settings.value.preserveLog}
      onChange={(preserveLog) => host.send({ type: 'change-settings', change: { preserveLog } })}
    />
  )
}

interface CheckProps {
  id: TestId
  label: string
  title: string
  checked: boolean
  onChange: (checked: boolean) => void
}

function Check({ id, label, title, checked, onChange }: CheckProps) {
  return (
    <label class="check" title={title}>
      <input
        {...testId(id)}
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {label}
    </label>
  )
}

interface IconButtonProps {
  id: TestId
  label: string
  class?: string
  pressed?: boolean
  onClick: () => void
  children: ComponentChildren
}

function IconButton({ id, label, class: name = '', pressed, onClick, children }: IconButtonProps) {
  return (
    <button
      {...testId(id)}
      type="button"
      class={`icon-button ${name}`}
      title={label}
      aria-label={label}
      aria-pressed={pressed}
      onClick={onClick}
    >
      {children}
    </button>
  )
}

function ExportAll({ store, actions }: Pick<Props, 'store' | 'actions'>) {
  const place = useSignal<{ x: number; y: number } | null>(null)
  const label = say('toolbar.export')
  return (
    <>
      <button
        {...testId('export-all')}
        type="button"
        class="icon-button"
        title={say('toolbar.export-title')}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={place.value !== null}
        disabled={store.listed.value.length === 0}
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
          label={label}
          x={place.value.x}
          y={place.value.y}
          items={[
            {
              id: 'export-all-report',
              label: say('menu.report'),
              run: () => actions.previewReport(),
            },
            {
              id: 'export-all-markdown',
              label: say('toolbar.export-markdown'),
              run: () => void actions.exportAll('markdown'),
            },
            {
              id: 'export-all-json',
              label: say('toolbar.export-json'),
              run: () => void actions.exportAll('json'),
            },
            {
              id: 'export-all-har',
              label: say('toolbar.export-har'),
              run: () => void actions.exportAll('har'),
            },
          ]}
          onClose={() => {
            place.value = null
          }}
        />
      )}
    </>
  )
}
