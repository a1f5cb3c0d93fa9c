/** The panel's page. The devtools page connects to it each time it is shown. */
import { render } from 'preact'
import browser from 'webextension-polyfill'
import { App } from '../panel/App.tsx'
import { pageMemory } from '../panel/preferences.ts'
import { createStore } from '../panel/store.ts'
import type { PanelWindow } from './session.ts'
import '../panel/styles/index.css'

const store = createStore(pageMemory)

;(window as PanelWindow).corscope = (host) => {
  render(<App store={store} host={host} />, document.body)
  return store.receive
}

/** Milliseconds. An update takes the extension's API away from pages that are open; nothing tells them. */
const LOOK_EVERY = 3000

const look = setInterval(() => {
  if (browser.runtime?.id !== undefined) return
  clearInterval(look)
  store.receive({ type: 'orphaned' })
}, LOOK_EVERY)
