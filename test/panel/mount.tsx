/** The panel in a document of its own, as a person meets it. */
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { App } from '../../src/panel/App.tsx'
import type { PanelCommand, PanelEvent, PanelHost } from '../../src/panel/host.ts'
import { SOFTWARE } from '../../src/panel/software.ts'
import { createStore, type Store } from '../../src/panel/store.ts'
import type { TestId } from '../../src/panel/testids.ts'

export interface Mounted {
  store: Store
  /** What the panel asked its host for, in order. */
  commands: PanelCommand[]
  receive(event: PanelEvent): void
  all(id: TestId): HTMLElement[]
  /** The one element of that test id; throws when there is none. */
  one(id: TestId): HTMLElement
  click(element: HTMLElement): void
  rightClick(element: HTMLElement): void
  press(key: string, element?: Element, modifiers?: KeyboardEventInit): void
  type(element: HTMLElement, text: string): void
}

const EVERYTHING = { showInNetwork: true, openSource: true, chooseFramework: true }

/** Settings that the panel changes come back to it, as the devtools page does it. */
export function mount(can: PanelHost['can'] = EVERYTHING): Mounted {
  const store = createStore()
  const commands: PanelCommand[] = []
  const host: PanelHost = {
    can,
    software: SOFTWARE,
    send(command) {
      commands.push(command)
      if (command.type === 'change-settings')
        store.receive({ type: 'settings', settings: { ...store.settings.value, ...command.change } })
    },
  }
  document.body.replaceChildren()
  render(null, document.body)
  act(() => render(<App store={store} host={host} />, document.body))

  const all = (id: TestId) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)]
  const fire = (element: Element, event: Event) => {
    act(() => {
      element.dispatchEvent(event)
    })
  }
  return {
    store,
    commands,
    receive: (event) => act(() => store.receive(event)),
    all,
    one(id) {
      const [element] = all(id)
      if (!element) throw new Error(`There is no ${id} in ${document.body.textContent}`)
      return element
    },
    click: (element) => act(() => element.click()),
    rightClick: (element) =>
      fire(
        element,
        new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: 40, clientY: 60 }),
      ),
    press: (key, element = document.activeElement ?? document.body, modifiers = {}) =>
      fire(element, new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...modifiers })),
    type(element, text) {
      ;(element as HTMLInputElement).value = text
      fire(element, new Event('input', { bubbles: true }))
    },
  }
}
