/** The devtools page: it lives as long as DevTools is open for its tab, so the log is kept here. */
import browser from 'webextension-polyfill'
import type { PanelEvent, SearchAction } from '../panel/host.ts'
import { SOFTWARE } from '../panel/software.ts'
import { isMessage, type Message } from './messages.ts'
import type { ConnectPanel, PanelWindow } from './session.ts'
import { openTabSession } from './tab-session.ts'

/** Firefox has no search of its own panels. */
interface ChromiumPanel {
  onSearch?: { addListener(listener: (action: SearchAction, query?: string) => void): void }
}

const { inspectedWindow, panels } = browser.devtools
const { tabId } = inspectedWindow
const session = openTabSession()

browser.runtime.onMessage.addListener((message: unknown) => {
  // undefined lets another page answer
  if (isMessage(message)) return session.answer(message)
  const alive = session.prover.answer(message)
  return alive === undefined ? undefined : Promise.resolve(alive)
})

/** Undefined while the panel's script has not run; null where the browser keeps the two pages apart, as Firefox does in private windows. */
function connectionTo(window: unknown): ConnectPanel | undefined | null {
  try {
    return (window as PanelWindow).corscope
  } catch {
    return null
  }
}

// both paths start at the root: Chromium reads them from there, Firefox from this page
void panels.create('CORS', '/icons/32.png', '/src/extension/panel.html').then((panel) => {
  let tell: ((event: PanelEvent) => void) | null = null
  panel.onShown.addListener((window) => {
    const corscope = connectionTo(window)
    if (corscope === null)
      void browser.runtime.sendMessage({ type: 'panel-apart', tabId } satisfies Message).catch(() => null)
    if (!corscope) return
    session.panelShown((host) => {
      tell = corscope({ ...host, software: SOFTWARE })
      return tell
    })
  })
  const { onSearch } = panel as unknown as ChromiumPanel
  onSearch?.addListener((action, query) => tell?.({ type: 'search', action, query: query ?? '' }))
  panel.onHidden.addListener(() => session.panelHidden())
})
