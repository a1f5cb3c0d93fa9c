/** The panel's page. The devtools page connects to it each time it is shown. */
import { render } from 'preact'
import browser from 'webextension-polyfill'
import { App } from '../panel/App.tsx'
import type { PanelCommand } from '../panel/host.ts'
import { pageMemory } from '../panel/preferences.ts'
import { createStore } from '../panel/store.ts'
import { isMessage } from './messages.ts'
import { askingKey, permissionsOf } from './proof/permissions.ts'
import type { ConnectPanel, ExtensionHost, PanelWindow } from './session.ts'
import '../panel/styles/index.css'

const store = createStore(pageMemory)

const connect: ConnectPanel = (host) => {
  render(<App store={store} host={{ ...host, send: (command) => send(host, command) }} />, document.body)
  return store.receive
}

;(window as PanelWindow).corscope = connect

let isApart = false

/** In a private window of Firefox no page of the extension reaches another's: what is asked for from now on is recorded here. */
async function recordHere(): Promise<void> {
  if (isApart) return
  isApart = true
  const [{ openTabSession }, { SOFTWARE }] = await Promise.all([
    import('./tab-session.ts'),
    import('../panel/software.ts'),
  ])
  openTabSession().panelShown((host) => connect({ ...host, software: SOFTWARE }))
}

browser.runtime.onMessage.addListener((message: unknown) => {
  const { tabId } = browser.devtools.inspectedWindow
  if (isMessage(message) && message.type === 'panel-apart' && message.tabId === tabId) void recordHere()
  return undefined
})

function send(host: ExtensionHost, command: PanelCommand): void {
  if (command.type === 'start-trial') void startTrial(host, command.ids)
  else host.send(command)
}

/** Only the page where somebody clicked may ask for permissions, and Firefox wants to be asked before anything is waited for. */
async function startTrial(host: ExtensionHost, ids: readonly string[]): Promise<void> {
  const plan = host.askTrial(ids)
  if (plan === null) return
  const answer = browser.permissions.request({ origins: permissionsOf(plan) })
  void browser.storage.session.set({ [askingKey(plan.tabId)]: plan })
  const granted = await answer.catch(() => false)
  host.send(granted ? { type: 'start-trial', ids } : { type: 'end-trial' })
}

/** Milliseconds. An update takes the extension's API away from pages that are open; nothing tells them. */
const LOOK_EVERY = 3000

const look = setInterval(() => {
  if (browser.runtime?.id !== undefined) return
  clearInterval(look)
  store.receive({ type: 'orphaned' })
}, LOOK_EVERY)
