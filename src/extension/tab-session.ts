/** Tab session: the session of one tab's DevTools, put together from what the browser at hand has. */
import browser from 'webextension-polyfill'
import type { Theme } from '../panel/host.ts'
import { createCollector } from './collector.ts'
import type { Message } from './messages.ts'
import { devtoolsSource } from './network.ts'
import { Prover } from './proof/prover.ts'
import { createSession, type DevtoolsCommand, type Session } from './session.ts'
import { loadSettings, readStored, saveSettings } from './settings.ts'

/** What Chromium has at run time and the polyfill's types have not. */
interface ChromiumPanels {
  network?: { show?: (options: { filter: string }) => void }
  setThemeChangeHandler?: (handler: () => void) => void
}

const { inspectedWindow, network, panels } = browser.devtools
const chromiumPanels = chrome.devtools.panels as unknown as ChromiumPanels
const { tabId } = inspectedWindow
/** Firefox's network namespace knows no panel of its own to show, and names its themes otherwise. */
const chromium = chromiumPanels.setThemeChangeHandler !== undefined

const theme = (): Theme => (panels.themeName === 'dark' ? 'dark' : 'light')

function followInDevtools(command: DevtoolsCommand): void {
  switch (command.type) {
    case 'reload':
      inspectedWindow.reload()
      break
    case 'show-in-network':
      chromiumPanels.network?.show?.({ filter: command.url })
      break
    case 'open-source':
      chrome.devtools.panels.openResource(command.url, command.line, command.column, () => {})
      break
    case 'point-at':
      void browser.runtime.sendMessage({ type: 'point-at', tabId, id: command.id } satisfies Message)
      break
  }
}

/** Records from now on. Once in a page, which must be one of DevTools. */
export function openTabSession(): Session {
  const collector = createCollector({
    source: devtoolsSource(network, {
      getHAR: (callback) => chrome.devtools.network.getHAR(callback),
      evaluate: (expression, callback) => chrome.devtools.inspectedWindow.eval(expression, callback),
    }),
    chromium,
    preserveLog: () => session.settings().preserveLog,
    onChange: () => session.refresh(),
  })

  const session = createSession({
    tabId,
    browser: chromium ? 'chromium' : 'firefox',
    collector,
    save: (change) => saveSettings(browser.storage.local, change),
    theme,
    can: {
      showInNetwork: chromiumPanels.network?.show !== undefined,
      openSource: chrome.devtools.panels.openResource !== undefined,
    },
    devtools: followInDevtools,
    prover: (options) =>
      new Prover({
        ...options,
        tabId,
        evaluate: (expression) =>
          new Promise((resolve) =>
            chrome.devtools.inspectedWindow.eval<unknown>(expression, (result, _failure) => resolve(result)),
          ),
        send: (message) => browser.runtime.sendMessage(message),
        connect(name, onClosed) {
          const port = browser.runtime.connect({ name })
          port.onDisconnect.addListener(onClosed)
          return { close: () => port.disconnect() }
        },
        mayTry: browser.permissions?.request !== undefined,
      }),
  })

  void collector.start()

  void loadSettings(browser.storage.local).then((stored) => session.useSettings(stored))
  browser.storage.local.onChanged.addListener(async () =>
    session.useSettings(readStored(await browser.storage.local.get(null))),
  )

  chromiumPanels.setThemeChangeHandler?.(() => session.themeChanged())
  if (!chromium) panels.onThemeChanged.addListener(() => session.themeChanged())

  return session
}
