import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createMenu } from '../../src/extension/menu.ts'
import { type FakeBrowser, fakeBrowser } from './fake-browser.ts'

let fake: FakeBrowser
beforeEach(() => {
  fake = fakeBrowser()
  createMenu(fake.browser)
})

const FOUND = {
  state: 'found',
  fit: 'latest',
  diagnosis: { browser: 'chromium', entries: 1, flows: [{ id: 'x' }] },
}
const EXPLAIN = 'chrome-extension://id/src/extension/explain.html?tab=7'

describe('the menu item', () => {
  it('is made once, everywhere', async () => {
    await fake.install()
    await fake.install()
    expect(fake.menuItems).toEqual([{ id: 'explain', title: 'Explain this CORS failure', contexts: ['all'] }])
  })
})

describe('a click on the page', () => {
  it('asks DevTools of that tab for what fits the place, and shows it in a window of its own', async () => {
    const asked: unknown[] = []
    fake.onMessage = (message) => {
      asked.push(message)
      return FOUND
    }
    await fake.clickMenu(
      { srcUrl: 'https://cdn.example/a.png', frameUrl: 'https://frame.example/' },
      { id: 7 },
    )
    await vi.waitFor(() => expect(fake.opened).toEqual([{ url: EXPLAIN, id: 100 }]))
    expect(asked).toEqual([
      {
        type: 'explain',
        tabId: 7,
        place: { srcUrl: 'https://cdn.example/a.png', linkUrl: null, frameUrl: 'https://frame.example/' },
      },
    ])
    expect(fake.stored['shown:7']).toEqual(FOUND)
  })

  it('says that nothing failed', async () => {
    fake.onMessage = () => ({ state: 'nothing-failed', requests: 3 })
    await fake.clickMenu({}, { id: 7 })
    await vi.waitFor(() => expect(fake.opened).toHaveLength(1))
    expect(fake.stored['shown:7']).toEqual({ state: 'nothing-failed', requests: 3 })
  })

  it.each([
    ['no page listens', () => Promise.reject(new Error('Receiving end does not exist.'))],
    ['nobody answers', () => null],
    ['the answer makes no sense', () => ({ state: 'found' })],
  ])('says that DevTools is closed when %s', async (_, answer) => {
    fake.onMessage = answer
    await fake.clickMenu({}, { id: 7 })
    await vi.waitFor(() => expect(fake.opened).toHaveLength(1))
    expect(fake.stored['shown:7']).toEqual({ state: 'devtools-closed' })
  })

  it('brings a window that is open to the front, and opens another when it was closed', async () => {
    await fake.clickMenu({}, { id: 7 })
    await vi.waitFor(() => expect(fake.stored['window:7']).toBe(100))
    await fake.clickMenu({}, { id: 7 })
    await vi.waitFor(() => expect(fake.focused).toEqual([100]))
    expect(fake.opened).toHaveLength(1)
    fake.closeWindow(100)
    await fake.clickMenu({}, { id: 7 })
    await vi.waitFor(() => expect(fake.opened).toHaveLength(2))
  })

  it('works after the service worker was restarted: nothing is kept in it', async () => {
    await fake.clickMenu({}, { id: 7 })
    await vi.waitFor(() => expect(fake.stored['window:7']).toBe(100))
    const restarted = fakeBrowser()
    restarted.stored = fake.stored
    restarted.onMessage = () => FOUND
    createMenu(restarted.browser)
    await restarted.clickMenu({}, { id: 7 })
    await vi.waitFor(() => expect(restarted.opened).toHaveLength(1))
    expect(restarted.stored['shown:7']).toEqual(FOUND)
  })

  it('leaves items of others alone', async () => {
    await fake.clickMenu({ menuItemId: 'other' }, { id: 7 })
    await Promise.resolve()
    expect(fake.opened).toEqual([])
  })
})

describe('a click inside the panel', () => {
  const PANEL = 'chrome-extension://id/src/extension/panel.html'

  it('selects the row under the pointer', async () => {
    const asked: unknown[] = []
    fake.onMessage = (message) => {
      asked.push(message)
      return null
    }
    await fake.receive({ type: 'point-at', tabId: 7, id: 'row' })
    await fake.clickMenu({ pageUrl: PANEL })
    await vi.waitFor(() => expect(asked).toEqual([{ type: 'select', tabId: 7, id: 'row' }]))
    expect(fake.opened).toEqual([])
  })

  it('does nothing when no row was pointed at', async () => {
    await fake.clickMenu({ pageUrl: PANEL })
    await Promise.resolve()
    expect(fake.opened).toEqual([])
  })
})

describe('a tab that is closed', () => {
  it('leaves nothing behind', async () => {
    await fake.clickMenu({}, { id: 7 })
    await vi.waitFor(() => expect(fake.stored['window:7']).toBe(100))
    await fake.closeTab(7)
    await vi.waitFor(() => expect(fake.stored).toEqual({}))
  })
})
