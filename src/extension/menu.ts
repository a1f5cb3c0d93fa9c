/** Menu: "Explain this CORS failure" on the page, and within the panel for the row under the pointer. */
import type { Browser, Menus, Tabs } from 'webextension-polyfill'
import {
  type Answer,
  isAnswer,
  isMessage,
  type Message,
  type Place,
  type Shown,
  shownKey,
} from './messages.ts'

export const MENU_ITEM = 'explain'
const EXPLAIN_PAGE = 'src/extension/explain.html'
const WINDOW_SIZE = { width: 680, height: 780 }

/** Where the last context menu of a panel opened; kept in `storage.session`, for this worker may be gone by the click. */
const POINTED = 'pointed'
const windowKey = (tabId: number): string => `window:${tabId}`

export function createMenu(browser: Browser): void {
  const { session } = browser.storage

  browser.runtime.onInstalled.addListener(async () => {
    await browser.contextMenus.removeAll()
    browser.contextMenus.create({ id: MENU_ITEM, title: 'Explain this CORS failure', contexts: ['all'] })
  })

  browser.contextMenus.onClicked.addListener((info, tab) => {
    if (info.menuItemId === MENU_ITEM) void explain(info, tab)
  })

  browser.runtime.onMessage.addListener((message: unknown) => {
    if (isMessage(message) && message.type === 'point-at') void session.set({ [POINTED]: message })
    return undefined
  })

  browser.tabs.onRemoved.addListener((tabId) => {
    void session.remove([shownKey(tabId), windowKey(tabId)])
  })

  async function explain(info: Menus.OnClickData, tab: Tabs.Tab | undefined): Promise<void> {
    if (isOwnPage(info)) return selectPointed()
    if (tab?.id === undefined) return
    const shown: Shown = (await ask({ type: 'explain', tabId: tab.id, place: placeOf(info) })) ?? {
      state: 'devtools-closed',
    }
    await session.set({ [shownKey(tab.id)]: shown })
    await openWindow(tab.id)
  }

  const isOwnPage = ({ pageUrl }: Menus.OnClickData): boolean =>
    pageUrl?.startsWith(browser.runtime.getURL('')) ?? false

  /** The item was chosen inside the panel: the explanation is a matter of that panel. */
  async function selectPointed(): Promise<void> {
    const pointed: unknown = (await session.get(POINTED))[POINTED]
    if (isMessage(pointed) && pointed.type === 'point-at')
      await ask({ type: 'select', tabId: pointed.tabId, id: pointed.id })
  }

  /** Null when no DevTools is open for the tab. */
  async function ask(message: Message): Promise<Answer | null> {
    try {
      const answer: unknown = await browser.runtime.sendMessage(message)
      return isAnswer(answer) ? answer : null
    } catch {
      // no page of the extension is open at all
      return null
    }
  }

  /** One window for each tab: a second click shows in it what is asked then. */
  async function openWindow(tabId: number): Promise<void> {
    const known: unknown = (await session.get(windowKey(tabId)))[windowKey(tabId)]
    if (typeof known === 'number' && (await bringToFront(known))) return
    const { id } = await browser.windows.create({
      type: 'popup',
      url: `${browser.runtime.getURL(EXPLAIN_PAGE)}?tab=${tabId}`,
      ...WINDOW_SIZE,
    })
    if (id !== undefined) await session.set({ [windowKey(tabId)]: id })
  }

  async function bringToFront(windowId: number): Promise<boolean> {
    try {
      await browser.windows.update(windowId, { focused: true })
      return true
    } catch {
      // it was closed
      return false
    }
  }
}

const placeOf = ({ srcUrl, linkUrl, frameUrl }: Menus.OnClickData): Place => ({
  srcUrl: srcUrl ?? null,
  linkUrl: linkUrl ?? null,
  frameUrl: frameUrl ?? null,
})
