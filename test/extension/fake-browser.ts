/** As much of the WebExtension API as the service worker uses, without a browser. */
import type { Browser } from 'webextension-polyfill'

type Listener = (...values: never[]) => unknown

function event() {
  const listeners: Listener[] = []
  return {
    addListener: (listener: Listener) => listeners.push(listener),
    /** Calls all listeners; the first result that is not undefined, as with messages. */
    async fire(...values: unknown[]): Promise<unknown> {
      const results = await Promise.all(listeners.map((listener) => listener(...(values as never[]))))
      return results.find((result) => result !== undefined)
    },
  }
}

export interface FakeBrowser {
  browser: Browser
  menuItems: Record<string, unknown>[]
  /** `storage.session`. */
  stored: Record<string, unknown>
  /** Windows opened, and those brought to the front. */
  opened: { url: string; id: number }[]
  focused: number[]
  closeWindow(id: number): void
  /** Who answers `runtime.sendMessage`; throws when no page listens. */
  onMessage: (message: unknown) => unknown
  install(): Promise<unknown>
  clickMenu(info: Record<string, unknown>, tab?: { id: number }): Promise<unknown>
  receive(message: unknown): Promise<unknown>
  closeTab(tabId: number): Promise<unknown>
}

export function fakeBrowser(): FakeBrowser {
  const events = { installed: event(), clicked: event(), message: event(), removed: event() }
  const windows = new Set<number>()
  const fake: FakeBrowser = {
    menuItems: [],
    stored: {},
    opened: [],
    focused: [],
    closeWindow: (id) => windows.delete(id),
    onMessage: () => {
      throw new Error('Could not establish connection. Receiving end does not exist.')
    },
    install: () => events.installed.fire({ reason: 'install' }),
    clickMenu: (info, tab) =>
      events.clicked.fire({ menuItemId: 'explain', pageUrl: 'https://app.example/', ...info }, tab),
    receive: (message) => events.message.fire(message),
    closeTab: (tabId) => events.removed.fire(tabId),
    browser: {
      runtime: {
        onInstalled: events.installed,
        onMessage: events.message,
        getURL: (path: string) => `chrome-extension://id/${path}`,
        sendMessage: async (message: unknown) => fake.onMessage(message),
      },
      contextMenus: {
        onClicked: events.clicked,
        removeAll: async () => {
          fake.menuItems = []
        },
        create: (item: Record<string, unknown>) => fake.menuItems.push(item),
      },
      tabs: { onRemoved: events.removed },
      storage: {
        session: {
          get: async (key: string) => (key in fake.stored ? { [key]: fake.stored[key] } : {}),
          set: async (items: Record<string, unknown>) => Object.assign(fake.stored, structuredClone(items)),
          remove: async (keys: string[]) => {
            for (const key of keys) delete fake.stored[key]
          },
        },
      },
      windows: {
        create: async ({ url }: { url: string }) => {
          const id = 100 + fake.opened.length
          fake.opened.push({ url, id })
          windows.add(id)
          return { id }
        },
        update: async (id: number) => {
          if (!windows.has(id)) throw new Error(`No window with id: ${id}.`)
          fake.focused.push(id)
        },
      },
    } as unknown as Browser,
  }
  return fake
}
