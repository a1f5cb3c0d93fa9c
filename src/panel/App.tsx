import { useEffect, useMemo, useRef } from 'preact/hooks'
import { Announcer } from './Announcer.tsx'
import { createActions } from './actions.ts'
import { ChipsBar } from './ChipsBar.tsx'
import { ContextMenu } from './ContextMenu.tsx'
import { Detail } from './Detail.tsx'
import { EmptyState } from './EmptyState.tsx'
import { FlowList } from './FlowList.tsx'
import { FileDrop, pickFile } from './HarFile.tsx'
import type { PanelHost } from './host.ts'
import { Notice } from './Notice.tsx'
import { ProofSection, TrialBar } from './ProofSection.tsx'
import { RelatedRequests } from './RelatedRequests.tsx'
import { ReportDialog } from './ReportDialog.tsx'
import { SettingsSheet } from './SettingsSheet.tsx'
import { Splitter } from './Splitter.tsx'
import { say, sayCount, speak } from './say.ts'
import type { Store } from './store.ts'
import { Toolbar } from './Toolbar.tsx'
import { testId } from './testids.ts'

interface Props {
  store: Store
  host: PanelHost
}

/** The CORS panel: toolbar, causes on the left, the explanation on the right; one of the two where there is no room. */
export function App({ store, host: outside }: Props) {
  const host = useMemo(() => hostFor(store, outside), [store, outside])
  const actions = useMemo(() => createActions(store, host), [store, host])
  const explained = store.explained.value
  const empty = store.empty.value
  const panel = useRef<HTMLDivElement>(null)
  useFocusInView(panel, store)
  useLanguage(store)
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
      <header class="head">
        <Toolbar store={store} host={host} actions={actions} onOpen={() => pickFile(store)} />
        {store.anyListed.value && <ChipsBar store={store} />}
      </header>
      <FileDrop store={store} host={host} />
      <TrialBar store={store} host={host} />
      {store.orphaned.value && (
        <p {...testId('orphaned')} class="banner" role="alert">
          {say('orphaned')}
        </p>
      )}
      {store.sheet.value && <SettingsSheet store={store} host={host} />}
      <main class="main">
        {empty ? (
          <EmptyState store={store} host={host} />
        ) : (
          <div class="split" style={{ '--list-width': `${store.preferences.listWidth.value}%` }}>
            <FlowList store={store} host={host} />
            <Splitter percent={store.preferences.listWidth} />
            {explained && (
              <Detail diagnosed={explained} host={host} actions={actions}>
                {store.files.file.value === null && (
                  <ProofSection diagnosed={explained} host={host} store={store} />
                )}
                <RelatedRequests store={store} shown={explained.id} />
              </Detail>
            )}
          </div>
        )}
      </main>
      <StatusBar store={store} />
      <Announcer store={store} />
      <ContextMenu store={store} host={host} actions={actions} />
      <ReportDialog store={store} actions={actions} />
    </div>
  )
}

/** The software of a server is chosen for the log that is shown. */
function hostFor(store: Store, host: PanelHost): PanelHost {
  store.log.ask((id) => host.diagnosis?.(id) ?? null)
  return {
    ...host,
    send(command) {
      const forFile =
        command.type === 'choose-framework' && store.files.chooseSoftware(command.origin, command.framework)
      if (!forFile) host.send(command)
    },
  }
}

/** F6 goes from list to explanation and back; Escape from a narrow panel's explanation to the list. */
function onShortcut(event: KeyboardEvent, store: Store): void {
  const panel = event.currentTarget as HTMLElement
  if (event.key === 'F6') {
    event.preventDefault()
    const inDetail = panel.querySelector('.detail')?.contains(document.activeElement) === true
    store.view.value = inDetail ? 'list' : 'detail'
    panel.querySelector<HTMLElement>(inDetail ? '.list' : '.detail')?.focus()
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

/** The person's own choice; the engine's sentences are English, so that this is the language to begin with. */
function useLanguage(store: Store): void {
  const chosen = store.preferences.language.value
  useEffect(() => {
    if (chosen !== null) void speak(chosen)
  }, [chosen])
}

function StatusBar({ store }: { store: Store }) {
  const requests = store.log.items.value.length
  const dropped = store.log.dropped.value
  return (
    <footer class="status-bar">
      <span>
        {say('status.failed', { failed: store.failures.value, requests })}
        <span class="wide-only">, {sayCount('entries', store.log.entries.value)}</span>
        {dropped > 0 && `. ${sayCount('dropped', dropped)}`}
      </span>
      <Notice store={store} />
    </footer>
  )
}
