/** As much of the WebExtension API as a trial touches, with what is on to be looked at. */
import type { Browser } from 'webextension-polyfill'

type Listener = (...values: never[]) => unknown

const event = () => {
  const listeners: Listener[] = []
  return {
    addListener: (listener: Listener) => listeners.push(listener),
    fire: (...values: unknown[]) =>
      Promise.all(listeners.map((listener) => listener(...(values as never[])))),
  }
}

export interface FakeTrials {
  browser: Browser
  rules: { id: number }[]
  origins: string[]
  badges: Map<number, string>
  stored: Record<string, unknown>
  /** Messages sent to other pages; answered by `alive`. */
  sent: unknown[]
  /** Tabs whose devtools page answers for its trial. */
  alive: Set<number>
  receive(message: unknown): Promise<unknown>
  /** Opens the port of a tab; the result closes it. */
  connect(name: string): () => Promise<unknown>
  closeTab(tabId: number): Promise<unknown>
}

export function fakeTrials(
  before: Partial<Pick<FakeTrials, 'rules' | 'origins' | 'stored'>> = {},
): FakeTrials {
  const events = { message: event(), connect: event(), removed: event(), startup: event() }
  const fake: FakeTrials = {
    rules: before.rules ?? [],
    origins: before.origins ?? [],
    stored: before.stored ?? {},
    badges: new Map(),
    sent: [],
    alive: new Set(),
    receive: async (message) => (await events.message.fire(message)).find((one) => one !== undefined),
    connect(name) {
      const closed = event()
      void events.connect.fire({ name, onDisconnect: closed })
      return () => closed.fire()
    },
    closeTab: (tabId) => events.removed.fire(tabId),
    browser: {
      runtime: {
        onMessage: events.message,
        onConnect: events.connect,
        onStartup: events.startup,
        sendMessage: async (message: { type: string; tabId: number }) => {
          fake.sent.push(message)
          if (message.type === 'trial-alive' && fake.alive.has(message.tabId)) return true
          throw new Error('Could not establish connection. Receiving end does not exist.')
        },
      },
      tabs: { onRemoved: events.removed },
      action: {
        setBadgeText: async ({ tabId, text }: { tabId: number; text: string }) =>
          fake.badges.set(tabId, text),
      },
      permissions: {
        getAll: async () => ({ origins: [...fake.origins] }),
        contains: async ({ origins }: { origins: string[] }) =>
          origins.every((origin) => fake.origins.includes(origin)),
        remove: async ({ origins }: { origins: string[] }) => {
          fake.origins = fake.origins.filter((origin) => !origins.includes(origin))
          return true
        },
      },
      declarativeNetRequest: {
        getSessionRules: async () => [...fake.rules],
        updateSessionRules: async ({
          addRules = [],
          removeRuleIds = [],
        }: {
          addRules?: { id: number }[]
          removeRuleIds?: number[]
        }) => {
          fake.rules = [...fake.rules.filter(({ id }) => !removeRuleIds.includes(id)), ...addRules]
        },
      },
      storage: {
        session: {
          get: async (key: string | null) =>
            key === null ? { ...fake.stored } : key in fake.stored ? { [key]: fake.stored[key] } : {},
          set: async (items: Record<string, unknown>) => Object.assign(fake.stored, structuredClone(items)),
          remove: async (keys: string | string[]) => {
            for (const key of [keys].flat()) delete fake.stored[key]
          },
        },
      },
    } as unknown as Browser,
  }
  return fake
}
