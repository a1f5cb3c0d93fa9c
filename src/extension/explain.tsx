/** The window that the page's context menu opens: one explanation, or what to do when there is none. */
import { render } from 'preact'
import browser from 'webextension-polyfill'
import type { PanelHost } from '../panel/host.ts'
import { createPreferences, pageMemory } from '../panel/preferences.ts'
import { speak } from '../panel/say.ts'
import { SOFTWARE } from '../panel/software.ts'
import { Explained } from './Explained.tsx'
import { isAnswer, isShown, type Message, type Shown, shownKey } from './messages.ts'
import '../panel/styles/index.css'
import './explain.css'

const tabId = Number(new URLSearchParams(location.search).get('tab'))
const key = shownKey(tabId)
const { session } = browser.storage

async function chooseFramework(origin: string, framework: string | null): Promise<void> {
  const message: Message = { type: 'choose-framework', tabId, origin, framework }
  // no answer: DevTools was closed meanwhile, and the explanation stays as it is
  const answer: unknown = await browser.runtime.sendMessage(message).catch(() => null)
  if (isAnswer(answer)) await session.set({ [key]: answer })
}

/** DevTools stands beside its page: to see one is to see the other, unless DevTools has a window of its own. */
async function goToTab(): Promise<void> {
  const { windowId } = await browser.tabs.update(tabId, { active: true })
  if (windowId !== undefined) await browser.windows.update(windowId, { focused: true })
}

async function showInNetwork(): Promise<void> {
  const message: Message = { type: 'show-in-network', tabId }
  await browser.runtime.sendMessage(message).catch(() => null)
  await goToTab()
}

const host: PanelHost = {
  send(command) {
    if (command.type === 'choose-framework') void chooseFramework(command.origin, command.framework)
  },
  software: SOFTWARE,
  can: { showInNetwork: false, openSource: false, chooseFramework: true },
}

function show(value: unknown): void {
  const shown: Shown = isShown(value) ? value : { state: 'devtools-closed' }
  const inNetwork = shown.state === 'found' && shown.inNetwork === true
  render(
    <Explained
      shown={shown}
      host={host}
      onGoToTab={() => void goToTab()}
      onShowInNetwork={inNetwork ? () => void showInNetwork() : undefined}
    />,
    document.body,
  )
}

async function showStored(): Promise<void> {
  show((await session.get(key))[key])
}

/** The one that was chosen in the panel; both are pages of the extension. */
const { language } = createPreferences(pageMemory)
if (language.value !== null) void speak(language.value)

session.onChanged.addListener((changes) => {
  if (key in changes) void showStored()
})
void showStored()
