/** The panel's page. The devtools page connects to it each time it is shown. */
import { render } from 'preact'
import { App } from '../panel/App.tsx'
import { createStore } from '../panel/store.ts'
import type { PanelWindow } from './session.ts'
import '../panel/styles/index.css'

const store = createStore()

;(window as PanelWindow).corscope = (host) => {
  render(<App store={store} host={host} />, document.body)
  return store.receive
}
