/** The panel in an ordinary page: `?state=demo&theme=dark&explains=/part-of-an-address`. Without a state, the list of them. */
import { render } from 'preact'
import { type Diagnosis, diagnose } from '../../../src/engine/index.ts'
import { App } from '../../../src/panel/App.tsx'
import type { PanelHost } from '../../../src/panel/host.ts'
import { SOFTWARE } from '../../../src/panel/software.ts'
import { createStore } from '../../../src/panel/store.ts'
import log from '../../fixtures/demo.jsonl?raw'
import { STATES } from '../states.ts'
import '../../../src/panel/styles/index.css'

const recorded = (): Diagnosis =>
  diagnose(
    log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
    { browser: 'chromium' },
  )

function show(name: string, theme: string | null, explains: string | null): void {
  const state = STATES[name]
  if (state === undefined) throw new Error(`There is no state ${name}.`)
  const store = createStore()
  const host: PanelHost = {
    software: SOFTWARE,
    can: { showInNetwork: true, openSource: true, chooseFramework: true, record: !state.withoutLog },
    send(command) {
      if (command.type === 'change-settings')
        store.receive({ type: 'settings', settings: { ...store.settings.value, ...command.change } })
      console.info(JSON.stringify(command))
    },
  }
  if (theme === 'light' || theme === 'dark') store.receive({ type: 'theme', theme })
  const diagnosis = (state.diagnosis ?? ((all: Diagnosis) => all))(recorded())
  store.receive({ type: 'diagnosis', diagnosis })
  state.arrange?.(store)
  const part = explains ?? state.explains
  const wanted = part && diagnosis.flows.find(({ flow }) => flow.exchange.url.includes(part))
  if (wanted) store.receive({ type: 'select', id: wanted.id })
  render(<App store={store} host={host} />, document.body)
  Object.assign(globalThis, { store })
}

function showNames(): void {
  render(
    <ul>
      {Object.keys(STATES).map((name) => (
        <li key={name}>
          {['light', 'dark'].map((theme) => (
            <a key={theme} href={`?state=${name}&theme=${theme}`}>
              {name} {theme}{' '}
            </a>
          ))}
        </li>
      ))}
    </ul>,
    document.body,
  )
}

/** Milliseconds between two events, and requests in one: 500 a second. */
const EVENT_EVERY = 200
const IN_ONE_EVENT = 100

/** The panel told of ten thousand requests as they come: `feed()` begins, and ends when all are told. */
function stream(): void {
  const store = createStore()
  const { flows } = (STATES.many?.diagnosis ?? ((all: Diagnosis) => all))(recorded())
  const byId = new Map(flows.map((flow) => [flow.id, flow]))
  const host: PanelHost = {
    can: { showInNetwork: true, openSource: true, chooseFramework: true },
    send() {},
    diagnosis: (id) => byId.get(id) ?? null,
  }
  render(<App store={store} host={host} />, document.body)
  const items = flows.map(({ id, flow, verdict }) => ({ id, flow, verdict }))
  const feed = async (): Promise<void> => {
    for (let from = 0; from < items.length; from += IN_ONE_EVENT) {
      const added = items.slice(from, from + IN_ONE_EVENT)
      store.receive({
        type: 'changes',
        browser: 'chromium',
        dropped: 0,
        entries: from + added.length,
        added,
        changed: [],
        removed: [],
      })
      await new Promise((resolve) => setTimeout(resolve, EVENT_EVERY))
    }
  }
  Object.assign(globalThis, { store, feed })
}

const asked = new URLSearchParams(location.search)
const name = asked.get('state')
if (name === null) showNames()
else if (name === 'stream') stream()
else show(name, asked.get('theme'), asked.get('explains'))
