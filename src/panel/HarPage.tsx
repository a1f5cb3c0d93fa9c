import { render } from 'preact'
import { App } from './App.tsx'
import type { PanelHost, Software } from './host.ts'
import { pageMemory } from './preferences.ts'
import { createStore } from './store.ts'
import './styles/index.css'

/** The panel as a page of its own: no live log, only files that are opened in it. Nothing leaves the page. */
export function openHarPage(root: Element): void {
  const store = createStore(pageMemory)
  const show = (software: readonly Software[]): void => {
    const host: PanelHost = {
      software,
      can: { showInNetwork: false, openSource: false, chooseFramework: true, record: false },
      send(command) {
        if (command.type === 'change-settings')
          store.receive({ type: 'settings', settings: { ...store.settings.value, ...command.change } })
      },
    }
    render(<App store={store} host={host} />, root)
  }
  show([])
  void import('./software.ts').then(({ SOFTWARE }) => show(SOFTWARE))
}
