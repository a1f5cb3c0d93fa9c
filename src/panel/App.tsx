import { useSignal } from '@preact/signals'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { createActions } from './actions.ts'
import { ContextMenu } from './ContextMenu.tsx'
import { Detail } from './Detail.tsx'
import { EmptyState } from './EmptyState.tsx'
import { FlowList } from './FlowList.tsx'
import type { PanelHost } from './host.ts'
import { Notice } from './Notice.tsx'
import { Splitter } from './Splitter.tsx'
import type { Store } from './store.ts'
import { Toolbar } from './Toolbar.tsx'
import { testId } from './testids.ts'

interface Props {
  store: Store
  host: PanelHost
}

/** The CORS panel: toolbar, failures on the left, the explanation on the right; one of the two where there is no room. */
export function App({ store, host }: Props) {
  const actions = useMemo(() => createActions(store, host), [store, host])
  const listWidth = useSignal(38)
  const selected = store.selected.value
  const empty = store.rows.value.length === 0
  const panel = useRef<HTMLDivElement>(null)
  useFocusInView(panel, store)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: shortcuts for the whole panel
    <div
      {...testId('panel')}
      ref={panel}
      class="panel"
      onKeyDown={(event) => onShortcut(event, store)}
      data-view={empty ? 'list' : store.view.value}
      data-theme={store.theme.value ?? 'system'}
    >
      <Toolbar store={store} host={host} actions={actions} />
      {empty ? (
        <EmptyState store={store} host={host} />
      ) : (
        <div class="split" style={{ '--list-width': `${listWidth.value}%` }}>
          <FlowList store={store} host={host} />
          <Splitter percent={listWidth} />
          {selected && <Detail diagnosed={selected.diagnosed} host={host} actions={actions} />}
        </div>
      )}
      <StatusBar store={store} />
      <ContextMenu store={store} host={host} actions={actions} />
    </div>
  )
}

/** Ctrl+F (on a Mac ⌘F) goes to the filter, Escape from a narrow panel's explanation back to the list. */
function onShortcut(event: KeyboardEvent, store: Store): void {
  const panel = event.currentTarget as HTMLElement
  if (event.key.toLowerCase() === 'f' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    panel.querySelector<HTMLElement>('.filter input')?.focus()
  }
  if (event.key === 'Escape' && store.view.value === 'detail') store.view.value = 'list'
}

/** Where the panel has room for one of the two only, the focus goes to the one that has just come. */
function useFocusInView(panel: { current: HTMLElement | null }, store: Store): void {
  const view = store.view.value
  const before = useRef(view)
  useEffect(() => {
    if (before.current === view) return
    before.current = view
    const [gone, come] = view === 'detail' ? ['.list', '.detail'] : ['.detail', '.list']
    const left = panel.current?.querySelector(gone)
    if (left && getComputedStyle(left).display === 'none')
      panel.current?.querySelector<HTMLElement>(come)?.focus()
  }, [view, panel])
}

function StatusBar({ store }: { store: Store }) {
  const { flows, entries } = store.diagnosis.value
  return (
    <footer class="status-bar">
      <span>
        {store.failures.value} of {flows.length} cross-origin requests failed
        <span class="wide-only">, {entries} entries in the log</span>
      </span>
      <Notice store={store} />
    </footer>
  )
}
